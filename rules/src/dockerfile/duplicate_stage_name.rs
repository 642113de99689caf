//! Stages of the same name.

use plimsoll_core::prelude::*;
use std::collections::{HashMap, HashSet};

declare_rule! {
    /// Two stages have one name. `FROM name` and `COPY --from=name` below take the last of them, and `--target` as well: the
    /// earlier stage cannot be reached by name any more, and a line that meant it silently gets the other's files.
    ///
    /// The case does not count: `Build` and `build` are one name.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25 AS build
    /// FROM node:24 AS build
    /// FROM alpine:3.23
    /// COPY --from=build /out /srv
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.25 AS server
    /// FROM node:24 AS pages
    /// FROM alpine:3.23
    /// COPY --from=pages /out /srv
    /// ```
    pub static RULE = {
        id: "duplicate-stage-name", summary: "Give every stage a name of its own", category: Correctness, severity: Error,
        since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3024", "buildkit/DuplicateStageName", "trivy/DS-0012", "checkov/CKV_DOCKER_11",
            "semgrep/alias-must-be-unique", "dockerfile-utils/DUPLICATE_BUILD_STAGE_NAME",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let mut seen: HashMap<String, (&str, Span)> = HashMap::new();
    let mut spellings: HashSet<&str> = HashSet::new();
    for stage in cx.dockerfile.stages() {
        let (Some(name), Some(span)) = (stage.name(), stage.name_span()) else { continue };
        let is_spelt_anew = spellings.insert(name);
        let Some((earlier, first)) = seen.insert(name.to_ascii_lowercase(), (name, span)) else { continue };
        let message = if earlier == name {
            format!("two stages are called `{name}`")
        } else {
            format!("`{earlier}` and `{name}` are one name: the case of stage names does not count")
        };
        let finding = sink
            .report(span, message)
            .label(first, "this stage cannot be reached by its name below the other")
            .help("rename one of them, and the `FROM`, `--from=` and `--target` that mean it");
        // Names in another case are other names for hadolint.
        if is_spelt_anew {
            finding.not_as("hadolint/DL3024");
        }
    }
}
