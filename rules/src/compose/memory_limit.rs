//! Services without a memory limit.

use plimsoll_core::facts::{heap, memory};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service without a memory limit may take all of the host's memory; then the kernel kills what it likes, on the
    /// whole host.
    ///
    /// Measure what the service needs (`docker stats` shows it under load), and add half as much again. In a stack only
    /// `deploy.resources.limits.memory` counts; Compose takes that and `mem_limit`. A limit of `0` is none.
    ///
    /// Services that end by themselves (others wait for `service_completed_successfully`, jobs of a Swarm) and services
    /// with no replicas are not asked for one; under `--preset all` and `compose-lint` the former are, as information.
    /// Files for development and overrides are not judged.
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
    ///     mem_limit: 128m
    /// ```
    ///
    /// Zero switches the limit off:
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       resources:
    ///         limits:
    ///           memory: 0
    /// ```
    pub static RULE = {
        id: "memory-limit", summary: "Give each service a memory limit", category: Reliability, severity: Warning,
        since: "0.1.0", presets: [Recommended, ComposeLint], aliases: ["cis/5.11", "compose-lint/CL-0026", "kics/memory-not-limited"], posture: true,
        differs: ["compose-lint/CL-0026" => "A service with no replicas needs no limit."],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_weak = memory::runs_once(cx.compose, service);
    let is_told = !is_weak || sink.tells_weak_findings_of(Preset::ComposeLint);
    if at.may_lack_parts(cx) || memory::is_scaled_to_zero(service) || !is_told {
        return;
    }
    let memory = memory::Memory::of(service, cx.is_stack);
    let mut switched_off = None;
    for (value, bytes) in memory.limits() {
        if bytes != Know::Known(0) {
            return;
        }
        switched_off = Some(value);
    }
    let key = if cx.is_stack { "deploy.resources.limits.memory" } else { "mem_limit" };
    let finding = match switched_off {
        Some(value) => {
            let span = service.place(value.span, value.origin);
            sink.report(span, format!("`{}` has a memory limit of `{}`, which is none", service.name, value.raw))
        }
        None => sink.report(service.missing_span(), format!("`{}` has no memory limit", service.name)),
    };
    let finding = if is_weak { finding.severity(Severity::Info) } else { finding };
    let finding = match (&service.mem_limit, cx.is_stack) {
        (Some(ignored), true) => {
            finding.label(service.place(ignored.span, ignored.origin), "`docker stack deploy` refuses `mem_limit`")
        }
        _ => finding,
    };
    finding.help(match heap::suggested_limit(cx.file, at) {
        Some((setting, bytes)) => {
            let size = memory::Size::rounded_up(bytes);
            format!("`{setting}` needs room for what is not heap: set `{key}` to about `{size}`")
        }
        None => {
            format!("set `{key}`; `docker stats` shows what the service uses under load, half as much again is a start")
        }
    });
}
