//! Services that opt out of user namespaces.

use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// Where the engine maps the users of containers to others (`userns-remap`), root in a container is nobody on the host.
    /// `userns_mode: host` takes that away from a service: its root is the host's again.
    ///
    /// On engines without that setting it changes nothing. It is needed with `privileged`, `pid: host` and
    /// `network_mode: host`, which do not go together with a mapping, so nothing is reported beside them, nor in stacks,
    /// which ignore the key.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     userns_mode: host
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
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    ///     network_mode: host
    ///     userns_mode: host
    /// ```
    pub static RULE = {
        id: "no-host-userns", summary: "Keep the mapping of a container's users", category: Security, severity: Info, fix: Unsafe,
        since: "0.3.0", presets: [Strict], aliases: ["cis/5.31", "kics/shared-host-user-namespace"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = service.shares_with_host(Namespace::User).filter(|_| !cx.is_stack) else { return };
    let needed = at.is_privileged(cx) != Know::Known(false)
        || [Namespace::Pid, Namespace::Network].iter().any(|&other| service.shares_with_host(other).is_some());
    if needed {
        return;
    }
    let removed = service.get("userns_mode").filter(|_| value.is_editable()).and_then(edit::remove_entry);
    sink.report(
        service.place(value.span, value.origin),
        format!("root in `{}` is root on the host, even where the engine maps users", service.name),
    )
    .help("take `userns_mode` out, unless the program must own files of the host")
    .fix(Unsafe, "Remove `userns_mode: host`", |edits| {
        edits.extend(removed);
    });
}
