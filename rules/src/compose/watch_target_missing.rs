//! What is watched and goes nowhere.

use plimsoll_core::facts::watches::BadWatch;
use plimsoll_core::prelude::*;

declare_rule! {
    /// An entry of `develop.watch` that syncs needs a `target`, the place in the container that the files go to, and each
    /// one a `path` that is not empty. Compose refuses the file without.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     build: .
    ///     develop:
    ///       watch:
    ///         - path: ./src
    ///           action: sync+restart
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     build: .
    ///     develop:
    ///       watch:
    ///         - {path: ./src, action: sync, target: /app/src}
    ///         - {path: ./package.json, action: rebuild}
    /// ```
    pub static RULE = {
        id: "watch-target-missing", summary: "Say where watched files go", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for bad in at.service.bad_watches() {
        match bad {
            BadWatch::NoTarget { action, span } => sink
                .report(span, format!("`{action}` has no `target`: nothing says where the files go"))
                .help("add `target` with the folder in the container"),
            BadWatch::NoPath(span) => sink
                .report(span, "nothing is watched: this `path` is empty")
                .help("name a file or folder of the project"),
        };
    }
}
