//! Upgrades of all packages of the base image.

use plimsoll_core::prelude::*;

declare_rule! {
    /// An image that upgrades its system depends on the day of its build: two builds of one commit differ, and the old
    /// files stay in the layers below. A fresh base image brings the same fixes, tested, without that: its digest, moved
    /// by a bot, says which.
    ///
    /// Opinions differ, which is why no preset has this rule: where base images are rebuilt rarely, an upgrade brings
    /// patches weeks earlier. Those who upgrade must see to it that the cache does not serve last year's layer:
    /// `apt-upgrade-cache-bust` says how, and is content with an upgrade that is renewed.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get -y dist-upgrade && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --only-upgrade openssl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// An upgrade that names its packages is fine. A move to another release is left to `no-dist-upgrade`.
    pub static RULE = {
        id: "no-system-upgrade", summary: "Take a fresh base image instead of upgrading its packages",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [],
        aliases: [
            "semgrep/avoid-apt-get-upgrade", "semgrep/avoid-apk-upgrade", "semgrep/avoid-dnf-update",
            "semgrep/avoid-yum-update", "semgrep/avoid-zypper-update", "dockerfilelint/apt-get-upgrade",
            "dockerfilelint/apt-get-dist-upgrade", "trivy/DS-0024", "dockle/DKL-DI-0003",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(upgrade) = cx.facts.system_upgrade(run) else { return };
    if cx.facts.release_upgrade(run).is_some() {
        return;
    }
    sink.report(upgrade.span, format!("`{}` makes the image depend on the day of its build", upgrade.name)).help(
        "move the base image instead: `docker build --pull`, or its digest; an upgrade that must stay needs a cache that \
         is renewed",
    );
}
