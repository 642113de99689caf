//! Capabilities that reach beyond the container.

use plimsoll_core::capabilities::{self, Risk};
use plimsoll_core::compose::change::Change;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Some capabilities are as good as root on the host, others reach beyond the container.
    ///
    /// - **error**: `ALL`, `SYS_ADMIN`, `SYS_MODULE`, `SYS_RAWIO`: their holder can take the host over.
    /// - **warning**: those that touch the host or other processes: `NET_ADMIN`, `SYS_PTRACE`, `DAC_READ_SEARCH`, `BPF`,
    ///   `PERFMON`, `SYS_TIME`, `SYS_BOOT`, `MAC_ADMIN`, `AUDIT_CONTROL` and their like.
    /// - **info**: those that use up or watch what is shared: `SYS_NICE`, `IPC_LOCK`, `LEASE`, `SYSLOG`, `SYS_RESOURCE`.
    ///
    /// Programs that cannot do without one may have it: an NTP daemon sets the clock, a VPN (known by its name or by
    /// `/dev/net/tun`) configures interfaces, Vault locks its memory, a debugger (and any service of a file for
    /// development) traces, node_exporter reads the clock's state. For those nothing is reported (an info under the presets
    /// `all` and `compose-lint`), except that what gives the host away stays a warning. Capabilities that containers have
    /// by default, and all of a `privileged` service, are not reported here.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     cap_add: [SYS_ADMIN, NET_BIND_SERVICE]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     cap_add: [NET_BIND_SERVICE]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   clock:
    ///     image: registry.example.com/harbour/chrony:4.6.1
    ///     cap_drop: [ALL]
    ///     cap_add: [SYS_TIME, SETUID, SETGID]
    /// ```
    pub static RULE = {
        id: "dangerous-cap-add", summary: "Add no capability that reaches beyond the container", category: Security, severity: Error,
        fix: Unsafe, since: "0.1.0", presets: [Recommended, ComposeLint],
        aliases: [
            "compose-lint/CL-0011", "compose-lint/CL-0024", "compose-lint/CL-0027", "compose-lint/CL-0028", "compose-lint/CL-0029",
            "compose-lint/CL-0030", "cis/5.4", "kics/container-capabilities-unrestricted",
        ],
    }
    Check::Service(check)
}

/// The capabilities that compose-lint reports, by its rules.
const OF_COMPOSE_LINT: [(&str, &[&str]); 6] = [
    ("compose-lint/CL-0011", &["NET_ADMIN", "BPF", "SYS_BOOT"]),
    ("compose-lint/CL-0024", &["ALL", "SYS_ADMIN", "SYS_MODULE", "SYS_RAWIO"]),
    ("compose-lint/CL-0027", &["SYS_PTRACE", "DAC_READ_SEARCH"]),
    ("compose-lint/CL-0028", &["PERFMON", "SYS_TIME"]),
    ("compose-lint/CL-0029", &["SYS_NICE", "IPC_LOCK", "LEASE"]),
    ("compose-lint/CL-0030", &["SYSLOG"]),
];

/// What is shared and can be used up or watched, and no more.
const SHARED: [&str; 5] = ["SYS_NICE", "IPC_LOCK", "LEASE", "SYSLOG", "SYS_RESOURCE"];

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if at.service.cap_add.is_empty() || at.is_privileged(cx) != Know::Known(false) || at.is_windows() {
        return;
    }
    let built = at.built_words();
    for value in &at.service.cap_add {
        let Know::Known(text) = value.text_with_defaults() else { continue };
        let name = capabilities::normalise(&text);
        let Some(severity) = severity(&name) else { continue };
        let need = at.service.needs_capability(&name, &built);
        let debugs = name == "SYS_PTRACE" && cx.role == plimsoll_core::compose::Role::Development;
        let belongs = (need.is_some() && severity < Severity::Error) || debugs;
        if belongs && !sink.is_in_preset(Preset::ComposeLint) && !sink.is_in_preset(Preset::All) {
            continue;
        }
        let meaning =
            capabilities::lookup(&name).map_or("do everything that root can do", |capability| capability.meaning);
        let place = at.service.place(value.span, value.origin);
        let finding = sink.report(place, format!("`{text}` lets the container {meaning}"));
        let others = OF_COMPOSE_LINT.iter().filter(|(_, names)| !names.contains(&name.as_str()));
        let finding = others.fold(finding, |finding, (alias, _)| finding.not_as(alias));
        match need {
            _ if debugs => finding.severity(Severity::Info).help("keep it to files for development"),
            Some(need) if belongs => finding
                .severity(Severity::Info)
                .help(format!("{} needs it: keep it apart from what the network reaches", need.what)),
            Some(need) => finding.severity(Severity::Warning).help(format!(
                "{} may need it, and who takes it over then has the host: keep it apart from what the network reaches, or run it on the host",
                need.what
            )),
            None => finding.severity(severity).help(help(&name)).fix(Unsafe, format!("Remove `{text}`"), |edits| {
                edits.extend(Change::removal(at.service, "cap_add", value));
            }),
        };
    }
}

fn severity(name: &str) -> Option<Severity> {
    if SHARED.contains(&name) {
        return Some(Severity::Info);
    }
    let by_default = capabilities::lookup(name).is_some_and(|capability| capability.default);
    match capabilities::risk(name)? {
        Risk::HostTakeover => Some(Severity::Error),
        Risk::Dangerous if !by_default => Some(Severity::Warning),
        Risk::Dangerous | Risk::Contained => None,
    }
}

/// What usually stands behind the wish, and what to write instead.
fn help(name: &str) -> &'static str {
    match name {
        "ALL" => "write `cap_drop: [ALL]`, and add the few capabilities that the program calls for by name",
        "SYS_ADMIN" => {
            "find out which call fails: mounts belong into `volumes`, a browser's sandbox needs a seccomp profile or user namespaces instead"
        }
        "SYS_MODULE" => "load the module on the host (`/etc/modules-load.d`) and take the capability out",
        "SYS_RAWIO" => "give the container the one device it works on with `devices` and take the capability out",
        "NET_ADMIN" => {
            "take it out, set kernel parameters with `sysctls`, and leave interfaces and firewall rules to the host"
        }
        "SYS_PTRACE" => "take it out: tracing its own processes works without, others' memory is not its business",
        "DAC_READ_SEARCH" => "take it out, and run the program as the owner of the files that it reads",
        "SYS_TIME" => "take it out: containers share the host's clock, which the host's own time service sets",
        "SYS_BOOT" => "take it out: only the host may reboot the host",
        "SYS_NICE" => "set `cpu_shares` or `deploy.resources` for the service instead of priorities inside",
        "IPC_LOCK" => "raise `ulimits.memlock` instead: locking memory within the limit needs no capability",
        "SYS_RESOURCE" => "set `ulimits` for the service instead",
        _ => "take it out unless the program's documentation says which call needs it",
    }
}
