//! Services on the host's network.

use plimsoll_core::compose::Resource;
use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use std::collections::HashSet;

declare_rule! {
    /// On the host's network a container listens on all of the host's addresses, past the firewall rules for containers,
    /// and reaches what the host's programs offer on `127.0.0.1` alone, databases and admin pages for example.
    ///
    /// `network_mode: host` says so, and so does joining the external network `host`, which works in stacks too. Publish
    /// the ports instead; what runs on the host is reached as `host.docker.internal` with `extra_hosts:
    /// ["host.docker.internal:host-gateway"]`. For programs that work on the host's network (VPNs, DHCP and name servers,
    /// monitors, hubs that find devices by broadcast), known by their names, and in files for development or tests the
    /// finding is an info, and none under the preset `recommended`. Stacks ignore `network_mode`.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     network_mode: host
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     ports: ["127.0.0.1:8080:8080"]
    /// ```
    pub static RULE = {
        id: "no-host-network", summary: "Give containers a network of their own", category: Security, severity: Warning,
        since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: ["compose-lint/CL-0008", "cis/5.10", "kics/shared-host-network-namespace"],
        differs: [
            "compose-lint/CL-0008" => "In stack files, which ignore `network_mode`, only joining the external network `host` is reported.",
        ],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let hosts: HashSet<&str> = cx
        .compose
        .networks
        .iter()
        .filter(|network| is_the_hosts(network))
        .map(|network| network.name.as_ref())
        .collect();
    for at in cx.services() {
        check_service(cx, &at, &hosts, sink);
    }
}

fn check_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, hosts: &HashSet<&str>, sink: &mut Sink<'_>) {
    let service = at.service;
    let value = service.shares_with_host(Namespace::Network).filter(|_| !cx.is_stack);
    let joined = service.networks.iter().find(|network| hosts.contains(network.name.as_ref()));
    let (place, is_joined) = match (value, joined) {
        (Some(value), _) => (service.place(value.span, value.origin), false),
        (None, Some(joined)) => (service.place(joined.name_span, joined.origin), true),
        (None, None) => return,
    };
    let trade = service.works_on_host(Namespace::Network, &at.built_words());
    if (trade.is_some() || cx.is_for_development()) && sink.is_by_preset(Preset::Recommended) {
        return;
    }
    let message = format!("`{}` runs on the host's network, and reaches what listens there on 127.0.0.1", service.name);
    let finding = sink.report(place, message);
    let finding = if is_joined { finding.not_as("compose-lint/CL-0008") } else { finding };
    match trade {
        Some(what) => finding
            .severity(Severity::Info)
            .help(format!("{what} may need it: let it listen on the addresses that it serves, no others")),
        None if cx.is_for_development() => {
            finding.severity(Severity::Info).help("publish the ports instead, unless the test needs the host's network")
        }
        None => finding.help("take it out, and publish what others reach with `ports`"),
    };
}

/// Whether a network is the engine's own one of the name `host`.
fn is_the_hosts(network: &Resource<'_>) -> bool {
    let named = || network.node.get("external")?.value.get("name")?.value.text();
    let is_named = match &network.real_name {
        Some(name) => name.known() == Some("host"),
        None => named().unwrap_or(&network.name) == "host",
    };
    is_named && network.external == Know::Known(true)
}
