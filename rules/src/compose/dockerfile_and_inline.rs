//! Builds with two Dockerfiles.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A build has `dockerfile` and `dockerfile_inline`. Compose refuses the file, since it cannot tell which of the two is
    /// meant.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     build:
    ///       dockerfile: Dockerfile.app
    ///       dockerfile_inline: |
    ///         FROM alpine:3.22
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     build:
    ///       dockerfile_inline: |
    ///         FROM alpine:3.22
    /// ```
    pub static RULE = {
        id: "dockerfile-and-inline", summary: "Give a build one Dockerfile", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(build) = service.build.as_ref().filter(|_| !cx.is_stack) else { return };
    let (Some(file), Some(inline)) = (&build.dockerfile, &build.dockerfile_inline) else { return };
    let Know::Known(path) = file.text_with_defaults() else { return };
    if path.is_empty() || inline.raw.is_empty() {
        return;
    }
    let message = format!("`dockerfile: {path}` and `dockerfile_inline` exclude each other");
    sink.report(service.place(file.span, file.origin), message)
        .label(service.place(inline.span, inline.origin), "the other Dockerfile")
        .help("keep the one that is meant");
}
