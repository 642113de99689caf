//! Ports that are published on all interfaces.

use plimsoll_core::compose::{Port, Reach};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A published port without an address listens on every interface of the host, and Docker's own firewall rules let
    /// it past `ufw` and `firewalld`: what was meant for a colleague's browser is on the internet.
    ///
    /// ```yaml,expect
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["8080:8080"]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["127.0.0.1:8080:8080"]
    /// ```
    ///
    /// Services of one project reach one another without any published port. A service that the world is to reach is
    /// right as it is; in Plimsoll's own presets 80 and 443 are taken for such, and left out is also what another rule
    /// says better: data stores, control interfaces, ports that have no effect, and stacks, where Swarm drops the address.
    /// A variable in the address' place decides for itself:
    ///
    /// ```yaml
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["${BIND}:8080:8080", "127.0.0.1:8081:8081"]
    /// ```
    pub static RULE = {
        id: "bind-host-interface", summary: "Publish ports on the interface that needs them", category: Security, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict, Dclint, ComposeLint],
        aliases: [
            "dclint/no-unbound-port-interfaces", "compose-lint/CL-0005", "cis/5.14",
            "kics/container-traffic-not-bound-to-host-interface",
        ],
        differs: [
            "dclint/no-unbound-port-interfaces" => "An address that a variable gives (`${HOST_IP:-127.0.0.1}:80:80`) is one, `0.0.0.0` and `[::]` are none, and an entry of the long form is reported at itself instead of at the key `ports`.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    // What cannot be bound, and what other rules say better.
    let is_own = sink.is_by_own_preset();
    if is_own && (cx.is_stack || !at.publishes(cx)) {
        return;
    }
    for port in &service.ports {
        if is_own && (is_public(port) || (port.reach() == Reach::All && at.offer(port).is_some())) {
            continue;
        }
        let message = match port.reach() {
            Reach::All => format!("`{}` listens on all interfaces of the host", port.said()),
            Reach::Likely => {
                format!("`{}` listens on all interfaces, unless the variable holds an address, too", port.said())
            }
            Reach::One(_) | Reach::Invalid(_) | Reach::Unknown => continue,
        };
        let finding = sink.report(service.place(port.span, port.origin), message).help(if cx.is_stack {
            "Swarm knows no addresses of ports: publish only what must be reached from outside"
        } else {
            "put `127.0.0.1:` (`host_ip` in the long form) before it, or take it out: services need no published port among themselves"
        });
        if !cx.is_stack {
            finding.fix(Unsafe, "Publish it on the host itself alone", |edits| {
                edits.extend(port.to_loopback());
            });
        }
    }
}

/// The ports of the web, which are published to be reached.
fn is_public(port: &Port<'_>) -> bool {
    let range = port.host_range().known();
    range.is_some_and(|range| range.len() == 1 && (range.contains(80) || range.contains(443)))
}
