//! `explain` and `rules`: what the rules say about themselves, offline.

use crate::Code;
use crate::args::{DocFormat, ExplainArgs, RulesArgs};
use crate::markdown;
use crate::output::{Output, complain};
use crate::settings::{selection, unknown_rule};
use crate::terminal::Look;
use plimsoll_core::fix::Applicability;
use plimsoll_core::registry::{Registry, RuleSet, code_of, is_foreign};
use plimsoll_core::render;
use plimsoll_core::rule::{Rule, RuleMeta};
use std::fmt::Write as _;

/// Runs `explain`.
pub(crate) fn explain(registry: &Registry, args: &ExplainArgs) -> Code {
    let mut rules = registry.resolve(&args.rule);
    if rules.is_empty() && code_of(&args.rule).is_some() {
        rules = registry.find(&args.rule);
    }
    if rules.is_empty() {
        complain(&if is_foreign(&args.rule) {
            format!("no rule covers `{}` yet", args.rule)
        } else {
            unknown_rule(&args.rule, registry.suggest(&args.rule))
        });
        return Code::Usage;
    }
    let look = Look::detect(args.color);
    let pages =
        |page: &dyn Fn(&RuleMeta) -> String| rules.iter().map(|rule| page(&rule.meta)).collect::<Vec<_>>().join("\n");
    let text = match args.format {
        DocFormat::Text => pages(&|meta| text_page(meta, &look)),
        DocFormat::Markdown => pages(&markdown_page),
        DocFormat::Json => render::rules(&rules),
    };
    Output::new(None).write(&text)
}

/// Runs `rules`.
pub(crate) fn rules(registry: &Registry, args: &RulesArgs) -> Code {
    let Some(selection) = selection(registry, &args.rules, None) else { return Code::Usage };
    let set = RuleSet::new(registry, &selection).0;
    let rules: Vec<&'static Rule> =
        if args.enabled { set.rules().iter().map(|enabled| enabled.rule).collect() } else { registry.rules().to_vec() };
    let text = match args.format {
        DocFormat::Json => render::rules(&rules),
        DocFormat::Markdown => markdown_table(&rules),
        DocFormat::Text => text_table(&rules, &Look::detect(args.color)),
    };
    Output::new(None).write(&text)
}

fn text_page(meta: &RuleMeta, look: &Look) -> String {
    let mut out = format!("{}\n{}\n\n", look.paint("1", meta.id), meta.summary);
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(out, "  {}{value}", look.paint("2", &format!("{name:10}")));
    };
    line("severity", meta.severity.as_str());
    line("category", meta.category.as_str());
    line("fix", fix(meta));
    line("presets", &meta.preset_words().join(", "));
    if !meta.aliases.is_empty() {
        line("known as", &meta.aliases.join(", "));
    }
    line("since", meta.since);
    let url = meta.url();
    line("online", &look.link(&url, &url));
    out.push('\n');
    out.push_str(&markdown::text(&render::markdown(meta.docs), look));
    let more = options_and_differences(meta);
    if !more.is_empty() {
        out.push('\n');
        out.push_str(&markdown::text(&more, look));
    }
    let _ = writeln!(out, "\nIgnore it for the next instruction or key: # plimsoll: ignore[{}] reason", meta.id);
    out
}

/// What the configuration may set, and where the rule differs from other tools, as Markdown.
fn options_and_differences(meta: &RuleMeta) -> String {
    let mut out = String::new();
    if !meta.options.is_empty() {
        out.push_str("Options in `plimsoll.yaml`:\n\n");
        for option in meta.options {
            let _ = writeln!(out, "- `{}`: {}", option.name, option.docs);
        }
    }
    if !meta.differs.is_empty() {
        out.push_str(if out.is_empty() { "Differences on purpose:\n\n" } else { "\nDifferences on purpose:\n\n" });
        for (from, how) in meta.differs {
            let _ = writeln!(out, "- `{from}`: {how}");
        }
    }
    out
}

fn markdown_page(meta: &RuleMeta) -> String {
    let mut out = format!("# {}\n\n{}.\n\n", meta.id, meta.summary);
    let _ = write!(
        out,
        "| severity | category | fix | presets | since |\n| --- | --- | --- | --- | --- |\n| {} | {} | {} | {} | {} |\n\n",
        meta.severity.as_str(),
        meta.category.as_str(),
        fix(meta),
        meta.preset_words().join(", "),
        meta.since
    );
    if !meta.aliases.is_empty() {
        let names: Vec<String> = meta.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let _ = write!(out, "Known as {}.\n\n", names.join(", "));
    }
    out.push_str(render::markdown(meta.docs).trim_end());
    out.push('\n');
    let more = options_and_differences(meta);
    if !more.is_empty() {
        let _ = write!(out, "\n{more}");
    }
    out
}

fn markdown_table(rules: &[&'static Rule]) -> String {
    let mut out =
        String::from("| rule | what | severity | category | fix | known as |\n| --- | --- | --- | --- | --- | --- |\n");
    for Rule { meta, .. } in rules {
        let aliases: Vec<String> = meta.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let _ = writeln!(
            out,
            "| [`{}`]({}) | {} | {} | {} | {} | {} |",
            meta.id,
            meta.url(),
            meta.summary.replace('|', "\\|"),
            meta.severity.as_str(),
            meta.category.as_str(),
            fix(meta),
            aliases.join(", ")
        );
    }
    out
}

fn text_table(rules: &[&'static Rule], look: &Look) -> String {
    let width = rules.iter().map(|rule| rule.meta.id.len()).max().unwrap_or(0);
    let mut out = String::new();
    for Rule { meta, .. } in rules {
        let id = format!("{:width$}", meta.id);
        let id = look.paint("1", &look.link(&meta.url(), &id));
        let mark = match meta.fix {
            Some(Applicability::Safe) => "fix  ",
            Some(Applicability::Unsafe) => "fix? ",
            Some(Applicability::DisplayOnly) | None => "     ",
        };
        let _ = writeln!(out, "{id}  {:7}  {mark} {}", meta.severity.as_str(), meta.summary);
    }
    let _ = writeln!(out, "\n{} (fix: safe, fix?: with --unsafe-fixes)", render::plural(rules.len(), "rule", "rules"));
    out
}

fn fix(meta: &RuleMeta) -> &'static str {
    meta.fix.map_or("none", Applicability::as_str)
}
