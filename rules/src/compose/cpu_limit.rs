//! Services without a limit on processors.

use plimsoll_core::facts::{cpu, memory};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service without a limit may take all processors of the host, and starve its neighbours: a loop gone wild, or
    /// somebody else's miner.
    ///
    /// `cpus` (in a stack `deploy.resources.limits.cpus`) is the limit, `cpu_shares` the weight under load; `cpuset` and
    /// `cpu_quota` hold it back, too. A limit of `0` is none. Services that end by themselves are not asked for one, nor
    /// are those with a weight, but under `--preset all` and `compose-lint`.
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
    ///     cpus: 0.5
    /// ```
    pub static RULE = {
        id: "cpu-limit", summary: "Give each service a limit on processors", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict, ComposeLint], aliases: ["cis/5.12", "compose-lint/CL-0026", "kics/cpus-not-limited"],
        posture: true,
        differs: ["compose-lint/CL-0026" => "A set (`cpuset`) is a limit, and a service with no replicas needs none."],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let cpu = cpu::Cpu::of(service, cx.is_stack);
    let is_weak = cpu.is_bounded() || memory::runs_once(cx.compose, service);
    let is_told = !is_weak || sink.tells_weak_findings_of(Preset::ComposeLint);
    if at.may_lack_parts(cx) || memory::is_scaled_to_zero(service) || cpu.is_capped() || !is_told {
        return;
    }
    let key = if cx.is_stack { "deploy.resources.limits.cpus" } else { "cpus" };
    let finding = match cpu.bounds().next() {
        Some(value) if cpu.is_bounded() => {
            let message = format!("a weight of `{}` is no limit on processors", value.raw);
            sink.report(service.place(value.span, value.origin), message)
        }
        Some(value) => {
            let message = format!("a limit of `{}` on processors is none", value.raw);
            sink.report(service.place(value.span, value.origin), message)
        }
        None => sink.report(service.missing_span(), format!("`{}` has no limit on processors", service.name)),
    };
    finding.help(format!("set `{key}` to the processors that it may use, as in `cpus: \"0.5\"`"));
}
