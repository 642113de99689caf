//! Folders of the host that give it away.

use plimsoll_core::compose::host_path::{HostPath, host_path, host_text};
use plimsoll_core::compose::{Mount, Role, Service};
use plimsoll_core::prelude::*;
use plimsoll_core::sockets;
use std::collections::HashMap;

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
    for mount in &service.volumes {
        let Some(source) = mount.host_source() else { continue };
        let Some(found) = host_path(&source).filter(|_| sockets::exposed(&source).is_none()) else { continue };
        let writes = mount.read_only == Know::Known(false);
        let Some(severity) = severity(cx, service, &found, writes) else { continue };
        if severity == Severity::Info && sink.is_by_preset(Preset::Recommended) {
            continue;
        }
        let does = if writes && found.write.is_some() { "write to" } else { "read" };
        let place = service.place(mount.source.as_ref().map_or(mount.span, |source| source.span), mount.origin);
        let message = format!("`{}` may {does} `{source}` of the host: {}", service.name, found.holds);
        let mut finding = sink.report(place, message).severity(severity).help(help(&source, &found, writes));
        for alias in not_as(&source, writes) {
            finding = finding.not_as(alias);
        }
        if found.read.is_none() {
            finding.fix(Unsafe, "Mount it read-only", |edits| read_only(mount, edits));
        }
    }
}

fn read_only(mount: &Mount<'_>, edits: &mut plimsoll_core::rule::Edits) {
    edits.extend(mount.read_only_edit());
}

fn severity(cx: &ComposeCx<'_>, service: &Service<'_>, found: &HostPath, writes: bool) -> Option<Severity> {
    let severity = if writes { found.write } else { found.read }?;
    let is_watcher = (!writes || severity < Severity::Error) && service.watches_host();
    let is_developers = found.is_credential && matches!(cx.role, Role::Development | Role::Test | Role::Override);
    Some(if is_watcher || is_developers { Severity::Info } else { severity })
}

/// compose-lint has three ids: of folders that hold the socket, of writing, of what is never more than disclosed.
fn not_as(source: &str, writes: bool) -> [&'static str; 2] {
    let only_disclosed = ["/dev", "/sys", "/run", "/var/run", "/home", "/Users", "~"];
    let is_disclosed = only_disclosed.iter().any(|place| source.starts_with(place));
    match source {
        "/" => ["compose-lint/CL-0013", "compose-lint/CL-0025"],
        _ if writes && !is_disclosed => ["compose-lint/CL-0013", "compose-lint/CL-0001"],
        _ => ["compose-lint/CL-0025", "compose-lint/CL-0001"],
    }
}

fn help(source: &str, found: &HostPath, writes: bool) -> String {
    if found.is_credential {
        return "give the service a login of its own as a secret instead of the user's".to_owned();
    }
    match source {
        "/dev/shm" => "set `shm_size` for a larger one, or `ipc: shareable` to share it".to_owned(),
        _ if source.starts_with("/dev/") => {
            format!("give it by `devices: [{source}]`, which says what may be done with it")
        }
        _ if writes && found.read.is_none() => "add `:ro` (`read_only: true` in the long form)".to_owned(),
        _ => "mount only the files that the program reads, with `:ro`, or copy them into the image".to_owned(),
    }
}

/// Named volumes that are a bind mount in disguise.
fn check_volumes(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let mut users = None;
    for volume in &cx.compose.volumes {
        let option = |name: &str| volume.driver_opts.iter().find(|pair| pair.name == name)?.value.as_ref();
        let (Some(device), Some(kind)) = (option("device"), option("o")) else { continue };
        let Know::Known(kind) = kind.text_with_defaults() else { continue };
        let has = |wanted: &str| kind.split(',').any(|word| word.trim() == wanted);
        let Some(source) = host_text(device).filter(|_| has("bind") || has("rbind")) else { continue };
        let Some(found) = host_path(&source).filter(|_| sockets::exposed(&source).is_none()) else { continue };
        let writes = !has("ro");
        let Some(severity) = (if writes { found.write } else { found.read }) else { continue };
        if severity == Severity::Info && sink.is_by_preset(Preset::Recommended) {
            continue;
        }
        let mut finding = sink
            .report(device.span, format!("the volume `{}` is `{source}` of the host: {}", volume.name, found.holds))
            .severity(severity)
            .help("bind a folder that holds only what the services need");
        for alias in not_as(&source, writes) {
            finding = finding.not_as(alias);
        }
        let mounts = users.get_or_insert_with(|| users_of_volumes(cx)).get(volume.name.as_ref());
        for (service, mount) in mounts.into_iter().flatten() {
            finding = finding.label(service.place(mount.span, mount.origin), format!("`{}` mounts it", service.name));
        }
    }
}

/// The mounts of each volume.
fn users_of_volumes<'a>(cx: &ComposeCx<'a>) -> HashMap<&'a str, Vec<(&'a Service<'a>, &'a Mount<'a>)>> {
    let mut users: HashMap<&str, Vec<_>> = HashMap::new();
    for service in &cx.compose.services {
        for mount in &service.volumes {
            if let Some(name) = mount.source.as_ref().and_then(|source| source.known()) {
                users.entry(name).or_default().push((service, mount));
            }
        }
    }
    users
}
