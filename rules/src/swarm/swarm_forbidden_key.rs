//! Keys that the loader of stacks refuses by name.

use plimsoll_core::compose::swarm::Treatment;
use plimsoll_core::prelude::*;

declare_rule! {
    /// `docker stack deploy` refuses a file with one of these keys of older formats: `extends`, `volume_driver`,
    /// `volumes_from`, `cpu_quota`, `cpu_shares`, `cpuset`, `mem_limit`, `memswap_limit`. It says "forbidden properties",
    /// and neither which nor where.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     mem_limit: 256m
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       resources:
    ///         limits:
    ///           memory: 256m
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       resources:
    ///         limits: {memory: 256m}
    /// ```
    pub static RULE = {
        id: "swarm-forbidden-key", summary: "Write no keys that `docker stack deploy` refuses by name",
        category: Correctness, severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    for (entry, key) in at.service.swarm_keys(Treatment::Forbidden) {
        let message = format!("`docker stack deploy` refuses a file with `{}`", key.name);
        sink.report(entry.key.span(), message).help(key.note).fix(
            Unsafe,
            format!("Move `{}` under `deploy`", key.name),
            |edits| {
                edits.extend(at.service.move_under_deploy(entry, key).into_iter().flatten());
            },
        );
    }
}
