//! COPY --from with a name that nobody has given.

use plimsoll_core::facts::FromOrigin;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A name after `--from` that is no stage of the file is pulled as an image of that name, unless the build is given a
    /// context of that name. A mistyped stage thus ends in "pull access denied", or in somebody else's image.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.26 AS builder
    /// RUN go build -o /app .
    /// FROM debian:13-slim
    /// COPY --from=bulider /app /app
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.26 AS builder
    /// RUN go build -o /app .
    /// FROM debian:13-slim
    /// COPY --from=builder /app /app
    /// ```
    ///
    /// A name with a tag or a path, and the official images, are images; `require-image-tag` says when the tag is missing. A
    /// context that a service names in `additional_contexts` is known:
    ///
    /// ```project
    /// ==> Dockerfile
    /// FROM debian:13-slim
    /// COPY --from=assets /logo.svg /srv/
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     build:
    ///       context: .
    ///       additional_contexts:
    ///         assets: ../assets
    /// ```
    ///
    /// The command line and bake files give contexts, too: where no service builds the file, and no stage has a name that
    /// is nearly the same, the finding is information only.
    pub static RULE = {
        id: "copy-from-known-stage", summary: "Copy from a stage, an image or a context that exists",
        category: Correctness, severity: Warning, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3022"],
        differs: [
            "hadolint/DL3022" => "Names of images are not reported, with a tag or without (`require-image-tag` does the latter), nor are contexts that a service names; variables and later stages are errors of `copy-from-flag-invalid`.",
        ],
    }
    Check::Instruction(&[Keyword::Copy, Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if instruction.is_onbuild_inner() {
        return;
    }
    let is_built = cx.linked.builds_of(cx.file).next().is_some();
    for from in cx.names_after_from(instruction).into_iter().filter(|from| from.origin == FromOrigin::Word) {
        let name = &from.name;
        let is_empty = *name == "scratch";
        if is_empty && from.in_mount {
            continue;
        }
        let meant = cx.meant_stage(instruction, name);
        let message = if is_empty {
            "`scratch` is empty: there is nothing to copy".to_owned()
        } else if is_built {
            format!("`{name}` is neither a stage above nor a context of the service that builds it")
        } else {
            format!("`{name}` is no stage above: it is pulled as an image, unless the build gets such a context")
        };
        let help = match meant {
            Some(stage) => format!("did you mean `{stage}`?"),
            None if is_empty => "name the stage or image that holds the files".to_owned(),
            None => format!(
                "name a stage (`FROM … AS {name}`), an image with its tag, or a context (`additional_contexts` of the \
                 service, `--build-context`)"
            ),
        };
        let mut finding = sink.report(from.span, message).help(help);
        if meant.is_none() && !is_built && !is_empty {
            finding = finding.severity(Severity::Info);
        }
        if from.in_mount {
            finding.not_as("hadolint/DL3022");
        }
    }
}
