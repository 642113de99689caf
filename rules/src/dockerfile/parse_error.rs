//! What `docker build` refuses to read.

use plimsoll_core::SyntaxErrorKind;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The build refuses this Dockerfile before its first step.
    ///
    /// Each mistake is one finding at its place, and the rest of the file is linted all the same. What counts as a
    /// mistake is what BuildKit's parser says: an unknown flag, an unterminated heredoc, a missing argument, an
    /// instruction before the first FROM. Keywords that do not exist are reported by `unknown-instruction`.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// COPY --form=build /app /app
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    pub static RULE = {
        id: "parse-error", summary: "Write a Dockerfile that the build accepts", category: Syntax, severity: Error, fix: DisplayOnly,
        since: "0.1.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: ["hadolint/DL1000", "dockerfilelint/invalid_line"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for error in cx.dockerfile.errors().iter().filter(|error| error.kind == SyntaxErrorKind::Refused) {
        sink.report_syntax(error, DisplayOnly);
    }
}
