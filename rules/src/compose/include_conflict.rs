//! Names that a file and one that it includes both declare.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A file declares a service, network, volume, secret or config that a file which it includes declares too, and says
    /// something else. Compose 2.40 stops with "conflicts with imported resource"; newer releases lay this file over the
    /// included one.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// include: [db.yaml]
    /// services:
    ///   db:
    ///     environment: {TZ: UTC}
    /// ==> db.yaml
    /// services:
    ///   db:
    ///     image: postgres:18
    /// ```
    ///
    /// Changes to what is included go into a file that is laid over it, which all releases understand. A declaration that is
    /// the same in both files is no conflict:
    ///
    /// ```project
    /// ==> compose.yaml
    /// include:
    ///   - path: [db.yaml, db.utc.yaml]
    /// networks:
    ///   front: {external: true}
    /// ==> db.yaml
    /// services:
    ///   db:
    ///     image: postgres:18
    /// networks:
    ///   front: {external: true}
    /// ==> db.utc.yaml
    /// services:
    ///   db:
    ///     environment: {TZ: UTC}
    /// ```
    pub static RULE = {
        id: "include-conflict", summary: "Declare nothing again that an included file declares", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for conflict in cx.include_conflicts() {
        let what = conflict.section.trim_end_matches('s');
        sink.report(
            conflict.span,
            format!("the {what} `{}` is declared in `{}` too, which this file includes", conflict.name, conflict.path),
        )
        .label_in(conflict.file, conflict.there, "here")
        .help("Compose 2.40 refuses that: put the changes into a file of their own, and list it after the other under `path` of the `include`");
    }
}
