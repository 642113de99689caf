//! Settings on processors that contradict one another.

use plimsoll_core::compose::Value;
use plimsoll_core::facts::cpu::{self, Cpu};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Settings on processors that the engine refuses: a limit (`cpus`) together with `cpu_quota` or `cpu_period`, which
    /// say the same in another way; numbers below zero; a `cpuset` that is no list of numbers and ranges; a quota below
    /// a millisecond or a period outside a millisecond to a second, in microseconds; a reservation above the limit.
    ///
    /// Two limits that differ are the matter of `legacy-vs-deploy-limits`.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     cpus: 0.5
    ///     cpu_quota: 50000
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     cpu_period: 100000
    ///     cpu_quota: 50000
    ///     cpuset: 0-2,4
    /// ```
    pub static RULE = {
        id: "cpu-settings-conflict", summary: "Make the settings on processors fit one another", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let cpu = Cpu::of(service, cx.is_stack);
    let place = |value: &Value<'_>| service.place(value.span, value.origin);
    let above_zero = |value: &&Value<'_>| matches!(cpu::number(value), Know::Known(number) if number > 0.0);
    let limit = cpu.limits().find(above_zero);
    for (key, other) in [("cpu_quota", &cpu.quota), ("cpu_period", &cpu.period)] {
        let Some(other) = other.as_ref().filter(above_zero) else { continue };
        if let Some(limit) = limit {
            sink.report(
                place(other),
                format!("`{key}: {}` cannot stand beside a limit of `{}` processors", other.raw, limit.raw),
            )
            .label(place(limit), "the limit")
            .help("keep the limit: it is the quota divided by the period");
        }
    }
    let wholes = [("cpu_quota", &cpu.quota, f64::INFINITY), ("cpu_period", &cpu.period, 1e6)];
    for (key, value, most) in wholes {
        let Some(value) = value.as_ref().filter(above_zero) else { continue };
        if matches!(cpu::number(value), Know::Known(number) if !(1e3..=most).contains(&number)) {
            sink.report(place(value), format!("`{key}: {}` is out of the range that the engine takes", value.raw))
                .help("it is in microseconds: from 1000, and a period at most 1000000");
        }
    }
    let numbers = [
        ("cpus", &cpu.cpus),
        ("cpus", &cpu.deploy_limit),
        ("cpus", &cpu.deploy_reservation),
        ("cpu_shares", &cpu.shares),
    ];
    for (key, value) in numbers {
        let Some(value) = value else { continue };
        if matches!(cpu::number(value), Know::Known(number) if number < 0.0) {
            sink.report(place(value), format!("`{key}: {}` is below zero", value.raw))
                .help("write a number above zero");
        }
    }
    if let Some(set) = &cpu.set
        && matches!(set.text_with_defaults(), Know::Known(text) if !text.is_empty() && !cpu::is_cpuset(&text))
    {
        sink.report(place(set), format!("`cpuset: {}` is no list of processors", set.raw))
            .help("write numbers and ranges, as in `0-2,4`");
    }
    if let (Some(limit), Some(reserved)) = (&cpu.deploy_limit, &cpu.deploy_reservation)
        && let (Know::Known(most), Know::Known(least)) = (cpu::number(limit), cpu::number(reserved))
        && most > 0.0
        && least > most
    {
        sink.report(
            place(reserved),
            format!("a reservation of `{}` processors is above the limit of `{}`", reserved.raw, limit.raw),
        )
        .label(place(limit), "the limit")
        .help("reserve what the service always needs, and limit it to what it needs at most");
    }
}
