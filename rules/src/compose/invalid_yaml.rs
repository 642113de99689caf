//! What no YAML reader takes.

use plimsoll_core::SyntaxErrorKind;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The file is no well-formed YAML, so Compose refuses it before it looks at a single service.
    ///
    /// Each mistake is one finding at its place; the lines around it are read all the same and linted, but nothing is
    /// called missing in such a file. A file whose top level, or whose `services`, is no mapping is refused too.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.30.0
    ///     ports: ["127.0.0.1:80:80"
    ///     init: true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.30.0
    ///     ports: ["127.0.0.1:80:80"]
    ///     init: true
    /// ```
    pub static RULE = {
        id: "invalid-yaml", summary: "Write well-formed YAML", category: Syntax, severity: Error, fix: DisplayOnly, since: "0.1.0",
        presets: [Recommended, Dclint], aliases: ["dclint/invalid-yaml"],
    }
    Check::Compose(check)
}

/// The keys of a Compose file's top level.
const TOP: [&str; 9] =
    ["version", "name", "include", "services", "networks", "volumes", "configs", "secrets", "models"];

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for error in cx.yaml.errors().iter().filter(|error| error.kind == SyntaxErrorKind::Refused) {
        sink.report_syntax(error, DisplayOnly);
    }
    if cx.yaml.is_recovered() {
        return;
    }
    let Some(root) = cx.yaml.root().filter(|root| !root.is_null()) else { return };
    if !root.is_mapping() {
        sink.report(root.span(), "the top level of a Compose file must be a mapping").help("begin with `services:`");
        return;
    }
    let Some(services) = root.get("services").map(|entry| entry.value) else { return };
    // Other formats have `services` too.
    let is_compose = root
        .own_entries()
        .all(|entry| entry.key.str().is_some_and(|key| key.starts_with("x-") || TOP.contains(&key.as_ref())));
    if is_compose && !services.is_mapping() && !services.is_null() {
        sink.report(services.span(), "`services` must be a mapping from names to services")
            .help("write each service as `name:` with its keys below");
    }
}
