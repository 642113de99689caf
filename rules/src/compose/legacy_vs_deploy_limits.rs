//! Limits of a service and limits under `deploy` that differ.

use plimsoll_core::compose::Value;
use plimsoll_core::facts::{cpu, memory};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::Entry;

declare_rule! {
    /// Compose refuses a service whose `cpus`, `mem_limit`, `mem_reservation` or `pids_limit` differs from its counterpart
    /// under `deploy.resources`: "can't set distinct values".
    ///
    /// It also does so where the block under `deploy` stands there without that entry, which then counts as zero: a
    /// `mem_limit` beside `deploy.resources.limits` with only `cpus` is refused.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 512m
    ///     deploy:
    ///       resources:
    ///         limits:
    ///           memory: 1g
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 512m
    ///     deploy:
    ///       resources:
    ///         limits:
    ///           cpus: "0.5"
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 1024m
    ///     deploy:
    ///       resources:
    ///         limits:
    ///           memory: 1g
    /// ```
    pub static RULE = {
        id: "legacy-vs-deploy-limits", summary: "Say each limit once, or the same under `deploy`", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

/// A limit in its two places.
struct Twice<'s, 'a> {
    key: &'static str,
    plain: Option<&'s Value<'a>>,
    block: &'static str,
    entry: &'static str,
    deploy: Option<&'s Value<'a>>,
    is_size: bool,
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(deploy) = service.deploy.as_ref().filter(|_| !cx.is_stack) else { return };
    let twice = |key, plain, block, entry, deploy, is_size| Twice { key, plain, block, entry, deploy, is_size };
    let (limits, reserved) = (&deploy.limits, &deploy.reservations);
    let all = [
        twice("cpus", service.cpus.as_deref(), "limits", "cpus", limits.cpus.as_ref(), false),
        twice("mem_limit", service.mem_limit.as_deref(), "limits", "memory", limits.memory.as_ref(), true),
        twice(
            "mem_reservation",
            service.mem_reservation.as_deref(),
            "reservations",
            "memory",
            reserved.memory.as_ref(),
            true,
        ),
        twice("pids_limit", service.pids_limit.as_deref(), "limits", "pids", limits.pids.as_ref(), false),
    ];
    for twice in all {
        judge(cx, at, &twice, sink);
    }
}

fn judge(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, twice: &Twice<'_, '_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(plain) = twice.plain else { return };
    let (size, count) = (memory::bytes(plain), cpu::number(plain));
    let is_set = if twice.is_size {
        matches!(size, Know::Known(bytes) if bytes > 0)
    } else {
        matches!(count, Know::Known(number) if number > 0.0)
    };
    if !is_set {
        return;
    }
    let path = format!("deploy.resources.{}.{}", twice.block, twice.entry);
    let place = service.place(plain.span, plain.origin);
    if let Some(deploy) = twice.deploy {
        let differs = if twice.is_size {
            matches!(memory::bytes(deploy), Know::Known(other) if size != Know::Known(other))
        } else {
            matches!(cpu::number(deploy), Know::Known(other) if count != Know::Known(other))
        };
        if differs {
            sink.report(place, format!("`{}: {}` and `{}` under `deploy` differ", twice.key, plain.raw, deploy.raw))
                .label(service.place(deploy.span, deploy.origin), "Compose refuses two that differ")
                .help(format!("keep one of the two, or write the same in `{path}`"));
        }
        return;
    }
    let block = service.entry_at(&["deploy", "resources", twice.block]);
    let is_used = |block: &(Entry<'_>, _)| block.0.value.own_entries().next().is_some();
    let Some((block, origin)) = block.filter(|block| is_used(block) && !at.may_lack_parts(cx)) else { return };
    let key = block.key.span();
    sink.report(
        place,
        format!("`{}: {}` needs the same under `deploy`, where other {} stand", twice.key, plain.raw, twice.block),
    )
    .label(service.place(key, origin), format!("without `{}`, which counts as zero", twice.entry))
    .help(format!("move it to `{path}`"));
}
