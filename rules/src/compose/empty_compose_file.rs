//! Files that say nothing.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A Compose file without content, or with nothing but comments. Compose and `docker stack deploy` refuse it, also where
    /// it is one of several.
    ///
    /// ```project,expect
    /// ==> compose.override.yaml
    /// # services:
    /// #   web:
    /// #     ports: ["8080:80"]
    /// ```
    ///
    /// ```yaml
    /// services: {}
    /// ```
    pub static RULE = {
        id: "empty-compose-file", summary: "Delete Compose files that say nothing", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.yaml.is_recovered() || !cx.yaml.errors().is_empty() || cx.yaml.documents().any(|root| !root.is_null()) {
        return;
    }
    let comment = cx.yaml.comments().next().map_or(Span::empty(0), |comment| comment.span);
    sink.report(comment, "the file says nothing, and the loader refuses an empty one")
        .help("write `services: {}`, or delete the file");
}
