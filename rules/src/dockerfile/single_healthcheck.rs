//! Several HEALTHCHECK in a stage.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Only the last HEALTHCHECK of a stage counts. Two checks do not add up: what the first one looks at is not looked at.
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
    /// HEALTHCHECK --interval=1m CMD ["pgrep", "nginx"]
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM nginx:1.29
    /// HEALTHCHECK --interval=1m CMD ["pgrep", "nginx"]
    /// ```
    ///
    /// Each stage has its own, and an image replaces the check of its base:
    ///
    /// ```dockerfile
    /// FROM nginx:1.29 AS base
    /// HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
    /// FROM base
    /// HEALTHCHECK NONE
    /// ```
    ///
    /// The finding is at the HEALTHCHECK that is lost, as for BuildKit; under `--preset hadolint` at the one that replaces it.
    pub static RULE = {
        id: "single-healthcheck", summary: "Write one HEALTHCHECK in a stage", category: Correctness, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3012", "buildkit/MultipleInstructionsDisallowed", "trivy/DS-0023",
            "dockerfile-utils/MULTIPLE_INSTRUCTIONS",
        ],
        differs: [
            "hadolint/DL3012" => "The finding is at the instruction that is lost; only under `--preset hadolint` at the one that replaces it.",
        ],
    }
    Check::Stage(check)
}

fn check(_: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    for (lost, next) in stage.replaced(Keyword::Healthcheck) {
        let mut places = [(lost, "has no effect"), (next, "takes its place")];
        if sink.is_by_preset(Preset::Hadolint) {
            places.reverse();
        }
        let [(at, words), (other, other_words)] = places;
        sink.report(at.keyword_span(), "of several `HEALTHCHECK` in a stage only the last has an effect")
            .at(words)
            .label(other.keyword_span(), other_words)
            .help("remove the earlier one; one command can check both")
            .fix(Unsafe, "Remove the earlier one", |edit| edit.delete(lost.lines_span()));
    }
}
