//! Published services with one task.

use plimsoll_core::compose::rollout::LocalVolumes;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A published service with one task is away while it is updated and when its node fails, whatever `update_config` says.
    ///
    /// Services with volumes may have to be alone and are not reported, and neither are those that start the new task
    /// first. How many tasks are right is a matter of capacity, so no preset asks for it.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     ports: ["80:8080"]
    ///     deploy:
    ///       update_config: {delay: 15s}
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     ports: ["80:8080"]
    ///     deploy:
    ///       replicas: 2
    ///       update_config: {delay: 15s}
    /// ```
    pub static RULE = {
        id: "single-replica", summary: "Run more than one task of a published service", category: Reliability,
        severity: Info, since: "0.3.0", presets: [], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(deploy) = service.deploy.as_ref().filter(|deploy| cx.is_stack && deploy.update_config.is_some()) else {
        return;
    };
    let is_stateless =
        service.written_mounts().next().is_none() && service.mounts_of_one_node(&LocalVolumes::default()).is_empty();
    let is_alone = service.tasks() == Know::Known(1) && service.starts_first().is_none() && !service.is_job();
    if service.ports.is_empty() || !is_stateless || !is_alone || at.may_lack_parts(cx) {
        return;
    }
    let (span, origin) =
        deploy.replicas.as_ref().map_or((deploy.key_span, deploy.origin), |one| (one.span, one.origin));
    sink.report(
        service.place(span, origin),
        format!("`{}` has one task: nobody answers while it is updated", service.name),
    )
    .help("write `replicas: 2`, or `order: start-first` under `update_config`");
}
