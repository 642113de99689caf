//! Labels for a proxy at the wrong level.

use plimsoll_core::compose::{CommandLine, Service};
use plimsoll_core::prelude::*;

declare_rule! {
    /// In a Swarm, proxies such as Traefik read the labels of the service, which stand under `deploy.labels`. Those under
    /// `labels` belong to the containers, which the proxy does not see on other nodes: the service is not routed.
    ///
    /// Traefik's provider for single engines reads the containers' labels, though: where the file runs a Traefik that
    /// is not told about the Swarm, nothing is reported.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     labels:
    ///       - traefik.enable=true
    ///       - traefik.http.routers.web.rule=Host(`web.example.com`)
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       labels:
    ///         - traefik.enable=true
    ///         - traefik.http.routers.web.rule=Host(`web.example.com`)
    /// ```
    pub static RULE = {
        id: "swarm-labels-level", summary: "Put labels for a proxy under `deploy`", category: Correctness,
        severity: Info, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Compose(check)
}

/// What the labels begin with that are read at the service.
const PREFIXES: [&str; 3] = ["traefik.", "com.df.", "caddy"];

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack || cx.compose.services.iter().any(reads_containers) {
        return;
    }
    let is_read = |name: &str| PREFIXES.iter().any(|prefix| name.starts_with(prefix));
    for service in &cx.compose.services {
        let Some(label) = service.labels.iter().find(|label| is_read(&label.name)) else { continue };
        if service.deploy.iter().flat_map(|deploy| &deploy.labels).any(|label| is_read(&label.name)) {
            continue;
        }
        let message = format!("`{}` is a label of the container: in a Swarm, proxies read `deploy.labels`", label.name);
        sink.report(service.place(label.name_span, label.origin), message)
            .help("move the proxy's labels under `deploy.labels`");
    }
}

/// Whether it is a Traefik that looks at containers and not at a Swarm.
fn reads_containers(service: &Service<'_>) -> bool {
    let words: Vec<String> = match &service.command {
        Some(CommandLine::List(words, _)) => words.iter().map(|word| word.raw.to_ascii_lowercase()).collect(),
        Some(CommandLine::Text(text)) => vec![text.raw.to_ascii_lowercase()],
        _ => Vec::new(),
    };
    let says = |what: &str| words.iter().any(|word| word.contains(what));
    (says("providers.docker") || says("--docker")) && !says("swarm")
}
