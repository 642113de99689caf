//! FROM with the platform that is the default.

use plimsoll_core::facts::PlatformFlag;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Without `--platform`, FROM takes the image for the target platform. Saying so changes nothing, and makes readers look
    /// for a difference.
    ///
    /// ```dockerfile,expect
    /// FROM --platform=$TARGETPLATFORM debian:13
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// ```
    ///
    /// With BuildKit a default after it (`${TARGETPLATFORM:-linux/amd64}`) never counts. The builder before BuildKit
    /// knows no target platform and takes the default, so the fix is unsafe there.
    ///
    /// A file that gives `TARGETPLATFORM` a value of its own means something else:
    ///
    /// ```dockerfile
    /// ARG TARGETPLATFORM=linux/arm64
    /// FROM --platform=$TARGETPLATFORM debian:13
    /// ```
    pub static RULE = {
        id: "redundant-target-platform", summary: "Leave out the platform that is the default", category: Clarity, severity: Info,
        fix: Safe, since: "0.2.0", presets: [Strict, Hadolint, Buildkit],
        aliases: ["hadolint/DL3065", "buildkit/RedundantTargetPlatform"],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(flag) = stage.from().and_then(|from| from.platform()) else { return };
    let applicability = match cx.facts.platform_flag(flag) {
        PlatformFlag::Target => Safe,
        PlatformFlag::TargetOrElse => Unsafe,
        _ => return,
    };
    let finding = sink.report(flag.span(), format!("`{}` is the default", flag.raw())).help("leave it out").fix(
        applicability,
        "Leave `--platform` out",
        |edit| edit.delete(flag.span_with_blanks()),
    );
    if applicability == Unsafe {
        finding.not_as("hadolint/DL3065");
    }
}
