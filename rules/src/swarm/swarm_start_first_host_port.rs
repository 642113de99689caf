//! Updates that wait for a port of their own node.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `order: start-first` the new task starts while the old one still runs. A port in the mode `host` is bound on the
    /// node itself, and only one task of a node can have it: on a cluster without a spare node the update stands still.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports:
    ///       - {target: 80, published: 80, mode: host}
    ///     deploy:
    ///       update_config:
    ///         order: start-first
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports:
    ///       - {target: 80, published: 80, mode: host}
    ///     deploy:
    ///       update_config:
    ///         order: stop-first
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["80:80"]
    ///     deploy:
    ///       update_config:
    ///         order: start-first
    /// ```
    pub static RULE = {
        id: "swarm-start-first-host-port", summary: "Stop a task with a port of its node before the next one starts",
        category: Reliability, severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(order) = service.starts_first().filter(|_| cx.is_stack) else { return };
    let Some(port) = service.node_ports().find(|port| port.published.is_some()) else { return };
    sink.report(
        service.place(order.span, order.origin),
        "`start-first` needs a spare node: the port in the mode `host` is still taken by the old task",
    )
    .label(service.place(port.span, port.origin), "the port is bound on the node")
    .help("write `order: stop-first`")
    .fix(Unsafe, "Write `stop-first`", |edits| {
        let edit = edit::replace_scalar(order.node, "stop-first").filter(|_| order.is_editable());
        edits.extend(edit);
    });
}
