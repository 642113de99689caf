//! Services of which nobody can tell whether they work.

use plimsoll_core::facts::health::Health;
use plimsoll_core::facts::memory;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Without a health check the engine knows of a service only that its first process runs: one that hangs stays "up",
    /// a stack sends it requests, an update goes on over broken replicas, and nothing can wait until it is ready.
    ///
    /// The check may stand in the service or in its image. Silent where the Dockerfile that is built here has a
    /// HEALTHCHECK, where the image is known to have one, and where neither can be seen. Of an image that is not known the
    /// finding says so. A check that is switched off is told too. Services that end by themselves are not asked for one.
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: redis:8.2
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   cache:
    ///     image: redis:8.2
    ///     healthcheck:
    ///       test: redis-cli ping | grep PONG
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     build: .
    /// ==> Dockerfile
    /// FROM node:24
    /// HEALTHCHECK CMD ["node", "check.js"]
    /// ```
    pub static RULE = {
        id: "compose-require-healthcheck", summary: "Say how to tell that a service works", category: Operations, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: ["cis/4.6", "cis/5.27", "kics/healthcheck-not-set"], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if at.may_lack_parts(cx) || memory::is_scaled_to_zero(service) || memory::runs_once(cx.compose, service) {
        return;
    }
    let name = &service.name;
    let message = match at.health() {
        Health::Off(span) => {
            // What is built here has a check to switch off: that is `healthcheck-override`.
            if !matches!(at.image_health(), Health::Built(..)) {
                sink.report(span, format!("the health check of `{name}` is switched off"))
                    .help("write a `test` that fails when the service does not answer");
            }
            return;
        }
        Health::None(_) => format!("`{name}` has no health check: only its process is watched"),
        Health::UnknownImage => match at.image() {
            Know::Known(image) => format!("`{name}` has no `healthcheck`, and none is known of `{}`", image.text),
            _ => format!("`{name}` has no `healthcheck`, and none is known of the image it builds upon"),
        },
        Health::Own | Health::Built(..) | Health::Image | Health::Unknown => return,
    };
    let probe = if at.built.is_absent() { at.image_facts().and_then(|image| image.probe) } else { None };
    sink.report(service.missing_span(), message).help(match probe {
        Some(probe) => format!("add `healthcheck` with `test: {probe}`"),
        None => "add `healthcheck` with a `test` that fails when the service does not answer".to_owned(),
    });
}
