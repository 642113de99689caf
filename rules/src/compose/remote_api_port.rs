//! Published control interfaces that ask nobody who he is.

use plimsoll_core::compose::{Reach, Role};
use plimsoll_core::facts::Offer;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The Docker engine on 2375, etcd on 2379, the kubelet on 10250 take commands from everybody who reaches them.
    /// Published on all interfaces, they hand over the machine; Docker's firewall rules let the port past `ufw`.
    ///
    /// ```yaml,expect
    /// services:
    ///   engine:
    ///     image: docker:29-dind
    ///     privileged: true
    ///     ports: ["2375:2375"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   engine:
    ///     image: docker:29-dind
    ///     privileged: true
    ///     ports: ["2376:2376"]
    ///   config:
    ///     image: quay.io/coreos/etcd:v3.6.5
    ///     ports: ["127.0.0.1:2379:2379"]
    /// ```
    ///
    /// Services of the project need no published port to reach them. From elsewhere use TLS with client certificates (the
    /// engine's port for it is 2376) or SSH. Consul, Nomad, Spark, Flink and Ray are known by their images, and are
    /// warnings; so is everything in files for tests and development. An etcd that asks for certificates is spared.
    pub static RULE = {
        id: "remote-api-port", summary: "Publish no control interface that asks for no login", category: Security,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: ["cis/5.9"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if !at.publishes(cx) {
        return;
    }
    for port in service.ports.iter().filter(|port| port.reach() == Reach::All) {
        let Some(Offer::Control(what, can)) = at.offer(port) else { continue };
        let finding = sink
            .report(
                service.place(port.span, port.origin),
                format!("`{}` publishes {what}: whoever reaches it {can}", port.said()),
            )
            .help("take it out of `ports` (services of the project reach it anyway), or let it ask for client certificates");
        let is_engine = matches!(what, "the Docker engine" | "etcd" | "the kubelet");
        if !is_engine || matches!(cx.role, Role::Test | Role::Development | Role::Override) {
            finding.severity(Severity::Warning);
        }
    }
}
