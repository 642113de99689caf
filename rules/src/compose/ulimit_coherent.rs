//! Limits of processes that the engine or the kernel refuses.

use plimsoll_core::facts::ulimits::{self, NAMES, Ulimit};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A `ulimit` with which the container cannot start: a soft limit above the hard one, a negative number other than
    /// `-1` (which is unlimited), or a name that the engine does not know.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ulimits:
    ///       nofile:
    ///         soft: 65536
    ///         hard: 1024
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ulimits:
    ///       memlock: -1
    ///       nofile:
    ///         soft: 1024
    ///         hard: 65536
    /// ```
    pub static RULE = {
        id: "ulimit-coherent", summary: "Make ulimits such that the container can start", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for limit in service.all_ulimits() {
        if !NAMES.contains(&limit.name.as_str()) {
            let help = match plimsoll_core::nearest(&limit.name, NAMES) {
                Some(name) => format!("write `{name}`"),
                None => format!("write one of `{}`", NAMES.join("`, `")),
            };
            let span = service.place(limit.name_span, limit.origin);
            sink.report(span, format!("`{}` is no ulimit that the engine knows", limit.name)).help(help);
            continue;
        }
        values(at, &limit, sink);
    }
}

fn values(at: &ServiceAt<'_>, limit: &Ulimit<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for value in limit.soft.iter().chain(limit.hard.iter().filter(|_| !limit.single)) {
        if ulimits::number(value).is_some_and(|number| number < -1) {
            let message =
                format!("a ulimit of `{}` for `{}` is no number that the kernel takes", value.raw, limit.name);
            sink.report(service.place(value.span, value.origin), message).help("`-1` is unlimited");
            return;
        }
    }
    let (Some(soft), Some(hard)) = (&limit.soft, &limit.hard) else { return };
    let (Some(from), Some(to)) = (ulimits::number(soft), ulimits::number(hard)) else { return };
    if to != -1 && (from > to || from == -1) {
        let message =
            format!("the soft limit `{}` of `{}` is above its hard limit `{}`", soft.raw, limit.name, hard.raw);
        sink.report(service.place(soft.span, soft.origin), message)
            .label(service.place(hard.span, hard.origin), "the hard limit")
            .help("programs start with the soft limit and may raise it up to the hard one");
    }
}
