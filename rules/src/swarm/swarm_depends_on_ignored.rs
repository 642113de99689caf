//! Dependencies, which stacks do not have.

use plimsoll_core::compose::swarm::Treatment;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Swarm starts all services at once, in any order, and again whenever a node fails: `docker stack deploy` drops
    /// `depends_on` without a word. Its mapping with conditions it refuses.
    ///
    /// A service must bear that what it needs is not there yet: by trying again, or by failing, for the restart policy to
    /// start it anew.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on: [db]
    ///   db:
    ///     image: postgres:18.1
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///   db:
    ///     image: postgres:18.1
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     deploy:
    ///       restart_policy: {condition: any, delay: 5s}
    ///   db:
    ///     image: postgres:18.1
    /// ```
    pub static RULE = {
        id: "swarm-depends-on-ignored", summary: "Do not rely on `depends_on` in a stack", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let keys = at.service.swarm_keys(Treatment::Silent);
    for (entry, _) in keys.into_iter().filter(|(_, key)| key.name == "depends_on") {
        let (severity, message) = if entry.value.is_mapping() {
            (Severity::Error, "`docker stack deploy` refuses `depends_on` as a mapping")
        } else if entry.value.is_sequence() {
            (Severity::Warning, "`depends_on` has no effect: `docker stack deploy` drops it without a word")
        } else {
            continue;
        };
        sink.report(entry.key.span(), message)
            .severity(severity)
            .help("take it out, and let the service try again until what it needs is there")
            .fix(Unsafe, "Remove `depends_on`", |edits| {
                edits.extend(at.service.remove_without_effect(entry));
            });
    }
}
