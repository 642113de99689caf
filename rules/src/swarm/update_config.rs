//! Services that are updated without a plan.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::EntryValue;

declare_rule! {
    /// A service with several tasks and no `update_config` is updated one task after the other without a pause: before the
    /// first new task shows that it fails, most of them are replaced. A `delay` gives it time to fail, and
    /// `failure_action: rollback` takes the bad version back.
    ///
    /// A single task has no others to wait for, and jobs are not updated.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    ///       update_config:
    ///         parallelism: 1
    ///         delay: 10s
    ///         failure_action: rollback
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    ///       update_config: {delay: 15s, failure_action: rollback}
    /// ```
    pub static RULE = {
        id: "update-config", summary: "Say how a service with several tasks is updated", category: Reliability,
        severity: Info, fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(deploy) = service.deploy.as_ref().filter(|deploy| deploy.update_config.is_none()) else { return };
    let (Know::Known(2..), Some(replicas)) = (service.tasks(), &deploy.replicas) else { return };
    if !cx.is_stack || service.is_job() || at.may_lack_parts(cx) {
        return;
    }
    let message =
        format!("`{}` has several tasks and no `update_config`: a bad version replaces them all", service.name);
    sink.report(service.place(replicas.span, replicas.origin), message)
        .help("add `update_config` with a `delay` and `failure_action: rollback`")
        .fix(Unsafe, "Add `update_config`", |edits| {
            let scalar = |key: &str, text: &str| (key.to_owned(), EntryValue::Scalar(text.to_owned()));
            let plan = vec![scalar("parallelism", "1"), scalar("delay", "10s"), scalar("failure_action", "rollback")];
            edits.extend(service.insert_at(&["deploy", "update_config"], EntryValue::Mapping(plan)));
        });
}
