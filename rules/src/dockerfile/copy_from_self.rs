//! COPY --from the stage itself.

use plimsoll_core::facts::FromOrigin;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A stage cannot copy from itself: the build stops with "circular dependency". Either another stage is meant, or
    /// the files are there already and RUN can copy them.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.26 AS build
    /// RUN go build -o /src/app .
    /// COPY --from=build /src/app /usr/local/bin/
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.26 AS build
    /// RUN go build -o /src/app .
    /// FROM debian:13-slim
    /// COPY --from=build /src/app /usr/local/bin/
    /// ```
    ///
    /// The case of names does not matter, and the stage's own number is the stage, too. The `from` of a mount is the same
    /// mistake. Where a service gives the build a context of that name, the context is meant.
    pub static RULE = {
        id: "copy-from-self", summary: "Copy from another stage than the own", category: Correctness, severity: Error,
        since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: ["hadolint/DL3023", "trivy/DS-0006", "semgrep/copy-from-own-alias"],
    }
    Check::Instruction(&[Keyword::Copy, Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if instruction.is_onbuild_inner() {
        return;
    }
    let Some(stage) = instruction.stage() else { return };
    for from in cx.names_after_from(instruction).into_iter().filter(|from| from.origin == FromOrigin::Own) {
        let message =
            format!("`{}` is the stage that the instruction stands in, which cannot copy from itself", from.name);
        let mut finding =
            sink.report(from.span, message).help("name the stage that holds the files, or copy them with `RUN cp`");
        if let Some(span) = stage.name_span().or_else(|| Some(stage.from()?.instruction().head_span())) {
            finding = finding.label(span, "the stage begins here");
        }
        if from.in_mount || stage.name() != Some(&*from.name) {
            finding.not_as("hadolint/DL3023");
        }
    }
}
