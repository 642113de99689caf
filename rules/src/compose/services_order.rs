//! Services that are not in the order of their names.

use plimsoll_core::compose::order;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The services of a file are not in alphabetical order. That is a matter of taste: many files follow the order in
    /// which services start, so no preset of our own asks for this.
    ///
    /// The fix moves services with their comments and blank lines. One whose anchor others use stays before them, and
    /// counts as in order there. Where services cannot be moved without a doubt (in braces, around a `<<`) there is no fix.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///   # what users upload
    ///   files:
    ///     image: minio/minio:RELEASE.2025-09-07T16-13-09Z
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   # what users upload
    ///   files:
    ///     image: minio/minio:RELEASE.2025-09-07T16-13-09Z
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web: &web
    ///     image: nginx:1.29.3
    ///   admin:
    ///     <<: *web
    /// ```
    pub static RULE = {
        id: "services-order", summary: "Sort the services by name", category: Style, severity: Style, fix: Safe, since: "0.3.0",
        presets: [Dclint], aliases: ["dclint/services-alphabetical-order"],
        differs: ["dclint/services-alphabetical-order" => "A service whose anchor others use may stand before them; dclint asks for an order in which the aliases would find no anchor."],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let Some(disorder) = order::services(cx.compose) else { return };
    let mut edit = disorder.edit;
    for one in disorder.misplaced {
        sink.report(one.span, format!("the service `{}` belongs before `{}`", one.name, one.before))
            .label(one.before_span, "by name this one comes later")
            .help("sort the services by name")
            .fix(Safe, "Sort the services by name", |edits| {
                // One edit sorts them all.
                edits.extend(edit.take());
            });
    }
}
