//! Reads hadolint's configuration as one of ours.
//!
//! Keys and their meaning: `hadolint --help` and its documentation of the configuration file. A key that hadolint knows
//! and that means nothing here (`format`, `no-color`) is passed over; hadolint passes over unknown keys in silence.

use super::read::{Reader, key};
use super::{Config, FailLevel, LABELS, Level, Problem, RuleSetting, STRICT_LABELS, TRUSTED_REGISTRIES};
use crate::diagnostic::Severity;
use crate::options::OptionValues;
use crate::registry::{Registry, is_foreign};
use crate::yaml::{Node, Yaml};

/// The keys of hadolint's configuration.
const KEYS: [&str; 13] = [
    "ignored",
    "override",
    "trustedRegistries",
    "label-schema",
    "strict-labels",
    "failure-threshold",
    "no-fail",
    "no-color",
    "verbose",
    "disable-ignore-pragma",
    "format",
    "formats",
    "output",
];

/// Reads a `.hadolint.yaml`.
pub(super) fn read(yaml: &Yaml, registry: &Registry) -> (Config, Vec<Problem>) {
    let mut reader = Reader { registry, problems: Vec::new() };
    reader.syntax(yaml);
    let mut config = Config::default();
    for entry in reader.mapping(yaml.root(), "a configuration is a mapping such as `ignored: [DL3008]`") {
        let value = entry.value.resolve();
        match &*key(entry) {
            "ignored" => codes(&mut reader, value, Level::Off, &mut config.rules),
            "override" => overrides(&mut reader, value, &mut config.rules),
            "trustedRegistries" => reader.option(&TRUSTED_REGISTRIES, value, &mut config.shared),
            "label-schema" => reader.option(&LABELS, value, &mut config.shared),
            "strict-labels" => reader.option(&STRICT_LABELS, value, &mut config.shared),
            "failure-threshold" => config.fail_level = fail_level(&mut reader, value),
            "no-fail" if reader.flag(value) == Some(true) => config.fail_level = Some(FailLevel::Never),
            "disable-ignore-pragma" => config.inline.enabled = reader.flag(value) != Some(true),
            name if KEYS.contains(&name) => {}
            name => {
                let message = format!("hadolint knows no key `{name}`");
                reader.unknown(entry.key.span(), &message, name, &KEYS, Severity::Warning);
            }
        }
    }
    // What is ignored is ignored, wherever it stands.
    config.rules.sort_by_key(|setting| setting.level == Level::Off);
    (config, reader.problems)
}

fn overrides(reader: &mut Reader<'_>, value: Node<'_>, rules: &mut Vec<RuleSetting>) {
    let mut lists: Vec<(Severity, Node<'_>)> = Vec::new();
    for entry in reader.mapping(Some(value), "`override` is a mapping such as `error: [DL3008]`") {
        let words = ["error", "warning", "info", "style"];
        let name = key(entry);
        if let Some(severity) = Severity::parse(&name) {
            lists.push((severity, entry.value.resolve()));
        } else {
            let message = format!("`{name}` is no severity of hadolint's");
            reader.unknown(entry.key.span(), &message, &name, &words, Severity::Warning);
        }
    }
    // A code in several lists has the worst severity.
    lists.sort_by_key(|&(severity, _)| severity);
    for (severity, list) in lists {
        codes(reader, list, Level::On(Some(severity)), rules);
    }
}

fn codes(reader: &mut Reader<'_>, value: Node<'_>, level: Level, rules: &mut Vec<RuleSetting>) {
    for (name, span) in reader.texts(value) {
        if !is_foreign(&name) {
            let message = format!("`{name}` is no id of hadolint's");
            let help = "ids are `DL` or `SC` and four digits";
            reader.problems.push(Problem {
                span,
                severity: Severity::Warning,
                message,
                help: Some(help.to_owned()),
                suggestion: None,
            });
        }
        rules.push(RuleSetting { name, level, options: OptionValues::default(), path: None, span });
    }
}

/// Hadolint's `ignore` and `none` let any finding fail the run.
fn fail_level(reader: &mut Reader<'_>, value: Node<'_>) -> Option<FailLevel> {
    let word = reader.word(value, &["error", "warning", "info", "style", "ignore", "none"])?;
    Some(FailLevel::From(Severity::parse(&word).unwrap_or(Severity::Style)))
}
