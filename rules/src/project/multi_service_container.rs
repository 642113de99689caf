//! Containers that run several services.

use plimsoll_core::facts::pid1::{self, FirstProcess, Kind};
use plimsoll_core::prelude::*;

declare_rule! {
    /// One container starts several services: they share limits, logs, health and restarts, and when one of them dies
    /// the container looks alive.
    ///
    /// One service per container lets each be scaled, updated and watched on its own. Where they belong together,
    /// a supervisor with an init is the least; a helper beside the program (a log shipper, a cron) may be right: ignore
    /// the finding with a reason.
    ///
    /// Seen are supervisors (`supervisord`, …) as the first process, `service a start && service b start`, daemons that
    /// detach, and commands with `&`, in CMD, ENTRYPOINT, `command`, `entrypoint` and scripts of the build context.
    /// `service x start && tail -f …` is one service; scripts that `trap` signals are a supervisor's work and fine.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// CMD service cron start && service nginx start && tail -f /var/log/nginx/access.log
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// CMD ["supervisord", "-n"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// CMD service nginx start && tail -f /var/log/nginx/access.log
    /// ```
    pub static RULE = {
        id: "multi-service-container", summary: "Run one service per container", category: Operations, severity: Info,
        since: "0.1.0", presets: [Strict], aliases: [],
    }
    Check::Stage(in_dockerfile), Check::Service(in_service)
}

fn in_dockerfile(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    if cx.facts.is_final(stage.index())
        && let Some(facts) = cx.facts.stage(stage.index())
    {
        report(&pid1::of_stage(cx, facts), sink);
    }
}

fn in_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if at.service.command.is_none() && at.service.entrypoint.is_none() {
        return;
    }
    let first = pid1::of_service(cx, at);
    if first.entry.is_some_and(|place| place.file == cx.file) {
        report(&first, sink);
    }
}

fn report(first: &FirstProcess, sink: &mut Sink<'_>) {
    let Some(place) = first.entry else { return };
    if first.services() < 2 {
        return;
    }
    let message = match first.kind {
        Kind::Supervisor => format!("`{}` runs several services in one container", first.name),
        _ => format!("{} services run in one container", first.services()),
    };
    let mut finding = sink.report_in(place.file, place.span, message);
    for daemon in &first.daemons {
        finding = finding.label_in(daemon.file, daemon.span, "starts a service");
    }
    finding.help("make each of them a service of its own, from the same image with another `command`");
}
