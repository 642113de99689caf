//! Moves to another release of the system.

use plimsoll_core::facts::ReleaseMove;
use plimsoll_core::prelude::*;

declare_rule! {
    /// FROM says which release an image is. A command that moves on from it makes an image that nobody made or tested
    /// like that, with packages replaced, downgraded and removed, and all files of the old release still in the layers
    /// below. Take the base image of the release that you want.
    ///
    /// ```dockerfile,expect
    /// FROM opensuse/leap:15.6
    /// RUN zypper --non-interactive dup
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM ubuntu:22.04
    /// RUN apt-get update && do-release-upgrade -f DistUpgradeViewNonInteractive
    /// ```
    ///
    /// ```dockerfile
    /// FROM opensuse/leap:16.0
    /// RUN zypper --non-interactive patch && zypper clean --all
    /// ```
    ///
    /// In openSUSE Tumbleweed `zypper dup` is the update itself. `apt-get dist-upgrade` stays in the release that its
    /// sources name, and is an upgrade like others: see `no-system-upgrade`, and `apt-upgrade-cache-bust` for the way to
    /// keep it fresh.
    ///
    /// ```dockerfile
    /// FROM opensuse/tumbleweed
    /// RUN zypper --non-interactive dup && zypper clean --all
    /// ```
    pub static RULE = {
        id: "no-dist-upgrade", summary: "Take the base image of another release instead of moving to it",
        category: Reproducibility, severity: Warning, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3035"],
        differs: [
            "hadolint/DL3035" => "`zypper dup` in images of openSUSE Tumbleweed is fine: there it is the update.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(upgrade) = cx.facts.release_upgrade(run) else { return };
    let name = &upgrade.name;
    let (message, help) = match upgrade.how {
        ReleaseMove::Repositories => (
            format!("`{name}` may downgrade and remove packages to match its repositories"),
            "write `zypper --non-interactive patch`, and take another release as the base image",
        ),
        ReleaseMove::Named | ReleaseMove::Tool => (
            format!("`{name}` moves the image to another release than that of its base"),
            "take the base image of that release",
        ),
    };
    let finding = sink.report(upgrade.span, message).help(help);
    if upgrade.how != ReleaseMove::Repositories || !upgrade.is_plain {
        finding.not_as("hadolint/DL3035");
    }
}
