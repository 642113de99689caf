//! Data stores whose port is published on all interfaces.

use plimsoll_core::compose::{Reach, Role};
use plimsoll_core::facts::Offer;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A database, cache or search engine that listens on every interface of the host is found by scanners within
    /// hours: many ask for no password, and Docker's firewall rules let the port past `ufw` and `firewalld`.
    ///
    /// The services of the project reach it by its name without any published port. For tools on the host itself bind it
    /// to `127.0.0.1`.
    ///
    /// ```yaml,expect
    /// services:
    ///   queue:
    ///     image: redis:8.2
    ///     ports: ["6379:6379"]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   queue:
    ///     image: redis:8.2
    ///     ports: ["127.0.0.1:6379:6379"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   queue:
    ///     image: redis:8.2
    ///   proxy:
    ///     image: haproxy:3.2
    ///     ports: ["6379:6379"]
    /// ```
    ///
    /// The port in the container decides, for some stores together with the image. In files for tests and development it
    /// is information only. In a stack no address helps: Swarm drops it.
    pub static RULE = {
        id: "datastore-port-published", summary: "Keep the ports of data stores off the network", category: Security,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: ["cis/5.9"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if !at.publishes(cx) {
        return;
    }
    for port in service.ports.iter().filter(|port| port.reach() == Reach::All) {
        let Some(Offer::DataStore(what)) = at.offer(port) else { continue };
        let (whom, help) = if cx.is_stack {
            (
                "every node",
                "take it out of `ports`: services reach it through their network, and Swarm cannot bind a port to an address",
            )
        } else {
            (
                "all interfaces of the host",
                "take it out of `ports`, or put `127.0.0.1:` before it; services of the project need no published port",
            )
        };
        let mut finding = sink
            .report(service.place(port.span, port.origin), format!("`{}` publishes {what} on {whom}", port.said()))
            .help(help);
        if matches!(cx.role, Role::Test | Role::Development | Role::Override) {
            finding = finding.severity(Severity::Info);
        }
        if !cx.is_stack {
            finding.fix(Unsafe, "Publish it on the host itself alone", |edits| {
                edits.extend(port.to_loopback());
            });
        }
    }
}
