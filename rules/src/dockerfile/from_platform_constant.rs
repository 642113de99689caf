//! FROM with a platform that no build can change.

use plimsoll_core::facts::PlatformFlag;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A constant `--platform` wins over the platform that the build asks for: `docker build --platform=linux/arm64`
    /// succeeds, and the image is still one for `amd64`, which then runs under emulation or not at all.
    ///
    /// ```dockerfile,expect
    /// FROM --platform=linux/amd64 golang:1.25
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM golang:1.25
    /// ```
    ///
    /// A stage that only compiles for another platform takes the builder's own one:
    ///
    /// ```dockerfile
    /// FROM --platform=$BUILDPLATFORM golang:1.25
    /// ```
    ///
    /// `$TARGETOS/$TARGETARCH` is the target platform, but its variant is always the default: on `linux/arm/v6` it takes an
    /// image for `v7`. It is reported as well.
    ///
    /// A stage whose name says the platform is one of several by intent, as for BuildKit, and a platform from a build
    /// argument of your own can be changed by every build. Both are fine.
    ///
    /// ```dockerfile
    /// ARG PLATFORM=linux/amd64
    /// FROM --platform=linux/amd64 alpine:3.23 AS build-amd64
    /// FROM --platform=linux/arm64 alpine:3.23 AS build-arm64
    /// FROM --platform=$PLATFORM alpine:3.23
    /// ```
    pub static RULE = {
        id: "from-platform-constant", summary: "Let the build choose the platform of FROM", category: Correctness, severity: Info,
        fix: Unsafe, since: "0.2.0", presets: [Strict, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3029", "buildkit/FromPlatformFlagConstDisallowed", "semgrep/avoid-platform-with-from",
        ],
        differs: [
            "hadolint/DL3029" => "A stage that is named after its platform (`build-amd64`) and a platform from a build argument of the file's own are fine: the first is one of several by intent, the second is not fixed.",
        ],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(flag) = stage.from().and_then(|from| from.platform()) else { return };
    let Some(value) = flag.value() else { return };
    let raw = value.raw();
    let finding = match cx.facts.platform_flag(flag) {
        PlatformFlag::Constant(platform) if !stage.name().is_some_and(|name| platform.is_named_in(name)) => sink
            .report(value.span(), format!("the platform is always `{raw}`, whatever the build asks for"))
            .help("leave `--platform` out, or write `--platform=$BUILDPLATFORM` for a stage that only compiles"),
        PlatformFlag::TargetWithoutVariant => sink
            .report(
                value.span(),
                format!("`{raw}` drops the variant of the target platform, such as `v6` of `linux/arm/v6`"),
            )
            .help("leave `--platform` out: the target platform is the default")
            .not_as("buildkit/FromPlatformFlagConstDisallowed"),
        _ => return,
    };
    finding.fix(Unsafe, "Leave `--platform` out", |edit| edit.delete(flag.span_with_blanks()));
}
