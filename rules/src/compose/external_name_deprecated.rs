//! The old form of `external`.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::rewrite;

declare_rule! {
    /// `external: {name: …}` is the deprecated way to say `external: true` and `name: …`. Compose and `docker stack deploy`
    /// warn about it.
    ///
    /// A stack file whose `version` is older than 3.5 does not know `name` yet.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// networks:
    ///   default:
    ///     external:
    ///       name: proxy
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// networks:
    ///   default:
    ///     external: true
    ///     name: proxy
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// networks:
    ///   default:
    ///     name: proxy
    ///     external: true
    /// ```
    pub static RULE = {
        id: "external-name-deprecated", summary: "Write `external: true` and `name` side by side", category: Style,
        severity: Warning, fix: Safe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

/// Versions of stack files in which networks have no `name`.
const OLD: [&str; 6] = ["3", "3.0", "3.1", "3.2", "3.3", "3.4"];

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let version = cx.compose.version.as_ref().and_then(|version| version.known());
    // `3` alone means the newest.
    if cx.is_stack && version.is_some_and(|version| version != "3" && OLD.contains(&version)) {
        return;
    }
    let compose = cx.compose;
    for resource in [&compose.networks, &compose.volumes, &compose.secrets, &compose.configs].into_iter().flatten() {
        let Some(external) = resource.node.get("external") else { continue };
        let Some(name) = external.value.get("name") else { continue };
        let text = name.value.text().unwrap_or("");
        let finding = sink.report(name.key.span(), format!("`external.name` of `{}` is deprecated", resource.name));
        let edit = rewrite::unfold_entry(external, "true").filter(|_| resource.node.get("name").is_none());
        finding.help(format!("write `external: true`, and `name: {text}` beside it")).fix(
            Safe,
            "Write `external: true` and `name`",
            |edits| {
                edits.extend(edit);
            },
        );
    }
}
