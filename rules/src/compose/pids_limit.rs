//! Services without a limit on processes.

use plimsoll_core::compose::Value;
use plimsoll_core::facts::{cpu, memory};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Without a limit on processes one service can take all process numbers of the host, by a fork bomb or a leak of
    /// children that nobody reaps; then nothing else can start a process, not even a login.
    ///
    /// `pids_limit` (in a stack `deploy.resources.limits.pids`) counts threads, too. `0` and `-1` are no limit. The engine
    /// may have a default of its own, which no file shows.
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
    ///     pids_limit: 200
    /// ```
    pub static RULE = {
        id: "pids-limit", summary: "Give each service a limit on processes", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: ["cis/5.29", "kics/pids-limit-not-set"], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let ended = memory::is_scaled_to_zero(service) || memory::runs_once(cx.compose, service);
    if ended || !at.is_whole_on_linux(cx) {
        return;
    }
    let deploy = service.deploy.as_ref().and_then(|deploy| deploy.limits.pids.as_ref());
    let limits: Vec<&Value<'_>> =
        service.pids_limit.as_deref().into_iter().filter(|_| !cx.is_stack).chain(deploy).collect();
    let is_none = |value: &&Value<'_>| matches!(cpu::number(value), Know::Known(number) if number <= 0.0);
    if !limits.iter().all(is_none) {
        return;
    }
    let key = if cx.is_stack { "deploy.resources.limits.pids" } else { "pids_limit" };
    let finding = match limits.first() {
        Some(value) => {
            let message = format!("a limit of `{}` on processes is none", value.raw);
            sink.report(service.place(value.span, value.origin), message)
        }
        None => sink.report(service.missing_span(), format!("`{}` has no limit on processes", service.name)),
    };
    finding.help(format!("set `{key}`, for most services to a few hundred"));
}
