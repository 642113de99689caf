//! Keys of services that a Swarm has no use for.

use plimsoll_core::compose::Role;
use plimsoll_core::compose::swarm::Treatment;
use plimsoll_core::prelude::*;

declare_rule! {
    /// `docker stack deploy` ignores `container_name` and `expose` and calls them deprecated. A service has as many containers
    /// as tasks, so it names them itself, and on one network all ports are open to all services.
    ///
    /// Scripts that look for the container's name find nothing.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     container_name: web
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     hostname: web
    /// ```
    pub static RULE = {
        id: "swarm-deprecated-key", summary: "Leave `container_name` and `expose` out of stacks", category: Correctness,
        severity: Warning, fix: Safe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    // Of other files it is only likely that nothing but a Swarm reads them.
    let applicability = if cx.role == Role::Stack { Safe } else { Unsafe };
    for (entry, key) in at.service.swarm_keys(Treatment::Deprecated) {
        let message = format!("`{}` has no effect: `docker stack deploy` ignores it", key.name);
        sink.report(entry.key.span(), message).help(key.note).fix(
            applicability,
            format!("Remove `{}`", key.name),
            |edits| {
                edits.extend(at.service.remove_without_effect(entry));
            },
        );
    }
}
