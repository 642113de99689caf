//! Published ports of services that have no network of their own.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `network_mode: host` the program opens its ports on the host itself, with `none` it has no network: in both
    /// cases `ports` has no effect, and what it says is not what happens. In another container's network the engine
    /// refuses it: the ports belong to the service whose network it is.
    ///
    /// ```yaml,expect
    /// services:
    ///   exporter:
    ///     image: prom/node-exporter:v1.9.1
    ///     network_mode: host
    ///     ports: ["127.0.0.1:9100:9100"]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   exporter:
    ///     image: prom/node-exporter:v1.9.1
    ///     network_mode: host
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   exporter:
    ///     image: prom/node-exporter:v1.9.1
    ///     network_mode: bridge
    ///     ports: ["127.0.0.1:9100:9100"]
    /// ```
    ///
    /// Swarm ignores `network_mode`, so in a stack the ports work.
    pub static RULE = {
        id: "ports-with-host-network", summary: "Publish no ports without a network of one's own", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let (Some(mode), Some(ports)) = (&service.network_mode, service.ports.first()) else { return };
    let Some(said) = mode.known().filter(|_| !at.publishes(cx) && !service.ports.is_empty()) else { return };
    let is_others = said.contains(':');
    let message = if is_others {
        format!("`ports` of `{}` stops it from starting: its network is that of `{said}`", service.name)
    } else {
        format!("`ports` of `{}` has no effect with `network_mode: {said}`", service.name)
    };
    let origin = ports.origin;
    let Some(ports) = service.entry_in(&["ports"], origin) else { return };
    let finding = sink
        .report(service.place(ports.key.span(), origin), message)
        .label(service.place(mode.span, mode.origin), "its network")
        .severity(if is_others { Severity::Error } else { Severity::Warning })
        .help(if is_others {
            "publish the ports on the service whose network it is"
        } else {
            "take `ports` out, and set address and port in the program's own configuration"
        });
    let is_own = service.ports.iter().all(|port| port.via.is_none() && port.origin == mode.origin);
    finding.fix(Unsafe, "Remove `ports`", |edits| {
        edits.extend(edit::remove_entry(ports).filter(|_| is_own && mode.is_editable()));
    });
}
