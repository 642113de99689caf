//! Keywords that are none.

use plimsoll_core::prelude::*;
use plimsoll_core::{SyntaxErrorKind, nearest};

declare_rule! {
    /// A line begins with a word that is no Dockerfile instruction, so the build stops there.
    ///
    /// Mostly a slip of the keyboard, or a continuation backslash that is missing at the end of the line above.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// RNU apk add curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM alpine:3.22
    /// RUN apk add curl
    /// ```
    ///
    /// After ONBUILD it is noticed only in the build of an image that is based on this one:
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// ONBUILD CPOY . /app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM alpine:3.22
    /// ONBUILD COPY . /app
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// run apk add curl
    /// ```
    pub static RULE = {
        id: "unknown-instruction", summary: "Use the instructions that exist", category: Syntax, severity: Error, fix: Unsafe,
        since: "0.1.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "dockerfilelint/invalid_command", "dockerfile-utils/UNKNOWN_INSTRUCTION", "tally/unknown-instruction",
            "tally/invalid-onbuild-trigger",
        ],
    }
    Check::Dockerfile(check),
    Check::Instruction(&[Keyword::Unknown], check_trigger),
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for error in cx.dockerfile.errors().iter().filter(|error| error.kind == SyntaxErrorKind::UnknownInstruction) {
        sink.report_syntax(error, Unsafe);
    }
}

fn check_trigger(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if !instruction.is_onbuild_inner() {
        return;
    }
    let (word, span) = (instruction.keyword_text(), instruction.keyword_span());
    let near = nearest(word, Keyword::ALL.map(Keyword::as_str));
    let finding = sink.report(span, format!("`{word}` is no instruction, so builds upon this image stop at it"));
    if let Some(near) = near {
        finding
            .help(format!("did you mean `{near}`?"))
            .fix(Unsafe, format!("Write `{near}`"), |edit| edit.replace(span, near));
    }
}
