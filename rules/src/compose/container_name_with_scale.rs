//! Replicas that cannot all have one name.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// A container's name is unique on its host, so a service with a `container_name` can have one container only. Compose
    /// refuses it with more.
    ///
    /// Without the key each replica gets a name of its own (`project-service-1`), and other services reach all of them
    /// under the service's name.
    ///
    /// ```yaml,expect
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     container_name: worker
    ///     deploy:
    ///       replicas: 3
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     deploy:
    ///       replicas: 3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     container_name: worker
    ///     scale: 1
    /// ```
    pub static RULE = {
        id: "container-name-with-scale", summary: "Leave the names of several replicas to Compose", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(name) = service.container_name.as_ref().filter(|_| !cx.is_stack) else { return };
    let replicas = service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref());
    let Some(count) = service.scale.as_deref().or(replicas) else { return };
    let Know::Known(text) = count.text_with_defaults() else { return };
    if !text.trim().parse().is_ok_and(|number: u64| number > 1) {
        return;
    }
    let (file, span) = service.home(cx.file, count.span, count.node, count.origin);
    let entry = service.get("container_name").filter(|_| name.is_editable());
    sink.report(
        service.place(name.span, name.origin),
        format!("only one container can be called `{}`, and `{}` has {text} replicas", name.raw, service.name),
    )
    .label_in(file, span, "the number of replicas")
    .help("take `container_name` out")
    .fix(Unsafe, "Remove `container_name`", |edits| {
        edits.extend(entry.and_then(edit::remove_entry));
    });
}
