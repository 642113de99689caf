//! dclint's configuration as one of ours.

use super::SCHEMA;
use super::foreign::{Named, line, listed, named, note, texts};
use plimsoll_core::foreign;
use plimsoll_core::registry::Registry;
use plimsoll_core::yaml::{Node, Yaml};
use std::fmt::Write as _;

/// The names that can be read. JavaScript cannot: see [`refuse`].
pub(super) const NAMES: [&str; 4] = [".dclintrc", ".dclintrc.json", ".dclintrc.yaml", ".dclintrc.yml"];

/// Its groups of service keys, in their order.
const GROUPS: [(&str, &[&str]); 9] = [
    ("Core Definitions", &["image", "build", "container_name"]),
    ("Service Dependencies", &["depends_on"]),
    ("Data Management and Configuration", &["volumes", "volumes_from", "configs", "secrets"]),
    ("Environment Configuration", &["environment", "env_file"]),
    ("Networking", &["ports", "networks", "network_mode", "extra_hosts"]),
    ("Runtime Behavior", &["command", "entrypoint", "working_dir", "restart", "healthcheck"]),
    ("Operational Metadata", &["logging", "labels"]),
    ("Security and Execution Context", &["user", "isolation"]),
    ("Other", &[]),
];

/// Refuses what is a program.
pub(super) fn refuse(name: &str) -> Result<(), String> {
    let is_its = name.starts_with(".dclintrc.") || name.starts_with("dclint.config.");
    let is_program = name.rsplit('.').next().is_some_and(|end| ["js", "cjs", "mjs", "ts"].contains(&end));
    if is_its && is_program {
        return Err(
            "this is a program, and Plimsoll runs none: write what it exports into a `.dclintrc.json` first".into()
        );
    }
    Ok(())
}

/// The whole configuration. `Err` when a `package.json` holds none.
pub(super) fn converted(registry: &Registry, name: &str, tree: &Yaml) -> Result<String, String> {
    let root = tree.root().unwrap_or(Node::missing(tree));
    let root = match name {
        "package.json" => root.get("dclint").ok_or("there is no key `dclint`: nothing to convert")?.value,
        _ => root,
    };
    let mut out = format!("{SCHEMA}# Converted from `{name}` by `plimsoll init --from`.\n\n");
    out.push_str("# What dclint reports, with its severities, and what Plimsoll recommends besides.\n");
    out.push_str("extends: [dclint, recommended]\n");
    if let Some(rules) = root.get("rules").map(|entry| entry.value).filter(|rules| !rules.entries().is_empty()) {
        out.push_str("\nrules:\n");
        let before = out.len();
        for entry in rules.entries() {
            rule(&mut out, registry, entry.key.text().unwrap_or(""), entry.value.resolve());
        }
        if out.get(before..).unwrap_or("").lines().all(|line| line.trim_start().starts_with('#')) {
            out.insert_str(before - 1, " {}");
        }
    }
    let excluded = root.get("exclude").map(|entry| texts(entry.value)).unwrap_or_default();
    if !excluded.is_empty() {
        out.push_str("\n# dclint leaves out every path that has one of its texts in it.\n");
        let patterns: Vec<String> = excluded.iter().map(|text| pattern(text)).collect();
        let _ = writeln!(out, "ignore: {}", listed(&patterns));
    }
    if root.get("quiet").is_some_and(|entry| entry.value.as_bool() == Some(true)) {
        out.push_str("\n# `quiet: true` has no key here: `plimsoll check --quiet` prints errors only.\n");
    }
    for entry in root.entries() {
        let key = entry.key.text().unwrap_or("");
        if !["rules", "exclude", "quiet", "debug", "$schema"].contains(&key) {
            out.push('\n');
            note(&mut out, 0, &format!("`{}` is no key of dclint's.", line(key)));
        }
    }
    out.push_str("\n# Warnings do not fail a run of dclint.\nfail-level: error\n");
    Ok(out)
}

