//! Updates that stop halfway when they fail.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::EntryValue;

declare_rule! {
    /// Without a `failure_action` an update that fails is paused: some tasks run the new version, some the old one, until
    /// somebody comes. `rollback` puts the old version back by itself. Who wants it to pause says `failure_action: pause`.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    ///       update_config:
    ///         delay: 15s
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
    ///         delay: 15s
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
    ///       update_config:
    ///         delay: 15s
    ///         failure_action: pause
    /// ```
    pub static RULE = {
        id: "rollback-on-failure", summary: "Roll an update back that fails", category: Reliability, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let update = service.deploy.as_ref().and_then(|deploy| deploy.update.as_ref()).filter(|_| cx.is_stack);
    let Some(update) = update.filter(|update| update.failure_action.is_none()) else { return };
    if service.is_job() || cx.may_lack_parts() || service.incomplete.is_some() {
        return;
    }
    sink.report(service.place(update.key_span, update.origin), "an update that fails is paused halfway")
        .help("add `failure_action: rollback`")
        .fix(Unsafe, "Add `failure_action: rollback`", |edits| {
            let value = EntryValue::Scalar("rollback".to_owned());
            let path = ["deploy", "update_config", "failure_action"];
            edits.extend(service.insert_at(&path, value));
        });
}
