//! Entries of `security_opt` that the engine refuses.

use plimsoll_core::compose::security_opt::flaw;
use plimsoll_core::prelude::*;

declare_rule! {
    /// An entry of `security_opt` whose name or value the engine does not know keeps the container from being created. No
    /// loader looks at them: the mistake shows at `docker compose up`.
    ///
    /// Names are `seccomp`, `apparmor`, `label`, `no-new-privileges`, `writable-cgroups` and, on Windows,
    /// `credentialspec`, each with `=` or `:` and a value without blanks; `no-new-privileges` may stand alone, and
    /// `systempaths=unconfined` has that one form. Labels are `disable` or `user:`, `role:`, `type:`, `level:`, `filetype:`
    /// with a name. What only Podman knows (`mask`, `unmask`, `proc-opts`) is let through.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     security_opt:
    ///       - no_new_privileges:true
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     security_opt:
    ///       - no-new-privileges:true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     security_opt:
    ///       - no-new-privileges
    ///       - seccomp=./web.json
    ///       - label:type:web_t
    /// ```
    pub static RULE = {
        id: "security-opt-syntax", summary: "Write security options that the engine knows", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if service.security_opt.is_empty() || cx.is_stack || at.is_windows() {
        return;
    }
    for value in &service.security_opt {
        let Know::Known(text) = value.text_with_defaults() else { continue };
        let Some(flaw) = flaw(&text) else { continue };
        let place = service.place(value.span, value.origin);
        let finding = sink.report(place, format!("the security option `{text}` {}", flaw.what));
        let Some(meant) = flaw.meant else {
            finding.help(if text.starts_with("label") {
                "write `label=disable`, or `user:`, `role:`, `type:`, `level:` or `filetype:` with a name behind `label=`"
            } else {
                "write `seccomp=FILE`, `apparmor=PROFILE`, `label=OPTION` or `no-new-privileges:true`"
            });
            continue;
        };
        let finding = finding.help(format!("write `{meant}`"));
        // No two entries may be the same.
        let is_there = service.security_opt.iter().any(|other| other.raw == meant);
        if value.is_editable() && !value.has_variables() && !is_there {
            finding.fix(Unsafe, format!("Write `{meant}`"), |edits| {
                edits.replace(value.part(0, value.raw.len()).span, meant);
            });
        }
    }
}
