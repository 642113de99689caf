//! Services that keep the engine's default capabilities.

use plimsoll_core::capabilities;
use plimsoll_core::compose::change::Change;
use plimsoll_core::images::Capabilities;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::EntryValue;

declare_rule! {
    /// A container keeps fourteen of root's capabilities unless it drops them: to change owners, to forge packets, to
    /// become any user.
    ///
    /// Most programs need none of them; those that start as root and step down need two or three. Drop all, and add
    /// back what is missing: an intruder then has nothing to work with. Where the image is known, the help and the fix
    /// name what its entry point calls for.
    ///
    /// Not reported: a `privileged` service and one that adds `ALL` (other rules do), Windows containers, and services
    /// of which another file may say more.
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: memcached:1.6.39
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   cache:
    ///     image: memcached:1.6.39
    ///     cap_drop: [ALL]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.30.0
    ///     cap_drop: [ALL]
    ///     cap_add: [CHOWN, SETGID, SETUID]
    /// ```
    pub static RULE = {
        id: "cap-drop-all", summary: "Drop all capabilities and add back the few that are needed", category: Security,
        severity: Warning, fix: Unsafe, since: "0.1.0", presets: [Recommended, ComposeLint], aliases: ["cis/5.4", "compose-lint/CL-0006"],
        posture: true,
        differs: ["compose-lint/CL-0006" => "Silent where nothing changes: on privileged services and those that add `ALL`."],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_all = |value: &plimsoll_core::compose::Value<'_>| match value.text_with_defaults() {
        Know::Known(text) => text.trim().eq_ignore_ascii_case(capabilities::ALL),
        _ => true,
    };
    let moot = at.is_privileged(cx) != Know::Known(false) || service.cap_add.iter().any(is_all);
    if !at.is_whole_on_linux(cx) || moot || service.cap_drop.iter().any(is_all) {
        return;
    }
    let name = &service.name;
    let needed = match at.image_facts().map(|image| image.capabilities) {
        Some(Capabilities::Known(needed)) if at.built.is_absent() => Some(needed),
        _ => None,
    };
    let missing: Vec<String> =
        needed.unwrap_or_default().iter().filter(|wanted| !adds(at, wanted)).map(|&name| name.to_owned()).collect();
    let partly = service.cap_drop.first();
    let message = match partly {
        Some(_) => format!("`{name}` drops some capabilities and keeps the rest of the default ones"),
        None => format!("`{name}` keeps all default capabilities"),
    };
    let help = match needed {
        Some([]) => "write `cap_drop: [ALL]`: this image needs none".to_owned(),
        Some(needed) => format!("write `cap_drop: [ALL]` and `cap_add: [{}]`, which the image's entry point calls for", needed.join(", ")),
        None => "write `cap_drop: [ALL]`, and with `cap_add` what the program then lacks: often `CHOWN`, `SETGID` and `SETUID` where it starts as root and steps down".to_owned(),
    };
    let mut finding = sink.report(service.missing_span(), message).help(help);
    if let Some(partly) = partly {
        finding = finding.label(service.place(partly.span, partly.origin), "only these are dropped");
    }
    let title = if missing.is_empty() {
        "Add `cap_drop: [ALL]`"
    } else {
        "Drop all capabilities and add back those the image needs"
    };
    finding.fix(Unsafe, title, |edit| {
        let mut change = Change::default();
        let all = [capabilities::ALL.to_owned()];
        // Lists that are there grow before keys are added behind them.
        let done = if service.cap_add.is_empty() {
            change.add(service, "cap_drop", &all).and_then(|()| match missing.as_slice() {
                [] => Some(()),
                missing => change.set(service, "cap_add", &EntryValue::FlowList(missing.to_vec())),
            })
        } else {
            change.add(service, "cap_add", &missing).and_then(|()| change.add(service, "cap_drop", &all))
        };
        if done.is_some() {
            edit.extend(change.edits);
        }
    });
}

fn adds(at: &ServiceAt<'_>, capability: &str) -> bool {
    at.service.cap_add.iter().any(|added| capabilities::normalise(added.raw) == capability)
}
