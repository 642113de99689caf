//! Ports that a later file adds although it looks as if it replaced them.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The `ports` of files that are loaded together are added up: an override that publishes the port of a container on
    /// another port of the host leaves the first one open as well. `!override` replaces the list.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["80:80"]
    /// ==> compose.override.yaml
    /// services:
    ///   web:
    ///     ports: ["8080:80"]
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["80:80"]
    /// ==> compose.override.yaml
    /// services:
    ///   web:
    ///     ports: !override ["8080:80"]
    /// ```
    ///
    /// Where the override names both ports of the host, or the first file publishes the port twice already, both are meant.
    pub static RULE = {
        id: "override-port-appended", summary: "Replace the ports of an earlier file with `!override`", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for appended in cx.appended_ports() {
        let (service, port, earlier) = (appended.service, appended.port, appended.earlier);
        sink.report(
            service.place(port.span, port.origin),
            format!(
                "`{}` publishes `{}` beside `{}` of an earlier file, not instead",
                service.name,
                port.said(),
                earlier.said()
            ),
        )
        .label_in(appended.file, earlier.node.resolve().span(), "this one stays published")
        .help("write `ports: !override` to replace the list; name both entries there if both are wanted");
    }
}
