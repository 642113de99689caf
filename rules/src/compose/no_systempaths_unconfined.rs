//! Containers that see all of `/proc` and `/sys`.

use plimsoll_core::compose::change::Change;
use plimsoll_core::compose::security_opt::Guard;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The engine hides parts of `/proc` and `/sys` and makes others read-only. With `systempaths=unconfined` root in the
    /// container writes `/proc/sys/kernel/core_pattern`, which names a program that the host runs as root, or
    /// `/proc/sysrq-trigger`, which reboots it: no capability is asked for.
    ///
    /// It is wanted for engines in a container, which mount a `/proc` of their own. Run those rootless, under Sysbox, or on
    /// a machine of their own. A service whose `user` is a number above 0 cannot write those files: there it is a warning.
    /// Not reported for `privileged` services, and in stacks, where the key has no effect.
    ///
    /// ```yaml,expect
    /// services:
    ///   builder:
    ///     image: registry.example.com/harbour/builder:3
    ///     security_opt:
    ///       - systempaths=unconfined
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   builder:
    ///     image: registry.example.com/harbour/builder:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   builder:
    ///     image: registry.example.com/harbour/builder:3
    ///     security_opt:
    ///       - no-new-privileges:true
    /// ```
    pub static RULE = {
        id: "no-systempaths-unconfined", summary: "Keep the masks over `/proc` and `/sys`", category: Security, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for value in at.switched_off(cx, Guard::SystemPaths) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`{}` lets root in `{}` change the host's kernel through `/proc`", value.raw, service.name),
        )
        .severity(if at.is_numbered_user() { Severity::Warning } else { Severity::Error })
        .help("take it out; an engine or a build in a container can run rootless or under Sysbox instead")
        .fix(Unsafe, format!("Remove `{}`", value.raw), |edits| {
            edits.extend(Change::removal(service, "security_opt", value));
        });
    }
}
