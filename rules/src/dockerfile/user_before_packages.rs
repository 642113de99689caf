//! Packages that make the owner of a volume's data.

use plimsoll_core::facts::{AccountPrograms, Owner, PackageAccount};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A package makes an account with whatever number is free, and that account owns data on a volume.
    ///
    /// Which number is free depends on the base image and on the packages before. After a rebuild it may be another one,
    /// and the server cannot read its own files. Make the account yourself, with a fixed number, before the package is
    /// installed: its install script then takes the one that is there.
    ///
    /// Reported only when data lives on a volume: a VOLUME or a mount of a service that builds the stage lies at the
    /// package's data folder or at a path handed to the account, or the container runs as the account and has a VOLUME.
    /// Packages that ask for a number of their own (most on Red Hat) are fine, and so is a later `usermod -u`.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y redis-server
    /// VOLUME /var/lib/redis
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN groupadd -r -g 910 redis && useradd -r -u 910 -g redis redis
    /// RUN apt-get update && apt-get install -y redis-server
    /// VOLUME /var/lib/redis
    /// ```
    ///
    /// The volume may be a service's:
    ///
    /// ```project,expect
    /// ==> Dockerfile
    /// FROM debian:13-slim
    /// RUN apt-get update && apt-get install -y redis-server
    /// ==> compose.yaml
    /// services:
    ///   queue:
    ///     build: .
    ///     volumes: ["jobs:/var/lib/redis"]
    /// volumes: {jobs: {}}
    /// ```
    pub static RULE = {
        id: "user-before-packages", summary: "Make the owner of a volume's data before the package that would make it",
        category: Reliability, severity: Warning, fix: DisplayOnly,
        since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let mut told = Vec::new();
    for stage in cx.facts.final_stages() {
        for found in cx.facts.package_accounts(stage) {
            let Some((file, span, text)) = volume(cx, stage, &found) else { continue };
            if !told.contains(&found.span) {
                told.push(found.span);
                report(cx, stage, &found, sink).label_in(file, span, text);
            }
        }
    }
}

/// The volume that holds data of the account.
fn volume(cx: &DockerfileCx<'_>, stage: &StageFacts, found: &PackageAccount) -> Option<(FileId, Span, &'static str)> {
    let owners = cx.facts.owners(stage);
    let own = |owner: &&&Owner| owner.user.as_deref() == Some(found.account.user);
    let handed: Vec<&str> = owners.iter().filter(own).flat_map(|owner| &owner.paths).map(String::as_str).collect();
    let runs = owners.iter().filter(own).any(|owner| owner.is_user);
    let holds = |path: &str| found.keeps_data_at(path) || handed.contains(&path.trim_end_matches('/'));
    if let Some((_, span)) = stage.volumes.iter().find(|(path, _)| runs || holds(path)) {
        return Some((cx.file, *span, "its data lives on this volume"));
    }
    cx.builders(stage.index).find_map(|(build, service)| {
        let (_, span) = service.mounts.iter().find(|(path, _)| holds(path))?;
        Some((build.compose, *span, "its data lives on this mount"))
    })
}

fn report<'s>(
    cx: &DockerfileCx<'_>,
    stage: &StageFacts,
    found: &PackageAccount,
    sink: &'s mut Sink<'_>,
) -> Pending<'s> {
    let (user, group) = (found.account.user, found.account.group);
    let command = if AccountPrograms::of(stage) == AccountPrograms::Busybox {
        format!("addgroup -S -g 910 {group} && adduser -S -D -H -u 910 -G {group} {user}")
    } else {
        format!("groupadd -r -g 910 {group} && useradd -r -u 910 -g {group} {user}")
    };
    let message = format!("`{}` makes the account `{user}` with whatever number is free", found.package);
    let finding = sink.report(found.span, message).help(format!(
        "before it: `RUN {command}`, with the number that existing files on the volume belong to, if there are some"
    ));
    match cx.dockerfile.instruction(found.instruction).filter(|instruction| !instruction.is_onbuild_inner()) {
        Some(instruction) => finding.fix(DisplayOnly, format!("Make `{user}` before"), |edit| {
            edit.insert(instruction.span().start, format!("RUN {command}\n"));
        }),
        None => finding,
    }
}
