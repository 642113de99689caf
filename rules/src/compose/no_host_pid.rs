//! Services among the host's processes.

use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `pid: host` a container sees every process of the host, with its arguments and what `/proc` tells of it, and
    /// root in it may end each of them.
    ///
    /// To watch or signal one neighbour, join that one: `pid: "service:NAME"`. For monitors, profilers and audit tools of
    /// the host, known by their names, and in files for development or tests the finding is an info, and none under the
    /// preset `recommended`. Stacks ignore the key, so nothing is reported there.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     pid: host
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:3
    ///     pid: "service:web"
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    /// ```
    pub static RULE = {
        id: "no-host-pid", summary: "Keep containers away from the host's processes", category: Security, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: ["compose-lint/CL-0010", "cis/5.16", "kics/host-namespace-is-shared"],
        differs: [
            "compose-lint/CL-0010" => "Silent in stack files, which ignore the key.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = service.shares_with_host(Namespace::Pid).filter(|_| !cx.is_stack) else { return };
    let trade = service.works_on_host(Namespace::Pid, &at.built_words());
    if (trade.is_some() || cx.is_for_development()) && sink.is_by_preset(Preset::Recommended) {
        return;
    }
    let message = format!("`{}` sees every process of the host, and as root may end them", service.name);
    let finding = sink.report(service.place(value.span, value.origin), message);
    let finding = match trade {
        Some(what) => finding
            .severity(Severity::Info)
            .help(format!("{what} may need it: keep it apart from what the network reaches")),
        None if cx.is_for_development() => {
            finding.severity(Severity::Info).help("write `pid: \"service:NAME\"` to debug the processes of one service")
        }
        None => finding.help("take it out; to see the processes of one other service, write `pid: \"service:NAME\"`"),
    };
    let removed = service.get("pid").filter(|_| value.is_editable()).and_then(edit::remove_entry);
    finding.fix(Unsafe, "Remove `pid: host`", |edits| {
        edits.extend(removed);
    });
}
