//! Updates that replace all tasks at once.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// `update_config.parallelism` says how many tasks are replaced at a time. 0 means all of them, and so does a number that
    /// is not below the number of replicas: while the new tasks start, nobody answers.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    ///       update_config: {parallelism: 4}
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    ///       update_config: {parallelism: 1}
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       replicas: 4
    ///       update_config: {parallelism: 2}
    /// ```
    pub static RULE = {
        id: "update-parallelism", summary: "Replace tasks one after the other", category: Reliability, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let update = service.deploy.as_ref().and_then(|deploy| deploy.update.as_ref()).filter(|_| cx.is_stack);
    let Some(value) = update.and_then(|update| update.parallelism.as_ref()) else { return };
    let at_once = value.text_with_defaults().known().and_then(|text| text.parse::<u32>().ok());
    let (Some(at_once), tasks) = (at_once, service.tasks()) else { return };
    let message = match (at_once, tasks) {
        // A global service has as many tasks as nodes.
        (0, Know::Known(2..) | Know::Absent) => "`parallelism: 0` replaces all tasks at once".to_owned(),
        (at_once, Know::Known(tasks @ 2..)) if at_once >= tasks => {
            format!("`parallelism: {at_once}` replaces all {tasks} tasks at once")
        }
        _ => return,
    };
    // The new ones are there before the old ones go.
    if service.starts_first().is_some() {
        return;
    }
    sink.report(service.place(value.span, value.origin), message).help("write `parallelism: 1`").fix(
        Unsafe,
        "Write `1`",
        |edits| {
            let edit = edit::replace_scalar(value.node, "1").filter(|_| value.is_editable() && !value.has_variables());
            edits.extend(edit);
        },
    );
}
