//! Services that stay down after a crash.

use plimsoll_core::facts::memory;
use plimsoll_core::facts::restart::Restarts;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Without a restart policy a service that crashes stays down, and so does everything after a reboot of the host.
    ///
    /// `restart: unless-stopped` is what most services want. `deploy.restart_policy` is an answer,
    /// too. A stack restarts whatever ends unless it is told otherwise, so it is not asked. Services that end by
    /// themselves, that are used by hand (`stdin_open`, `tty`) or only with a profile are not asked either.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: unless-stopped
    /// ```
    pub static RULE = {
        id: "restart-policy-missing", summary: "Say whether a service is restarted", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let restarts = Restarts::of(service, cx.is_stack);
    let by_hand = service.stdin_open.is_some() || service.tty.is_some() || !service.profiles.is_empty();
    if cx.is_stack
        || restarts.own.is_some()
        || restarts.has_deploy
        || by_hand
        || at.may_lack_parts(cx)
        || memory::is_scaled_to_zero(service)
        || memory::runs_once(cx.compose, service)
    {
        return;
    }
    sink.report(
        service.missing_span(),
        format!("`{}` has no restart policy: after a crash it stays down", service.name),
    )
    .help("add `restart: unless-stopped`, or `restart: \"no\"` where it ends by itself");
}
