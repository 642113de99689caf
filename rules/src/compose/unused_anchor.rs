//! Anchors that nothing refers to.

use plimsoll_core::facts::anchors::unused_anchors;
use plimsoll_core::prelude::*;

declare_rule! {
    /// An anchor (`&name`) that no alias (`*name`) of the file refers to. It has no effect; most of the time a `<<: *name`
    /// was meant to stand somewhere, or the last one was taken out.
    ///
    /// Other files cannot refer to it.
    ///
    /// ```yaml,expect
    /// x-logging: &logging
    ///   driver: local
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml,fixed
    /// x-logging:
    ///   driver: local
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// x-logging: &logging
    ///   driver: local
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     logging: *logging
    /// ```
    pub static RULE = {
        id: "unused-anchor", summary: "Take anchors out that nothing refers to", category: Style, severity: Info, fix: Safe,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for anchor in unused_anchors(cx.yaml) {
        let name = anchor.name;
        sink.report(anchor.span, format!("nothing refers to the anchor `{name}`"))
            .help(format!("use it with `*{name}`, or take it out"))
            .fix(Safe, format!("Remove the anchor `{name}`"), |edits| edits.delete(anchor.removal));
    }
}
