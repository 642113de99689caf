//! External networks and volumes with settings.

use plimsoll_core::compose::Resource;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// A volume, network, secret or config that is `external` was made elsewhere, so its settings stand there. Compose and
    /// `docker stack deploy` refuse an external volume with any key beside `name`; the keys of the others have no effect.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["data:/var/lib/postgresql"]
    /// volumes:
    ///   data:
    ///     external: true
    ///     driver: local
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["data:/var/lib/postgresql"]
    /// volumes:
    ///   data:
    ///     external: true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["data:/var/lib/postgresql"]
    /// volumes:
    ///   data:
    ///     external: true
    ///     name: postgres-data
    ///     x-owner: harbour
    /// ```
    pub static RULE = {
        id: "external-with-other-keys", summary: "Leave the settings of external things to those who made them",
        category: Correctness, severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for (what, resources, is_refused) in [
        ("volume", &cx.compose.volumes, true),
        ("network", &cx.compose.networks, false),
        ("secret", &cx.compose.secrets, false),
        ("config", &cx.compose.configs, false),
    ] {
        for resource in resources.iter().filter(|resource| resource.external == Know::Known(true)) {
            settings(resource, what, is_refused, sink);
        }
    }
}

fn settings(resource: &Resource<'_>, what: &str, is_refused: bool, sink: &mut Sink<'_>) {
    let Some(external) = resource.node.get("external") else { return };
    for entry in resource.node.entries() {
        let Some(key) = entry.key.text() else { continue };
        if matches!(key, "external" | "name") || key.starts_with("x-") || entry.value.tag() == Some("!reset") {
            continue;
        }
        let (severity, consequence) =
            if is_refused { (Severity::Error, "may not be set here") } else { (Severity::Warning, "has no effect") };
        let message = format!("the {what} `{}` is external, so `{key}` {consequence}", resource.name);
        sink.report(entry.key.span(), message)
            .severity(severity)
            .label(external.key.span(), "it was made elsewhere")
            .help(format!("take `{key}` out, or `external` if the {what} is made here"))
            .fix(Unsafe, format!("Remove `{key}`"), |edits| {
                edits.extend(edit::remove_entry(entry));
            });
    }
}
