//! The metadata of yum in a layer.

use plimsoll_core::facts::Filler;
use plimsoll_core::facts::leftovers::Miss;
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `yum install` keeps what it knows of the repositories in `/var/cache/yum` (or `/var/cache/dnf`), often more than a
    /// hundred megabytes. What a RUN does not delete stays in its layer for good. The same holds for upgrades.
    ///
    /// ```dockerfile,expect
    /// FROM amazonlinux:2
    /// RUN yum install -y git
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM amazonlinux:2
    /// RUN yum install -y git && yum clean all
    /// ```
    ///
    /// ```dockerfile
    /// FROM amazonlinux:2
    /// RUN yum install -y git && yum clean all
    /// RUN yum install -y make && rm -rf /var/cache/yum
    /// RUN --mount=type=cache,target=/var/cache/yum yum install -y gcc
    /// ```
    ///
    /// `yum clean packages` is not enough: the metadata are what is large. In stages that are not shipped the finding is a
    /// matter of form, and left out of the presets `recommended` and `strict`.
    pub static RULE = {
        id: "yum-clean", summary: "End a RUN that installs with yum by `yum clean all`", category: Size, severity: Info,
        fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3032", "trivy/DS-0015", "semgrep/missing-yum-clean-all"],
        differs: [
            "hadolint/DL3032" => "The metadata must go, not just anything by `rm -rf`; a mount on `/var/cache/yum` \
             counts, or on a folder that holds it.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::RpmMetadata) else { return };
    let is_yum = |filler: &&Filler| filler.manager.name == "yum";
    let Some(first) = left.fillers.iter().find(is_yum) else { return };
    let ships = run.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    if !ships && sink.is_by_own_preset() {
        return;
    }
    let message = format!("`{}` leaves the metadata of the repositories in the layer", first.name);
    let mut finding = sink.report(first.span, message).help("end the RUN with `&& yum clean all`");
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    let seen = |filler: &Filler| filler.is_plain && filler.name == "yum install";
    let is_part = left.near_miss.is_some_and(|miss| miss.why == Miss::Part);
    if left.removes_others || is_part || !left.fillers.iter().any(seen) {
        finding = finding.not_as("hadolint/DL3032");
    }
    if let Some((at, text)) = cx.append_to_run(run, first, "yum clean all") {
        finding.fix(Safe, "Delete the metadata at the end", |edit| edit.insert(at, text));
    }
}
