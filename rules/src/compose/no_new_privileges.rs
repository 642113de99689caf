//! Services whose programs may gain privileges.

use plimsoll_core::compose::change::Change;
use plimsoll_core::prelude::*;

declare_rule! {
    /// With `no-new-privileges` no program in the container gets more rights than the one that started it: set-user-id
    /// files, `sudo` and file capabilities have no effect. An intruder who is not root stays so.
    ///
    /// Entry points that start as root and step down (`gosu`, `su-exec`) work as before. What does not: `sudo` and `su` by
    /// another user, `ping` and servers with file capabilities, helpers that are set-user-id root. The last entry of
    /// `security_opt` that names it holds. Not reported: `privileged` services, Windows containers, services of which
    /// another file may say more, and stacks, where the key has no effect.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     security_opt: ["no-new-privileges:true"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     security_opt:
    ///       - no-new-privileges:true
    /// ```
    pub static RULE = {
        id: "no-new-privileges", summary: "Keep programs from gaining privileges", category: Security, severity: Info, fix: Unsafe,
        since: "0.3.0", presets: [Strict, ComposeLint],
        aliases: [
            "compose-lint/CL-0003", "cis/5.26", "kics/no-new-privileges-not-set", "kics/security-opt-not-set",
            "semgrep/no-new-privileges",
        ],
        posture: true,
        differs: [
            "compose-lint/CL-0003" => "Silent where it says nothing: in stack files, which ignore `security_opt`, on privileged services and Windows containers, and on services of which another file holds a part.",
        ],
    }
    Check::Service(check)
}

const SET: &str = "no-new-privileges:true";

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if cx.is_stack || at.is_windows() || at.is_privileged(cx) != Know::Known(false) {
        return;
    }
    let name = &service.name;
    match service.no_new_privileges() {
        (Know::Known(false), Some(value)) => {
            let place = service.place(value.span, value.origin);
            let finding = sink
                .report(place, format!("`{}` lets programs in `{name}` gain privileges", value.raw))
                .help(format!("write `{SET}`"));
            if value.is_editable() && !value.has_variables() {
                // No two entries may be the same.
                let said_before = service.security_opt.iter().any(|other| other.raw == SET);
                finding.fix(Unsafe, format!("Write `{SET}`"), |edits| {
                    if said_before {
                        edits.extend(Change::removal(service, "security_opt", value));
                    } else {
                        edits.replace(value.part(0, value.raw.len()).span, SET);
                    }
                });
            }
        }
        (Know::Absent, _) if at.is_whole_on_linux(cx) => {
            sink.report(
                service.missing_span(),
                format!("programs in `{name}` may gain privileges by set-user-id files"),
            )
            .help(format!("write `security_opt: [\"{SET}\"]`, unless it needs `sudo` or a set-user-id helper"))
            .fix(Unsafe, format!("Add `{SET}`"), |edits| {
                let mut change = Change::default();
                if change.add(service, "security_opt", &[format!("\"{SET}\"")]).is_some() {
                    edits.extend(change.edits);
                }
            });
        }
        _ => {}
    }
}
