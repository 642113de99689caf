//! Values that cannot be laid over those of an earlier file.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A later file gives a list or a single value where an earlier one has a mapping, or something else where it has a list.
    /// Compose cannot merge the two and stops: "cannot override".
    ///
    /// This is about keys of your own (`x-…`), which may be anything: other keys have types that the schema knows, and keys
    /// such as `environment` may have either form in each file.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// x-environment: &environment {TZ: UTC}
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     environment: *environment
    /// ==> compose.override.yaml
    /// x-environment: &environment ["TZ=UTC", "DEBUG=1"]
    /// services:
    ///   web:
    ///     environment: *environment
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// x-environment: &environment {TZ: UTC}
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     environment: *environment
    /// ==> compose.override.yaml
    /// x-more: &more ["DEBUG=1"]
    /// services:
    ///   web:
    ///     environment: *more
    /// ```
    pub static RULE = {
        id: "override-type-clash", summary: "Keep the type of what an earlier file says", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for clash in cx.type_clashes() {
        let (file, span) = clash.earlier;
        sink.report(
            clash.span,
            format!("`{}` is {} here and {} before, which Compose cannot merge", clash.key, clash.is, clash.was),
        )
        .label_in(file, span, format!("{} here", clash.was))
        .help("write it in the same form, give it another name, or replace the other with `!override`");
    }
}
