//! Variables in FROM that nothing declares.

use plimsoll_core::facts::UndefinedInFrom;
use plimsoll_core::prelude::*;

declare_rule! {
    /// FROM sees the ARG lines before the first FROM and the platform arguments (`TARGETARCH`, `BUILDPLATFORM`, …) and
    /// nothing else. Any other variable is empty: `alpine:${VERSION}` is then `alpine:`, and `app${SUFFIX}` quietly
    /// becomes another image.
    ///
    /// ```dockerfile,expect
    /// ARG ALPINE_VERSION=3.22
    /// FROM alpine:${ALPINE_VERSOIN}
    /// ```
    ///
    /// ```dockerfile,fixed
    /// ARG ALPINE_VERSION=3.22
    /// FROM alpine:${ALPINE_VERSION}
    /// ```
    ///
    /// An ARG within a stage comes too late for the next one:
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25 AS build
    /// ARG RUNTIME=debian:13
    /// FROM ${RUNTIME}
    /// ```
    ///
    /// ```dockerfile
    /// ARG RUNTIME=debian:13
    /// FROM --platform=$BUILDPLATFORM golang:1.25 AS build
    /// FROM ${RUNTIME}
    /// FROM alpine:${ALPINE_VERSION:-3.22}
    /// ```
    pub static RULE = {
        id: "undefined-arg-in-from", summary: "Declare the variables of FROM before the first FROM", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.2.0", presets: [Recommended, Buildkit],
        aliases: ["buildkit/UndefinedArgInFrom"],
        differs: [
            "buildkit/UndefinedArgInFrom" => "A variable with a default, such as `${VERSION:-3.22}`, is not reported: it \
                has a value.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for UndefinedInFrom { name, span, too_late, near } in cx.undefined_in_from() {
        let finding = sink.report(span, format!("no `ARG` before the first `FROM` declares `{name}`"));
        if let Some(place) = too_late {
            finding
                .label(place, "is seen in its own stage only")
                .help(format!("move `ARG {name}` above the first `FROM`"));
        } else if let Some(near) = near {
            finding
                .help(format!("did you mean `{near}`?"))
                .fix(Unsafe, format!("Write `{near}`"), |edit| edit.replace(span, near));
        } else {
            finding.help(format!("declare it there with a default: `ARG {name}=…`"));
        }
    }
}
