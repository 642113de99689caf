//! Reads `plimsoll.yaml`: never fails, and says what is wrong where.

use super::{Config, FailLevel, Glob, InlinePolicy, Level, Override, Problem, RuleSetting, SHARED};
use crate::diagnostic::Severity;
use crate::options::{OptionKind, OptionSpec, OptionValue, OptionValues};
use crate::registry::Registry;
use crate::rule::{Preset, Rule};
use crate::span::Span;
use crate::yaml::{Entry, Node, NodeKind, Yaml};

/// A key of the configuration, for its reader, its JSON Schema and its documentation.
#[derive(Copy, Clone, Debug)]
pub struct Key {
    /// The key.
    pub name: &'static str,
    /// What it holds.
    pub kind: KeyKind,
    /// What it does.
    pub docs: &'static str,
}

/// What a key holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum KeyKind {
    /// A list of presets and paths.
    Extends,
    /// A mapping from rules to what is said about them.
    Rules,
    /// A list of mappings with `files`, `rules` and shared options.
    Overrides,
    /// A list of path patterns.
    Globs,
    /// One of the words of [`FailLevel`].
    FailLevel,
    /// `true`, `false` or a mapping.
    Inline,
    /// `true` or `false`.
    Flag,
    /// A list of names.
    Names,
    /// A list of lists of paths.
    Sets,
}

const RULES: Key = Key {
    name: "rules",
    kind: KeyKind::Rules,
    docs: "What is said about rules, by their ids, other tools' ids (`DL3008`, `SC2086`) or categories: `off`, `on`, a severity, or a mapping with `severity` and the rule's options. Later entries win.",
};

/// The keys at the top, besides the shared options.
pub const KEYS: [Key; 8] = [
    Key {
        name: "extends",
        kind: KeyKind::Extends,
        docs: "What to start from: presets (`recommended`, `strict`, `all`, and `hadolint`, `buildkit`, `dclint`, `compose-lint` for what those report) and other configurations by their path. `recommended` when nothing is named.",
    },
    RULES,
    Key {
        name: "overrides",
        kind: KeyKind::Overrides,
        docs: "What is said for some files: `files` with patterns, `rules` as at the top. Later ones win.",
    },
    Key {
        name: "ignore",
        kind: KeyKind::Globs,
        docs: "Files that are not linted: patterns with `*`, `**`, `?`, `[…]` and `{…}`, read from the folder of the configuration; one without `/` matches at any depth.",
    },
    Key {
        name: "fail-level",
        kind: KeyKind::FailLevel,
        docs: "From which severity on a run ends with exit code 1: `style` (any finding), `info`, `warning`, `error` or `never`.",
    },
    Key {
        name: "inline-ignores",
        kind: KeyKind::Inline,
        docs: "What ignore comments in files may do: `false` for nothing, or a mapping with `require-reason` and `forbid`.",
    },
    Key {
        name: "sets",
        kind: KeyKind::Sets,
        docs: "Compose files that are loaded together: a list of lists of paths, each in the order of `-f a -f b`, read from the folder of the configuration. Those of every configuration that is read hold.",
    },
    Key { name: "root", kind: KeyKind::Flag, docs: "Whether configurations in folders above are not looked for." },
];

/// The keys of an entry of `overrides`, besides the shared options.
pub const OVERRIDE_KEYS: [Key; 2] =
    [Key { name: "files", kind: KeyKind::Globs, docs: "Which files: patterns as in `ignore`." }, RULES];

/// The keys of `inline-ignores`.
pub const INLINE_KEYS: [Key; 3] = [
    Key { name: "enabled", kind: KeyKind::Flag, docs: "Whether ignore comments hide anything." },
    Key {
        name: "require-reason",
        kind: KeyKind::Flag,
        docs: "Whether an ignore comment without a reason is reported.",
    },
    Key {
        name: "forbid",
        kind: KeyKind::Names,
        docs: "Rules that comments cannot hide, by any of their names or by category.",
    },
];

