//! The rules' metadata for scripts, documentation and the playground.

use crate::options::{OptionKind, OptionSpec};
use crate::registry::Registry;
use crate::rule::Rule;
use serde::Serialize;

#[derive(Serialize)]
struct RulesJson<'a> {
    version: u32,
    rules: Vec<RuleJson<'a>>,
}

#[derive(Serialize)]
struct RuleJson<'a> {
    id: &'a str,
    aliases: &'a [&'a str],
    summary: &'a str,
    category: &'a str,
    severity: &'a str,
    fix: Option<&'a str>,
    presets: Vec<&'a str>,
    since: &'a str,
    posture: bool,
    options: Vec<OptionJson>,
    differs: Vec<DiffersJson>,
    url: String,
    docs: String,
}

#[derive(Serialize)]
struct OptionJson {
    name: &'static str,
    kind: &'static str,
    words: &'static [&'static str],
    docs: &'static str,
}

#[derive(Serialize)]
struct DiffersJson {
    from: &'static str,
    how: &'static str,
}

fn option_json(option: &OptionSpec) -> OptionJson {
    let words = match option.kind {
        OptionKind::Word(words) | OptionKind::Words(words) => words,
        OptionKind::Flag | OptionKind::Number | OptionKind::Texts => &[],
    };
    OptionJson { name: option.name, kind: option.kind.as_str(), words, docs: option.docs }
}

/// All rules of a registry as one JSON document, sorted by id.
pub fn rules_json(registry: &Registry) -> String {
    rules(registry.rules())
}

/// These rules as one JSON document.
pub fn rules(rules: &[&'static Rule]) -> String {
    let json = RulesJson { version: 1, rules: rules.iter().map(|rule| rule_json(rule)).collect() };
    let mut out = serde_json::to_string(&json).unwrap_or_default();
    out.push('\n');
    out
}

fn rule_json(rule: &'static Rule) -> RuleJson<'static> {
    let meta = &rule.meta;
    RuleJson {
        id: meta.id,
        aliases: meta.aliases,
        summary: meta.summary,
        category: meta.category.as_str(),
        severity: meta.severity.as_str(),
        fix: meta.fix.map(crate::fix::Applicability::as_str),
        presets: meta.preset_words(),
        since: meta.since,
        posture: meta.posture,
        options: meta.options.iter().map(option_json).collect(),
        differs: meta.differs.iter().map(|&(from, how)| DiffersJson { from, how }).collect(),
        url: meta.url(),
        docs: markdown(meta.docs),
    }
}

/// A rule's documentation without the space that stands between `///` and the text.
pub fn markdown(docs: &str) -> String {
    let mut out = String::with_capacity(docs.len());
    for line in docs.lines() {
        out.push_str(line.strip_prefix(' ').unwrap_or(line));
        out.push('\n');
    }
    out
}

#[cfg(test)]
#[allow(unreachable_pub, reason = "the macro makes a public static")]
mod tests {
    use super::*;
    use crate::rule::Check;

    crate::declare_rule! {
        /// Why.
        pub static RULE = {
            id: "some-rule", summary: "Do it", category: Clarity, severity: Warning, fix: Safe,
            since: "0.1.0", presets: [Recommended], aliases: ["hadolint/DL3020"],
            options: [OptionSpec { name: "allow", kind: OptionKind::Texts, docs: "Fine." }],
            differs: ["hadolint/DL3020" => "It is kind."],
        }
        Check::Engine
    }

    #[test]
    fn a_rule_says_all_about_itself() {
        let json = rules_json(&Registry::new().with(&[&RULE]));
        assert_eq!(
            json,
            concat!(
                r#"{"version":1,"rules":[{"id":"some-rule","aliases":["hadolint/DL3020"],"summary":"Do it","#,
                r#""category":"clarity","severity":"warning","fix":"safe","presets":["recommended","strict","all"],"since":"0.1.0","#,
                r#""posture":false,"options":[{"name":"allow","kind":"texts","words":[],"docs":"Fine."}],"differs":[{"from":"hadolint/DL3020","how":"It is kind."}],"url":"https://plimsoll-lint.github.io/rules/some-rule","docs":"Why.\n"}]}"#,
                "\n"
            )
        );
    }
}
