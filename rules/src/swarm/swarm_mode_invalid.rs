//! Modes of a service that a Swarm does not have.

use plimsoll_core::compose::{Deploy, Service, Value, rollout};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// The schema takes any word as `deploy.mode`, `endpoint_mode` and `failure_action`; the deploy then fails halfway, when
    /// networks and other services are there already. A global service has one task on each node, so it takes no
    /// `replicas`. With `endpoint_mode: dnsrr` there is no address that a port could be published at in the mode `ingress`.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    ///     deploy:
    ///       mode: global
    ///       replicas: 2
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    ///     deploy:
    ///       mode: global
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   agent:
    ///     image: registry.example.com/harbour/agent:3
    ///     deploy:
    ///       mode: replicated
    ///       replicas: 2
    /// ```
    pub static RULE = {
        id: "swarm-mode-invalid", summary: "Choose a mode that Swarm has", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(deploy) = service.deploy.as_ref().filter(|_| cx.is_stack) else { return };
    word(service, deploy.mode.as_ref(), "mode", &rollout::MODES, sink);
    word(service, deploy.endpoint_mode.as_ref(), "endpoint_mode", &["vip", "dnsrr"], sink);
    let action =
        |rolling: &Option<plimsoll_core::compose::Rolling<'_>>, words: &[&'static str], sink: &mut Sink<'_>| {
            let value = rolling.as_ref().and_then(|rolling| rolling.failure_action.clone());
            word(service, value.as_ref(), "failure_action", words, sink);
        };
    action(&deploy.update, &["pause", "continue", "rollback"], sink);
    action(&deploy.rollback, &["pause", "continue"], sink);
    replicas(service, deploy, sink);
    round_robin(service, deploy, sink);
}

fn word(service: &Service<'_>, value: Option<&Value<'_>>, key: &str, words: &[&'static str], sink: &mut Sink<'_>) {
    let Some((value, text)) = value.and_then(|value| Some((value, value.text_with_defaults().known()?))) else {
        return;
    };
    if text.is_empty() || words.contains(&text.as_ref()) {
        return;
    }
    let nearest = plimsoll_core::nearest(&text, words.iter().copied());
    let help = match nearest {
        Some(word) => format!("write `{word}`"),
        None => format!("write `{}`", words.join("` or `")),
    };
    let message = format!("Swarm has no `{key}` called `{text}`");
    sink.report(service.place(value.span, value.origin), message).help(help).fix(
        Unsafe,
        format!("Write `{}`", nearest.unwrap_or_default()),
        |edits| {
            let edit = nearest.filter(|_| value.is_editable() && !value.has_variables());
            edits.extend(edit.and_then(|word| edit::replace_scalar(value.node, word)));
        },
    );
}

fn replicas(service: &Service<'_>, deploy: &Deploy<'_>, sink: &mut Sink<'_>) {
    let (Some(mode), Some(replicas)) = (&deploy.mode, &deploy.replicas) else { return };
    let Some(text) = mode.known().filter(|mode| mode.starts_with("global")) else { return };
    sink.report(service.place(replicas.span, replicas.origin), format!("a `{text}` service takes no `replicas`"))
        .label(service.place(mode.span, mode.origin), "one task on each node")
        .help("take `replicas` out, or write `mode: replicated`")
        .fix(Unsafe, "Remove `replicas`", |edits| {
            let entry = replicas.node.entry().filter(|_| replicas.is_editable());
            edits.extend(entry.and_then(edit::remove_entry));
        });
}

fn round_robin(service: &Service<'_>, deploy: &Deploy<'_>, sink: &mut Sink<'_>) {
    let Some(mode) = deploy.endpoint_mode.as_ref().filter(|mode| mode.known() == Some("dnsrr")) else { return };
    let is_ingress = |port: &&plimsoll_core::compose::Port<'_>| {
        port.mode.as_ref().is_none_or(|mode| mode.known() == Some("ingress"))
    };
    let Some(port) = service.ports.iter().find(is_ingress) else { return };
    sink.report(
        service.place(port.span, port.origin),
        "a port cannot be published in the mode `ingress` with `endpoint_mode: dnsrr`",
    )
    .label(service.place(mode.span, mode.origin), "the service has no address of its own")
    .help("write the port with `mode: host`, or `endpoint_mode: vip`");
}
