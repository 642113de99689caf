//! Files that include each other.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A file includes itself, directly or by way of others. Compose refuses the whole project.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// include: [db/compose.yaml]
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ==> db/compose.yaml
    /// include: [../compose.yaml]
    /// services:
    ///   db:
    ///     image: postgres:18
    /// ```
    ///
    /// Move what both need into a third file. Two files may include the same one:
    ///
    /// ```project
    /// ==> compose.yaml
    /// include: [db.yaml, net.yaml]
    /// ==> db.yaml
    /// include: [net.yaml]
    /// services:
    ///   db:
    ///     image: postgres:18
    /// ==> net.yaml
    /// networks:
    ///   inner: {internal: true}
    /// ```
    pub static RULE = {
        id: "include-cycle", summary: "Let no file include itself", category: Correctness, severity: Error, since: "0.3.0",
        presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for circle in cx.include_circles() {
        let message = match circle.steps.as_slice() {
            [] => "the file includes itself".to_owned(),
            [_] => "the file that is included here includes this one".to_owned(),
            _ => "the file that is included here includes this one in the end".to_owned(),
        };
        let mut finding =
            sink.report(circle.span, message).help("move what both need into a third file, and include that");
        for (file, span, path) in circle.steps {
            finding = finding.label_in(file, span, format!("includes `{path}`"));
        }
    }
}
