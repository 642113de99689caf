//! Registries that serve everybody.

use plimsoll_core::compose::{Port, Service};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A registry is published without TLS and without a login: whoever reaches the port takes every image and puts another
    /// in its place, which the next deployment runs.
    ///
    /// Looked for are `REGISTRY_AUTH…` and `REGISTRY_HTTP_TLS_…`, an `env_file`, and a configuration that is mounted. A port
    /// on `127.0.0.1` is fine, a registry behind a reverse proxy needs no port at all, and a mirror of a public registry
    /// (`REGISTRY_PROXY_REMOTEURL`) takes no images.
    ///
    /// ```yaml,expect
    /// services:
    ///   images:
    ///     image: registry:3
    ///     ports: ["5000:5000"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   images:
    ///     image: registry:3
    ///     ports: ["443:5000"]
    ///     environment:
    ///       REGISTRY_AUTH: htpasswd
    ///       REGISTRY_AUTH_HTPASSWD_REALM: images
    ///       REGISTRY_AUTH_HTPASSWD_PATH: /run/secrets/htpasswd
    ///       REGISTRY_HTTP_TLS_CERTIFICATE: /run/secrets/certificate
    ///       REGISTRY_HTTP_TLS_KEY: /run/secrets/key
    /// ```
    pub static RULE = {
        id: "insecure-registry", summary: "Give a registry TLS and a login", category: Security, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Know::Known(image) = at.image() else { return };
    let is_registry = matches!(image.familiar.as_str(), "registry" | "distribution/distribution" | "library/registry");
    if !is_registry || at.may_lack_parts(cx) || is_configured(service) {
        return;
    }
    let Some(port) = service.ports.iter().find(|port| is_open(port, cx.is_stack)) else { return };
    sink.report(
        service.place(port.span, port.origin),
        format!("the registry `{}` takes images from everybody: no TLS, no login", service.name),
    )
    .help("set `REGISTRY_AUTH: htpasswd` and `REGISTRY_HTTP_TLS_CERTIFICATE`, or publish it on `127.0.0.1` only");
}

fn is_configured(service: &Service<'_>) -> bool {
    let names = service.environment.iter().map(|pair| pair.name.as_ref());
    let by_variable = names.into_iter().any(|name| {
        name.starts_with("REGISTRY_AUTH") || name.starts_with("REGISTRY_HTTP_TLS") || name == "REGISTRY_PROXY_REMOTEURL"
    });
    let is_configuration = |target: &str| target.contains("/etc/") || target.contains("config");
    let mut targets = service.volumes.iter().filter_map(|mount| mount.target.as_ref());
    by_variable
        || targets.any(|target| is_configuration(target.raw) || target.has_variables())
        || !service.env_files.is_empty()
        || !service.configs.is_empty()
        || !service.volumes_from.is_empty()
        || service.command.is_some()
        || service.entrypoint.is_some()
}

/// Whether others than this host reach the port. Swarm drops the address.
fn is_open(port: &Port<'_>, is_stack: bool) -> bool {
    match port.address() {
        Know::Absent => true,
        Know::Known(address) => {
            is_stack || !(address.starts_with("127.") || address == "::1" || address == "localhost")
        }
        Know::Unknown(_) => false,
    }
}
