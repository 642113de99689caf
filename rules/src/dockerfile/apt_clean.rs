//! Packages that apt fetched, where the hook that deletes them is gone.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// The images of Debian and Ubuntu, and all that are based on them, delete packages after the install: by the hook
    /// `/etc/apt/apt.conf.d/docker-clean`. There `apt-get clean` does nothing, and its absence is no fault.
    ///
    /// A file that removes the hook, as cache mounts want it, must then do without it in every RUN: one without the mount
    /// leaves its packages in the layer.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN rm -f /etc/apt/apt.conf.d/docker-clean
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN rm -f /etc/apt/apt.conf.d/docker-clean
    /// RUN apt-get update && apt-get install -y curl && apt-get clean
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN rm -f /etc/apt/apt.conf.d/docker-clean
    /// RUN --mount=type=cache,target=/var/cache/apt,sharing=locked apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    pub static RULE = {
        id: "apt-clean", summary: "Delete fetched packages where the hook for that is gone", category: Size,
        severity: Info, fix: Safe, since: "0.2.0", presets: [],
        aliases: ["semgrep/remove-package-cache", "dockle/DKL-DI-0005"],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::AptPackages) else { return };
    let Some(filler) = left.fillers.first() else { return };
    if !run.stage().is_some_and(|stage| cx.facts.ships(stage.index())) {
        return;
    }
    let message = format!("`{}` leaves the fetched packages in the layer: `docker-clean` is gone", filler.name);
    let mut finding = sink.report(filler.span, message).help(
        "mount a cache (`--mount=type=cache,target=/var/cache/apt,sharing=locked`), or end the RUN with \
         `&& apt-get clean`",
    );
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    if let Some((at, text)) = cx.append_to_run(run, filler, "apt-get clean") {
        finding.fix(Safe, "Delete the packages at the end", |edit| edit.insert(at, text));
    }
}
