//! Services that depend on one that is off.

use plimsoll_core::facts::waits::Together;
use plimsoll_core::prelude::*;
use std::collections::HashSet;

declare_rule! {
    /// A service depends on one that is only in profiles it does not share. Compose starts the first without the second's
    /// profile and stops: "depends on undefined service".
    ///
    /// Give both the same profiles, take those of the second away, or write `required: false`, with which a service starts
    /// without the other one. A service in several profiles of which the other shares only some is told as a warning.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on: [mail]
    ///   mail:
    ///     image: registry.example.com/harbour/mail:3
    ///     profiles: [extras]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       mail:
    ///         condition: service_started
    ///         required: false
    ///   mail:
    ///     image: registry.example.com/harbour/mail:3
    ///     profiles: [extras]
    /// ```
    pub static RULE = {
        id: "depends-on-inactive-profile", summary: "Depend only on services that are on too", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack || cx.may_lack_parts() {
        return;
    }
    let mut told = HashSet::new();
    for wait in cx.waits() {
        if wait.is_optional() || wait.waiter.service.incomplete.is_some() || wait.target.service.incomplete.is_some() {
            continue;
        }
        let (waiter, target) = (wait.waiter.service, wait.target.service);
        let (Know::Known(together), Some(profile)) = (wait.together(), target.profiles.first()) else { continue };
        let (name, other) = (&waiter.name, &target.name);
        let (severity, message) = match together {
            Together::Always => continue,
            Together::Never if waiter.profiles.is_empty() => {
                (Severity::Error, format!("`{name}` is always on and depends on `{other}`, which needs a profile"))
            }
            Together::Never => {
                (Severity::Error, format!("`{name}` depends on `{other}`, with which it shares no profile"))
            }
            Together::NotWith(profile) => (
                Severity::Warning,
                format!("with the profile `{profile}` alone `{name}` is on and `{other}`, on which it depends, is off"),
            ),
        };
        // A service that extends this one depends by the same words.
        if !told.insert(wait.place()) {
            continue;
        }
        let (file, span) = target.home(cx.file, profile.span, profile.node, profile.origin);
        sink.report(wait.place(), message)
            .severity(severity)
            .label_in(file, span, "only with this profile")
            .help("give both the same profiles, or write `required: false` below the dependency");
    }
}
