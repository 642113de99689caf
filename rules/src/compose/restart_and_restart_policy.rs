//! Two restart policies that differ.

use plimsoll_core::facts::restart::Restarts;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service has `restart` and `deploy.restart_policy`, and they say different things. The second one holds, for Compose
    /// as for a stack; the first has no effect.
    ///
    /// The same policy in both is fine. `always` and `unless-stopped` are `any` under `deploy`. In a stack file the key is
    /// one that Swarm ignores, and told as such.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: always
    ///     deploy:
    ///       restart_policy:
    ///         condition: on-failure
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: on-failure:3
    ///     deploy:
    ///       restart_policy:
    ///         condition: on-failure
    ///         max_attempts: 3
    /// ```
    pub static RULE = {
        id: "restart-and-restart-policy", summary: "Give a service one restart policy", category: Operations, severity: Warning,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let restarts = Restarts::of(service, cx.is_stack);
    let (Know::Known(own), Know::Known(deploy)) = (restarts.own_policy(), restarts.deploy_policy()) else { return };
    if cx.is_stack || own.in_swarm() == deploy.in_swarm() {
        return;
    }
    let (Some(value), Some(condition)) = (restarts.own, restarts.condition) else { return };
    sink.report(
        service.place(value.span, value.origin),
        format!("`restart: {}` has no effect beside the policy `{}` under `deploy`", value.raw, condition.raw),
    )
    .label(service.place(condition.span, condition.origin), "this one holds")
    .help("keep one of the two, or say the same in both");
}
