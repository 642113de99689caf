//! Networks of a stack that stay on one node.

use plimsoll_core::compose::rollout;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// Services of a stack can only join networks that the whole swarm knows. `bridge`, `macvlan` and other local drivers
    /// make a network on the manager alone, and the deploy stops at the first service that joins it.
    ///
    /// Without a `driver`, the network of a stack is an overlay network. The host's own network is joined as an external
    /// one, with the name `host`.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [front]
    /// networks:
    ///   front:
    ///     driver: bridge
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [front]
    /// networks:
    ///   front:
    ///     driver: overlay
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     networks: [front, host]
    /// networks:
    ///   front:
    ///   host:
    ///     external: true
    ///     name: host
    /// ```
    pub static RULE = {
        id: "swarm-network-driver", summary: "Use overlay networks in a stack", category: Correctness, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for network in cx.compose.networks.iter().filter(|network| cx.is_stack && network.external == Know::Known(false)) {
        let Some(driver) = &network.driver else { continue };
        let Know::Known(name) = driver.text_with_defaults() else { continue };
        if !rollout::is_local_driver(&name) {
            continue;
        }
        sink.report(
            driver.span,
            format!("`{name}` networks stay on one node, and services of a stack cannot join them"),
        )
        .help("write `driver: overlay`")
        .fix(Unsafe, "Write `overlay`", |edits| {
            let edit = edit::replace_scalar(driver.node, "overlay").filter(|_| driver.is_editable());
            edits.extend(edit);
        });
    }
}
