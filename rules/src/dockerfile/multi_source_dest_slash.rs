//! Several sources and a destination that does not say that it is a folder.

use plimsoll_core::dockerfile::{Arg, Transfer};
use plimsoll_core::facts::transfers::{self, SourceFact};
use plimsoll_core::prelude::*;
use plimsoll_core::sockets::normal;
use std::collections::HashSet;

declare_rule! {
    /// With several sources the destination must be a folder. If it does not exist and has no slash at its end, BuildKit
    /// takes it for a file: each source silently replaces the one before. The classic builder refuses to build.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// COPY package.json package-lock.json /srv/app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24
    /// COPY package.json package-lock.json /srv/app/
    /// ```
    ///
    /// `.` and `..` are folders, and a variable at the end may hold the slash:
    ///
    /// ```dockerfile
    /// FROM node:24
    /// WORKDIR /srv/app
    /// ARG DEST
    /// COPY package.json package-lock.json .
    /// COPY LICENSE README.md ${DEST}
    /// ```
    ///
    /// A destination that is surely there already (a WORKDIR above, `/usr/local/bin`), and sources that are all folders,
    /// work with BuildKit: these are reported as information. Archives that ADD unpacks, and `--parents`, make their
    /// folder themselves.
    pub static RULE = {
        id: "multi-source-dest-slash", summary: "End the destination of several sources with a slash",
        category: Correctness, severity: Error, fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3021", "trivy/DS-0011", "dockerfile-utils/INVALID_DESTINATION", "dockerfilelint/add_dest_invalid",
        ],
        differs: [
            "hadolint/DL3021" => "`.` and `..` are folders for the builder, and a variable at the end may hold the slash: neither is reported.",
        ],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    // The working directories so far, which the builder makes.
    let mut made: HashSet<String> = HashSet::new();
    if let Base::Stage(parent) = facts.base {
        made.extend(cx.facts.stage(parent).and_then(|parent| parent.workdir.clone().known()).map(|path| normal(&path)));
    }
    let has_system = !facts.image.is_absent();
    for instruction in stage.instructions() {
        if let Some(workdir) = instruction.as_workdir().and_then(|workdir| workdir.value()) {
            made.extend(
                workdir
                    .is_literal()
                    .then(|| workdir.cooked())
                    .filter(|path| path.starts_with('/'))
                    .map(|path| normal(&path)),
            );
        }
        let Some(transfer) = instruction.as_copy().or_else(|| instruction.as_add()) else { continue };
        let Some(destination) = transfer.destination() else { continue };
        if transfer.sources().nth(1).is_some()
            && instruction.flag("parents").is_none()
            && cx.facts.is_folder_by_end(instruction, destination) == Know::Known(false)
            && !all(cx, transfer, |path| instruction.keyword() == Keyword::Add && transfers::is_tar(path))
        {
            let path = cx.facts.path_of(instruction, destination).known().filter(|path| path.starts_with('/'));
            let path = path.map(|path| normal(&path));
            let is_there =
                path.is_some_and(|path| made.contains(&path) || (has_system && transfers::is_usual_folder(&path)));
            let works = is_there || all(cx, transfer, |path| path.ends_with('/') || matches!(path, "." | ".."));
            report(instruction, destination, works, sink);
        }
    }
}

fn all(cx: &DockerfileCx<'_>, transfer: Transfer<'_>, holds: impl Fn(&str) -> bool) -> bool {
    transfer.sources().all(|source| match cx.facts.source_of(transfer.instruction(), source) {
        SourceFact::Path(path) => path.path.known().is_some_and(|path| holds(&path)),
        _ => false,
    })
}

fn report(instruction: Instruction<'_>, destination: Arg<'_>, works: bool, sink: &mut Sink<'_>) {
    let path = destination.cooked();
    let message = if works {
        format!("several sources go to `{path}`, which has no `/` at its end: the classic builder refuses that")
    } else {
        format!("several sources go to `{path}`: without `/` at its end each may replace the one before")
    };
    let mut finding = sink.report(destination.span(), message).help(format!("write `{path}/`"));
    if works {
        finding = finding.severity(Severity::Info);
    }
    if instruction.keyword() == Keyword::Add {
        finding = finding.not_as("hadolint/DL3021");
    }
    let span = destination.span();
    let quoted = destination.as_word().is_none_or(|word| word.raw().ends_with(['"', '\'']));
    let end = if quoted { span.end.saturating_sub(1) } else { span.end };
    finding.fix(Unsafe, "End the destination with `/`", |edit| edit.insert(end, "/"));
}
