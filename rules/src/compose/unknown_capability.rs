//! Names that are no Linux capability.

use plimsoll_core::capabilities;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// The engine refuses to create a container whose `cap_add` or `cap_drop` names a capability that does not exist.
    ///
    /// Names go with or without `CAP_`, in any case; `ALL` stands for all of them, but `CAP_ALL` does not exist. No
    /// loader checks the names: the mistake shows only at `docker compose up`. Windows containers are not looked at.
    ///
    /// ```yaml,expect
    /// services:
    ///   tunnel:
    ///     image: registry.example.com/harbour/tunnel:3
    ///     cap_add:
    ///       - NET_ADMN
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   tunnel:
    ///     image: registry.example.com/harbour/tunnel:3
    ///     cap_add:
    ///       - NET_ADMIN
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   tunnel:
    ///     image: registry.example.com/harbour/tunnel:3
    ///     cap_drop: [all]
    ///     cap_add: [cap_net_admin, CHOWN]
    /// ```
    pub static RULE = {
        id: "unknown-capability", summary: "Name capabilities that exist", category: Correctness, severity: Error, fix: Unsafe,
        since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if at.is_windows() {
        return;
    }
    for value in at.service.cap_add.iter().chain(&at.service.cap_drop) {
        let Know::Known(name) = value.text_with_defaults() else { continue };
        if name.eq_ignore_ascii_case(capabilities::ALL)
            || (capabilities::lookup(&name).is_some() && name.trim() == name)
        {
            continue;
        }
        let wanted = if capabilities::is_all(&name) {
            Some(capabilities::ALL)
        } else {
            let bare = capabilities::normalise(&name).replace(['-', ' '], "_");
            let known = capabilities::CAPABILITIES.iter().map(|capability| capability.name);
            plimsoll_core::nearest(&bare, known)
        };
        let mut finding = sink.report(
            at.service.place(value.span, value.origin),
            format!("`{name}` is no Linux capability, so the engine refuses to create the container"),
        );
        let Some(wanted) = wanted else {
            finding.help("name one of capabilities(7), `NET_ADMIN` for example, or take the entry out");
            continue;
        };
        finding = finding.help(format!("write `{wanted}`"));
        if value.is_editable() && !value.has_variables() {
            finding.fix(Unsafe, format!("Write `{wanted}`"), |edit| {
                edit.extend(edit::replace_scalar(value.node, wanted));
            });
        }
    }
}
