//! Containers without the filter of system calls.

use plimsoll_core::compose::change::Change;
use plimsoll_core::compose::security_opt::Guard;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Docker's seccomp profile keeps some forty system calls from containers that almost no program needs and that most
    /// ways out of a container go through. `seccomp:unconfined` hands them all back.
    ///
    /// Where one call is missing, allow that one: copy the engine's default profile, add the call, and name the file. In
    /// files for development or tests, where debuggers run, the finding is an info. A later entry of `security_opt` with
    /// another profile holds instead. Not reported for `privileged` services, which have no filter anyway, and in stacks,
    /// where the key has no effect.
    ///
    /// ```yaml,expect
    /// services:
    ///   browser:
    ///     image: registry.example.com/harbour/browser:3
    ///     security_opt:
    ///       - seccomp:unconfined
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   browser:
    ///     image: registry.example.com/harbour/browser:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   browser:
    ///     image: registry.example.com/harbour/browser:3
    ///     security_opt:
    ///       - seccomp:./browser.json
    /// ```
    pub static RULE = {
        id: "no-seccomp-unconfined", summary: "Keep the filter of system calls", category: Security, severity: Warning, fix: Unsafe,
        since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: [
            "compose-lint/CL-0009", "cis/5.22", "kics/default-seccomp-profile-disabled", "semgrep/seccomp-confinement-disabled",
        ],
        differs: [
            "compose-lint/CL-0009" => "Silent where nothing changes: in stack files, which ignore `security_opt`, and on privileged services.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for value in at.switched_off(cx, Guard::Seccomp) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`{}` gives `{}` every system call of the kernel", value.raw, service.name),
        )
        .severity(if cx.is_for_development() { Severity::Info } else { Severity::Warning })
        .help("take it out; if a call is then missing, name a copy of the default profile that allows it: `seccomp:./profile.json`")
        .fix(Unsafe, format!("Remove `{}`", value.raw), |edits| {
            edits.extend(Change::removal(service, "security_opt", value));
        });
    }
}
