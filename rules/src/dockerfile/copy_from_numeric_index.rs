//! COPY --from with the number of a stage.

use plimsoll_core::facts::FromOrigin;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A number says nothing to who reads the file, and when a stage is inserted above, it names another one: the build
    /// breaks, or takes the wrong files.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.26
    /// RUN go build -o /app .
    /// FROM debian:13-slim
    /// COPY --from=0 /app /app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM golang:1.26 AS stage-0
    /// RUN go build -o /app .
    /// FROM debian:13-slim
    /// COPY --from=stage-0 /app /app
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.26 AS build
    /// RUN go build -o /app .
    /// FROM debian:13-slim
    /// COPY --from=build /app /app
    /// ```
    ///
    /// Numbers that no stage above has are build errors, reported by `copy-from-flag-invalid` and `copy-from-self`.
    pub static RULE = {
        id: "copy-from-numeric-index", summary: "Name the stage that files are copied from", category: Clarity,
        severity: Info, fix: Safe, since: "0.2.0", presets: [Strict], aliases: [],
    }
    Check::Instruction(&[Keyword::Copy], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if instruction.is_onbuild_inner() {
        return;
    }
    for from in cx.names_after_from(instruction) {
        let FromOrigin::Numbered(index) = from.origin else { continue };
        let Some(stage) = cx.dockerfile.stage(index) else { continue };
        let own = instruction.stage().map_or(0, Stage::index);
        let named = |name: &str| cx.dockerfile.stage_by_name(name, own).map(Stage::index);
        let mut finding =
            sink.report(from.span, format!("`--from={}` names a stage by its number, which moves", from.name));
        let head = stage.from().map(|from| from.instruction());
        if let Some(head) = head {
            finding = finding.label(head.head_span(), "the stage");
        }
        if let Some(name) = stage.name() {
            finding = finding.help(format!("write `--from={name}`"));
            // Of two stages of one name the later is meant.
            if named(name) == Some(index) {
                finding.fix(Safe, "Write its name", |edit| edit.replace(from.span, name));
            }
            continue;
        }
        let name = format!("stage-{index}");
        finding =
            finding.help(format!("name it (`FROM … AS build`) and write `--from=build` instead of `{}`", from.name));
        let Some(head) = head.filter(|head| head.words().count() == 1) else { continue };
        if cx.dockerfile.stage_by_name(&name, u32::MAX).is_none() {
            let keyword = if head.keyword_text().starts_with('f') { "as" } else { "AS" };
            finding.fix(Unsafe, "Name the stage", |edit| {
                edit.insert(head.head_span().end, format!(" {keyword} {name}"));
                edit.replace(from.span, name);
            });
        }
    }
}
