//! Images at the moving tag `latest`.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `latest` is whatever was pushed last: two builds, or two nodes, run two different things under one name.
    ///
    /// Name the version you tested. A digest after the tag pins the image whatever its tag says, so such images are
    /// fine. An image whose tag comes from a build argument without a default is not judged.
    ///
    /// ```dockerfile,expect
    /// FROM debian:latest
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ```
    ///
    /// A default that is `latest` is reported where it is used, and the place of the default is shown:
    ///
    /// ```dockerfile,expect
    /// ARG VERSION=latest
    /// FROM node:${VERSION}
    /// ```
    ///
    /// ```dockerfile
    /// ARG VERSION
    /// FROM node:${VERSION}
    /// ```
    ///
    /// Images that files are taken from move in the same way:
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23
    /// COPY --from=ghcr.io/acme/tool:latest /tool /bin/
    /// ```
    pub static RULE = {
        id: "no-latest-tag", summary: "Name a version instead of the tag `latest`", category: Reproducibility, severity: Warning,
        since: "0.1.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3007", "trivy/DS-0001", "checkov/CKV_DOCKER_7", "dockle/DKL-DI-0006", "cis/5.28"],
    }
    Check::Stage(check_stage),
    Check::Dockerfile(check_sources),
}

const HELP: &str = "name the version that you tested, and its digest where builds must repeat exactly";

fn is_latest(image: &ImageName) -> bool {
    !image.has_digest && image.tag.as_deref() == Some("latest")
}

fn check_stage(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    let Base::Image(image) = &facts.base else { return };
    let Some(word) = stage.from().and_then(|from| from.image()) else { return };
    if !is_latest(image) || cx.is_named_context(&image.text) || cx.is_built_here(image) {
        return;
    }
    let mut finding = sink
        .report(word.span(), format!("`{}` is a moving target: `latest` is whatever was pushed last", word.raw()))
        .help(HELP);
    for variable in word.variables() {
        if let Some(origin) = cx.facts.variables().origin(None, u32::MAX, variable.name) {
            finding = finding.label(origin, "the tag comes from here");
        }
    }
    if !word.raw().ends_with(":latest") {
        finding.not_as("hadolint/DL3007");
    }
}

fn check_sources(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for used in cx.images_used().into_iter().filter(|used| is_latest(&used.image)) {
        let message = format!(
            "files are taken from `{}`, a moving target: `latest` is whatever was pushed last",
            used.image.text
        );
        let finding = sink.report(used.span, message).not_as("hadolint/DL3007").help(HELP);
        used.again.into_iter().fold(finding, |finding, span| finding.label(span, "and here"));
    }
}
