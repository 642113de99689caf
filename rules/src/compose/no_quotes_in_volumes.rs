//! Volumes in quotes that do nothing.

use plimsoll_core::prelude::*;
use plimsoll_core::yaml::quotes;

declare_rule! {
    /// A short volume stands in quotes that do nothing. No preset of our own asks for it.
    ///
    /// Only quotes without which every reader of YAML sees the same text are reported: those around `@…`, `*…`, a `: `, or
    /// around `${…}` in a list in brackets are needed.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes:
    ///       - "data:/var/lib/postgresql"
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes:
    ///       - data:/var/lib/postgresql
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["${DATA}:/var/lib/postgresql"]
    /// ```
    pub static RULE = {
        id: "no-quotes-in-volumes", summary: "Leave out quotes around volumes that do nothing", category: Style, severity: Style,
        fix: Safe, since: "0.3.0", presets: [Dclint], aliases: ["dclint/no-quotes-in-volumes"],
        differs: ["dclint/no-quotes-in-volumes" => "Quotes that are needed are not reported, and each finding is at its own line; dclint's is at the first line of the file that holds the same text."],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let volumes = at.service.volumes.iter().filter_map(|mount| mount.short.as_ref());
    for value in volumes.filter(|value| value.is_editable()) {
        let Some((span, text)) = quotes::take_off(value.node) else { continue };
        sink.report(value.span, format!("the quotes around the volume `{}` do nothing", value.raw))
            .help(format!("write `{text}`"))
            .fix(Safe, "Take the quotes off", |edits| edits.replace(span, text));
    }
}
