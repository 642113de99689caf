//! Credential specs of Windows containers with more than one source, or none.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::Entry;
use std::collections::HashSet;

declare_rule! {
    /// `docker stack deploy` takes the credential spec of a Windows container from one place: a `config`, a `file` or the
    /// `registry`. With more than one of them, or a config that the file does not declare, it stops.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/iis:3
    ///     credential_spec:
    ///       file: web.json
    ///       registry: web
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/iis:3
    ///     credential_spec:
    ///       config: web
    /// configs:
    ///   web:
    ///     external: true
    /// ```
    pub static RULE = {
        id: "swarm-credential-spec-exclusive", summary: "Take a credential spec from one place", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let configs: HashSet<&str> = cx.compose.configs.iter().map(|config| config.name.as_ref()).collect();
    for service in &cx.compose.services {
        if let Some(entry) = service.node.get("credential_spec") {
            check_spec(cx, entry, &configs, sink);
        }
    }
}

fn check_spec(cx: &ComposeCx<'_>, entry: Entry<'_>, configs: &HashSet<&str>, sink: &mut Sink<'_>) {
    let source =
        |key: &str| entry.value.get(key).filter(|entry| entry.value.text().is_some_and(|text| !text.is_empty()));
    let mut sources = ["config", "file", "registry"].into_iter().filter_map(source);
    if let (Some(first), Some(second)) = (sources.next(), sources.next()) {
        let (first, second) = (first.key, second.key);
        let message = format!("a credential spec has `{}` or `{}`, not both", first.raw(), second.raw());
        sink.report(second.span(), message).label(first.span(), "the other one").help("keep one of them");
    }
    let Some((config, name)) = source("config").and_then(|entry| Some((entry.value, entry.value.text()?))) else {
        return;
    };
    if !configs.contains(name) && !name.contains('$') && !cx.may_declare_elsewhere() {
        sink.report(config.span(), format!("the config `{name}` of the credential spec is not declared"))
            .help(format!("declare it under the top-level `configs`: `{name}: {{external: true}}`"));
    }
}
