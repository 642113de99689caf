//! Services that are restarted without end.

use plimsoll_core::facts::restart::{Policy, Restarts};
use plimsoll_core::prelude::*;

declare_rule! {
    /// The CIS benchmark (5.15) wants `on-failure` with at most five attempts: a service that crashes again and again is
    /// then left alone instead of loading the host.
    ///
    /// The engine waits longer from attempt to attempt anyway, and a service that is given up is down. So the rule is in no
    /// preset. A service without a policy, or with `no`, is fine here.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: always
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: on-failure:5
    /// ```
    pub static RULE = {
        id: "restart-on-failure-limited", summary: "Restart only on failure, and at most five times", category: Operations,
        severity: Info, since: "0.3.0", presets: [], aliases: ["cis/5.15", "kics/restart-policy-on-failure-not-set-to-5"],
    }
    Check::Service(check)
}

const MOST: u32 = 5;

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let restarts = Restarts::of(service, cx.is_stack);
    let policy = restarts.policy();
    let Know::Known(policy) = policy else { return };
    if matches!(policy, Policy::No | Policy::OnFailure(Some(1..=MOST))) {
        return;
    }
    let (span, written) = match (restarts.in_force(), &service.deploy) {
        (Some(value), _) => (service.place(value.span, value.origin), value.raw),
        (None, Some(deploy)) => (service.place(deploy.key_span, deploy.origin), "any"),
        (None, None) => return,
    };
    let message = match policy {
        Policy::OnFailure(Some(count)) => format!("the policy `{written}` restarts up to {count} times"),
        _ => format!("the policy `{written}` restarts without end"),
    };
    sink.report(span, message).help(if restarts.has_deploy {
        "write `condition: on-failure` and `max_attempts: 5`"
    } else {
        "write `restart: on-failure:5`"
    });
}
