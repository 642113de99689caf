//! Services that the OOM killer must leave alone.

use plimsoll_core::compose::Value;
use plimsoll_core::facts::memory::Memory;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `oom_kill_disable` a container that reaches its memory limit is not killed: its processes hang until
    /// somebody frees memory. Without a limit the host itself hangs, since nothing else is left to kill.
    ///
    /// Let it be killed and restarted, and give it a limit that it does not reach. Where some services matter more than
    /// others, `oom_score_adj` says which one goes last. A stack ignores the key, and so do hosts with cgroup v2.
    ///
    /// `oom_score_adj: -1000` is the same by another name, in stacks too: the kernel never chooses such a process, so others
    /// go in its place, the host's own among them.
    ///
    /// ```yaml,expect
    /// services:
    ///   queue:
    ///     image: rabbitmq:4.2.1
    ///     oom_kill_disable: true
    ///     mem_limit: 1g
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   queue:
    ///     image: rabbitmq:4.2.1
    ///     mem_limit: 1g
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   queue:
    ///     image: rabbitmq:4.2.1
    ///     oom_kill_disable: false
    /// ```
    pub static RULE = {
        id: "oom-kill-disable", summary: "Leave the OOM killer on", category: Reliability, severity: Warning, fix: Unsafe,
        since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if let Some(value) = service.oom_score_adj.as_ref().filter(|value| value.number().known() == Some(-1000.0)) {
        let message = format!("`oom_score_adj: -1000` lets others be killed for the memory of `{}`", service.name);
        report(at, value, "oom_score_adj", message, sink)
            .help("write a number above -1000, -500 for example: it is then killed late, not never");
    }
    let Some(value) = &service.oom_kill_disable else { return };
    if value.bool() != Know::Known(true) || cx.is_stack {
        return;
    }
    let memory = Memory::of(service, cx.is_stack);
    let unlimited = memory.limits().next().is_none() && !at.may_lack_parts(cx);
    let message = if unlimited {
        format!("`{}` can hang the host: the OOM killer is off and no memory limit holds", service.name)
    } else {
        format!("`{}` hangs instead of being restarted when its memory is used up", service.name)
    };
    report(at, value, "oom_kill_disable", message, sink)
        .severity(if unlimited { Severity::Error } else { Severity::Warning })
        .help("leave `oom_kill_disable` out; `oom_score_adj` says which service is killed last");
}

fn report<'s>(
    at: &ServiceAt<'_>,
    value: &Value<'_>,
    key: &str,
    message: String,
    sink: &'s mut Sink<'_>,
) -> Pending<'s> {
    let removed = at.service.get(key).filter(|_| value.is_editable()).and_then(edit::remove_entry);
    let finding = sink.report(at.service.place(value.span, value.origin), message);
    finding.fix(Unsafe, format!("Remove `{key}`"), |edits| {
        edits.extend(removed);
    })
}
