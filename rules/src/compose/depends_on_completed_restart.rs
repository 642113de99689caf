//! Services that others wait for to end, and that are started again.

use plimsoll_core::facts::restart::{Policy, Restarts};
use plimsoll_core::facts::waits::Wait;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;
use std::collections::HashSet;

declare_rule! {
    /// `condition: service_completed_successfully` waits until the other service has ended. One that is always restarted
    /// never has: what waits for it does not start, or only by luck.
    ///
    /// Work that is done once has `restart: "no"`, or `on-failure` to try again.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       migrate:
    ///         condition: service_completed_successfully
    ///   migrate:
    ///     image: registry.example.com/harbour/web:3
    ///     command: migrate
    ///     restart: always
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       migrate:
    ///         condition: service_completed_successfully
    ///   migrate:
    ///     image: registry.example.com/harbour/web:3
    ///     command: migrate
    ///     restart: on-failure
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       migrate:
    ///         condition: service_completed_successfully
    ///   migrate:
    ///     image: registry.example.com/harbour/web:3
    ///     command: migrate
    ///     restart: "no"
    /// ```
    pub static RULE = {
        id: "depends-on-completed-restart", summary: "Let a service end that others wait for to end", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    let waits = cx.waits();
    let mut told = HashSet::new();
    for wait in waits.iter().filter(|wait| wait.is_for("service_completed_successfully")) {
        if told.insert(wait.target.service.name.as_ref()) {
            judge(cx, wait, sink);
        }
    }
}

fn judge(cx: &ComposeCx<'_>, wait: &Wait<'_>, sink: &mut Sink<'_>) {
    let (waiter, target) = (wait.waiter.service, wait.target.service);
    let restarts = Restarts::of(target, false);
    let Some(restart) = restarts.in_force() else { return };
    if !matches!(restarts.policy(), Know::Known(Policy::Always | Policy::UnlessStopped)) {
        return;
    }
    let message =
        format!("`{}` is restarted whenever it ends, and `{}` waits until it has ended", target.name, waiter.name);
    let mut finding = sink
        .report(target.place(restart.span, restart.origin), message)
        .help("write `restart: \"no\"`, or `on-failure` to try again");
    if let Some(condition) = &wait.dependency.condition {
        let (file, span) = waiter.home(cx.file, condition.span, condition.node, condition.origin);
        finding = finding.label_in(file, span, "waits for its end");
    }
    let edit =
        edit::replace_scalar(restart.node, "on-failure").filter(|_| restart.is_editable() && !restart.has_variables());
    finding.fix(Unsafe, "Restart it only on failure", |edits| {
        edits.extend(edit);
    });
}
