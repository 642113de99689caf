//! Stages with a name that means something else.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `scratch` is the empty image and `context` the build context. A stage of that name cannot be built upon
    /// (`FROM scratch` stays empty), and who reads `--from=context` expects the files beside the Dockerfile.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23 AS scratch
    /// FROM debian:13
    /// COPY --from=scratch /bin/busybox /bin/
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM alpine:3.23 AS scratch-stage
    /// FROM debian:13
    /// COPY --from=scratch-stage /bin/busybox /bin/
    /// ```
    ///
    /// The fix renames the stage wherever the project names it; where a name may stand in a variable there is none.
    ///
    /// ```dockerfile
    /// FROM scratch AS files
    /// ```
    pub static RULE = {
        id: "reserved-stage-name", summary: "Give no stage the name `scratch` or `context`",
        category: Correctness, severity: Warning, fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: ["hadolint/DL3063", "buildkit/ReservedStageName"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let mut uses = None;
    for stage in cx.dockerfile.stages() {
        let (Some(name), Some(span)) = (stage.name(), stage.name_span()) else { continue };
        let lower = name.to_ascii_lowercase();
        let meaning = match lower.as_str() {
            "scratch" => "the empty image",
            "context" => "the build context",
            _ => continue,
        };
        let uses = &*uses.get_or_insert_with(|| cx.stage_uses());
        let new = format!("{lower}-stage");
        let finding = sink
            .report(span, format!("a stage is called `{name}`, which is the name of {meaning}"))
            .help(format!("give it another name, such as `{new}`, here and where it is used"));
        let finding = match uses.get(stage.index() as usize) {
            Some(of_stage) if !of_stage.hidden && cx.dockerfile.stage_by_name(&new, u32::MAX).is_none() => {
                finding.fix(Unsafe, format!("Rename it to `{new}`"), |edit| {
                    edit.replace(span, new.as_str());
                    for (file, span) in of_stage.not_called(&new, cx) {
                        edit.replace_in(file, span, new.as_str());
                    }
                })
            }
            _ => finding,
        };
        // Names in another case are not reserved for hadolint.
        if lower != name {
            finding.not_as("hadolint/DL3063");
        }
    }
}
