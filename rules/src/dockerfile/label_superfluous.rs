//! Labels outside a strict schema.

use plimsoll_core::config::{LABELS, STRICT_LABELS};
use plimsoll_core::prelude::*;

declare_rule! {
    /// The configuration says that images carry the labels of its schema and no others (`strict-labels: true`), and there
    /// is another: mostly a misspelt one, which nobody will find.
    ///
    /// ```project,expect
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.source: url}
    /// strict-labels: true
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// LABEL org.opencontainers.image.sources="https://example.org/shop"
    /// ```
    ///
    /// ```project
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.source: url}
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// LABEL team="shop"
    /// ```
    pub static RULE = {
        id: "label-superfluous", summary: "Use only the labels of the schema", category: Operations, severity: Info,
        since: "0.2.0", presets: [Recommended, Hadolint], aliases: ["hadolint/DL3050"],
        options: [LABELS, STRICT_LABELS],
    }
    Check::Instruction(&[Keyword::Label], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if sink.options().flag("strict-labels") != Some(true) {
        return;
    }
    let known = sink.options().words("labels");
    for label in cx.labels(instruction) {
        let Know::Known(key) = &label.key else { continue };
        if known.iter().any(|(name, _)| name == key) {
            continue;
        }
        let near = plimsoll_core::nearest(key, known.iter().map(|(name, _)| name.as_str()));
        let help = near.map_or_else(
            || "remove it, or add it to `labels` in the configuration".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        sink.report(label.key_span, format!("the schema has no label `{key}`")).help(help);
    }
}
