//! Label keys out of form.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A label's key begins with a lower-case letter, ends with one or a digit, and holds lower-case letters, digits, `.`,
    /// `-`, `_` and `/`, without two of `.` or `-` in a row. Names below `com.docker`, `io.docker` and
    /// `org.dockerproject` belong to Docker. Programs that filter by labels count on it.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// LABEL Maintainer="team@example.org"
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// LABEL org.opencontainers.image.authors="team@example.org"
    /// ```
    ///
    /// Keys with underscores are common and do no harm; the key of an extension for Docker Desktop (`com.docker.extension.…`,
    /// `com.docker.desktop.…`) is meant to be there.
    pub static RULE = {
        id: "label-key-format", summary: "Write label keys in lower case", category: Style, severity: Style,
        since: "0.2.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL3048", "tally/labels/valid-key"],
        differs: ["hadolint/DL3048" => "Docker Desktop's own keys (`com.docker.extension.…`) are fine in its extensions."],
    }
    Check::Instruction(&[Keyword::Label], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    for label in cx.labels(instruction) {
        let Know::Known(key) = &label.key else { continue };
        let Some(why) = plimsoll_core::label_types::key_misfit(key) else { continue };
        sink.report(label.key_span, format!("the label key `{key}` {why}"))
            .help("write it in lower case, with a domain of yours in front: `org.example.name`");
    }
}
