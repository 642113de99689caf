//! Index updates in a RUN of their own.

use plimsoll_core::facts::{Family, PackageCommand};
use plimsoll_core::prelude::*;

declare_rule! {
    /// The cache keeps the layer of a lone `apt-get update` while the install below it changes: the install then works
    /// with an index that is months old, gets outdated packages, or fails on files that the mirror has dropped.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update
    /// RUN apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && \
    ///     apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// dnf, yum and zypper renew an old index by themselves, and `apk add --no-cache` fetches its own: an update alone
    /// only makes the image larger there, which is reported as information. An index on a cache mount is in no layer:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update
    /// RUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get install -y curl
    /// ```
    ///
    /// A RUN that does more with packages (`apt-get source`, `build-dep`) or calls a script that may, is fine.
    pub static RULE = {
        id: "update-with-install", summary: "Update the package index in the RUN that installs", category: Cache,
        severity: Warning, fix: Unsafe, since: "0.1.0", presets: [Recommended],
        aliases: [
            "trivy/DS-0017", "checkov/CKV_DOCKER_5", "cis/4.7", "dockle/CIS-DI-0007",
            "dockerfilelint/apt-get-update_require_install",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(update) = cx.facts.lone_index_update(run) else { return };
    if run.is_onbuild_inner() || run.as_run().is_some_and(|run| run.mounts().any(|mount| mount.kind() == "cache")) {
        return;
    }
    let install = cx.facts.install_after(run, update.family);
    let name = &update.name;
    let harmless = update.family.renews_its_index() || install.as_ref().is_some_and(|install| install.own_index);
    let message = if harmless {
        format!("`{name}` in a RUN of its own is of no use: the install fetches the index by itself")
    } else if install.is_some() {
        format!("`{name}` in a RUN of its own is cached: later installs work with an old index")
    } else {
        format!("`{name}` in a RUN of its own is cached, and its index grows old")
    };
    let mut finding = sink.report(update.span, message).help(help(&update, install.as_ref(), harmless));
    if harmless {
        finding = finding.severity(Severity::Info);
    }
    if let Some(install) = install {
        finding =
            finding.label(install.span, if harmless { "fetches its own index" } else { "installs with that index" });
    }
    if let Some(gap) = joinable(cx, run, update.family) {
        let lines = if gap.of(cx.dockerfile.text()).contains("\r\n") { "\r\n" } else { "\n" };
        let join = format!(" && {}{lines}    ", cx.dockerfile.escape());
        finding.fix(Unsafe, "Join it with the RUN below", |edit| edit.replace(gap, join));
    }
}

fn help(update: &PackageCommand, install: Option<&PackageCommand>, harmless: bool) -> String {
    match install {
        _ if harmless => format!("leave `{}` out", update.name),
        Some(install) => format!("write `RUN {} && {} …`", update.name, install.name),
        None => format!("put `{} &&` before each install, or leave it out", update.name),
    }
}

/// What lies between the RUN and the next, where both are plain and the next one installs: `&&` can take its place.
fn joinable(cx: &DockerfileCx<'_>, run: Instruction<'_>, family: Family) -> Option<Span> {
    let next = run.stage()?.instructions().find(|next| next.index() > run.index())?;
    let install = cx.facts.install_after(run, family)?;
    let fits = run.flags().next().is_none() && next.span().covers(install.span);
    cx.facts.joint(run, next).filter(|_| fits)
}
