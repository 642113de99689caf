//! Labels of the schema without a value.

use plimsoll_core::config::LABELS;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A label that the schema of the configuration asks for is there, but says nothing.
    ///
    /// ```project,expect
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.vendor: text}
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// LABEL org.opencontainers.image.vendor=""
    /// ```
    ///
    /// ```project
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.vendor: text}
    /// ==> Dockerfile
    /// ARG VENDOR
    /// FROM alpine:3.22
    /// ARG VENDOR
    /// LABEL org.opencontainers.image.vendor="${VENDOR}"
    /// ```
    pub static RULE = {
        id: "label-empty", summary: "Give labels of the schema a value", category: Operations, severity: Warning,
        since: "0.2.0", presets: [Recommended, Hadolint], aliases: ["hadolint/DL3051"],
        options: [LABELS],
    }
    Check::Instruction(&[Keyword::Label], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let schema = sink.options().words("labels");
    for label in cx.labels(instruction) {
        let empty = match &label.value {
            Know::Known(value) => value.trim().is_empty(),
            Know::Absent => true,
            Know::Unknown(_) => false,
        };
        let named = |key: &String| schema.iter().any(|(name, _)| name == key);
        if let Some(key) = label.key.known().filter(|key| empty && named(key)) {
            sink.report(label.key_span.to(label.value_span), format!("the label `{key}` has no value"))
                .help("say what it stands for, or leave it out");
        }
    }
}
