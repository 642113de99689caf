//! Containers without an AppArmor profile.

use plimsoll_core::compose::change::Change;
use plimsoll_core::compose::security_opt::Guard;
use plimsoll_core::prelude::*;

declare_rule! {
    /// On hosts with AppArmor (Debian, Ubuntu, SUSE) Docker's profile forbids mounts, writes below `/proc/sys` and `/sys`,
    /// and tracing of what is outside. `apparmor:unconfined` takes that away; elsewhere it changes nothing.
    ///
    /// Where the profile is in the way, load one of your own on the host and name it: `apparmor:my-profile`. In files for
    /// development or tests the finding is an info. Not reported for `privileged` services, which run without a profile
    /// anyway, and in stacks, where the key has no effect.
    ///
    /// ```yaml,expect
    /// services:
    ///   files:
    ///     image: registry.example.com/harbour/files:3
    ///     security_opt:
    ///       - apparmor:unconfined
    ///       - no-new-privileges:true
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   files:
    ///     image: registry.example.com/harbour/files:3
    ///     security_opt:
    ///       - no-new-privileges:true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   files:
    ///     image: registry.example.com/harbour/files:3
    ///     security_opt:
    ///       - apparmor:harbour-files
    /// ```
    pub static RULE = {
        id: "no-apparmor-unconfined", summary: "Keep the AppArmor profile", category: Security, severity: Warning, fix: Unsafe,
        since: "0.3.0", presets: [Recommended, ComposeLint], aliases: ["compose-lint/CL-0009", "cis/5.2"],
        differs: [
            "compose-lint/CL-0009" => "Silent where nothing changes: in stack files, which ignore `security_opt`, and on privileged services.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for value in at.switched_off(cx, Guard::AppArmor) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`{}` runs `{}` without an AppArmor profile", value.raw, service.name),
        )
        .severity(if cx.is_for_development() { Severity::Info } else { Severity::Warning })
        .help("take it out: the engine's profile `docker-default` holds then; or name one that is loaded on the host")
        .fix(Unsafe, format!("Remove `{}`", value.raw), |edits| {
            edits.extend(Change::removal(service, "security_opt", value));
        });
    }
}
