//! The JSON Schema of `plimsoll.yaml`, made from the rules at hand, for editors.

use crate::config::{FailLevel, INLINE_KEYS, KEYS, Key, KeyKind, Level, OVERRIDE_KEYS, SHARED};
use crate::diagnostic::Category;
use crate::options::{OptionKind, OptionSpec};
use crate::registry::Registry;
use crate::rule::{Preset, Rule};
use serde_json::{Map, Value, json};

/// The JSON Schema (draft 7, which editors know best) of a configuration, with the rules' summaries as descriptions.
pub fn schema(registry: &Registry) -> String {
    let schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": "https://plimsoll-lint.github.io/plimsoll.schema.json",
        "title": "The configuration of Plimsoll",
        "type": ["object", "null"],
        "properties": keys(&KEYS, true),
        "patternProperties": { "^x-": true },
        "additionalProperties": false,
        "definitions": {
            "level": { "enum": levels() },
            "rules": rules(registry),
            "override": {
                "type": "object",
                "properties": keys(&OVERRIDE_KEYS, true),
                "required": ["files"],
                "additionalProperties": false,
            },
        },
    });
    let mut out = serde_json::to_string_pretty(&schema).unwrap_or_default();
    out.push('\n');
    out
}

fn keys(keys: &[Key], shared: bool) -> Value {
    let mut properties = Map::new();
    for key in keys {
        properties.insert(key.name.to_owned(), with_docs(key_schema(key.kind), key.docs));
    }
    for option in SHARED.iter().filter(|_| shared) {
        properties.insert(option.name.to_owned(), with_docs(option_schema(option), option.docs));
    }
    Value::Object(properties)
}

fn with_docs(mut schema: Value, docs: &str) -> Value {
    if let Value::Object(map) = &mut schema {
        map.insert("description".to_owned(), Value::from(docs));
    }
    schema
}

fn texts() -> Value {
    json!({ "type": ["string", "array", "null"], "items": { "type": "string" } })
}

fn key_schema(kind: KeyKind) -> Value {
    match kind {
        KeyKind::Extends => {
            let names = json!({ "anyOf": [
                { "enum": Preset::ALL.map(Preset::as_str) },
                { "type": "string", "pattern": "[./]" },
            ] });
            json!({ "anyOf": [names.clone(), { "type": ["array", "null"], "items": names }] })
        }
        KeyKind::Rules => json!({ "allOf": [{ "$ref": "#/definitions/rules" }] }),
        KeyKind::Overrides => json!({ "type": ["array", "null"], "items": { "$ref": "#/definitions/override" } }),
        KeyKind::Globs | KeyKind::Names => texts(),
        KeyKind::Sets => json!({
            "type": ["array", "null"],
            "items": { "type": "array", "items": { "type": "string" }, "minItems": 2, "uniqueItems": true },
        }),
        KeyKind::FailLevel => json!({ "enum": FailLevel::WORDS }),
        KeyKind::Inline => json!({
            "anyOf": [
                { "type": "boolean" },
                { "type": "object", "properties": keys(&INLINE_KEYS, false), "additionalProperties": false },
            ],
        }),
        KeyKind::Flag => json!({ "type": "boolean" }),
    }
}

fn levels() -> Vec<Value> {
    // YAML 1.1 makes booleans of `on` and `off`.
    Level::WORDS.into_iter().map(Value::from).chain([Value::from(true), Value::from(false)]).collect()
}

/// Every rule by its id, and by the ids that other tools have for it; codes and categories besides. A name that is none
/// of these is no error here: a newer version may know it, and `plimsoll` itself says what is misspelt.
fn rules(registry: &Registry) -> Value {
    let mut properties = Map::new();
    let aliases = |rule: &'static Rule| rule.meta.aliases.iter().filter_map(|alias| alias.rsplit('/').next());
    for category in Category::ALL {
        let docs = format!("All rules of the category `{}`.", category.as_str());
        let schema = json!({ "allOf": [{ "$ref": "#/definitions/level" }], "description": docs });
        properties.insert(category.as_str().to_owned(), schema);
    }
    for rule in registry.rules() {
        let named = aliases(rule).filter(|alias| alias.starts_with("DL") || alias.starts_with(char::is_uppercase));
        for alias in named {
            properties.insert(alias.to_owned(), rule_schema(rule));
        }
    }
    for rule in registry.rules() {
        properties.insert(rule.meta.id.to_owned(), rule_schema(rule));
    }
    json!({
        "type": ["object", "null"],
        "properties": properties,
        "patternProperties": { "^(shellcheck/|hadolint/)?SC[0-9]{4}$": { "$ref": "#/definitions/level" } },
    })
}

fn rule_schema(rule: &'static Rule) -> Value {
    let mut options = Map::new();
    options.insert("severity".to_owned(), json!({ "$ref": "#/definitions/level" }));
    for option in rule.meta.options {
        options.insert(option.name.to_owned(), with_docs(option_schema(option), option.docs));
    }
    json!({
        "description": format!("{}. {}", rule.meta.summary, rule.meta.url()),
        "anyOf": [
            { "$ref": "#/definitions/level" },
            { "type": "object", "properties": options, "additionalProperties": false },
        ],
    })
}

fn option_schema(option: &OptionSpec) -> Value {
    match option.kind {
        OptionKind::Flag => json!({ "type": "boolean" }),
        OptionKind::Number => json!({ "type": "integer", "minimum": 0 }),
        OptionKind::Word(words) => json!({ "enum": words }),
        OptionKind::Texts => texts(),
        OptionKind::Words(words) => {
            json!({ "type": ["object", "null"], "additionalProperties": { "enum": words } })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::LABEL_TYPES;

    #[test]
    fn the_types_of_labels_are_offered() {
        let schema: Value = serde_json::from_str(&schema(&Registry::new())).expect("JSON");
        let offered = &schema["properties"]["labels"]["additionalProperties"]["enum"];
        assert_eq!(*offered, Value::from(LABEL_TYPES.to_vec()));
    }
}
