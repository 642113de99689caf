//! Values of `--from` that the build refuses.

use plimsoll_core::facts::{FromName, FromOrigin};
use plimsoll_core::prelude::*;

declare_rule! {
    /// `--from` names a stage above, its number, an image or a named context. Stages below are not there yet, variables
    /// are not expanded there, and what cannot be the name of an image is refused: the build stops.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// COPY --from=builder /app /app
    /// FROM golang:1.26 AS builder
    /// RUN go build -o /app .
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.26 AS builder
    /// RUN go build -o /app .
    /// FROM debian:13-slim
    /// COPY --from=builder /app /app
    /// ```
    ///
    /// To choose by a build argument, give the choice a stage: `FROM` does expand variables.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// ARG TOOL_VERSION=1.4
    /// COPY --from=ghcr.io/acme/tool:$TOOL_VERSION /tool /usr/local/bin/
    /// ```
    ///
    /// ```dockerfile
    /// ARG TOOL_VERSION=1.4
    /// FROM ghcr.io/acme/tool:$TOOL_VERSION AS tool
    /// FROM debian:13-slim
    /// COPY --from=tool /tool /usr/local/bin/
    /// ```
    ///
    /// The `from` of a mount takes the name of a stage, but not its number. A variable in it is reported by `parse-error`.
    pub static RULE = {
        id: "copy-from-flag-invalid", summary: "Give `--from` a stage above or an image", category: Syntax,
        severity: Error, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: ["dockerfile-utils/FLAG_INVALID_FROM_VALUE"],
    }
    Check::Instruction(&[Keyword::Copy, Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if instruction.is_onbuild_inner() {
        return;
    }
    for from in cx.names_after_from(instruction) {
        let name = &from.name;
        let (message, help) = match &from.origin {
            FromOrigin::Variable if !from.in_mount => (
                format!("`--from` cannot hold a variable: `{name}` is not expanded"),
                format!("put `FROM {name} AS <stage>` above, its `ARG` before the first `FROM`, and name that stage"),
            ),
            FromOrigin::Later(_) => (
                format!("the stage `{name}` stands below: files can only be copied from stages above"),
                "move that stage up".to_owned(),
            ),
            FromOrigin::NoSuchStage => (
                format!("there is no stage `{name}`: the file has {}", stages(cx.dockerfile.stages().count())),
                "name the stage instead of its number".to_owned(),
            ),
            FromOrigin::MountNumber => (
                format!("`{name}` is pulled as an image: a mount takes the name of a stage, not its number"),
                "give the stage a name (`FROM … AS <name>`) and write that".to_owned(),
            ),
            FromOrigin::Invalid => (
                format!("`{name}` is no stage, and cannot be the name of an image"),
                help_for_invalid(cx, instruction, &from),
            ),
            _ => continue,
        };
        let finding = sink.report(from.span, message).help(help);
        let FromOrigin::Later(stage) = from.origin else { continue };
        let below = cx
            .dockerfile
            .stage(stage)
            .and_then(|stage| stage.name_span().or(Some(stage.from()?.instruction().head_span())));
        if let Some(span) = below {
            finding.label(span, "the stage");
        }
    }
}

fn stages(count: usize) -> String {
    match count {
        1 => "one stage, `0`".to_owned(),
        count => format!("{count} stages, the first is `0`"),
    }
}

fn help_for_invalid(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, from: &FromName<'_>) -> String {
    match cx.meant_stage(instruction, &from.name) {
        Some(stage) => format!("did you mean `{stage}`?"),
        None => "write the name of a stage above, or of an image: its parts are lower case".to_owned(),
    }
}
