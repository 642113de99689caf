//! Capabilities that are added and dropped at once.

use plimsoll_core::capabilities;
use plimsoll_core::compose::Value;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A capability in `cap_add` and in `cap_drop`: one of the two lists does not do what it says. The engine drops first
    /// and adds then, so the container keeps it; with `ALL` in both it keeps everything. Only beside `cap_add: [ALL]` do the
    /// names in `cap_drop` hold.
    ///
    /// Lists that come from different places (`extends`, another file) may differ on purpose and are not compared. `ALL` in
    /// `cap_drop` with names in `cap_add` is how it should be.
    ///
    /// ```yaml,expect
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:3
    ///     cap_add: [NET_RAW]
    ///     cap_drop: [MKNOD, NET_RAW]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:3
    ///     cap_drop: [ALL]
    ///     cap_add: [NET_RAW]
    /// ```
    pub static RULE = {
        id: "capability-dropped-after-add", summary: "Add a capability or drop it, not both", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if service.cap_add.is_empty() || at.is_privileged(cx) != Know::Known(false) || at.is_windows() {
        return;
    }
    let name = |value: &Value<'_>| value.text_with_defaults().known().map(|text| capabilities::normalise(&text));
    let adds_all = service.cap_add.iter().any(|value| name(value).is_none_or(|name| name == capabilities::ALL));
    for dropped in service.cap_drop.iter().filter(|value| value.is_editable()) {
        let Some(wanted) = name(dropped) else { continue };
        let both = |value: &&Value<'_>| value.is_editable() && name(value).is_some_and(|name| name == wanted);
        let Some(added) = service.cap_add.iter().find(both) else { continue };
        let outcome = match (wanted == capabilities::ALL, adds_all) {
            (true, _) => "the container keeps all capabilities",
            (false, true) => "it stays dropped",
            (false, false) => "the container keeps it",
        };
        sink.report(dropped.span, format!("`{}` is in `cap_add` and in `cap_drop`: {outcome}", dropped.raw))
            .label(added.span, "added here")
            .help(if wanted == capabilities::ALL {
                "leave `cap_drop: [ALL]`, and name in `cap_add` the few that the program calls for"
            } else {
                "take it out of the list that is wrong"
            });
    }
}