/// A path that has the text in it, at any depth.
fn pattern(text: &str) -> String {
    let text = text.trim_start_matches("./").trim_matches('/');
    if text.contains('/') { format!("{{*,**/*}}{text}*") } else { format!("*{text}*") }
}

fn rule(out: &mut String, registry: &Registry, id: &str, value: Node<'_>) {
    if !foreign::DCLINT.iter().any(|rule| rule.id == id) {
        note(out, 2, &format!("{}: no rule of dclint's", line(id)));
        return;
    }
    let (level, options) =
        if value.is_sequence() { (value.items().next(), value.items().nth(1)) } else { (Some(value), None) };
    let named = named(registry, "dclint", id);
    let level = match level.and_then(Node::text) {
        Some("0") => {
            let _ = writeln!(out, "  {}: off{}", named.key, named.comment);
            return;
        }
        Some("1") => "warning",
        Some("2") => "error",
        _ => {
            note(out, 2, &format!("{}: dclint knows only the levels 0, 1 and 2", named.key));
            return;
        }
    };
    let mut notes = Vec::new();
    let mut options = options.map(|options| carried(&named, id, options, &mut notes)).unwrap_or_default();
    if id == "require-quotes-in-ports" && options.is_empty() {
        options.push(("quotes", "single".to_owned()));
    }
    for text in notes {
        note(out, 2, &text);
    }
    if options.is_empty() {
        let _ = writeln!(out, "  {}: {level}{}", named.key, named.comment);
        return;
    }
    let _ = writeln!(out, "  {}:{}\n    severity: {level}", named.key, named.comment);
    for (name, value) in options {
        let _ = writeln!(out, "    {name}: {value}");
    }
}

/// The options that our rule takes, too; the others are noted.
fn carried(named: &Named, id: &str, options: Node<'_>, notes: &mut Vec<String>) -> Vec<(&'static str, String)> {
    let mut carried = Vec::new();
    if id == "service-keys-order" {
        carried.push(("order", listed(&service_keys(options))));
    }
    for entry in options.entries() {
        let (key, value) = (entry.key.text().unwrap_or(""), entry.value.resolve());
        let found = match (id, key) {
            ("service-keys-order", "groups" | "groupOrder") => continue,
            ("require-quotes-in-ports", "quoteType") => Some(("quotes", value.text().unwrap_or("single").to_owned())),
            ("top-level-properties-order", "customOrder") => Some(("order", listed(&top_level(value)))),
            ("service-image-require-explicit-tag", "prohibitedTags") => Some(("tags", listed(&texts(value)))),
            ("no-build-and-image", "checkPullPolicy") => {
                Some(("check-pull-policy", value.text().unwrap_or("true").to_owned()))
            }
            _ => None,
        };
        let is_taken =
            |name: &str| named.rule.is_some_and(|meta| meta.options.iter().any(|option| option.name == name));
        match found.filter(|(name, _)| is_taken(name)) {
            Some(found) => carried.push(found),
            None => notes.push(format!("`{}` of `{id}` cannot be carried over", line(key))),
        }
    }
    carried
}

/// The groups in their order, as one list of keys.
fn service_keys(options: Node<'_>) -> Vec<String> {
    let order = options.get("groupOrder").map(|entry| texts(entry.value));
    let order = order.unwrap_or_else(|| GROUPS.iter().map(|(name, _)| (*name).to_owned()).collect());
    let own = options.get("groups").map(|entry| entry.value);
    let keys = |name: &String| {
        let known = GROUPS.iter().find(|(group, _)| group == name).map(|(_, keys)| *keys).unwrap_or_default();
        match own.and_then(|groups| groups.get(name)) {
            Some(entry) => texts(entry.value),
            None => known.iter().map(|key| (*key).to_owned()).collect(),
        }
    };
    order.iter().flat_map(keys).collect()
}

fn top_level(order: Node<'_>) -> Vec<String> {
    texts(order).into_iter().map(|key| if key == "x-properties" { "x-…".to_owned() } else { key }).collect()
}
