//! Restart conditions that a Swarm does not have.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// The schema takes any word as the `condition` of `deploy.restart_policy`; Swarm knows `any`, `on-failure` and `none`, and
    /// refuses the service with others. `always` and `unless-stopped` are words of `restart`.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       restart_policy:
    ///         condition: always
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       restart_policy:
    ///         condition: any
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       restart_policy:
    ///         condition: on-failure
    ///         max_attempts: 3
    /// ```
    pub static RULE = {
        id: "swarm-restart-policy-invalid", summary: "Choose a restart condition that Swarm has", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

const CONDITIONS: [&str; 3] = ["any", "on-failure", "none"];

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let deploy = at.service.deploy.as_ref().filter(|_| cx.is_stack);
    let Some(condition) = deploy.and_then(|deploy| deploy.restart_condition.as_ref()) else { return };
    let Know::Known(text) = condition.text_with_defaults() else { return };
    if text.is_empty() || CONDITIONS.contains(&text.as_ref()) {
        return;
    }
    let meant = match text.as_ref() {
        "always" | "unless-stopped" => Some("any"),
        "no" | "never" | "false" => Some("none"),
        other => plimsoll_core::nearest(other, CONDITIONS),
    };
    let help = meant.map_or_else(|| format!("write `{}`", CONDITIONS.join("` or `")), |word| format!("write `{word}`"));
    sink.report(at.service.place(condition.span, condition.origin), format!("Swarm has no restart condition `{text}`"))
        .help(help)
        .fix(Unsafe, format!("Write `{}`", meant.unwrap_or_default()), |edits| {
            let word = meant.filter(|_| condition.is_editable() && !condition.has_variables());
            edits.extend(word.and_then(|word| edit::replace_scalar(condition.node, word)));
        });
}
