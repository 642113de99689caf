//! The obsolete `version`.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// Compose ignores the top-level `version` and warns about it with each command: all files are read by the one Compose
    /// Specification, whatever version they claim.
    ///
    /// For `docker stack deploy` the key chooses the schema, so a stack file may keep it.
    ///
    /// ```yaml,expect
    /// version: "3.8"
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    pub static RULE = {
        id: "no-version-field", summary: "Leave the obsolete `version` out", category: Style, severity: Warning, fix: Safe,
        since: "0.3.0", presets: [Recommended, Dclint], aliases: ["dclint/no-version-field"],
        differs: ["dclint/no-version-field" => "We are silent in files for `docker stack deploy`, which chooses the schema by it."],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let Some(entry) = cx.compose.root.get("version").filter(|entry| entry.via.is_none()) else { return };
    if cx.is_stack || cx.is_foreign() {
        return;
    }
    sink.report(entry.key.span(), "`version` is obsolete: Compose ignores it and warns with each command")
        .help("take it out")
        .fix(Safe, "Remove `version`", |edits| {
            edits.extend(edit::remove_entry(entry));
        });
}
