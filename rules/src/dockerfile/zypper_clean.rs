//! The metadata of zypper in a layer.

use plimsoll_core::facts::Filler;
use plimsoll_core::facts::leftovers::{Miss, NearMiss};
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `zypper install` keeps what it knows of the repositories in `/var/cache/zypp`, some tens of megabytes. What a RUN
    /// does not delete stays in its layer for good. The same holds for updates.
    ///
    /// ```dockerfile,expect
    /// FROM opensuse/leap:16.0
    /// RUN zypper --non-interactive install git
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM opensuse/leap:16.0
    /// RUN zypper --non-interactive install git && zypper clean --all
    /// ```
    ///
    /// ```dockerfile
    /// FROM opensuse/leap:16.0
    /// RUN zypper --non-interactive install git && zypper clean --all
    /// ```
    ///
    /// `zypper clean` alone deletes packages, which zypper does not keep in the first place, and leaves the metadata:
    ///
    /// ```dockerfile,expect
    /// FROM opensuse/leap:16.0
    /// RUN zypper --non-interactive install git && zypper clean
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM opensuse/leap:16.0
    /// RUN zypper --non-interactive install git && zypper clean --all
    /// ```
    ///
    /// In stages that are not shipped the finding is a matter of form, and left out of the presets `recommended` and
    /// `strict`.
    pub static RULE = {
        id: "zypper-clean", summary: "End a RUN that installs with zypper by `zypper clean --all`", category: Size,
        severity: Info, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3036", "trivy/DS-0020", "semgrep/missing-zypper-clean"],
        differs: [
            "hadolint/DL3036" => "`zypper clean` without `--all` does not count, since it leaves the metadata; \
             removing `/var/cache/zypp` does.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

const CLEAN: &str = "zypper clean --all";

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::ZypperMetadata) else { return };
    let Some(first) = left.fillers.first() else { return };
    let ships = run.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    if !ships && sink.is_by_own_preset() {
        return;
    }
    let message = format!("`{}` leaves the metadata of the repositories in the layer", first.name);
    let mut finding = sink.report(first.span, message).help(format!("end the RUN with `&& {CLEAN}`"));
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    let seen = |filler: &Filler| filler.is_plain && matches!(filler.name.as_str(), "zypper install" | "zypper in");
    let part = left.near_miss.filter(|miss| miss.why == Miss::Part);
    if part.is_some() || !left.fillers.iter().any(seen) {
        finding = finding.not_as("hadolint/DL3036");
    }
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    let is_after = |part: &NearMiss| left.fillers.iter().all(|filler| filler.span.start < part.span.start);
    if let Some(part) = part.filter(is_after) {
        finding.fix(Safe, "Delete the metadata, too", |edit| edit.insert(part.span.end, " --all"));
    } else if let Some((at, text)) = cx.append_to_run(run, first, CLEAN) {
        finding.fix(Safe, "Delete the metadata at the end", |edit| edit.insert(at, text));
    }
}
