//! Entries of `ports` that want the same port of the host.

use plimsoll_core::compose::Reach;
use plimsoll_core::facts::PortClash;
use plimsoll_core::facts::port_claims::replicas;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Only one container can have a port of the host. The second one does not start: "port is already allocated".
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["8080:80"]
    ///   api:
    ///     image: registry.example.com/harbour/api:3
    ///     ports: ["8080:3000"]
    /// ```
    ///
    /// Ranges, protocols and addresses are compared, within a service and between services; an entry without an address
    /// takes the port on all of them. Another address or protocol is another port:
    ///
    /// ```yaml
    /// services:
    ///   dns:
    ///     image: registry.example.com/harbour/dns:3
    ///     ports: ["127.0.0.1:53:53/udp", "127.0.0.1:53:53/tcp", "127.0.0.2:53:53/udp"]
    /// ```
    ///
    /// So does a service with `scale` and one fixed port. A range of the host for a single port of the container is a
    /// choice that the engine makes. Services that are never started together (other `profiles`, no replicas) may share
    /// a port; where only one of the two has profiles it is information.
    pub static RULE = {
        id: "duplicate-published-port", summary: "Publish each port of the host once", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended, Dclint], aliases: ["dclint/no-duplicate-exported-ports"],
        differs: [
            "dclint/no-duplicate-exported-ports" => "Services in different profiles do not clash, nor do different addresses; two entries of one service, the defaults of variables and replicas with a fixed port do.",
        ],
    }
    Check::Compose(check),
    Check::Service(check_replicas)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for clash in cx.port_clashes() {
        let PortClash { later: (service, port), earlier: (other, first), .. } = clash;
        let is_same = service.name == other.name;
        let whose = if is_same { "another entry".to_owned() } else { format!("`{}`", other.name) };
        let mut finding = sink.report(
            service.place(port.span, port.origin),
            format!("`{}` wants port {} of the host, which {whose} has", port.said(), clash.port),
        );
        let (file, place) = other.home(cx.file, first.span, first.node, first.origin);
        let is_appended = is_same && file != cx.file;
        if is_appended || place != service.place(port.span, port.origin) {
            finding = finding.label_in(file, place, "has it first");
        }
        if clash.by_profile {
            finding
                .severity(Severity::Info)
                .help("they clash when the profile is switched on: give one of them another port, or both a profile");
        } else if is_appended {
            finding.help(
                "files that are loaded together add up their ports: write `ports: !override` to replace the list",
            );
        } else {
            finding.help("publish one of them on another port, or on another address of the host");
        }
    }
}

fn check_replicas(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Know::Known(count @ 2..) = replicas(service) else { return };
    // `deploy.replicas` alone is mostly meant for Swarm, whose ingress network serves all replicas by one port.
    if cx.is_stack || !at.publishes(cx) || (service.scale.is_none() && !cx.compose.is_refused_by_stacks()) {
        return;
    }
    for port in &service.ports {
        let Know::Known(range) = port.host_range() else { continue };
        let target = port.container_range().known().map_or(1, |target| target.len());
        let is_enough = u64::from(range.len()) >= count * u64::from(target);
        if is_enough || matches!(port.reach(), Reach::Unknown | Reach::Invalid(_)) {
            continue;
        }
        sink.report(
            service.place(port.span, port.origin),
            format!("`{}` gives one port of the host to {count} replicas", port.said()),
        )
        .help("leave the host's port out and put a proxy before the replicas, or give a range with a port for each")
        .not_as("dclint/no-duplicate-exported-ports");
    }
}
