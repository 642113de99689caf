//! ONBUILD of what it may not hold.

use plimsoll_core::SyntaxErrorKind;
use plimsoll_core::prelude::*;

declare_rule! {
    /// ONBUILD keeps an instruction for the build of an image that is based on this one. That build has its own FROM, and
    /// triggers are not passed on to its children, so `ONBUILD FROM`, `ONBUILD ONBUILD` and `ONBUILD MAINTAINER` are
    /// refused.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// ONBUILD FROM node:24-slim
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24
    /// ONBUILD COPY package.json /app/
    /// ```
    pub static RULE = {
        id: "onbuild-forbidden-trigger", summary: "Trigger neither FROM, ONBUILD nor MAINTAINER", category: Syntax,
        severity: Error, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3043", "dockerfile-utils/ONBUILD_CHAINING_DISALLOWED", "dockerfile-utils/ONBUILD_TRIGGER_DISALLOWED",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for error in cx.dockerfile.errors().iter().filter(|error| error.kind == SyntaxErrorKind::ForbiddenTrigger) {
        sink.report_syntax(error, DisplayOnly);
    }
}
