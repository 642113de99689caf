//! Services that name another one that they cannot reach.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service reaches another one by name only where both join one network. Without it the name does not resolve,
    /// and the program waits for a database that is up and running.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     environment: {DATABASE_URL: "postgres://db:5432/web"}
    ///     networks: [front]
    ///   db:
    ///     image: postgres:18
    ///     networks: [back]
    /// networks: {front: {}, back: {}}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     environment: {DATABASE_URL: "postgres://db:5432/web"}
    ///     networks: [front, back]
    ///   db:
    ///     image: postgres:18
    ///     networks: [back]
    /// networks: {front: {}, back: {}}
    /// ```
    ///
    /// Looked at are addresses in `environment`, `command` and `entrypoint`. `depends_on` alone is only an order, and
    /// aliases, links, `extra_hosts` and networks that other files may add are taken into account.
    pub static RULE = {
        id: "depends-on-network-unreachable", summary: "Share a network with the services that are named", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for other in cx.unreachable() {
        let (from, name) = (&other.from.name, &other.service.name);
        sink.report(other.span, format!("`{from}` cannot reach `{name}`: they share no network"))
            .label(other.service.key_span, format!("in {}", list(&other.theirs)))
            .help(format!("`{from}` is in {}: let both join one", list(&other.own)));
    }
}

fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
