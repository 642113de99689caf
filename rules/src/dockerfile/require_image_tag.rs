//! Images without a tag.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Without a tag the registry's `latest` is pulled: whatever was pushed last. The build that worked yesterday fails
    /// today, on a base that nobody chose.
    ///
    /// ```dockerfile,expect
    /// FROM debian
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ```
    ///
    /// A digest, too, says which image is meant. `scratch` and the stages of the file have no tags, contexts that a
    /// service names (`additional_contexts`) are no images, what another service builds is not pulled, and what a build argument without a default will hold is not
    /// known. A default without a tag is reported where it is used:
    ///
    /// ```dockerfile,expect
    /// ARG BASE=alpine
    /// FROM $BASE
    /// ```
    ///
    /// ```dockerfile
    /// ARG BASE
    /// FROM $BASE AS build
    /// FROM build
    /// ```
    ///
    /// Images that files are taken from are pulled in the same way. A bare word that is no well-known image may be a
    /// context of the command line (`--build-context`) and is left alone.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23
    /// COPY --from=acme/tools /bin/tool /bin/
    /// ```
    pub static RULE = {
        id: "require-image-tag", summary: "Give every image a tag", category: Reproducibility, severity: Warning,
        since: "0.1.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3006", "trivy/DS-0001", "checkov/CKV_DOCKER_7", "semgrep/missing-image-version", "cis/4.2",
            "dockle/DKL-DI-0006", "dockerfilelint/missing_tag",
        ],
        differs: [
            "hadolint/DL3006" => "A name that holds a build argument without a default is not judged (mostly it names one of the file's stages), nor is an image that a service of the project builds.",
        ],
    }
    Check::Stage(check_stage),
    Check::Dockerfile(check_sources),
}

fn check_stage(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    let Base::Image(image) = &facts.base else { return };
    let Some(word) = stage.from().and_then(|from| from.image()) else { return };
    if image.has_digest || image.tag.is_some() || cx.is_named_context(&image.text) || cx.is_built_here(image) {
        return;
    }
    let mut finding = sink
        .report(word.span(), format!("`{}` has no tag, so `latest` is pulled: whatever was pushed last", image.text))
        .help(format!("name the version that you tested: `{}:<version>`", image.text));
    for variable in word.variables() {
        if let Some(origin) = cx.facts.variables().origin(None, u32::MAX, variable.name) {
            finding = finding.label(origin, "the name comes from here");
        }
    }
    if word.raw().starts_with('$') {
        finding.not_as("hadolint/DL3006");
    }
}

fn check_sources(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for used in cx.images_used() {
        if used.image.has_digest || used.image.tag.is_some() {
            continue;
        }
        let name = &used.image.text;
        let finding = sink
            .report(used.span, format!("files are taken from `{name}`, which has no tag: `latest` is pulled"))
            .not_as("hadolint/DL3006")
            .help(format!("name the version that you tested: `{name}:<version>`"));
        used.again.into_iter().fold(finding, |finding, span| finding.label(span, "and here"));
    }
}
