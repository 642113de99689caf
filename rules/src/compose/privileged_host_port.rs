//! Published ports below 1024.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Ports below 1024 are those of the host's own services, and only root may open them. A container that takes one can
    /// stand where users expect the host itself: its SSH, its mail, its DNS.
    ///
    /// ```yaml,expect
    /// services:
    ///   mail:
    ///     image: registry.example.com/harbour/mail:3
    ///     ports: ["25:2525"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   proxy:
    ///     image: nginx:1.29.3
    ///     ports: ["80:8080", "443:8443"]
    /// ```
    ///
    /// 80 and 443 are what a proxy exists for. A mail or DNS server has no choice either: this rule is for teams that
    /// want to name every exception, and is off otherwise.
    pub static RULE = {
        id: "privileged-host-port", summary: "Publish ports from 1024 on", category: Security, severity: Info,
        since: "0.3.0", presets: [], aliases: ["cis/5.8", "kics/privileged-ports-mapped-in-container"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if !at.publishes(cx) {
        return;
    }
    for port in &service.ports {
        let Know::Known(range) = port.host_range() else { continue };
        let is_web = range.len() == 1 && (range.contains(80) || range.contains(443));
        if (1..1024).contains(&range.first) && !is_web {
            sink.report(
                service.place(port.span, port.origin),
                format!("`{}` takes a port below 1024, where the host's own services are", port.said()),
            )
            .help("publish it on a port from 1024 on, or behind a proxy");
        }
    }
}
