//! Instructions before the first FROM, and files without one.

use plimsoll_core::SyntaxErrorKind;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A build begins with an image: before the first FROM there is nothing that an instruction could change, and the
    /// build stops at it. Only ARG may stand there, for variables of the FROM lines themselves.
    ///
    /// ```dockerfile,expect
    /// LABEL org.opencontainers.image.title=app
    /// FROM alpine:3.22
    /// ```
    ///
    /// ```dockerfile
    /// ARG ALPINE_VERSION=3.22
    /// FROM alpine:${ALPINE_VERSION}
    /// LABEL org.opencontainers.image.title=app
    /// ```
    ///
    /// A file without any FROM has one finding:
    ///
    /// ```dockerfile,expect
    /// ARG VERSION=1
    /// RUN make
    /// RUN make install
    /// ```
    pub static RULE = {
        id: "from-first", summary: "Begin the Dockerfile with FROM", category: Syntax, severity: Error,
        since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3061", "tally/require-stages", "dockerfilelint/from_first", "dockerfile-utils/NO_SOURCE_IMAGE",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let mut errors = cx.dockerfile.errors().iter().filter(|error| error.kind == SyntaxErrorKind::BeforeFrom);
    if cx.dockerfile.stages().next().is_some() {
        for error in errors {
            sink.report_syntax(error, DisplayOnly);
        }
        return;
    }
    let Some(first) = errors.next() else { return };
    let only_arguments = cx.dockerfile.instructions().all(|instruction| instruction.keyword() == Keyword::Arg);
    if only_arguments {
        let message = format!("{}: there is nothing to build", first.message);
        sink.report(first.span, message).help("begin with `FROM`").not_as("hadolint/DL3061");
    } else {
        let message = format!("{}, and the file has none", first.message);
        sink.report(first.span, message).help("begin with `FROM` and the image to build upon");
    }
}
