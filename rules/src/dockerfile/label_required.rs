//! Labels that the schema asks for and an image lacks.

use plimsoll_core::config::LABELS;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The configuration lists labels that every image must carry (`labels`), and a shipped stage lacks some of them. Who
    /// finds the image in a registry or on a node then cannot tell what it is made of.
    ///
    /// ```project,expect
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.source: url}
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ```project
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.source: url}
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// LABEL org.opencontainers.image.source="https://example.org/shop"
    /// ```
    ///
    /// Stages that only lend files or a base are not shipped and need none. Labels given by `docker build --label` cannot
    /// be seen here; leave those out of the schema. Without a schema the rule is silent.
    pub static RULE = {
        id: "label-required", summary: "Give every image the labels of the schema", category: Operations, severity: Info,
        since: "0.2.0", presets: [Recommended, Hadolint], aliases: ["hadolint/DL3049"],
        options: [LABELS],
        differs: ["hadolint/DL3049" => "One finding for all missing labels of a stage, and only for stages that are shipped."],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let wanted = sink.options().words("labels");
    let Some(from) = stage.from_instruction().filter(|_| cx.facts.is_final(stage.index())) else { return };
    let labels = if wanted.is_empty() { return } else { cx.labels_of_stage(stage.index()) };
    if labels.iter().any(|label| label.key.is_unknown()) {
        return;
    }
    let has = |name: &str| labels.iter().any(|label| label.key.as_ref().known().is_some_and(|key| key == name));
    let missing: Vec<String> =
        wanted.iter().filter(|(name, _)| !has(name)).map(|(name, _)| format!("`{name}`")).collect();
    if let Some(first) = missing.first() {
        let word = if missing.len() == 1 { "the label" } else { "the labels" };
        sink.report(from.head_span(), format!("the image lacks {word} {}", missing.join(", ")))
            .help(format!("add `LABEL {}=\"…\"`", first.trim_matches('`')));
    }
}
