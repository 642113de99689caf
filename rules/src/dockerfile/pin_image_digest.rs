//! Images that no digest pins.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A tag can be moved: the same Dockerfile then builds upon another image, without anybody having changed a line. A digest
    /// names one image for ever, and its update is a commit that somebody reviews.
    ///
    /// Pins need a bot (Renovate, Dependabot) that renews them, or security updates of the base image never arrive. So the
    /// rule is in no preset.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13@sha256:3131b4cc82a783df6c9df078f86e01819a13594b865c2cad47bd1bca2b7063bb
    /// ```
    ///
    /// Images without a tag and `latest` are left to `require-image-tag` and `no-latest-tag`. Stages, `scratch`, contexts that a
    /// service names, images that a service of the project builds, and names that are not known are not judged.
    ///
    /// ```dockerfile
    /// ARG BASE
    /// FROM $BASE AS build
    /// FROM build
    /// ```
    pub static RULE = {
        id: "pin-image-digest", summary: "Pin images by their digest", category: Reproducibility, severity: Info,
        since: "0.2.0", presets: [], aliases: ["semgrep/dockerfile-source-not-pinned", "cis/4.2"],
    }
    Check::Stage(check_stage),
    Check::Dockerfile(check_sources),
}

/// A tag that says which version is meant, and that may move all the same.
fn may_move(image: &ImageName) -> bool {
    !image.has_digest && image.tag.as_deref().is_some_and(|tag| tag != "latest")
}

fn help(image: &ImageName) -> String {
    let name = &image.text;
    format!("write `{name}@sha256:…`; `docker buildx imagetools inspect {name}` prints the digest")
}

fn check_stage(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    let Base::Image(image) = &facts.base else { return };
    let Some(word) = stage.from().and_then(|from| from.image()) else { return };
    if !may_move(image) || cx.is_named_context(&image.text) || cx.is_built_here(image) {
        return;
    }
    let mut finding =
        sink.report(word.span(), format!("no digest pins `{}`, so its tag may move", image.text)).help(help(image));
    for variable in word.variables() {
        if let Some(origin) = cx.facts.variables().origin(None, u32::MAX, variable.name) {
            finding = finding.label(origin, "the name comes from here");
        }
    }
}

fn check_sources(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for used in cx.images_used().into_iter().filter(|used| may_move(&used.image)) {
        let message = format!("files are taken from `{}`, which no digest pins", used.image.text);
        let finding = sink.report(used.span, message).help(help(&used.image));
        used.again.into_iter().fold(finding, |finding, span| finding.label(span, "and here"));
    }
}
