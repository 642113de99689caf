//! Overlay networks that send in the clear.

use plimsoll_core::compose::Resource;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::{self, EntryValue};

declare_rule! {
    /// Swarm encrypts what managers tell one another, but not what tasks send through an overlay network: between nodes it
    /// goes over the wire as it is. The option `encrypted` puts it into IPsec.
    ///
    /// It costs throughput, so it is for networks between nodes that others can listen to. Windows nodes do not have it.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [back]
    /// networks:
    ///   back:
    ///     driver: overlay
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [back]
    /// networks:
    ///   back:
    ///     driver: overlay
    ///     driver_opts:
    ///       encrypted: "true"
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [back]
    /// networks:
    ///   back:
    ///     driver_opts: {encrypted: "true"}
    /// ```
    pub static RULE = {
        id: "swarm-overlay-encrypted", summary: "Encrypt overlay networks that others can listen to", category: Security,
        severity: Info, fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: ["cis/7.3"],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack || cx.compose.for_windows || cx.yaml.is_recovered() {
        return;
    }
    for network in &cx.compose.networks {
        let is_overlay = network.driver.as_ref().is_none_or(|driver| driver.known() == Some("overlay"));
        let is_encrypted = network.driver_opts.iter().any(|option| option.name == "encrypted");
        if !network.is_first || !is_overlay || is_encrypted || network.external != Know::Known(false) {
            continue;
        }
        let message = format!("what goes through the network `{}` between nodes is not encrypted", network.name);
        sink.report(network.key_span, message)
            .help("add `driver_opts: {encrypted: \"true\"}` where others can listen between the nodes")
            .fix(Unsafe, "Encrypt the network", |edits| {
                edits.extend(encrypted(network));
            });
    }
}

fn encrypted(network: &Resource<'_>) -> Option<(Span, String)> {
    let on = EntryValue::Scalar("\"true\"".to_owned());
    if let Some(options) = network.node.get("driver_opts") {
        let is_own = options.via.is_none() && options.value.anchor().is_none();
        return edit::insert_entry(options.value, "encrypted", &on).filter(|_| is_own);
    }
    let options = EntryValue::Mapping(vec![("encrypted".to_owned(), on)]);
    edit::insert_entry(network.node, "driver_opts", &options)
}
