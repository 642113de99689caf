//! Services with a network mode and networks.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service has both `network_mode` and `networks`. It can join networks only in the mode that it has without
    /// `network_mode`, so Compose refuses the file.
    ///
    /// A stack ignores `network_mode`.
    ///
    /// ```yaml,expect
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:1
    ///     network_mode: host
    ///     networks: [back]
    /// networks:
    ///   back:
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   probe:
    ///     image: registry.example.com/harbour/probe:1
    ///     network_mode: ${PROBE_MODE}
    ///     networks: [back]
    ///   other:
    ///     image: registry.example.com/harbour/other:1
    ///     network_mode: host
    /// networks:
    ///   back:
    /// ```
    pub static RULE = {
        id: "network-mode-and-networks", summary: "Give a service a network mode or networks", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let (Some(mode), Some(network)) = (&service.network_mode, service.networks.first()) else { return };
    let Know::Known(text) = mode.text_with_defaults() else { return };
    if text.is_empty() || cx.is_stack {
        return;
    }
    let message = format!("a service with `network_mode: {text}` cannot join `networks` too");
    sink.report(service.place(mode.span, mode.origin), message)
        .label(service.place(network.name_span, network.origin), "it joins a network here")
        .help("keep one of the two");
}
