//! Secrets and configs without a source, and those with several.

use plimsoll_core::compose::{Origin, Resource, Value};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A secret has one source: `file` or `environment`; a config one of `file`, `environment` and `content`. With none or
    /// with several of them Compose refuses the file.
    ///
    /// One that is `external`, or has a `driver`, needs none. Overrides and fragments are not asked for what is missing. A
    /// stack knows only `file`.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     secrets: [password]
    /// secrets:
    ///   password:
    ///     file: ./password.txt
    ///     environment: DB_PASSWORD
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   proxy:
    ///     image: nginx:1.29.3
    ///     configs: [site]
    /// configs:
    ///   site: {name: site.conf}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   proxy:
    ///     image: nginx:1.29.3
    ///     secrets: [key]
    ///     configs: [site]
    /// configs:
    ///   site: {content: "server {}"}
    /// secrets:
    ///   key: {external: true}
    /// ```
    pub static RULE = {
        id: "secret-source-exclusive", summary: "Give each secret and config one source", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for secret in &cx.compose.secrets {
        sources(cx, secret, "secret", &["file", "environment"], sink);
    }
    for config in &cx.compose.configs {
        sources(cx, config, "config", &["file", "environment", "content"], sink);
    }
}

fn sources(cx: &ComposeCx<'_>, resource: &Resource<'_>, what: &str, keys: &[&str], sink: &mut Sink<'_>) {
    let values = [("file", &resource.file), ("environment", &resource.environment), ("content", &resource.content)];
    // Another file of the set may give the source.
    let elsewhere = values.iter().filter_map(|(_, value)| value.as_ref()).any(|value| value.origin != Origin::Own);
    let entry = |key: &&str| resource.node.get(key);
    let found: Vec<_> = keys.iter().filter_map(entry).collect();
    let name = &resource.name;
    if let [first, others @ ..] = found.as_slice() {
        // A stack refuses all but `file` for its own reasons.
        if cx.is_stack {
            return;
        }
        let other = |(key, value): &(&str, &Option<Value<'_>>)| match value.as_ref()?.origin {
            Origin::Layered(file) if keys.contains(key) && first.key.text() != Some(key) => {
                Some((file, value.as_ref()?.node.resolve().span()))
            }
            _ => None,
        };
        if let Some((file, span)) = values.iter().find_map(other).filter(|_| others.is_empty() && !resource.is_first) {
            let key = first.key.text().unwrap_or("");
            sink.report(first.key.span(), format!("the {what} `{name}` has a second source with `{key}`"))
                .label_in(file, span, "the first source")
                .help("keep the one that is meant: `!reset` takes the other out");
        }
        for other in others {
            let key = other.key.text().unwrap_or("");
            sink.report(other.key.span(), format!("the {what} `{name}` has a second source with `{key}`"))
                .label(first.key.span(), "the first source")
                .help("keep the one that is meant");
        }
        return;
    }
    let is_free = resource.external != Know::Known(false)
        || resource.driver.is_some()
        || ["external", "driver"].iter().any(|key| entry(key).is_some());
    let is_judged = resource.is_first && resource.node.is_mapping() && !elsewhere;
    if is_free || !is_judged || cx.may_declare_elsewhere() {
        return;
    }
    let keys = match what {
        _ if cx.is_stack => "`file`",
        "secret" => "`file` or `environment`",
        _ => "`file`, `environment` or `content`",
    };
    sink.report(resource.key_span, format!("the {what} `{name}` has no source"))
        .help(format!("add {keys}, or `external: true` where it exists already"));
}
