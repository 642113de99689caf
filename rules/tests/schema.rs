//! The JSON Schema of `plimsoll.yaml` against its reader: what one accepts, the other accepts.

use plimsoll_core::config::{Config, Dialect};
use plimsoll_core::diagnostic::Severity;
use plimsoll_core::registry::Registry;
use plimsoll_core::{render, yaml};
use serde_json::Value;

const GOOD: [&str; 9] = [
    "",
    "extends: recommended",
    "extends: [strict, ./base.yaml]\nroot: true",
    "rules: {no-latest-tag: off, DL3025: error, SC2086: info, security: warning, some-future-rule: on}",
    "rules: {trusted-registry: {severity: info, trusted-registries: [docker.io]}}",
    "overrides: [{files: [\"a/**\"], rules: {json-args: style}, labels: {a: text}}]\nignore: [vendor]",
    "fail-level: never\ntrusted-registries: [a.example]\nlabels: {a.b: semver}\nstrict-labels: true",
    "inline-ignores: false",
    "inline-ignores: {enabled: true, require-reason: true, forbid: [security]}\nx-mine: {a: 1}",
];

const BAD: [&str; 12] = [
    "ruels: {}",
    "- a",
    "extends: [nonsense]",
    "rules: [a]",
    "rules: {no-latest-tag: eror}",
    "rules: {no-latest-tag: {allow: [a]}}",
    "rules: {trusted-registry: {trusted-registries: {a: b}}}",
    "overrides: [{rules: {}}]",
    "fail-level: sometimes",
    "labels: {a: number}",
    "inline-ignores: {reason: true}",
    "root: 3",
];

fn registry() -> Registry {
    Registry::new().with(plimsoll_rules::ALL)
}

fn reader_accepts(text: &str) -> bool {
    let (_, problems) = Config::read(&yaml::parse(text.into()), Dialect::Plimsoll, &registry());
    // What a newer version may know is a warning; the schema has no opinion about names of rules.
    problems.iter().all(|problem| problem.severity != Severity::Error && problem.message.starts_with("no rule"))
}

#[test]
fn the_schema_and_the_reader_have_one_opinion() {
    let schema: Value = serde_json::from_str(&render::schema(&registry())).expect("JSON");
    let validator = jsonschema::draft7::new(&schema).expect("a schema");
    for (texts, good) in [(&GOOD[..], true), (&BAD[..], false)] {
        for text in texts {
            let value: Value = serde_yaml::from_str(text).expect("YAML");
            assert_eq!(validator.is_valid(&value), good, "the schema on\n{text}");
            assert_eq!(reader_accepts(text), good, "the reader on\n{text}");
        }
    }
}
