//! Keywords that are none.

use plimsoll_core::SyntaxErrorKind;
use plimsoll_core::prelude::*;

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
    /// ```dockerfile
    /// FROM alpine:3.22
    /// run apk add curl
    /// ```
    pub static RULE = {
        id: "unknown-instruction", summary: "Use the instructions that exist", category: Syntax, severity: Error, fix: Unsafe,
        since: "0.1.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: ["dockerfilelint/invalid_command", "dockerfile-utils/UNKNOWN_INSTRUCTION", "tally/unknown-instruction"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for error in cx.dockerfile.errors().iter().filter(|error| error.kind == SyntaxErrorKind::UnknownInstruction) {
        sink.report_syntax(error, Unsafe);
    }
}
