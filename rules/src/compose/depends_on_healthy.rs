//! Services that wait for the health of one that has no check.

use plimsoll_core::facts::health::Health;
use plimsoll_core::facts::waits::Wait;
use plimsoll_core::prelude::*;
use std::collections::HashSet;

declare_rule! {
    /// `condition: service_healthy` needs a health check of the other service. Without one Compose gives up: "container has
    /// no healthcheck configured".
    ///
    /// The check may stand in the service or in its image. Reported is only what is certain: the image is a known one
    /// without a check, or it is built here upon such a one, or the check is switched off. `docker stack deploy` does not
    /// read `depends_on`.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       db:
    ///         condition: service_healthy
    ///   db:
    ///     image: postgres:18
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       db:
    ///         condition: service_healthy
    ///   db:
    ///     image: postgres:18
    ///     healthcheck:
    ///       test: pg_isready -U postgres
    /// ```
    pub static RULE = {
        id: "depends-on-healthy", summary: "Wait for the health only of services with a health check", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    let waits = cx.waits();
    // A service that extends this one waits by the same words.
    let mut told = HashSet::new();
    for wait in waits.iter().filter(|wait| wait.is_for("service_healthy") && !wait.is_optional()) {
        if !wait.target.may_lack_parts(cx) && told.insert(wait.place()) {
            judge(cx, wait, sink);
        }
    }
}

fn judge(cx: &ComposeCx<'_>, wait: &Wait<'_>, sink: &mut Sink<'_>) {
    let (waiter, target) = (wait.waiter.service, wait.target.service);
    let Some(condition) = &wait.dependency.condition else { return };
    let (what, file, place, label) = match wait.target.health() {
        Health::Off(span) => ("has its health check switched off", cx.file, span, "here"),
        Health::None(Some((file, span))) => ("has no health check", file, span, "its image has none"),
        Health::None(None) => {
            let image = target.image.as_ref();
            let of_key = (cx.file, target.key_span);
            let (file, span) = image.map_or(of_key, |image| target.home(cx.file, image.span, image.node, image.origin));
            ("has no health check", file, span, "the image has none")
        }
        _ => return,
    };
    let probe = wait.target.image_facts().and_then(|image| image.probe).filter(|_| wait.target.built.is_absent());
    sink.report(
        waiter.place(condition.span, condition.origin),
        format!("`{}` waits until `{}` is healthy, which {what}", waiter.name, target.name),
    )
    .label_in(file, place, label)
    .help(match probe {
        Some(probe) => format!("give `{}` a `healthcheck` with `test: {probe}`", target.name),
        None => format!("give `{}` a `healthcheck`, or write `condition: service_started`", target.name),
    });
}
