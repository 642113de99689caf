//! Addresses of published ports, which a Swarm drops.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Swarm publishes a port on all addresses. An address before the port, as in `127.0.0.1:5432:5432`, is dropped, and only
    /// a warning in the output says so: the database that was meant for the host alone is open on every node.
    ///
    /// Keep others away with a firewall, or do not publish the port: services of one network need no published ports.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     ports: ["127.0.0.1:5432:5432"]
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["0.0.0.0:80:80", "443:443"]
    /// ```
    pub static RULE = {
        id: "swarm-host-ip-dropped", summary: "Do not rely on the address of a port in a stack", category: Security,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    // The long form's `host_ip` is refused.
    for port in at.service.ports.iter().filter(|port| cx.is_stack && !port.long) {
        let Know::Known(address) = port.address() else { continue };
        if address.is_empty() || matches!(address.as_str(), "0.0.0.0" | "::") {
            continue;
        }
        let span = port.host_ip.as_ref().map_or(port.span, |value| value.span);
        let message = format!("`{address}` is dropped: Swarm publishes the port on all addresses of every node");
        sink.report(at.service.place(span, port.origin), message)
            .help("do not publish the port, or keep others away with a firewall");
    }
}
