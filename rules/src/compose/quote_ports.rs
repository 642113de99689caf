//! Ports without quotes.

use plimsoll_core::compose::Value;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::Node;
use plimsoll_core::yaml::quotes::{self, Quotes};

declare_rule! {
    /// A port under `ports` or `expose` is not in quotes. Compose and `docker stack deploy` read `22:22` as the text it is;
    /// other readers of YAML 1.1, PyYAML for one, take it for a number to the base of 60 and see 1342.
    ///
    /// Any quotes will do, unless the option `quotes` asks for `single` or `double` ones. Under `--preset dclint` it is
    /// `single`, as there. The fix writes double quotes where the option says nothing.
    ///
    /// ```yaml,expect
    /// services:
    ///   git:
    ///     image: gitea/gitea:1.25.2
    ///     ports:
    ///       - 22:22
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   git:
    ///     image: gitea/gitea:1.25.2
    ///     ports:
    ///       - "22:22"
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   git:
    ///     image: gitea/gitea:1.25.2
    ///     ports: ["22:22", {target: 3000, published: "3000"}]
    ///     expose: ['9000']
    /// ```
    pub static RULE = {
        id: "quote-ports", summary: "Put ports into quotes", category: Style, severity: Style, fix: Safe, since: "0.3.0",
        presets: [Dclint], aliases: ["dclint/require-quotes-in-ports"],
        options: [OptionSpec {
            name: "quotes", kind: OptionKind::Word(&["single", "double"]),
            docs: "The kind of quotes. Without it any will do, under `--preset dclint` only single ones.",
        }],
        differs: ["dclint/require-quotes-in-ports" => "Double quotes are quotes, too, unless the option `quotes` or `--preset dclint` asks for single ones."],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let wanted = match sink.options().word("quotes") {
        Some("single") => Some(Quotes::Single),
        Some(_) => Some(Quotes::Double),
        None => sink.is_by_preset(Preset::Dclint).then_some(Quotes::Single),
    };
    let ports = at.service.ports.iter().filter_map(|port| port.short.as_ref());
    let is_item = |value: &&Value<'_>| value.is_editable() && value.node.parent().is_some_and(Node::is_sequence);
    for value in ports.chain(&at.service.expose).filter(is_item) {
        report(value, wanted, sink);
    }
}

fn report(value: &Value<'_>, wanted: Option<Quotes>, sink: &mut Sink<'_>) {
    let kind = |quotes| if quotes == Quotes::Single { "single" } else { "double" };
    let port = value.raw;
    let message = match (quotes::of(value.node), wanted) {
        (None, _) => format!("the port `{port}` is not in quotes"),
        (Some(now), Some(wanted)) if now != wanted => {
            format!("the port `{port}` is in {} quotes instead of {} ones", kind(now), kind(wanted))
        }
        (Some(_), _) => return,
    };
    let quotes = wanted.unwrap_or(Quotes::Double);
    let edit = quotes::put_on(value.node, quotes);
    let finding = sink.report(value.span, message);
    let finding = match &edit {
        Some((_, text)) => finding.help(format!("write `{text}`")),
        None => finding.help(format!("write it in {} quotes", kind(quotes))),
    };
    finding.fix(Safe, format!("Put it into {} quotes", kind(quotes)), |edits| {
        edits.extend(edit);
    });
}
