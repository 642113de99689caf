//! Containers of one name.

use plimsoll_core::compose::Service;
use plimsoll_core::facts::profiles::may_run_together;
use plimsoll_core::prelude::*;
use std::collections::HashMap;

declare_rule! {
    /// Two services have the same `container_name`. A host has each name once, so Compose refuses the project.
    ///
    /// Services whose profiles have none in common may share a name: one of them takes the place of the other. A stack
    /// ignores the key.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     container_name: front
    ///   cache:
    ///     image: redis:8.2
    ///     container_name: front
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   model:
    ///     image: registry.example.com/harbour/model:3-cpu
    ///     container_name: model
    ///     profiles: [cpu]
    ///   model-gpu:
    ///     image: registry.example.com/harbour/model:3-gpu
    ///     container_name: model
    ///     profiles: [gpu]
    /// ```
    pub static RULE = {
        id: "duplicate-container-name", summary: "Give each container a name of its own", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended, Dclint], aliases: ["dclint/no-duplicate-container-names"],
        differs: [
            "dclint/no-duplicate-container-names" => "We follow anchors, merges and `extends`, let services of different profiles share a name, and are silent in stacks, which ignore the key.",
        ],
    }
    Check::Compose(check)
}

/// With how many services of a name another one is compared: more have their own profiles in generated files only.
const COMPARED: usize = 16;

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    let mut named: HashMap<&str, Vec<&Service<'_>>> = HashMap::new();
    for service in &cx.compose.services {
        // The same variables make the same name.
        let Some(name) = service.container_name.as_ref().filter(|name| !name.raw.is_empty()) else { continue };
        let before = named.entry(name.raw).or_default();
        if let Some(first) = before.iter().find(|first| may_run_together(first, service)) {
            let of_key = (cx.file, first.key_span);
            let first_name = first
                .container_name
                .as_ref()
                .map_or(of_key, |name| first.home(cx.file, name.span, name.node, name.origin));
            let place = service.place(name.span, name.origin);
            // One text that both have by an anchor is no place to tell them apart.
            let place = if (cx.file, place) == first_name { service.key_span } else { place };
            let both_always = first.profiles.is_empty() && service.profiles.is_empty();
            let severity = if both_always { Severity::Error } else { Severity::Warning };
            let message = format!("the container name `{}` is `{}`'s already", name.raw, first.name);
            sink.report(place, message)
                .severity(severity)
                .label_in(first_name.0, first_name.1, format!("`{}` has it from here", first.name))
                .help(
                    "give each its own name, or leave `container_name` out: Compose makes one of project and service",
                );
        }
        if before.len() < COMPARED {
            before.push(service);
        }
    }
}
