//! Configs that nobody declares.

use plimsoll_core::facts::references::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service is given a config that the top level of no file declares. Compose refuses the whole project for it, and so
    /// does `docker stack deploy`.
    ///
    /// Where its content comes from only you know: `file`, `content`, `environment`, or `external: true` for one that Swarm
    /// holds. Overrides, fragments, files that include others, and files with a service of neither image nor build are not
    /// judged.
    ///
    /// ```yaml,expect
    /// services:
    ///   proxy:
    ///     image: nginx:1.29.3
    ///     configs: [site]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   proxy:
    ///     image: nginx:1.29.3
    ///     configs: [{source: site, target: /etc/nginx/conf.d/site.conf}]
    /// configs:
    ///   site: {file: ./site.conf}
    /// ```
    pub static RULE = {
        id: "undefined-config", summary: "Declare the configs that services are given", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for missing in cx.undeclared(Declared::Config) {
        let name = &missing.name;
        let message = format!("`{}` is given the config `{name}`, which is not declared", missing.service);
        let mut finding =
            sink.report(missing.span, message).severity(missing.severity()).help(match &missing.nearest {
                Some(nearest) => format!("write `{nearest}`, or declare `{name}` under the top-level `configs`"),
                None => format!("declare `{name}` under the top-level `configs`, with its `file` or `content`"),
            });
        for other in missing.others {
            finding = finding.label(other, "it is given here too");
        }
    }
}
