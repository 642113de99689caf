//! Two restart policies that differ.

use plimsoll_core::facts::restart::{self, Restarts};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service has `restart` and `deploy.restart_policy`, and they say different things. Compose reads only the first,
    /// a stack only the second: with one of the two nobody gets what the file seems to say.
    ///
    /// The same policy in both is fine: such a file serves both tools. `always` and `unless-stopped` are `any` there.
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
    let restarts = Restarts::of(service);
    let (Know::Known(own), Know::Known(deploy)) = (restarts.own_policy(false), restart::deploy_policy(service)) else {
        return;
    };
    if cx.is_stack || own.in_swarm() == deploy.in_swarm() {
        return;
    }
    let (Some(value), Some(policy)) = (restarts.own, &service.deploy) else { return };
    let written = match restarts.condition {
        Some(condition) => condition.raw.as_ref(),
        None => "any",
    };
    let (span, origin) = restarts.condition.map_or((policy.key_span, policy.origin), |value| (value.span, value.origin));
    sink.report(
        service.place(value.span, value.origin),
        format!("`restart: {}` holds here, and not the policy `{written}` under `deploy`", value.raw),
    )
    .label(service.place(span, origin), "only a stack reads it")
    .help("keep one of the two, or say the same in both");
}
