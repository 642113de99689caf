//! Lists that replace what they seem to add to.

use plimsoll_core::facts::merges::replaced;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service merges another mapping with `<<` and has a list or mapping of its own under the same key. `<<` looks no
    /// deeper than the keys: the whole list is replaced, nothing is added to it.
    ///
    /// Reported where the two share nothing, so that the second was probably meant to be added. What each service chooses
    /// anew (`command`, `ports`, `networks`, `depends_on`) is left alone, and so are entries that are repeated.
    ///
    /// For mappings, merge inside: `environment: {<<: *env, MORE: x}`. Lists cannot be merged in YAML; `extends` adds to them.
    ///
    /// ```yaml,expect
    /// x-app: &app
    ///   image: registry.example.com/harbour/app:3
    ///   environment: {LOG_LEVEL: info}
    /// services:
    ///   worker:
    ///     <<: *app
    ///     environment: {QUEUE: mail}
    /// ```
    ///
    /// ```yaml
    /// x-app: &app
    ///   image: registry.example.com/harbour/app:3
    ///   environment: &env {LOG_LEVEL: info}
    /// services:
    ///   worker:
    ///     <<: *app
    ///     environment: {<<: *env, QUEUE: mail}
    ///   debug:
    ///     <<: *app
    ///     environment: {LOG_LEVEL: debug, QUEUE: mail}
    /// ```
    pub static RULE = {
        id: "merge-key-overrides-list", summary: "Repeat what a merge would lose", category: Correctness, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

/// How many of the lost entries a message names.
const SHOWN: usize = 3;

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for one in replaced(at.service) {
        let key = one.key;
        let names = one.lost.iter().take(SHOWN).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        let more = if one.lost.len() > SHOWN { " and more" } else { "" };
        let are = if one.lost.len() == 1 { "is" } else { "are" };
        sink.report(one.span, format!("`{key}` replaces what `<<` brings: {names}{more} {are} lost"))
            .label(one.merged, "it is replaced, not added to")
            .help(format!("repeat here what belongs to both, or put it into a mapping that `{key}` merges itself"));
    }
}
