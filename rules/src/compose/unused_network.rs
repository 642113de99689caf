//! Declared networks that no service uses.

use plimsoll_core::compose::used::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The top level declares a network that no service uses: Compose does not even create it. It is a leftover, or a service has
    /// another name for it.
    ///
    /// Silent are external ones, files that others complete or include, files with an `include`, names that a variable
    /// may stand for, and names that an `x-` block, a command, an environment variable, a label or another Compose file in
    /// the folder mentions.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     networks: [front]
    /// networks:
    ///   front:
    ///   old:
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     networks: [front]
    /// networks:
    ///   front:
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     networks: [front]
    /// networks:
    ///   front:
    ///   outer:
    ///     external: true
    /// ```
    pub static RULE = {
        id: "unused-network", summary: "Declare the networks that services use", category: Style, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for resource in cx.unused(Declared::Network) {
        sink.report(resource.key_span, format!("no service uses the network `{}`", resource.name))
            .help("remove it, or give it to the service that is meant to use it")
            .fix(Unsafe, "Remove it", |edits| {
                edits.extend(cx.remove_declaration(Declared::Network, resource));
            });
    }
}
