//! Services that name no network.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service that names no network joins the project's default one, where every other service can reach it. Networks
    /// by purpose (the proxy with the applications, each application with its database) keep an intruder from the rest.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [front]
    /// networks:
    ///   front: {}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18
    ///     networks: [back]
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [front]
    /// networks:
    ///   front: {}
    ///   back: {}
    /// ```
    ///
    /// A single service has nobody to be kept from, and a default network that is declared is a choice. Compose separates
    /// projects by itself, so the rule is off unless it is asked for.
    pub static RULE = {
        id: "no-default-network", summary: "Name the networks of every service", category: Security, severity: Info,
        since: "0.3.0", presets: [], aliases: ["cis/5.30", "kics/networks-not-set"], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_alone = cx.compose.services.len() < 2;
    let has_mode = service.network_mode.is_some() && !cx.is_stack;
    let is_declared = cx.compose.networks.iter().any(|network| network.name == "default");
    if is_alone || has_mode || is_declared || !service.networks.is_empty() || at.may_lack_parts(cx) {
        return;
    }
    sink.report(service.missing_span(), format!("`{}` is in the default network with everything else", service.name))
        .help("give it `networks:` with those it needs, and declare them at the top level");
}
