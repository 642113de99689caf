//! Services with the host's name.

use plimsoll_core::compose::namespaces::Namespace;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// With `uts: host` a container has the host's name, and with the capability `SYS_ADMIN` may change it for the host.
    ///
    /// `hostname` gives it a name of its own; where it must know the host's, hand that over in a variable. With
    /// `network_mode: host` a container has the host's name anyway. The key is none that a stack may have.
    ///
    /// ```yaml,expect
    /// services:
    ///   mail:
    ///     image: registry.example.com/harbour/mail:3
    ///     uts: host
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   mail:
    ///     image: registry.example.com/harbour/mail:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   mail:
    ///     image: registry.example.com/harbour/mail:3
    ///     hostname: mail.example.com
    /// ```
    pub static RULE = {
        id: "no-host-uts", summary: "Give containers a host name of their own", category: Security, severity: Info, fix: Unsafe,
        since: "0.3.0", presets: [Strict], aliases: ["cis/5.21"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = service.shares_with_host(Namespace::Uts).filter(|_| !cx.is_stack) else { return };
    let removed = service.get("uts").filter(|_| value.is_editable()).and_then(edit::remove_entry);
    sink.report(
        service.place(value.span, value.origin),
        format!("`{}` shares the host's name, and with `SYS_ADMIN` may change it", service.name),
    )
    .help("take `uts` out, and write `hostname: NAME` where the program needs a name")
    .fix(Unsafe, "Remove `uts: host`", |edits| {
        edits.extend(removed);
    });
}
