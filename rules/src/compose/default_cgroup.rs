//! Services outside of the engine's control groups.

use plimsoll_core::compose::Value;
use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// The engine puts containers into control groups below its own, and shows each of them nothing else. `cgroup_parent`
    /// places one elsewhere, where other limits hold and whoever sums up the engine's containers misses it; `cgroup: host`
    /// shows it the groups of the whole host.
    ///
    /// Both have their uses: a slice of systemd for a class of services, systemd inside a container, monitors of the host.
    /// For the latter, known by their names, nothing is reported, nor in stacks, which do without both keys.
    ///
    /// ```yaml,expect
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     cgroup_parent: batch.slice
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     cgroup: private
    ///     mem_limit: 512m
    /// ```
    pub static RULE = {
        id: "default-cgroup", summary: "Leave containers in the engine's control groups", category: Security, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: ["cis/5.25", "kics/cgroup-not-default"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let says_nothing = service.cgroup.is_none() && service.cgroup_parent.is_none();
    if says_nothing || cx.is_stack || service.works_on_host(Namespace::Pid, &[]).is_some() {
        return;
    }
    let name = &service.name;
    if let Some(value) = service.shares_with_host(Namespace::Cgroup) {
        let message = format!("`{name}` sees the control groups of the whole host");
        report(
            at,
            "cgroup",
            value,
            message,
            "take `cgroup` out: the default shows the container its own group alone",
            sink,
        );
    }
    if let Some(value) =
        service.cgroup_parent.as_ref().filter(|value| value.known().is_some_and(|text| !text.is_empty()))
    {
        let message = format!("`{name}` runs in the control group `{}`, outside of the engine's", value.raw);
        report(
            at,
            "cgroup_parent",
            value,
            message,
            "take `cgroup_parent` out, and set the limits on the service",
            sink,
        );
    }
}

fn report(at: &ServiceAt<'_>, key: &str, value: &Value<'_>, message: String, help: &str, sink: &mut Sink<'_>) {
    let removed = at.service.get(key).filter(|_| value.is_editable()).and_then(edit::remove_entry);
    let place = at.service.place(value.span, value.origin);
    sink.report(place, message).help(help).fix(Unsafe, format!("Remove `{key}`"), |edits| {
        edits.extend(removed);
    });
}
