//! Keys of Compose that stacks do not have.

use plimsoll_core::compose::swarm::Treatment;
use plimsoll_core::prelude::*;
use std::collections::HashMap;

declare_rule! {
    /// `docker stack deploy` reads files by an older schema than Compose and refuses what that does not have: `profiles`,
    /// `pull_policy`, `platform`, `cpus`, `scale`, the top-level `name` and `include`, GPUs under `reservations`, `host_ip`
    /// of a port, `x-…` below `deploy`. The help says what a stack has for it.
    ///
    /// A `version` chooses an older schema still: `init` came with 3.7.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     scale: 3
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     deploy:
    ///       replicas: 3
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     deploy:
    ///       replicas: 3
    /// ```
    pub static RULE = {
        id: "swarm-unknown-key", summary: "Write only what `docker stack deploy` knows", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let services = cx.compose.services.iter();
    let moves: HashMap<Span, _> =
        services.flat_map(|service| service.moves(&service.swarm_keys(Treatment::Unknown))).collect();
    for problem in cx.schema().problems.iter().filter(|problem| problem.is_swarms) {
        let edits_of = moves.get(&problem.span);
        let finding = sink.report(problem.span, &*problem.message).help(&*problem.help);
        finding.fix(Unsafe, "Move it under `deploy`", |edits| {
            edits.extend(edits_of.into_iter().flatten().cloned());
        });
    }
}
