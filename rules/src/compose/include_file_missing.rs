//! Files of `include` that are not there.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A file that `include` names does not exist, so that Compose refuses the whole project.
    ///
    /// Paths with variables, outside of the project and of repositories that are fetched are not judged.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// include: [monitoring.yaml]
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ==> monitor.yaml
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:3
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// include:
    ///   - monitor.yaml
    ///   - oci://registry.example.com/harbour/logging:3
    ///   - ${EXTRA:-}
    /// ==> monitor.yaml
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:3
    /// ```
    pub static RULE = {
        id: "include-file-missing", summary: "Include files that are there", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for path in cx.missing_includes() {
        sink.report(path.span, format!("there is no file `{}` to include", path.raw))
            .help("correct the path, which begins in the folder of this file, or take the entry out");
    }
}
