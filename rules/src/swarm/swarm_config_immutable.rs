//! Configs and secrets that cannot be updated under their names.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::{self, EntryValue};

declare_rule! {
    /// Swarm never changes a config or secret. When the file behind it changes and the name stays, the next deploy stops with
    /// "only updates to Labels are allowed". A version in the name makes each content a new config, to which the services
    /// are updated in turn.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     configs: [site]
    /// configs:
    ///   site:
    ///     file: ./site.conf
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     configs: [site]
    /// configs:
    ///   site:
    ///     file: ./site.conf
    ///     name: "site_${SITE_VERSION:-1}"
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     configs: [site]
    /// configs:
    ///   site:
    ///     name: site-2026-08
    ///     file: ./site.conf
    /// ```
    pub static RULE = {
        id: "swarm-config-immutable", summary: "Give a config or secret a name with a version", category: Operations,
        severity: Info, fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let kinds = [("config", &cx.compose.configs), ("secret", &cx.compose.secrets)];
    for (kind, resource) in kinds.into_iter().flat_map(|(kind, all)| all.iter().map(move |one| (kind, one))) {
        if !resource.is_first
            || resource.file.is_none()
            || resource.real_name.is_some()
            || resource.external != Know::Known(false)
        {
            continue;
        }
        let name = &resource.name;
        let message =
            format!("the {kind} `{name}` cannot be updated: Swarm refuses a changed file under the same name");
        let versioned = format!("{name}_${{{}_VERSION:-1}}", name.to_ascii_uppercase().replace(['-', '.'], "_"));
        sink.report(resource.key_span, message)
            .help(format!("write a `name` with a version in it: `name: {versioned}`"))
            .fix(Unsafe, "Give it a name with a version", |edits| {
                let value = EntryValue::Scalar(edit::quoted(&versioned));
                edits.extend(edit::insert_entry(resource.node, "name", &value));
            });
    }
}
