//! Published ports of services that have internal networks only.

use plimsoll_core::prelude::*;

declare_rule! {
    /// An internal network has no way in from outside: the engine publishes no port of a service that joins only such
    /// networks, and says nothing about it.
    ///
    /// ```yaml,expect
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["127.0.0.1:8080:8080"]
    ///     networks: [back]
    /// networks:
    ///   back:
    ///     internal: true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   admin:
    ///     image: adminer:5.4.1
    ///     ports: ["127.0.0.1:8080:8080"]
    ///     networks: [back, front]
    /// networks:
    ///   front: {}
    ///   back:
    ///     internal: true
    /// ```
    ///
    /// In a stack the ingress network serves published ports, so there it works.
    pub static RULE = {
        id: "ports-on-internal-network", summary: "Publish ports through a network that is not internal", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(port) = service.ports.first().filter(|_| !cx.is_stack && !at.may_lack_parts(cx)) else { return };
    let Some(networks) = cx.networks_of(service) else { return };
    if !networks.iter().all(|network| network.is_internal() == Know::Known(true)) {
        return;
    }
    let mut finding = sink
        .report(
            service.place(port.span, port.origin),
            format!("`{}` cannot be reached: `{}` is in internal networks only", port.said(), service.name),
        )
        .help("add a network without `internal`, or take `ports` out");
    for internal in networks.iter().filter_map(|network| network.resource?.internal.as_ref()) {
        let (file, span) = internal.home(cx.file);
        finding = finding.label_in(file, span, "no way in from outside");
    }
}
