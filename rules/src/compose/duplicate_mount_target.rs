//! Two mounts at one place.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Two mounts of a service go to the same path. Of two volumes Compose keeps the second and says nothing; a volume and
    /// a `tmpfs` it refuses, and so does Swarm any two.
    ///
    /// A mount that replaces one of an extended service is meant to.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     volumes:
    ///       - data:/srv/app
    ///       - ./seed:/srv/app/
    /// volumes:
    ///   data:
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     volumes:
    ///       - data:/srv/app
    ///       - ./seed:/srv/app/seed
    /// volumes:
    ///   data:
    /// ```
    pub static RULE = {
        id: "duplicate-mount-target", summary: "Mount one thing at one place", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for doubled in service.doubled_targets(cx.is_stack) {
        let (first, first_span, first_origin) = &doubled.first;
        let (second, span, origin) = &doubled.second;
        let target = &doubled.target;
        let is_error = doubled.refused || cx.is_stack;
        let message = if is_error {
            format!("`{target}` is mounted twice: the service cannot start")
        } else if first == second {
            format!("`{second}` is mounted twice")
        } else {
            format!("`{second}` takes the place of `{first}` without a word: both go to `{target}`")
        };
        let finding = sink
            .report(service.place(*span, *origin), message)
            .label(service.place(*first_span, *first_origin), "the other one")
            .help("keep one of the two, or mount one of them at another path");
        if !is_error {
            finding.severity(Severity::Warning);
        }
    }
}
