//! Upgrades of the system that the cache serves for ever.

use plimsoll_core::facts::PackageCommand;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The layer of `apt-get dist-upgrade` is taken from the cache as long as nothing above it changes: "fully up to
    /// date" quietly becomes months old, and security fixes are missing from an image that was built this morning.
    ///
    /// Give the cache something that changes: a build argument above the command, used in it.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get -y dist-upgrade
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// ARG CACHE_BUST=1
    /// RUN : "${CACHE_BUST}" && apt-get update && apt-get -y dist-upgrade
    /// ```
    ///
    /// Then `docker build --build-arg CACHE_BUST="$(date +%F)" .` upgrades once a day.
    ///
    /// What counts as changing: a variable of the file in the command; ARG or ENV above it whose name says so (a build
    /// date, `REFRESHED_AT`, a revision, a commit); files copied from the context or a stage that copies some, except
    /// package sources, keys and certificates; ADD of a URL without a checksum; a date in the command or a snapshot's
    /// name; a base that a build argument chooses. A digest of the base alone does not: it changes when somebody bumps
    /// it, so it needs a comment that says who does or when (`# renovate`, `# refreshed 2026-05-01`).
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ENV REFRESHED_AT=2026-05-01
    /// RUN apt-get update && apt-get -y dist-upgrade
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-alpine
    /// COPY . /app
    /// RUN apk upgrade --no-cache
    /// ```
    ///
    /// Stages that are not shipped, ONBUILD and services with `build.no_cache: true` are spared. A build with
    /// `--no-cache` cannot be seen from here: ignore the finding with that reason. `dnf upgrade openssl` is no upgrade of
    /// the system.
    pub static RULE = {
        id: "apt-upgrade-cache-bust", summary: "Keep system upgrades from being served from an old cache", category: Cache,
        severity: Warning, fix: Unsafe, since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    if !cx.facts.ships(stage.index()) || cx.is_built_without_cache() {
        return;
    }
    let mut is_first = true;
    for run in stage.instructions().filter(|instruction| instruction.keyword() == Keyword::Run) {
        let Some(upgrade) = cx.facts.system_upgrade(run) else { continue };
        if cx.facts.is_refreshed(run) {
            continue;
        }
        report(cx, run, &upgrade, is_first, sink);
        is_first = false;
    }
}

fn report(cx: &DockerfileCx<'_>, run: Instruction<'_>, upgrade: &PackageCommand, is_first: bool, sink: &mut Sink<'_>) {
    let message =
        format!("`{}` is served from the cache for months: nothing above it changes between builds", upgrade.name);
    let finding = sink.report(upgrade.span, message).help(
        "put `ARG CACHE_BUST` above the RUN, use it in the command (`: \"${CACHE_BUST}\" && …`), and build with \
         `--build-arg CACHE_BUST=\"$(date +%F)\"`",
    );
    // One ARG serves all that follow it.
    if is_first {
        finding.fix(Unsafe, "Insert an ARG that renews the cache", |edit| {
            let above = run.comments_above().next().map_or(run.keyword_span(), |comment| comment.span());
            edit.insert(above.start, "ARG CACHE_BUST=1\n");
            let Some(script) = cx.facts.scripts_of(run).next() else { return };
            let at = script.script.span().start;
            match script.origin {
                ScriptOrigin::ShellForm => edit.insert(at, ": \"${CACHE_BUST}\" && "),
                ScriptOrigin::Heredoc if !script.script.text().starts_with("#!") => {
                    edit.insert(at, ": \"${CACHE_BUST}\"\n")
                }
                _ => {}
            }
        });
    }
}
