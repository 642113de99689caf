//! The package lists of apt in a layer.

use plimsoll_core::facts::leftovers::ListsUse;
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `apt-get update` fetches lists of all packages, twenty megabytes and more. What a RUN does not delete stays in its
    /// layer for good: a later RUN only hides it.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update \
    ///     && apt-get install -y --no-install-recommends curl \
    ///     && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// `apt-get clean` deletes packages, not lists. A cache mount keeps the lists out of the layer:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update && apt-get install -y curl
    /// ```
    ///
    /// There is no fix where a later RUN installs with these lists: put update, install and removal into one RUN. Stages
    /// from which files are only copied are spared. Those on which only such stages are based are a matter of form, and
    /// left out of the presets `recommended` and `strict`.
    pub static RULE = {
        id: "apt-lists-cleanup", summary: "Delete the package lists of apt in the RUN that fetches them", category: Size,
        severity: Info, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3009", "semgrep/remove-package-lists", "dockle/DKL-DI-0005", "dockerfilelint/apt-get_missing_rm",
        ],
        differs: [
            "hadolint/DL3009" => "The lists themselves must go, not just anything by `rm -rf`; `apt-get dist-clean`, \
             `find … -delete`, a script called cleanup and a mount on `/var/lib/apt` alone count.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

const CLEAN: &str = "rm -rf /var/lib/apt/lists/*";

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::AptLists) else { return };
    let (Some(filler), Some(stage)) = (left.fillers.first(), run.stage()) else { return };
    let (ships, is_base) = (cx.facts.ships(stage.index()), cx.facts.is_base(stage.index()));
    if !ships && (!is_base || sink.is_by_own_preset()) {
        return;
    }
    let used = cx.facts.lists_used_after(run);
    let help = if left.installs && used != ListsUse::Yes {
        format!("end the RUN with `&& {CLEAN}`")
    } else {
        format!("update, install and delete in one RUN: `{} && … install … && {CLEAN}`", filler.name)
    };
    let mut finding =
        sink.report(filler.span, format!("`{}` leaves the package lists in the layer", filler.name)).help(help);
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    if left.removes_others || !left.fillers.iter().any(|filler| filler.is_plain) || !cx.is_last_or_named(stage) {
        finding = finding.not_as("hadolint/DL3009");
    }
    let safety = match used {
        ListsUse::No => Safe,
        ListsUse::Unknown => Unsafe,
        ListsUse::Yes => return,
    };
    let end = left.fillers.last().filter(|_| left.installs).and_then(|last| cx.append_to_run(run, last, CLEAN));
    if let Some((at, text)) = end {
        finding.fix(safety, "Delete the lists at the end", |edit| edit.insert(at, text));
    }
}
