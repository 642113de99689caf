//! Services that share a namespace with another container.

use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Two containers in one namespace are one to an intruder: with the network come the other's `127.0.0.1` and its
    /// traffic, with `pid` its processes and files, with `ipc` its memory.
    ///
    /// It is how sidecars and VPN gateways work, so this is off unless asked for. `container:NAME` has a pitfall of its
    /// own: it joins a container that was there at the start, and does not follow when that is made anew, as
    /// `service:NAME` does. Stacks ignore the keys.
    ///
    /// ```yaml,expect
    /// services:
    ///   proxy:
    ///     image: registry.example.com/harbour/proxy:3
    ///     network_mode: "service:web"
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   proxy:
    ///     image: registry.example.com/harbour/proxy:3
    ///     networks: [front]
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     networks: [front]
    /// networks:
    ///   front:
    /// ```
    pub static RULE = {
        id: "shared-container-namespace", summary: "Give containers namespaces of their own", category: Security, severity: Info,
        since: "0.3.0", presets: [], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if cx.is_stack {
        return;
    }
    for namespace in [Namespace::Network, Namespace::Pid, Namespace::Ipc] {
        let Some((value, kind, other)) = service.joins(namespace) else { continue };
        let name = &service.name;
        let message = match namespace {
            Namespace::Network => format!("`{name}` is on the network of the {kind} `{other}`, its 127.0.0.1 included"),
            Namespace::Pid => format!("`{name}` is among the processes of the {kind} `{other}`, and sees their files"),
            _ => format!("`{name}` shares its memory with the {kind} `{other}`"),
        };
        sink.report(service.place(value.span, value.origin), message).help(match (kind, namespace) {
            ("container", _) => "write `service:NAME`, which follows the container when it is made anew",
            (_, Namespace::Network) => "put both services on one of `networks`, unless they must be one machine",
            _ => "take it out, unless the one is there to watch or serve the other",
        });
    }
}
