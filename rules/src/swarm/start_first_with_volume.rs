//! Updates in which two tasks write to one volume.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `order: start-first` the new task starts while the old one still runs, on the same volume. A database that takes
    /// its files for itself does not start, or worse, does.
    ///
    /// A service that runs several tasks on its volume anyway is not reported, unless its image is known to keep data.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: [db:/var/lib/postgresql]
    ///     deploy:
    ///       update_config: {order: start-first}
    /// volumes:
    ///   db:
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: [db:/var/lib/postgresql]
    ///     deploy:
    ///       update_config: {order: stop-first}
    /// volumes:
    ///   db:
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     volumes: [pages:/usr/share/nginx/html:ro]
    ///     deploy:
    ///       update_config: {order: start-first}
    /// volumes:
    ///   pages:
    /// ```
    pub static RULE = {
        id: "start-first-with-volume", summary: "Stop a task that writes to a volume before the next one starts",
        category: Reliability, severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(order) = service.starts_first().filter(|_| cx.is_stack) else { return };
    let is_stateful = at.image_facts().is_some_and(|image| image.stateful);
    if service.tasks() != Know::Known(1) && !is_stateful {
        return;
    }
    let Some(mount) = service.written_mounts().next() else { return };
    let what = mount.source.as_ref().map_or("", |source| source.raw);
    sink.report(
        service.place(order.span, order.origin),
        format!("with `start-first` the old and the new task of `{}` write to `{what}` at once", service.name),
    )
    .label(service.place(mount.span, mount.origin), "both mount it")
    .help("write `order: stop-first`")
    .fix(Unsafe, "Write `stop-first`", |edits| {
        let edit = edit::replace_scalar(order.node, "stop-first").filter(|_| order.is_editable());
        edits.extend(edit);
    });
}
