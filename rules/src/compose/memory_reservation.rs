//! Memory settings that contradict one another.

use plimsoll_core::compose::{Service, Value};
use plimsoll_core::facts::memory::{MINIMUM, Memory, Size, bytes};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Memory settings of a service contradict one another, so the engine refuses it or one of them has no effect.
    ///
    /// A reservation above the limit, a swap limit (memory and swap together) below the memory limit or without one, a
    /// swappiness outside 0 to 100, a limit below the engine's minimum of 6 MB. All of them stop the service from
    /// starting. `memswap_limit: -1` is unlimited swap. `mem_limit` and `deploy.resources.limits.memory` with two values
    /// are the matter of `legacy-vs-deploy-limits`.
    ///
    /// Values with variables are judged by their defaults, and not at all without.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 128m
    ///     mem_reservation: 256m
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 256m
    ///     mem_reservation: 128m
    ///     memswap_limit: -1
    /// ```
    pub static RULE = {
        id: "memory-reservation", summary: "Make the memory settings of a service fit one another", category: Reliability,
        severity: Error, since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let memory = Memory::of(service, cx.is_stack);
    reservation(service, &memory, sink);
    for (limit, bytes) in memory.limits() {
        if let Know::Known(1..MINIMUM) = bytes {
            let message = format!("a memory limit of `{}` is below the engine's minimum of 6 MB", limit.raw);
            let help = if limit.number().is_known() {
                "a number without a unit is bytes: write `m` or `g` behind it"
            } else {
                "the least is `6m`"
            };
            sink.report(service.place(limit.span, limit.origin), message).help(help);
        }
    }
    if !cx.is_stack {
        swap(at, &memory, sink);
    }
}

fn reservation(service: &Service<'_>, memory: &Memory<'_, '_>, sink: &mut Sink<'_>) {
    let Some((limit, most)) = memory.effective_limit() else { return };
    for (value, bytes) in memory.reservations() {
        let Know::Known(bytes) = bytes else { continue };
        if bytes > most {
            sink.report(
                service.place(value.span, value.origin),
                format!("a reservation of `{}` is above the limit of `{}`", value.raw, limit.raw),
            )
            .label(service.place(limit.span, limit.origin), "the limit")
            .help("reserve what the service always needs, and limit it to what it needs at most");
        }
    }
}

fn swap(at: &ServiceAt<'_>, memory: &Memory<'_, '_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let known = |value: Option<&Value<'_>>| value.map_or(Know::Absent, bytes);
    if let Some(swap) = &service.memswap_limit
        && let Know::Known(total) = known(Some(swap))
        && total > 0
    {
        let place = service.place(swap.span, swap.origin);
        if let Some((limit, most)) = memory.effective_limit() {
            if total < most {
                sink.report(
                    place,
                    format!("`memswap_limit: {}` is below the memory limit of `{}`", swap.raw, limit.raw),
                )
                .label(service.place(limit.span, limit.origin), "the limit")
                .help(format!("it is memory and swap together: `{}` allows no swap", Size(most)));
            }
        } else if memory.limits().next().is_none() && service.incomplete.is_none() {
            sink.report(place, format!("`memswap_limit: {}` needs `mem_limit` beside it", swap.raw))
                .help("it is memory and swap together: set `mem_limit` to the share that is memory");
        }
    }
    if let Some(swappiness) = &service.mem_swappiness
        && let Know::Known(number) = swappiness.number()
        && !(0.0..=100.0).contains(&number)
        && swappiness.known() != Some("-1")
    {
        let place = service.place(swappiness.span, swappiness.origin);
        sink.report(place, format!("`mem_swappiness: {}` is not between 0 and 100", swappiness.raw))
            .help("0 swaps as little as possible, 100 as much as possible");
    }
}
