//! Durations and sizes that are none.

use plimsoll_core::compose::quantity::{Flaw, Measure, Quantity};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// A duration or a size that the loader cannot read, or without the unit it needs. Its own error names no place.
    ///
    /// Durations are numbers with `us`, `ms`, `s`, `m`, `h`, and in Compose `d` and `w`: `1m30s`. Sizes are a number of
    /// bytes, or one with `k`, `m`, `g`, `t`, `p`, alone or followed by `b` or `ib`: `512m`. `Mi` is Kubernetes'. The
    /// `size` of a short `tmpfs` goes to the kernel, which knows only the single letters and `%`.
    ///
    /// Variables are judged by their defaults. A bare number (`interval: 5`) is the matter of `compose-schema`.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     stop_grace_period: "30"
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     stop_grace_period: 30s
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 512Mi
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 512m
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     stop_grace_period: 1m30s
    ///     mem_limit: 512MiB
    /// ```
    pub static RULE = {
        id: "duration-value", summary: "Write durations and sizes with a unit that is known", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for quantity in service.quantities(cx.is_stack) {
        let value = &quantity.value;
        if quantity.is_bare_number() {
            continue;
        }
        let Some(flaw) = quantity.flaw(cx.is_stack) else { continue };
        let meant = quantity.meant(cx.is_stack);
        let help = match (&meant, quantity.measure) {
            (Some(meant), _) => format!("write `{meant}`"),
            (None, Measure::Duration) => "write a number and its unit, as in `30s` or `1m30s`".to_owned(),
            (None, _) => "write a number and its unit, as in `512m` or `1.5g`".to_owned(),
        };
        let edit = meant.as_ref().filter(|_| value.is_editable()).and_then(|meant| match quantity.measure {
            // It is a part of a longer text.
            Measure::KernelSize => Some((value.span, meant.clone())),
            _ => edit::replace_scalar(value.node, meant),
        });
        sink.report(service.place(value.span, value.origin), message(&quantity, &flaw)).help(help).fix(
            Unsafe,
            format!("Write `{}`", meant.unwrap_or_default()),
            |edits| {
                edits.extend(edit);
            },
        );
    }
}

fn message(quantity: &Quantity<'_>, flaw: &Flaw) -> String {
    let (key, text) = (quantity.key, quantity.value.raw);
    match (flaw, quantity.measure) {
        (Flaw::NoUnit, _) => format!("`{key}: {text}` has no unit, so the loader refuses the file"),
        (Flaw::Unit(unit), Measure::Duration) => {
            format!("`{unit}` in `{key}: {text}` is no unit of time that the loader knows")
        }
        (Flaw::Unit(unit), Measure::Size) => {
            format!("`{unit}` in `{key}: {text}` is no unit of size that the loader knows")
        }
        (Flaw::Unit(unit), Measure::KernelSize) => {
            format!("`{unit}` in `{key}={text}` is no unit that the kernel knows for a tmpfs")
        }
        (Flaw::UnitOfCompose(unit), _) => {
            format!("`docker stack deploy` does not know the unit `{unit}` of `{key}: {text}`")
        }
        (Flaw::NoQuantity, Measure::Duration) => format!("`{key}: {text}` is no duration"),
        (Flaw::NoQuantity, Measure::KernelSize) => format!("`{key}={text}` is no size"),
        (Flaw::NoQuantity, Measure::Size) => format!("`{key}: {text}` is no size"),
    }
}
