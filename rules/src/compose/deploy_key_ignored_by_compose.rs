//! Keys under `deploy` that only a stack reads.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Compose reads some of `deploy` (replicas, limits, the restart policy, reserved memory and devices) and passes over the
    /// rest without a word: placement, updates and rollbacks, the endpoint mode, labels, reserved processors.
    ///
    /// Files with keys that `docker stack deploy` refuses can only be meant for Compose; others may serve both, so the rule is in
    /// no preset.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 64m
    ///     deploy:
    ///       placement:
    ///         constraints: [node.role == worker]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       replicas: 2
    /// ```
    pub static RULE = {
        id: "deploy-key-ignored-by-compose", summary: "Leave keys to stacks that only they read", category: Operations,
        severity: Info, since: "0.3.0", presets: [], aliases: [],
    }
    Check::Service(check)
}

/// Keys that Compose passes over, by their path below `deploy`.
const IGNORED: [&[&str]; 9] = [
    &["deploy", "placement"],
    &["deploy", "update_config"],
    &["deploy", "rollback_config"],
    &["deploy", "endpoint_mode"],
    &["deploy", "labels"],
    &["deploy", "restart_policy", "delay"],
    &["deploy", "restart_policy", "window"],
    &["deploy", "resources", "reservations", "cpus"],
    &["deploy", "resources", "reservations", "generic_resources"],
];

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if cx.is_stack {
        return;
    }
    for path in IGNORED {
        let Some((entry, origin)) = service.entry_at(path) else { continue };
        let key = path.split_first().map_or(String::new(), |(_, below)| below.join("."));
        sink.report(service.place(entry.key.span(), origin), format!("`docker compose up` passes over `deploy.{key}`"))
            .help("take it out, or deploy the file with `docker stack deploy`");
    }
}
