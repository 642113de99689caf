//! Labels whose value is not of the type that the schema says.

use plimsoll_core::config::LABELS;
use plimsoll_core::label_types::misfit;
use plimsoll_core::prelude::*;

/// hadolint's id of each type.
const IDS: [(&str, &str); 6] = [
    ("url", "hadolint/DL3052"),
    ("rfc3339", "hadolint/DL3053"),
    ("spdx", "hadolint/DL3054"),
    ("hash", "hadolint/DL3055"),
    ("semver", "hadolint/DL3056"),
    ("email", "hadolint/DL3058"),
];

declare_rule! {
    /// The schema of the configuration gives labels a type (`url`, `semver`, `hash`, `rfc3339`, `spdx`, `email`), and a
    /// value is not of it. Whatever reads the label, a dashboard or a scanner, will trip over it.
    ///
    /// ```project,expect
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.version: semver}
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// LABEL org.opencontainers.image.version="v1.2"
    /// ```
    ///
    /// ```project
    /// ==> plimsoll.yaml
    /// labels: {org.opencontainers.image.version: semver}
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// ARG VERSION
    /// LABEL org.opencontainers.image.version="${VERSION}"
    /// ```
    ///
    /// A value that comes from a build argument without a default is not judged, and an empty one is left to `label-empty`.
    pub static RULE = {
        id: "label-value", summary: "Write labels as the schema says", category: Operations, severity: Warning,
        since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3052", "hadolint/DL3053", "hadolint/DL3054", "hadolint/DL3055", "hadolint/DL3056", "hadolint/DL3058",
        ],
        options: [LABELS],
        differs: [
            "hadolint/DL3052" => "A value from a build argument without a default is unknown and not reported.",
            "hadolint/DL3054" => "Whole SPDX expressions are fine (`MIT OR Apache-2.0`), as the image specification has them.",
            "hadolint/DL3055" => "Abbreviated commits of 7 to 40 characters and SHA-256 ones are fine.",
        ],
    }
    Check::Instruction(&[Keyword::Label], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let schema = sink.options().words("labels");
    for label in cx.labels(instruction) {
        let (Know::Known(key), Know::Known(value)) = (&label.key, &label.value) else { continue };
        let Some((_, kind)) = schema.iter().find(|(name, _)| name == key) else { continue };
        let Some(why) = misfit(kind, value).filter(|_| !value.trim().is_empty()) else { continue };
        let finding = sink
            .report(label.value_span, format!("`{value}` {why}"))
            .help(format!("the schema says that `{key}` is of type `{kind}`"));
        let others = IDS.iter().filter(|(other, _)| other != kind);
        others.fold(finding, |finding, (_, id)| finding.not_as(id));
    }
}
