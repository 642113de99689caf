//! Logs that grow without end.

use plimsoll_core::compose::change::Change;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::EntryValue;

declare_rule! {
    /// The engine's usual logging driver, `json-file`, keeps every line for ever: a chatty service fills the disk.
    ///
    /// The engine's own configuration (`daemon.json`) may limit all logs at once, which cannot be seen here, so the rule is
    /// in no preset. `local` and the drivers that send logs elsewhere are fine.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     logging:
    ///       options:
    ///         max-size: 10m
    ///         max-file: "3"
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
        id: "log-rotation", summary: "Limit the logs of each service", category: Reliability, severity: Info, fix: Unsafe,
        since: "0.3.0", presets: [], aliases: [], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if at.may_lack_parts(cx) || service.provider {
        return;
    }
    let Some(logging) = service.logging else {
        sink.report(service.missing_span(), format!("the logs of `{}` grow without end", service.name))
            .help("set `logging` with the option `max-size`, or the driver `local`")
            .fix(Unsafe, "Limit the logs", |edits| {
                let scalar = |text: &str| EntryValue::Scalar(text.to_owned());
                let options = vec![("max-size".to_owned(), scalar("10m")), ("max-file".to_owned(), scalar("\"3\""))];
                let value = EntryValue::Mapping(vec![("options".to_owned(), EntryValue::Mapping(options))]);
                let mut change = Change::default();
                if change.set(service, "logging", &value).is_some() {
                    edits.extend(change.edits);
                }
            });
        return;
    };
    let driver = service.value_at(&["logging", "driver"]);
    let options = service.node_at(&["logging", "options"]);
    let limited = options.is_some_and(|options| !options.is_mapping())
        || service.node_at(&["logging", "options", "max-size"]).is_some();
    if limited || driver.is_some_and(|driver| driver.raw != "json-file") || !logging.is_mapping() {
        return;
    }
    let said = service.entry_at(&["logging"]);
    sink.report(
        said.map_or_else(|| service.missing_span(), |(entry, origin)| service.place(entry.key.span(), origin)),
        format!("the logs of `{}` grow without end: no `max-size`", service.name),
    )
    .help("add the option `max-size: 10m`, or use the driver `local`");
}
