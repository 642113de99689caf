//! Several ENTRYPOINT in a stage.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Only the last ENTRYPOINT of a stage counts. The others are read and forgotten: they do not run one after the other.
    ///
    /// ```dockerfile,expect
    /// FROM postgres:18
    /// ENTRYPOINT ["/prepare.sh"]
    /// ENTRYPOINT ["docker-entrypoint.sh"]
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM postgres:18
    /// ENTRYPOINT ["docker-entrypoint.sh"]
    /// ```
    ///
    /// Each stage has its own, and an image replaces the ENTRYPOINT of its base:
    ///
    /// ```dockerfile
    /// FROM postgres:18 AS base
    /// ENTRYPOINT ["/prepare.sh"]
    /// FROM base
    /// ENTRYPOINT ["docker-entrypoint.sh"]
    /// ```
    ///
    /// The finding is at the ENTRYPOINT that is lost, as for BuildKit; under `--preset hadolint` at the one that replaces it.
    pub static RULE = {
        id: "single-entrypoint", summary: "Write one ENTRYPOINT in a stage", category: Correctness, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL4004", "buildkit/MultipleInstructionsDisallowed", "trivy/DS-0007",
            "semgrep/multiple-entrypoint-instructions", "dockerfile-utils/MULTIPLE_INSTRUCTIONS",
        ],
        differs: [
            "hadolint/DL4004" => "The finding is at the instruction that is lost; only under `--preset hadolint` at the one that replaces it.",
        ],
    }
    Check::Stage(check)
}

fn check(_: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    for (lost, next) in stage.replaced(Keyword::Entrypoint) {
        let mut places = [(lost, "has no effect"), (next, "takes its place")];
        if sink.is_by_preset(Preset::Hadolint) {
            places.reverse();
        }
        let [(at, words), (other, other_words)] = places;
        sink.report(at.keyword_span(), "of several `ENTRYPOINT` in a stage only the last has an effect")
            .at(words)
            .label(other.keyword_span(), other_words)
            .help("remove the earlier one; a script that ends with `exec \"$@\"` can call both")
            .fix(Unsafe, "Remove the earlier one", |edit| edit.delete(lost.lines_span()));
    }
}
