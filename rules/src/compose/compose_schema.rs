//! What the loader refuses because the Compose Specification has no such key or no such value.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A key that the Compose Specification does not have, a value of another type, a word that is none of those that a
    /// place takes, a key that is missing: Compose refuses the whole file for each of them, and says neither the line nor
    /// all of them at once.
    ///
    /// Keys that begin with `x-` are free. Values with a variable in them are not judged. What another file may add is
    /// not missed: in overrides, fragments, services that extend others, and services of neither image nor build.
    ///
    /// A file for `docker stack deploy` is held against the schema of that loader, which wants a text where Compose takes a
    /// number, and numbers and truth values without quotes. What Compose knows and stacks do not is told by
    /// `swarm-unknown-key`.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     depends: [db]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     depends_on: [db]
    /// ```
    ///
    /// Numbers and truth values are no strings; in quotes they are:
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: redis:8.2
    ///     command: [redis-server, --port, 6380]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   cache:
    ///     image: redis:8.2
    ///     command: [redis-server, --port, "6380"]
    ///     x-owner: {team: harbour}
    ///     init: ${INIT}
    /// ```
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   cache:
    ///     image: redis:8.2
    ///     deploy:
    ///       resources:
    ///         limits: {cpus: 0.5, memory: 256m}
    /// ```
    pub static RULE = {
        id: "compose-schema", summary: "Write what the Compose Specification knows", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Dclint], aliases: ["dclint/invalid-schema"],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for problem in cx.schema().problems.iter().filter(|problem| !problem.is_swarms) {
        let mut finding = sink.report(problem.span, &*problem.message).help(&*problem.help);
        if let Some((span, text)) = &problem.label {
            finding = finding.label(*span, &**text);
        }
        if let Some(repair) = &problem.repair {
            finding.fix(repair.applicability, &*repair.title, |edit| edit.replace(repair.span, &*repair.text));
        }
    }
}
