//! Dependencies that are not in the order of their names.

use plimsoll_core::compose::order;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The services under `depends_on` are not in alphabetical order. Their order has no meaning: Compose starts a service
    /// when all it depends on is there.
    ///
    /// No preset of our own asks for it. Entries move with their comments; where they cannot there is no fix.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     depends_on: [db, cache]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     depends_on: [cache, db]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     depends_on:
    ///       cache: {condition: service_started}
    ///       db: {condition: service_healthy}
    /// ```
    pub static RULE = {
        id: "dependencies-order", summary: "Sort what a service depends on", category: Style, severity: Style, fix: Safe,
        since: "0.3.0", presets: [Dclint], aliases: ["dclint/service-dependencies-alphabetical-order"],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let Some((key, disorder)) = order::dependencies(at.service) else { return };
    let Some(first) = disorder.misplaced.first() else { return };
    let name = &at.service.name;
    let message =
        format!("the dependencies of `{name}` are not sorted: `{}` belongs before `{}`", first.name, first.before);
    sink.report(key.span(), message)
        .label(first.span, format!("this one belongs before `{}`", first.before))
        .help("sort them by name")
        .fix(Safe, "Sort the dependencies", |edits| {
            edits.extend(disorder.edit);
        });
}
