//! Builds that lack the platform their service runs on.

use plimsoll_core::compose::Origin;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// The `platforms` of a build do not contain the service's own `platform`, so no image for it would be built. Compose
    /// refuses the file.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       platforms: [linux/amd64]
    ///     platform: linux/arm64
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       platforms: [linux/amd64, linux/arm64]
    ///     platform: linux/arm64
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       platforms: [linux/amd64, linux/arm64]
    ///     platform: linux/arm64
    ///   other:
    ///     build:
    ///       context: .
    ///       platforms: [linux/amd64, "${MORE}"]
    ///     platform: linux/arm64
    /// ```
    pub static RULE = {
        id: "build-platforms-include-platform", summary: "Build for the platform that the service runs on",
        category: Correctness, severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let (Some(build), Some(platform)) = (&service.build, &service.platform) else { return };
    let Know::Known(wanted) = platform.text_with_defaults() else { return };
    let built: Option<Vec<&str>> = build.platforms.iter().map(|platform| platform.known()).collect();
    let Some(built) = built.filter(|built| !built.is_empty() && !built.contains(&wanted.as_ref())) else { return };
    if wanted.is_empty() || cx.is_stack {
        return;
    }
    let message = format!("`{}` runs on `{wanted}`, which its build does not make", service.name);
    let finding = sink.report(service.place(platform.span, platform.origin), message);
    let mut finding = finding.help(format!("add `{wanted}` to `platforms`, or run on `{}`", built.join("` or `")));
    if let Some(first) = build.platforms.first() {
        finding = finding.label(service.place(first.span, first.origin), "the build is for these");
    }
    let list = build.node.get("platforms").filter(|list| {
        let is_own = build.origin == Origin::Own && build.via.is_none() && build.node.resolve() == build.node;
        is_own && list.via.is_none() && list.value.anchor().is_none()
    });
    finding.fix(Unsafe, format!("Build for `{wanted}` too"), |edits| {
        edits.extend(list.and_then(|list| edit::append_item(list.value, &wanted)));
    });
}
