//! Services whose output is thrown away.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With the logging driver `none` whatever the service writes is lost: `docker logs` shows nothing, and after an
    /// incident there is nothing to read.
    ///
    /// Fine for programs that write their logs elsewhere or say too much; then give them another driver with rotation
    /// (`local`) or turn their own level down.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     logging:
    ///       driver: none
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     logging:
    ///       driver: local
    /// ```
    pub static RULE = {
        id: "logging-disabled", summary: "Keep what a service writes", category: Operations, severity: Info, fix: Unsafe,
        since: "0.3.0", presets: [Strict, ComposeLint], aliases: ["compose-lint/CL-0014"],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(driver) = service.value_at(&["logging", "driver"]) else { return };
    if !matches!(driver.text_with_defaults(), Know::Known(text) if text == "none") {
        return;
    }
    // Options of another driver may be meant.
    let alone = service.node_at(&["logging"]).is_some_and(|logging| logging.own_entries().count() == 1);
    let entry = service.get("logging").filter(|_| alone && driver.is_editable() && !driver.has_variables());
    sink.report(
        service.place(driver.span, driver.origin),
        "what the service writes is thrown away: its logging driver is `none`",
    )
    .help("take `logging` out, or write `driver: local`, which keeps the last 100 MB")
    .fix(Unsafe, "Remove `logging`", |edits| {
        edits.extend(entry.and_then(edit::remove_entry));
    });
}
