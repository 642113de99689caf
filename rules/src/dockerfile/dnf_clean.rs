//! The metadata of dnf in a layer.

use plimsoll_core::facts::Filler;
use plimsoll_core::facts::leftovers::Miss;
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `dnf install` keeps what it knows of the repositories in `/var/cache`, often more than a hundred megabytes. What a
    /// RUN does not delete stays in its layer for good. The same holds for microdnf, and for upgrades.
    ///
    /// ```dockerfile,expect
    /// FROM fedora:43
    /// RUN dnf install -y git
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM fedora:43
    /// RUN dnf install -y git && dnf clean all
    /// ```
    ///
    /// ```dockerfile
    /// FROM fedora:43
    /// RUN dnf install -y git && dnf clean all
    /// RUN --mount=type=cache,target=/var/cache/libdnf5 dnf install -y make
    /// ```
    ///
    /// `dnf clean packages` is not enough: the metadata are what is large. Removing the folder does as well as
    /// `clean all`. In stages that are not shipped the finding is a matter of form, and left out of the presets
    /// `recommended` and `strict`.
    pub static RULE = {
        id: "dnf-clean", summary: "End a RUN that installs with dnf or microdnf by `clean all`", category: Size,
        severity: Info, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3040", "trivy/DS-0019", "trivy/DS-0027", "semgrep/missing-dnf-clean-all",
        ],
        differs: [
            "hadolint/DL3040" => "The metadata must go, not just anything by `rm -rf`; a mount on any folder that \
             dnf uses counts, or on one that holds it.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

/// The sub-commands that hadolint knows.
const VERBS: [&str; 8] = ["install", "in", "upgrade", "up", "upgrade-minimal", "up-min", "reinstall", "rei"];

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::RpmMetadata) else { return };
    let is_dnf = |filler: &&Filler| filler.manager.name != "yum";
    let Some(first) = left.fillers.iter().find(is_dnf) else { return };
    let ships = run.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    if !ships && sink.is_by_own_preset() {
        return;
    }
    let clean = format!("{} clean all", first.program());
    let message = format!("`{}` leaves the metadata of the repositories in the layer", first.name);
    let mut finding = sink.report(first.span, message).help(format!("end the RUN with `&& {clean}`"));
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    let seen = |filler: &Filler| {
        let verb = filler.name.rsplit(' ').next().unwrap_or("");
        filler.is_plain && VERBS.contains(&verb) && matches!(filler.program(), "dnf" | "microdnf")
    };
    let is_part = left.near_miss.is_some_and(|miss| miss.why == Miss::Part);
    if left.removes_others || is_part || !left.fillers.iter().any(seen) {
        finding = finding.not_as("hadolint/DL3040");
    }
    if let Some((at, text)) = cx.append_to_run(run, first, &clean) {
        finding.fix(Safe, "Delete the metadata at the end", |edit| edit.insert(at, text));
    }
}
