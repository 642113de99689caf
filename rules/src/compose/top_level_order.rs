//! Keys at the top of a file that are not in the agreed order.

use plimsoll_core::compose::order;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The keys at the top of a file are not in the agreed order: extensions (`x-…`, by name), `version`, `name`,
    /// `include`, `services`, `models`, `networks`, `volumes`, `secrets`, `configs`.
    ///
    /// No preset of our own asks for it. The option `order` names another order, with `x-…` for all extensions. What is
    /// above the first key is about the file and stays there. An anchor stays before the aliases that mean it.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: [data:/var/lib/postgresql]
    ///
    /// volumes:
    ///   data:
    ///
    /// # reachable by the proxy
    /// networks:
    ///   default:
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: [data:/var/lib/postgresql]
    ///
    /// # reachable by the proxy
    /// networks:
    ///   default:
    ///
    /// volumes:
    ///   data:
    /// ```
    ///
    /// ```yaml
    /// x-logging: &logging {driver: local}
    /// name: shop
    /// services:
    ///   web: {image: "nginx:1.29.3", logging: *logging}
    /// ```
    pub static RULE = {
        id: "top-level-order", summary: "Write the top-level keys in the agreed order", category: Style, severity: Style,
        fix: Safe, since: "0.3.0", presets: [Dclint], aliases: ["dclint/top-level-properties-order"],
        options: [OptionSpec {
            name: "order", kind: OptionKind::Texts,
            docs: "The keys in their order, `x-…` for all extensions; those that it does not name follow. Without it the order is dclint's.",
        }],
        differs: ["dclint/top-level-properties-order" => "`models` has a place behind `services`, and a key that the order does not name may stand last; dclint reports both wherever they stand, and its fix deletes them."],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let own: Vec<&str> = sink.options().texts("order").iter().map(String::as_str).collect();
    let keys = if own.is_empty() { &order::TOP_LEVEL[..] } else { &own };
    let Some(disorder) = order::top_level(cx.compose, keys).filter(|_| !cx.is_foreign()) else { return };
    let mut edit = disorder.edit;
    for one in disorder.misplaced {
        sink.report(one.span, format!("the key `{}` belongs before `{}`", one.name, one.before))
            .label(one.before_span, "in the agreed order this one comes later")
            .help("write the top-level keys in the agreed order")
            .fix(Safe, "Sort the top-level keys", |edits| {
                edits.extend(edit.take());
            });
    }
}
