//! Services that are killed at once.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `stop_grace_period` is the time between the signal to stop and the kill. With zero a service is killed at once:
    /// requests break off, and what is not yet written is lost. A data store with less than the default of ten seconds is
    /// told too: it may have to recover at its next start.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     stop_grace_period: 0s
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     stop_grace_period: 1s
    ///   db:
    ///     image: postgres:18
    ///     stop_grace_period: 1m
    /// ```
    pub static RULE = {
        id: "stop-grace-period", summary: "Give a service the time to stop", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

/// What the engine waits by default, in milliseconds.
const DEFAULT: u64 = 10_000;

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = &service.stop_grace_period else { return };
    let Know::Known(time) = value.duration_ms() else { return };
    let keeps_data = || at.image_facts().is_some_and(|image| image.stateful);
    let message = match time {
        0 => format!("with `stop_grace_period: {}` the service is killed at once", value.raw),
        1..DEFAULT if keeps_data() => {
            format!("a service that keeps data is killed `{}` after it is told to stop", value.raw)
        }
        _ => return,
    };
    sink.report(service.place(value.span, value.origin), message)
        .help("leave it out for the default of 10s, or write what a clean stop takes under load");
}
