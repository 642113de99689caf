//! The index of apk in a layer.

use plimsoll_core::facts::{Filler, Leftover};
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::Verb;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `apk add` writes the index of all packages to `/var/cache/apk`, some megabytes that nobody reads again: the next
    /// build fetches a fresh one. With `--no-cache` it is used and not kept, and `apk update` or `--update` before it is
    /// no longer needed.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23
    /// RUN apk update && apk add curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM alpine:3.23
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.23
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// A cache mount, and the removal of the folder in the same RUN, serve as well:
    ///
    /// ```dockerfile
    /// FROM alpine:3.23
    /// RUN --mount=type=cache,target=/var/cache/apk apk add curl
    /// RUN apk add git && rm -rf /var/cache/apk/*
    /// ```
    ///
    /// `apk upgrade` and `apk update` keep the index, too. An `apk update` in a RUN of its own is left to
    /// `update-with-install`. In stages that are not shipped the finding is a matter of form, and left out of the
    /// presets `recommended` and `strict`.
    pub static RULE = {
        id: "apk-no-cache", summary: "Use `apk add --no-cache`", category: Size, severity: Info,
        fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3019", "trivy/DS-0025", "semgrep/missing-apk-no-cache", "dockle/DKL-DI-0004",
            "dockerfilelint/apkadd-missing_nocache_or_updaterm",
        ],
        differs: [
            "hadolint/DL3019" => "Removing `/var/cache/apk` in the same RUN counts, and `apk add --no-network` \
             fetches no index.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::ApkIndex) else { return };
    if !left.installs {
        return;
    }
    let ships = run.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    if !ships && sink.is_by_own_preset() {
        return;
    }
    let installs = |filler: &&Filler| filler.verb != Verb::UpdateIndex;
    let Some(first) = left.fillers.iter().find(installs).or_else(|| left.fillers.first()) else { return };
    let message = format!("`{}` leaves the package index in the layer", first.name);
    let help = match first.verb {
        Verb::UpdateIndex => "leave it out: `apk add --no-cache` fetches the index by itself".to_owned(),
        _ => format!("write `{} --no-cache …`", first.name),
    };
    let mut finding = sink.report(first.span, message).help(help);
    for other in left.fillers.iter().filter(|other| other.span != first.span) {
        let is_update = other.verb == Verb::UpdateIndex;
        finding = finding.label(other.span, if is_update { "is not needed with `--no-cache`" } else { "and here" });
    }
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    if !left.fillers.iter().any(|filler| filler.is_plain && filler.verb == Verb::Install) {
        finding = finding.not_as("hadolint/DL3019");
    }
    if let Some(edits) = edits(cx, left) {
        finding.fix(Safe, "Use `--no-cache`", |edit| {
            edit.extend(edits);
        });
    }
}

/// `--no-cache` in each command, and no `apk update`; none where such an update cannot go.
fn edits(cx: &DockerfileCx<'_>, left: &Leftover) -> Option<Vec<(Span, &'static str)>> {
    let edit = |filler: &Filler| {
        if filler.verb == Verb::UpdateIndex {
            return cx.removable(filler).map(|span| (span, ""));
        }
        let command = cx.facts.filler_command(filler)?;
        let update = command.args().find(|word| ["-U", "--update", "--update-cache"].iter().any(|flag| word.is(flag)));
        Some(match update {
            Some(word) => (word.span(), "--no-cache"),
            None => (Span::empty(filler.verb_span.end), " --no-cache"),
        })
    };
    left.fillers.iter().map(edit).collect()
}
