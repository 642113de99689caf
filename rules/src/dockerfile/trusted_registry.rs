//! Images from registries that the configuration does not trust.

use plimsoll_core::config::TRUSTED_REGISTRIES;
use plimsoll_core::dockerfile::ImageRef;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The configuration lists the registries that images may come from (`trusted-registries`), and an image comes from
    /// another: in FROM, in `COPY --from`, in a mount, or as the image of a service.
    ///
    /// ```project,expect
    /// ==> plimsoll.yaml
    /// trusted-registries: [registry.example.org, docker.io]
    /// ==> Dockerfile
    /// FROM quay.example.net/base/alpine:3.22
    /// ```
    ///
    /// ```project
    /// ==> plimsoll.yaml
    /// trusted-registries: ["*.example.org", docker.io]
    /// ==> Dockerfile
    /// FROM registry.example.org/base/alpine:3.22 AS build
    /// FROM alpine:3.22
    /// COPY --from=build /srv /srv
    /// ```
    ///
    /// An image without a host comes from `docker.io`. Stages, `scratch`, contexts that a service names and images that
    /// another service builds come from no registry; names from variables without a value are not known. Without the list
    /// the rule is silent.
    pub static RULE = {
        id: "trusted-registry", summary: "Take images only from trusted registries", category: Security, severity: Error,
        since: "0.2.0", presets: [Recommended, Hadolint], aliases: ["hadolint/DL3026", "cis/4.2", "cis/4.5"],
        options: [TRUSTED_REGISTRIES],
        differs: ["hadolint/DL3026" => "Stages by number (`--from=0`) and named build contexts are no images, whatever the case of their names."],
    }
    Check::Stage(check_stage),
    Check::Dockerfile(check_sources),
    Check::Service(check_service),
}

fn check_stage(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(Base::Image(image)) = cx.facts.stage(stage.index()).map(|facts| &facts.base) else { return };
    let Some(word) = stage.from().and_then(|from| from.image()) else { return };
    if !cx.is_named_context(&image.text) && !cx.is_built_here(image) {
        judge(&image.text, word.span(), sink);
    }
}

fn check_sources(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for used in cx.images_used() {
        judge(&used.image.text, used.span, sink);
    }
}

fn check_service(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if let (Some(value), Know::Known(image)) = (&at.service.image, at.image()) {
        judge(&image.text, value.span, sink);
    }
}

fn judge(image: &str, span: Span, sink: &mut Sink<'_>) {
    let trusted = sink.options().texts("trusted-registries");
    let host = ImageRef::parse(image).and_then(|image| image.registry).unwrap_or("docker.io");
    let matches = |pattern: &String| {
        // A pattern without a port stands for each.
        let host = if pattern.contains(':') { host } else { host.split(':').next().unwrap_or(host) };
        match (pattern.strip_prefix('*'), pattern.strip_suffix('*')) {
            (Some(""), _) => true,
            (Some(end), _) => host.ends_with(end),
            (_, Some(start)) => host.starts_with(start),
            _ => pattern == host || (pattern == "hub.docker.com" && host == "docker.io"),
        }
    };
    if trusted.is_empty() || trusted.iter().any(matches) {
        return;
    }
    sink.report(span, format!("`{image}` comes from `{host}`, which is no trusted registry"))
        .help(format!("use a mirror of it in one of {}", trusted.join(", ")));
}
