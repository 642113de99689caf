//! Services that repeat or switch off the health check of what they build.

use plimsoll_core::facts::health::Health;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The Dockerfile that a service builds has a HEALTHCHECK, and the service switches it off or says it again.
    ///
    /// Switched off, the image's own check does nothing where it matters. Said twice, the two drift apart: times can be
    /// given without `test`, and the image's command stays. A `test` of its own that differs is fine.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     build: .
    ///     healthcheck:
    ///       disable: true
    /// ==> Dockerfile
    /// FROM node:24
    /// HEALTHCHECK CMD ["node", "check.js"]
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     build: .
    ///     healthcheck:
    ///       interval: 10s
    /// ==> Dockerfile
    /// FROM node:24
    /// HEALTHCHECK CMD ["node", "check.js"]
    /// ```
    pub static RULE = {
        id: "healthcheck-override", summary: "Leave the health check to the image that has one", category: Operations,
        severity: Info, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if let (Health::Off(span), Health::Built(file, place)) = (at.health(), at.image_health()) {
        sink.report(span, format!("`{}` switches off the health check of the image it builds", service.name))
            .label_in(file, place, "the check")
            .help("take it out, or mend the check in the Dockerfile");
    }
    let (Some((file, place)), Some(check)) = (at.repeated_check(), &service.healthcheck) else { return };
    let Some(test) = &check.test else { return };
    sink.report(
        service.place(test.span(), check.origin),
        format!("the `test` of `{}` repeats the HEALTHCHECK of the image it builds", service.name),
    )
    .label_in(file, place, "the same command")
    .help("take `test` out; times may stay");
}
