//! Ports that are not in the order of their numbers.

use plimsoll_core::compose::order;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The ports of a service are not in the order of the ports of the host, or of the container where none is given.
    /// Numbers count by their value: `443` is before `8080`. Text with a variable sorts as it is written.
    ///
    /// No preset of our own asks for it. Ports move with their comments; where they cannot there is no fix.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports:
    ///       - "8080:80"
    ///       # for browsers
    ///       - "443:443"
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports:
    ///       # for browsers
    ///       - "443:443"
    ///       - "8080:80"
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     ports: ["127.0.0.1:443:443", "8080:80"]
    /// ```
    pub static RULE = {
        id: "ports-order", summary: "Sort the ports of a service", category: Style, severity: Style, fix: Safe, since: "0.3.0",
        presets: [Dclint], aliases: ["dclint/service-ports-alphabetical-order"],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let Some((key, disorder)) = order::ports(at.service) else { return };
    let Some(first) = disorder.misplaced.first() else { return };
    let name = &at.service.name;
    let message = format!("the ports of `{name}` are not sorted: `{}` belongs before `{}`", first.name, first.before);
    sink.report(key.span(), message)
        .label(first.span, format!("this one belongs before `{}`", first.before))
        .help("sort them by the host's port")
        .fix(Safe, "Sort the ports", |edits| {
            edits.extend(disorder.edit);
        });
}
