//! Networks that services join and nobody declares.

use plimsoll_core::facts::references::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service joins a network that the top level of no file declares. Compose refuses the whole project for it, and so
    /// does `docker stack deploy`; only `default` is there without being declared.
    ///
    /// A network that was made by hand, or by another project, is declared too, with `external: true`. Overrides,
    /// fragments, files that include others, and files with a service of neither image nor build are not judged: the
    /// declaration may stand in a file that completes them.
    ///
    /// ```yaml,expect
    /// services:
    ///   api:
    ///     image: registry.example.com/harbour/api:3
    ///     networks: [back]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   api:
    ///     image: registry.example.com/harbour/api:3
    ///     networks: [back]
    /// networks:
    ///   back: {}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   api:
    ///     image: registry.example.com/harbour/api:3
    ///     networks: [default, back]
    /// networks:
    ///   back:
    ///     external: true
    /// ```
    pub static RULE = {
        id: "undefined-network", summary: "Declare the networks that services join", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for missing in cx.undeclared(Declared::Network) {
        let name = &missing.name;
        let message = format!("`{}` joins the network `{name}`, which is not declared", missing.service);
        let mut finding =
            sink.report(missing.span, message).severity(missing.severity()).help(match &missing.nearest {
                Some(nearest) => format!("write `{nearest}`, or declare `{name}` under the top-level `networks`"),
                None => format!("declare `{name}` under the top-level `networks`, with `external: true` if it exists"),
            });
        for other in missing.others {
            finding = finding.label(other, "it is joined here too");
        }
        finding.fix(Unsafe, format!("Declare the network `{name}`"), |edits| {
            edits.extend(cx.declaration(Declared::Network, name));
        });
    }
}
