//! Times of a health check that do not go together.

use plimsoll_core::facts::health::{Setting, Timing};
use plimsoll_core::prelude::*;

declare_rule! {
    /// The times of a health check do not go together, or one of them has no effect.
    ///
    /// - A `timeout` longer than the `interval`: a hanging check takes longer than the pause that was meant to lie between
    ///   two.
    /// - Zero, which stands for the default: 30 seconds, 3 retries.
    /// - An `interval` below a second costs more than it tells; one above five minutes finds a dead service late, and a
    ///   new one is "starting" until the first check has run.
    /// - `start_interval` without `start_period`, whose default is zero.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     healthcheck:
    ///       test: /web --check
    ///       interval: 5s
    ///       timeout: 20s
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     healthcheck:
    ///       test: /web --check
    ///       interval: 20s
    ///       timeout: 5s
    ///       retries: 3
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// HEALTHCHECK --interval=10s --timeout=30s CMD ["/usr/bin/check"]
    /// ```
    pub static RULE = {
        id: "healthcheck-timing", summary: "Make the times of a health check go together", category: Operations, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check_service),
    Check::Instruction(&[Keyword::Healthcheck], check_instruction)
}

/// In milliseconds.
const SHORTEST: u64 = 1_000;
const LONGEST: u64 = 300_000;

fn check_service(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if let Some(check) = at.service.healthcheck.as_ref().filter(|check| !check.is_off()) {
        judge(&Timing::of_service(at.service, check), sink);
    }
}

fn check_instruction(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    judge(&Timing::of_instruction(instruction), sink);
}

fn judge(timing: &Timing, sink: &mut Sink<'_>) {
    let zero = |setting: &Option<Setting>| setting.clone().filter(|setting| setting.number == 0);
    for (setting, default) in [(&timing.interval, "30s"), (&timing.timeout, "30s"), (&timing.retries, "3")] {
        if let Some(setting) = zero(setting) {
            sink.report(setting.span, format!("`{}` stands for the default, which is {default}", setting.written()))
                .help("leave it out, or write what is meant");
        }
    }
    if let Some(interval) = timing.interval.as_ref().filter(|interval| interval.number > 0) {
        let span = interval.span;
        if let Some(timeout) = timing.timeout.as_ref().filter(|timeout| timeout.number > interval.number) {
            let (one, other) = (timeout.written(), interval.written());
            sink.report(timeout.span, format!("`{one}` is longer than `{other}`"))
                .label(span, "the time between two checks")
                .help("let a check fail before the next one is due");
        }
        if interval.number < SHORTEST {
            sink.report(span, format!("`{}` runs the check more than once a second", interval.written()))
                .help("for a quick start write `start_period` with a short `start_interval`");
        } else if interval.number > LONGEST {
            sink.report(span, format!("`{}` finds a dead service late, and a new one late ready", interval.written()))
                .help("30s is usual; `start_interval` within `start_period` tells earlier that it is ready");
        }
    }
    if let Some(start) = timing.start_interval.as_ref().filter(|_| !timing.has_start_period) {
        sink.report(start.span, format!("`{}` has no effect without a start period", start.written()))
            .help("write `start_period` with the time that the service needs to start");
    }
}
