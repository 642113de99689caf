//! Containers without SELinux labels.

use plimsoll_core::compose::change::Change;
use plimsoll_core::compose::security_opt::Guard;
use plimsoll_core::prelude::*;
use plimsoll_core::sockets;

declare_rule! {
    /// On hosts with SELinux (Fedora, RHEL and their kin) labels keep a container from all files of the host but its own.
    /// `label:disable` takes that away; elsewhere it changes nothing.
    ///
    /// Mostly a mount was not readable: `:z` (shared) or `:Z` (private) behind it gives its files the label that containers
    /// may read. What is not to be relabelled can be had with a policy made by `udica` and `label=type:NAME`. A service
    /// that mounts the engine's socket cannot use it otherwise: there the finding is an info, and the socket the matter.
    /// Not reported for `privileged` services, which have no label anyway, and in stacks, where the key has no effect.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     security_opt: ["label:disable"]
    ///     volumes: ["./public:/srv/public:ro"]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     volumes: ["./public:/srv/public:ro"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     volumes: ["./public:/srv/public:ro,z"]
    /// ```
    pub static RULE = {
        id: "no-selinux-disable", summary: "Keep SELinux labels on", category: Security, severity: Warning, fix: Unsafe,
        since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: ["compose-lint/CL-0009", "cis/5.3", "semgrep/selinux-separation-disabled"],
        differs: [
            "compose-lint/CL-0009" => "Silent where nothing changes: in stack files, which ignore `security_opt`, and on privileged services.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let mounts_socket =
        service.volumes.iter().filter_map(|mount| mount.source.as_ref()).any(|source| sockets::is_socket(source.raw));
    for value in at.switched_off(cx, Guard::SeLinux) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`{}` lets `{}` reach what SELinux keeps from containers", value.raw, service.name),
        )
        .severity(if mounts_socket { Severity::Info } else { Severity::Warning })
        .help(if mounts_socket {
            "take it out together with the engine's socket, which it is there for"
        } else {
            "take it out, and write `:z` or `:Z` behind the mounts whose files it must read"
        })
        .fix(Unsafe, format!("Remove `{}`", value.raw), |edits| {
            edits.extend(Change::removal(service, "security_opt", value));
        });
    }
}
