//! Several CMD in a stage.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Only the last CMD of a stage counts. The others are read and forgotten: a program that they name is not started.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// CMD ["npm", "run", "migrate"]
    /// CMD ["npm", "start"]
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24
    /// CMD ["npm", "start"]
    /// ```
    ///
    /// Each stage has its own, and an image replaces the CMD of its base:
    ///
    /// ```dockerfile
    /// FROM node:24 AS base
    /// CMD ["npm", "run", "dev"]
    /// FROM base
    /// CMD ["npm", "start"]
    /// ```
    ///
    /// The finding is at the CMD that is lost, as for BuildKit; under `--preset hadolint` at the one that replaces it.
    pub static RULE = {
        id: "single-cmd", summary: "Write one CMD in a stage", category: Correctness, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL4003", "buildkit/MultipleInstructionsDisallowed", "trivy/DS-0016",
            "semgrep/multiple-cmd-instructions", "dockerfile-utils/MULTIPLE_INSTRUCTIONS",
        ],
        differs: [
            "hadolint/DL4003" => "The finding is at the instruction that is lost; only under `--preset hadolint` at the one that replaces it.",
        ],
    }
    Check::Stage(check)
}

fn check(_: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    for (lost, next) in stage.replaced(Keyword::Cmd) {
        let mut places = [(lost, "has no effect"), (next, "takes its place")];
        if sink.is_by_preset(Preset::Hadolint) {
            places.reverse();
        }
        let [(at, words), (other, other_words)] = places;
        sink.report(at.keyword_span(), "of several `CMD` in a stage only the last has an effect")
            .at(words)
            .label(other.keyword_span(), other_words)
            .help(
                "remove the earlier one; what must run before the program belongs into a script that ends with `exec`",
            )
            .fix(Unsafe, "Remove the earlier one", |edit| edit.delete(lost.lines_span()));
    }
}
