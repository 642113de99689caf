//! Paths that leave the folder of the project.

use plimsoll_core::compose::{MountKind, Value};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A build context or a mount begins with `..`: the file works only where its neighbours lie as they do here, and a
    /// context above the project sends much that the build does not need.
    ///
    /// That is a choice of layout (a `docker` folder below the sources), so the rule is in no preset.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     build: ../app
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     build: ./app
    /// ```
    pub static RULE = {
        id: "context-escapes-project", summary: "Keep what a project uses in its folder", category: Reproducibility,
        severity: Info, since: "0.3.0", presets: [], aliases: [],
    }
    Check::Service(check)
}

fn check(_cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let mut look = |value: &Value<'_>, what: &str| {
        let Know::Known(path) = value.text_with_defaults() else { return };
        if path == ".." || path.starts_with("../") {
            sink.report(
                service.place(value.span, value.origin),
                format!("the {what} `{path}` lies outside of the project's folder"),
            )
            .help("move the Compose file up, or what it needs down");
        }
    };
    if let Some(context) = service.build.as_ref().and_then(|build| build.context.as_ref()) {
        look(context, "build context");
    }
    for mount in service.volumes.iter().filter(|mount| mount.kind == Know::Known(MountKind::Bind)) {
        if let Some(source) = &mount.source {
            look(source, "mount");
        }
    }
}
