//! Stage names with capital letters.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Stage names are compared without regard to case and shown in lower case, so a name with capitals is written in one way
    /// and shown in another. Keywords stand out in capitals because names do not have them.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25 AS Build
    /// FROM alpine:3.23
    /// COPY --from=Build /server /server
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM golang:1.25 AS build
    /// FROM alpine:3.23
    /// COPY --from=build /server /server
    /// ```
    ///
    /// The fix changes the uses of the name too, also the `target` of services. Where a variable may hold the name the fix is
    /// unsafe: other builders than BuildKit compare case.
    ///
    /// ```dockerfile
    /// FROM golang:1.25 AS build-1.25_linux
    /// ```
    pub static RULE = {
        id: "stage-name-casing", summary: "Write stage names in lower case", category: Style, severity: Style,
        fix: Safe, since: "0.2.0", presets: [Strict, Buildkit],
        aliases: ["buildkit/StageNameCasing"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let mut uses = None;
    for stage in cx.dockerfile.stages() {
        let (Some(name), Some(span)) = (stage.name(), stage.name_span()) else { continue };
        let lower = name.to_ascii_lowercase();
        if name == lower {
            continue;
        }
        let uses = &*uses.get_or_insert_with(|| cx.stage_uses());
        let Some(of_stage) = uses.get(stage.index() as usize) else { continue };
        let applicability = if of_stage.hidden { Unsafe } else { Safe };
        sink.report(span, format!("the stage name `{name}` is not in lower case"))
            .help(format!("write `{lower}`, here and where it is used"))
            .fix(applicability, format!("Write `{lower}`"), |edit| {
                edit.replace(span, lower.as_str());
                for (file, span) in of_stage.not_called(&lower, cx) {
                    edit.replace_in(file, span, lower.as_str());
                }
            });
    }
}
