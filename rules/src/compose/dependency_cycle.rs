//! Services that wait for each other.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Services depend on each other in a circle, so that none of them can be the first to start. Compose refuses the whole
    /// project. Besides `depends_on`, a service depends on those that its `links`, `volumes_from` and namespaces
    /// (`network_mode: service:…`) name.
    ///
    /// Take the weakest of them out: what only calls the other while it runs can wait for it itself. A stack ignores all of
    /// these keys.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on: [queue]
    ///   queue:
    ///     image: registry.example.com/harbour/queue:3
    ///     links: ["web:frontend"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on: [queue, store]
    ///   queue:
    ///     image: registry.example.com/harbour/queue:3
    ///     depends_on: [store]
    ///   store:
    ///     image: redis:8.2
    /// ```
    pub static RULE = {
        id: "dependency-cycle", summary: "Let no service wait for itself", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

/// How many services of a circle a message names.
const SHOWN: usize = 4;

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    for circle in cx.circles() {
        let Some((first, others)) = circle.split_first() else { continue };
        let message = if others.is_empty() {
            format!("`{}` depends on itself", first.service)
        } else {
            let names = circle.iter().take(SHOWN).map(|need| format!("`{}`", need.name));
            let rest = if circle.len() > SHOWN { " and so on" } else { "" };
            format!(
                "`{}` depends on {}{rest}: a circle",
                first.service,
                names.collect::<Vec<_>>().join(", which depends on ")
            )
        };
        let mut finding = sink.report(first.span, message).help("take one of these dependencies out");
        for need in others {
            finding =
                finding.label(need.span, format!("`{}` depends on `{}` by `{}`", need.service, need.name, need.key));
        }
    }
}
