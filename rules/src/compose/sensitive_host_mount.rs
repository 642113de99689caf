//! Folders of the host that give it away.

use plimsoll_core::facts::HostMount;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A container that may write to `/etc`, `/root`, `/usr/bin` or the engine's data is root on the host: it adds an
    /// account, a start script, a program. One that may read them learns passwords and keys.
    ///
    /// An error where writing makes it root, a warning for what it discloses, information for the rest (which is left out
    /// of `recommended`). Paths are compared whole: `/home/me/app`, `/usr/share/zoneinfo`, `/srv` and `/mnt` are fine, and
    /// so are `/etc/localtime` and its like, modules, programs and certificates that are only read. Programs that watch
    /// the host (node-exporter, cAdvisor, Netdata, log collectors) may read it. A named volume that binds a path by its
    /// `driver_opts` counts too. The engine's socket and the folders that hold it are `no-docker-socket`'s.
    ///
    /// ```yaml,expect
    /// services:
    ///   tool:
    ///     image: registry.example.com/harbour/tool:2
    ///     volumes:
    ///       - /etc:/host/etc
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   tool:
    ///     image: registry.example.com/harbour/tool:2
    ///     volumes:
    ///       - /etc/localtime:/etc/localtime:ro
    ///       - /home/harbour/tool:/data
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   vpn:
    ///     image: registry.example.com/harbour/vpn:2
    ///     volumes:
    ///       - /lib/modules:/lib/modules
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   vpn:
    ///     image: registry.example.com/harbour/vpn:2
    ///     volumes:
    ///       - /lib/modules:/lib/modules:ro
    /// ```
    pub static RULE = {
        id: "sensitive-host-mount", summary: "Keep the host's own folders out of containers", category: Security, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: [
            "compose-lint/CL-0013", "compose-lint/CL-0025", "compose-lint/CL-0001", "cis/5.6",
            "kics/volume-has-sensitive-host-directory",
        ],
        differs: [
            "compose-lint/CL-0013" => "What says nothing secret is left alone when it is only read (`/etc/hosts`, `/etc/machine-id`, certificates of authorities), and so are other programs' sockets and folders below `/run` and the plugins in `~/.docker`.",
            "compose-lint/CL-0025" => "A program's own folder below `/etc` is information, and a folder of a program below `/root` is none.",
        ],
    }
    Check::Service(check),
    Check::Compose(check_volumes)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for (host, mount) in cx.host_mounts(service) {
        let does = if host.writes && host.found.write.is_some() { "write to" } else { "read" };
        let message = format!("`{}` may {does} `{}` of the host: {}", service.name, host.source, host.found.holds);
        let Some(finding) = report(&host, message, sink) else { continue };
        let finding = finding.help(help(&host));
        if host.is_fine_read_only() {
            finding.fix(Unsafe, "Mount it read-only", |edits| edits.extend(mount.read_only_edit()));
        }
    }
}

/// Named volumes that are a bind mount in disguise.
fn check_volumes(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for (host, volume) in cx.host_volumes() {
        let message = format!("the volume `{}` is `{}` of the host: {}", volume.name, host.source, host.found.holds);
        let Some(finding) = report(&host, message, sink) else { continue };
        let mut finding = finding.help("bind a folder that holds only what the services need");
        for (service, mount) in cx.mounts_of(&volume.name) {
            finding = finding.label(service.place(mount.span, mount.origin), format!("`{}` mounts it", service.name));
        }
    }
}

fn report<'s>(host: &HostMount, message: String, sink: &'s mut Sink<'_>) -> Option<Pending<'s>> {
    if host.severity == Severity::Info && sink.is_by_preset(Preset::Recommended) {
        return None;
    }
    let finding = sink.report(host.span, message).severity(host.severity);
    Some(others(host).into_iter().fold(finding, Pending::not_as))
}

/// compose-lint has three ids: of folders that hold the socket, of writing, of what is never more than disclosed.
fn others(host: &HostMount) -> [&'static str; 2] {
    match host.source.as_str() {
        "/" => ["compose-lint/CL-0013", "compose-lint/CL-0025"],
        _ if host.is_only_disclosed() => ["compose-lint/CL-0025", "compose-lint/CL-0001"],
        _ => ["compose-lint/CL-0013", "compose-lint/CL-0001"],
    }
}

fn help(host: &HostMount) -> String {
    if host.found.is_credential {
        return "give the service a login of its own as a secret instead of the user's".to_owned();
    }
    match host.source.as_str() {
        "/dev/shm" => "set `shm_size` for a larger one, or `ipc: shareable` to share it".to_owned(),
        device if device.starts_with("/dev/") => {
            format!("give it by `devices: [{device}]`, which says what may be done with it")
        }
        _ if host.writes && host.is_fine_read_only() => "add `:ro` (`read_only: true` in the long form)".to_owned(),
        _ => "mount only the files that the program reads, with `:ro`, or copy them into the image".to_owned(),
    }
}
