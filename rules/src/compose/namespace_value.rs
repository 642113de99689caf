//! Namespaces that the engine does not know.

use plimsoll_core::compose::namespaces::{Namespace, Wrong};
use plimsoll_core::compose::{Resource, Value};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;
use std::collections::HashMap;

declare_rule! {
    /// `pid`, `ipc`, `uts`, `userns_mode` and `network_mode` take any text as far as Compose is concerned; the engine knows
    /// a few words, in lower case, and refuses to create the container with others.
    ///
    /// `pid`: `host`, `service:NAME`, `container:NAME`. `ipc`: those, `none`, `private`, `shareable`. `uts`, `userns_mode`:
    /// `host`. `network_mode`: `bridge`, `host`, `none`, `service:…`, `container:…`, or the name of a network as the engine
    /// has it. The key of a network in the file is not that name: Compose puts the project's name before it, so the engine
    /// finds no such network (a warning, since one may be there). Words of Podman are let through, and so are stacks, which
    /// ignore the keys.
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: registry.example.com/harbour/cache:3
    ///     ipc: sharable
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   cache:
    ///     image: registry.example.com/harbour/cache:3
    ///     ipc: shareable
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   cache:
    ///     image: registry.example.com/harbour/cache:3
    ///     network_mode: service:web
    ///     pid: ${PID_MODE}
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     network_mode: bridge
    /// ```
    pub static RULE = {
        id: "namespace-value", summary: "Name namespaces that the engine knows", category: Correctness, severity: Error, fix: Unsafe,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check),
    Check::Compose(check_network_keys)
}

/// Networks that the engine has of itself.
const WORDS: [&str; 4] = ["bridge", "default", "host", "none"];

const ALL: [Namespace; 5] = [Namespace::Network, Namespace::Pid, Namespace::Ipc, Namespace::Uts, Namespace::User];

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let says_nothing = ALL.iter().all(|&namespace| service.namespace(namespace).is_none());
    if says_nothing || cx.is_stack || at.is_windows() || cx.compose.for_windows {
        return;
    }
    for namespace in ALL {
        let Some(value) = service.namespace(namespace) else { continue };
        let key = namespace.key();
        let place = service.place(value.span, value.origin);
        match service.wrong_namespace(namespace) {
            Some(Wrong::Nobody) => {
                sink.report(place, format!("`{key}: {}` names no container or service", value.raw))
                    .help("write a name behind the colon, or take the key out");
            }
            Some(Wrong::Unknown(near)) => unknown(sink, place, key, value, near),
            None => {}
        }
    }
}

fn unknown(sink: &mut Sink<'_>, place: Span, key: &str, value: &Value<'_>, near: Option<&'static str>) {
    let finding = sink.report(place, format!("`{key}: {}` is no namespace that the engine knows", value.raw));
    let Some(near) = near else {
        finding.help(match key {
            "ipc" => "write `shareable`, `private`, `none`, `service:NAME` or `container:NAME`",
            "pid" => "write `service:NAME` or `container:NAME`, or take it out for a namespace of its own",
            _ => "take it out for a namespace of its own; the only other word is `host`",
        });
        return;
    };
    let finding = finding.help(format!("write `{key}: {near}`"));
    if value.is_editable() && !value.has_variables() {
        finding.fix(Unsafe, format!("Write `{near}`"), |edits| {
            edits.extend(edit::replace_scalar(value.node, near));
        });
    }
}

/// `network_mode` with the key of a network, which the engine has under another name.
fn check_network_keys(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let networks: HashMap<&str, &Resource<'_>> = cx
        .compose
        .networks
        .iter()
        .filter(|network| network.real_name.is_none() && network.external == Know::Known(false))
        .map(|network| (network.name.as_ref(), network))
        .collect();
    if networks.is_empty() || cx.is_stack || cx.compose.for_windows {
        return;
    }
    for service in &cx.compose.services {
        let Some(value) = &service.network_mode else { continue };
        let Some(text) = value.known().filter(|text| !WORDS.contains(text)) else { continue };
        let Some(network) = networks.get(text) else { continue };
        let place = service.place(value.span, value.origin);
        sink.report(place, format!("`network_mode: {text}` does not mean the network `{text}` of this file"))
            .severity(Severity::Warning)
            .label(network.key_span, "the engine has this one under the project's name and its own")
            .help(format!("write `networks: [{text}]` instead of `network_mode`"));
    }
}
