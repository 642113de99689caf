//! Whole file systems copied over another.

use plimsoll_core::dockerfile::Arg;
use plimsoll_core::facts::FromOrigin;
use plimsoll_core::images;
use plimsoll_core::prelude::*;
use plimsoll_core::sockets::normal;

declare_rule! {
    /// `COPY --from=build / /` lays one system over another: accounts, package lists and libraries of the base are
    /// replaced, and whatever only the build needed ships.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.26 AS build
    /// RUN go build -o /usr/local/bin/app .
    /// FROM debian:13-slim
    /// COPY --from=build / /
    /// ```
    ///
    /// ```dockerfile
    /// FROM golang:1.26 AS build
    /// RUN go build -o /usr/local/bin/app .
    /// FROM debian:13-slim
    /// COPY --from=build /usr/local/bin/app /usr/local/bin/
    /// ```
    ///
    /// A stage that begins with `FROM scratch` holds only what was put there, and images like `tonistiigi/xx` are made to
    /// be copied whole:
    ///
    /// ```dockerfile
    /// FROM tonistiigi/xx:1.6.1 AS xx
    /// FROM golang:1.26-alpine
    /// COPY --from=xx / /
    /// ```
    ///
    /// Information only: a stage from `scratch` as the destination, which flattens an image, and images of which nothing is
    /// known.
    pub static RULE = {
        id: "no-copy-whole-rootfs", summary: "Copy what is needed instead of a whole file system", category: Size,
        severity: Warning, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3067"],
        differs: [
            "hadolint/DL3067" => "Images made to be copied whole (`tonistiigi/xx`), stages that begin with `FROM scratch`, named contexts and sources that a build argument decides are spared.",
        ],
    }
    Check::Instruction(&[Keyword::Copy], check)
}

/// Images that hold a few programs and no system.
const BUNDLES: [&str; 1] = ["tonistiigi/xx"];

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(copy) = instruction.as_copy().filter(|_| !instruction.is_onbuild_inner()) else { return };
    let is_root = |arg: &Arg<'_>| {
        cx.facts.path_of(instruction, *arg).known().is_some_and(|path| path.starts_with('/') && normal(&path) == "/")
    };
    let (Some(source), Some(to)) = (copy.sources().find(is_root), copy.destination().filter(is_root)) else { return };
    let Some(from) = cx.names_after_from(instruction).into_iter().next() else { return };
    let Some(is_system) = is_system(cx, &from.origin) else { return };
    let into_scratch = cx.stage_of(instruction).is_some_and(|stage| stage.image.is_absent());
    let name = &from.name;
    let message = match (into_scratch, is_system) {
        (true, _) => {
            format!("all of `{name}` is copied into an empty stage: unless that flattens an image, take what is needed")
        }
        (_, true) => format!("all of `{name}` is copied over `/`: it replaces the system of the base image"),
        (_, false) => format!("all of `{name}` is copied over `/`, over whatever the base image has there"),
    };
    let finding = sink
        .report(source.span().to(to.span()), message)
        .help(format!("copy what is needed, for example `COPY --from={name} /usr/local/bin/app /usr/local/bin/`"));
    if into_scratch || !is_system {
        finding.severity(Severity::Info);
    }
}

/// Whether a whole system is copied; `Some(false)` where it may be a few files. None: it is a few files, or not known.
fn is_system(cx: &DockerfileCx<'_>, origin: &FromOrigin) -> Option<bool> {
    let (image, runs) = match origin {
        FromOrigin::Stage(index) | FromOrigin::Numbered(index) => {
            let facts = cx.facts.stage(*index)?;
            let chain = facts.ancestors.iter().chain([index]).filter_map(|&index| cx.dockerfile.stage(index));
            let runs = chain.flat_map(Stage::instructions).take(1000).any(|at| at.keyword() == Keyword::Run);
            (facts.image.clone().known()?, runs)
        }
        FromOrigin::Image(image) => (image.clone(), false),
        _ => return None,
    };
    let is_bundle = BUNDLES.contains(&image.familiar.as_str());
    (!is_bundle || runs).then(|| runs || images::lookup(&image.familiar, image.tag.as_deref()).is_some())
}
