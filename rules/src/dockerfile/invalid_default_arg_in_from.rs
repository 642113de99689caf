//! Base images whose names are none without build arguments.

use plimsoll_core::facts::InvalidDefault;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Without `--build-arg` the FROM line names no image, so a plain `docker build` stops there, and so does every tool
    /// that reads the file without knowing the argument. A default makes the file complete.
    ///
    /// ```dockerfile,expect
    /// ARG DEBIAN_VERSION
    /// FROM debian:${DEBIAN_VERSION}
    /// ```
    ///
    /// ```dockerfile
    /// ARG DEBIAN_VERSION=13
    /// FROM debian:${DEBIAN_VERSION}
    /// ```
    ///
    /// ```dockerfile
    /// ARG DEBIAN_VERSION
    /// FROM debian:${DEBIAN_VERSION:-13}
    /// ```
    ///
    /// An ARG without a default may say that the argument must be given; that is reported as information, and not at all
    /// where a service of the project passes it. A name without variables is judged by `parse-error`, and a variable that
    /// no ARG declares by `undefined-arg-in-from`.
    pub static RULE = {
        id: "invalid-default-arg-in-from", summary: "Give the arguments of FROM a default", category: Correctness,
        severity: Warning, since: "0.2.0", presets: [Strict, Buildkit],
        aliases: ["buildkit/InvalidDefaultArgInFrom", "dockerfile-utils/BASE_NAME_EMPTY"],
        differs: [
            "buildkit/InvalidDefaultArgInFrom" => "A name that is invalid without any variable is an error of `parse-error`, \
                an undeclared variable one of `undefined-arg-in-from`, and an argument that a service of the project passes \
                needs no default.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for found in cx.invalid_defaults() {
        report(&found, sink);
    }
}

fn report(found: &InvalidDefault, sink: &mut Sink<'_>) {
    let InvalidDefault { span, text, fault, required } = found;
    let message = if text.is_empty() {
        "without build arguments `FROM` names no image".to_owned()
    } else {
        format!("without build arguments the image is `{text}`: {fault}")
    };
    let mut finding = sink.report(*span, message);
    for (name, place) in required {
        finding = finding.label(*place, format!("`{name}` has no default"));
    }
    match required.first() {
        Some((name, _)) => {
            finding.severity(Severity::Info).help(format!("give it one: `ARG {name}=…`"));
        }
        None => {
            finding.help("give the arguments values that make a name");
        }
    }
}