/// Reads a configuration of ours.
pub(super) fn read(yaml: &Yaml, registry: &Registry) -> (Config, Vec<Problem>) {
    let mut reader = Reader { registry, problems: Vec::new() };
    reader.syntax(yaml);
    let config = reader.config(yaml);
    (config, reader.problems)
}

pub(super) struct Reader<'r> {
    pub(super) registry: &'r Registry,
    pub(super) problems: Vec<Problem>,
}

impl Reader<'_> {
    pub(super) fn syntax(&mut self, yaml: &Yaml) {
        for error in yaml.errors() {
            self.problems.push(Problem {
                span: error.span,
                severity: Severity::Error,
                message: error.message.clone(),
                help: error.help.clone(),
                suggestion: error.suggestion.clone(),
            });
        }
    }

    fn config(&mut self, yaml: &Yaml) -> Config {
        let mut config = Config::default();
        for entry in self.mapping(yaml.root(), "a configuration is a mapping such as `rules: {no-latest-tag: error}`") {
            let value = entry.value.resolve();
            match &*key(entry) {
                "extends" => self.extends(value, &mut config),
                "rules" => config.rules = self.rules(value),
                "overrides" => config.overrides = self.overrides(value),
                "ignore" => config.ignore = self.globs(value),
                "fail-level" => config.fail_level = self.fail_level(value),
                "inline-ignores" => config.inline = self.inline(value),
                // The project reads them, which knows what files there are.
                "sets" => {}
                "root" => config.root = self.flag(value).unwrap_or(false),
                name if name.starts_with("x-") => {}
                name => self.shared(entry, name, &mut config.shared, KEYS.iter().map(|key| key.name)),
            }
        }
        config
    }

    fn extends(&mut self, value: Node<'_>, config: &mut Config) {
        for (text, span) in self.texts(value) {
            match Preset::parse(&text) {
                Some(preset) => config.presets.push(preset),
                None if super::is_path(&text) => config.extends.push((text, span)),
                None => {
                    let names = Preset::ALL.map(Preset::as_str);
                    self.unknown(span, &format!("there is no preset `{text}`"), &text, &names, Severity::Error);
                }
            }
        }
    }

    pub(super) fn rules(&mut self, value: Node<'_>) -> Vec<RuleSetting> {
        let mut settings = Vec::new();
        for entry in self.mapping(Some(value), "rules are a mapping such as `no-latest-tag: error`") {
            let name = key(entry);
            let found = self.registry.find(&name);
            if found.is_empty() && !crate::registry::is_foreign(&name) {
                self.unknown_rule(entry.key.span(), &name);
            }
            settings.push(self.rule(name, entry, &found));
        }
        settings
    }

    /// A rule that an older version may not know is a warning.
    fn unknown_rule(&mut self, span: Span, name: &str) {
        let suggestion = self.registry.suggest(name).map(str::to_owned);
        let help = suggestion.as_ref().map_or_else(
            || "`plimsoll rules` lists the rules; a newer version may know it".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let message = format!("no rule is called `{name}`");
        self.problems.push(Problem { span, severity: Severity::Warning, message, help: Some(help), suggestion });
    }

    fn rule(&mut self, name: String, entry: Entry<'_>, rules: &[&'static Rule]) -> RuleSetting {
        let value = entry.value.resolve();
        let span = entry.key.span();
        let mut setting = RuleSetting { name, level: Level::Same, options: OptionValues::default(), path: None, span };
        if !value.is_mapping() {
            setting.level = self.level(value).unwrap_or(Level::Same);
            return setting;
        }
        // A mapping alone means that the rule is wanted.
        setting.level = Level::On(None);
        let known = || rules.iter().flat_map(|rule| rule.meta.options);
        for entry in value.entries() {
            let (name, value) = (key(entry), entry.value.resolve());
            if name == "severity" {
                setting.level = self.level(value).unwrap_or(Level::Same);
            } else if let Some(option) = known().find(|option| option.name == name) {
                self.option(option, value, &mut setting.options);
            } else if !rules.is_empty() {
                let names: Vec<&str> = known().map(|option| option.name).chain(["severity"]).collect();
                let message = format!("`{}` takes no option `{name}`", setting.name);
                self.unknown(entry.key.span(), &message, &name, &names, Severity::Warning);
            }
        }
        setting
    }

    fn level(&mut self, value: Node<'_>) -> Option<Level> {
        let word = value.text().unwrap_or("");
        let level = Level::parse(word);
        if level.is_none() {
            let message = format!("`{}` is no severity", shown(value));
            self.unknown(value.span(), &message, word, &Level::WORDS, Severity::Error);
        }
        level
    }

    pub(super) fn option(&mut self, option: &OptionSpec, value: Node<'_>, values: &mut OptionValues) {
        let read = match option.kind {
            OptionKind::Flag => self.flag(value).map(OptionValue::Flag),
            OptionKind::Number => self.number(value).map(OptionValue::Number),
            OptionKind::Word(words) => self.word(value, words).map(OptionValue::Word),
            OptionKind::Texts => {
                Some(OptionValue::Texts(self.texts(value).into_iter().map(|(text, _)| text).collect()))
            }
            OptionKind::Words(words) => {
                let what = format!("a mapping from names to one of {}", listed(words));
                let entries = self.mapping(Some(value), &what);
                let pairs = entries
                    .into_iter()
                    .filter_map(|entry| Some((key(entry), self.word(entry.value.resolve(), words)?)));
                Some(OptionValue::Words(pairs.collect()))
            }
        };
        if let Some(read) = read {
            values.set(option.name, read);
        }
    }

    fn shared(
        &mut self,
        entry: Entry<'_>,
        name: &str,
        values: &mut OptionValues,
        others: impl Iterator<Item = &'static str>,
    ) {
        if let Some(option) = SHARED.iter().find(|option| option.name == name) {
            return self.option(option, entry.value.resolve(), values);
        }
        let names: Vec<&str> = others.chain(SHARED.iter().map(|option| option.name)).collect();
        let message = format!("there is no key `{name}` here");
        self.unknown(entry.key.span(), &message, name, &names, Severity::Warning);
    }

    fn overrides(&mut self, value: Node<'_>) -> Vec<Override> {
        let mut overrides = Vec::new();
        for item in self.items(value) {
            let mut found = Override { files: Vec::new(), rules: Vec::new(), shared: OptionValues::default() };
            for entry in self.mapping(Some(item), "an override is a mapping with `files` and `rules`") {
                let value = entry.value.resolve();
                match &*key(entry) {
                    "files" => found.files = self.globs(value),
                    "rules" => found.rules = self.rules(value),
                    name => {
                        let names = OVERRIDE_KEYS.iter().map(|key| key.name);
                        self.shared(entry, name, &mut found.shared, names);
                    }
                }
            }
            if item.is_mapping() && found.files.is_empty() {
                let help = "say for which: `files: [\"test/**\"]`";
                self.wrong(item.span(), "this override names no files".to_owned(), help);
            }
            overrides.push(found);
        }
        overrides
    }

    fn inline(&mut self, value: Node<'_>) -> InlinePolicy {
        let mut policy = InlinePolicy::default();
        if let Some(enabled) = value.as_bool() {
            policy.enabled = enabled;
            return policy;
        }
        for entry in self.mapping(Some(value), "`inline-ignores` is `false`, `true` or a mapping") {
            let value = entry.value.resolve();
            match &*key(entry) {
                "enabled" => policy.enabled = self.flag(value).unwrap_or(true),
                "require-reason" => policy.require_reason = self.flag(value).unwrap_or(false),
                "forbid" => {
                    for (name, span) in self.texts(value) {
                        if self.registry.find(&name).is_empty() && !crate::registry::is_foreign(&name) {
                            self.unknown_rule(span, &name);
                        }
                        policy.forbid.push(name);
                    }
                }
                name => {
                    let names = INLINE_KEYS.map(|key| key.name);
                    let message = format!("there is no key `{name}` here");
                    self.unknown(entry.key.span(), &message, name, &names, Severity::Warning);
                }
            }
        }
        policy
    }

    fn fail_level(&mut self, value: Node<'_>) -> Option<FailLevel> {
        self.word(value, &FailLevel::WORDS).and_then(|word| FailLevel::parse(&word))
    }

    fn globs(&mut self, value: Node<'_>) -> Vec<Glob> {
        self.texts(value).iter().map(|(text, _)| Glob::new(text)).collect()
    }

    pub(super) fn flag(&mut self, value: Node<'_>) -> Option<bool> {
        let flag = value.as_bool();
        if flag.is_none() {
            self.wrong(
                value.span(),
                format!("`{}` is neither true nor false", shown(value)),
                "write `true` or `false`",
            );
        }
        flag
    }

    fn number(&mut self, value: Node<'_>) -> Option<u64> {
        let number = value.text().and_then(|text| text.parse().ok());
        if number.is_none() {
            self.wrong(value.span(), format!("`{}` is no whole number", shown(value)), "write a number from 0 on");
        }
        number
    }

    pub(super) fn word(&mut self, value: Node<'_>, words: &[&str]) -> Option<String> {
        let word = value.text().unwrap_or("");
        if words.contains(&word) {
            return Some(word.to_owned());
        }
        let message = format!("`{}` is none of {}", shown(value), listed(words));
        self.unknown(value.span(), &message, word, words, Severity::Error);
        None
    }

    /// The texts of a list; a single text is a list of one.
    pub(super) fn texts(&mut self, value: Node<'_>) -> Vec<(String, Span)> {
        if let Some(text) = value.text() {
            return vec![(text.to_owned(), value.span())];
        }
        let mut texts = Vec::new();
        for item in self.items(value) {
            match item.text() {
                Some(text) => texts.push((text.to_owned(), item.span())),
                None => self.wrong(item.span(), format!("`{}` is no text", shown(item)), "write a text"),
            }
        }
        texts
    }

    pub(super) fn items<'a>(&mut self, value: Node<'a>) -> Vec<Node<'a>> {
        let value = value.resolve();
        if value.is_sequence() {
            return value.items().map(Node::resolve).collect();
        }
        if !value.is_null() && value.kind() != NodeKind::Missing {
            self.wrong(value.span(), format!("`{}` is no list", shown(value)), "write a list: `[a, b]`");
        }
        Vec::new()
    }

    pub(super) fn mapping<'a>(&mut self, value: Option<Node<'a>>, help: &str) -> Vec<Entry<'a>> {
        let Some(value) = value.map(Node::resolve) else { return Vec::new() };
        if !value.is_mapping() && !value.is_null() && value.kind() != NodeKind::Missing {
            self.wrong(value.span(), format!("`{}` is no mapping", shown(value)), help);
        }
        value.entries()
    }

    pub(super) fn wrong(&mut self, span: Span, message: String, help: &str) {
        let help = Some(help.to_owned());
        self.problems.push(Problem { span, severity: Severity::Error, message, help, suggestion: None });
    }

    pub(super) fn unknown(&mut self, span: Span, message: &str, word: &str, names: &[&str], severity: Severity) {
        let near = crate::nearest(word, names.iter().copied()).map(str::to_owned);
        let help =
            near.as_ref().map_or_else(|| format!("known: {}", listed(names)), |near| format!("did you mean `{near}`?"));
        self.problems.push(Problem { span, severity, message: message.to_owned(), help: Some(help), suggestion: near });
    }
}

pub(super) fn key(entry: Entry<'_>) -> String {
    entry.key.text().unwrap_or("").to_owned()
}

fn listed(words: &[&str]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

/// The beginning of a node's text, on one line.
pub(super) fn shown(node: Node<'_>) -> String {
    let line = node.raw().lines().next().unwrap_or("");
    match line.char_indices().nth(40) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or("")),
        None => line.to_owned(),
    }
}
