//! compose-lint's configuration as one of ours.

use super::SCHEMA;
use super::foreign::{line, named, note};
use plimsoll_core::foreign;
use plimsoll_core::registry::Registry;
use plimsoll_core::yaml::{Node, Yaml};
use std::fmt::Write as _;

/// The names of its configuration.
pub(super) const NAMES: [&str; 2] = [".compose-lint.yml", ".compose-lint.yaml"];

/// The whole configuration.
pub(super) fn converted(registry: &Registry, name: &str, tree: &Yaml) -> String {
    let root = tree.root().unwrap_or(Node::missing(tree));
    let mut out = format!("{SCHEMA}# Converted from `{name}` by `plimsoll init --from`.\n\n");
    out.push_str("# What compose-lint reports, with its severities, and what Plimsoll recommends besides.\n");
    out.push_str("extends: [compose-lint, recommended]\n");
    let rules = root.get("rules").map(|entry| entry.value.entries()).unwrap_or_default();
    let off: Vec<&str> =
        rules.iter().filter(|entry| is_off(entry.value)).filter_map(|entry| entry.key.text()).collect();
    let mut lines = String::new();
    for entry in &rules {
        rule(&mut lines, registry, entry.key.text().unwrap_or(""), entry.value.resolve(), &off);
    }
    if !lines.is_empty() {
        let nothing = lines.lines().all(|line| line.trim_start().starts_with('#'));
        out.push_str(if nothing { "\nrules: {}\n" } else { "\nrules:\n" });
        out.push_str(&lines);
    }
    for entry in root.entries() {
        let key = entry.key.text().unwrap_or("");
        if key != "rules" && !key.starts_with("x-") {
            out.push('\n');
            note(&mut out, 0, &format!("`{}` is no key of compose-lint's.", line(key)));
        }
    }
    out.push_str("\n# `high` and `critical` fail a run of compose-lint.\nfail-level: error\n");
    out
}

fn is_off(value: Node<'_>) -> bool {
    value.get("enabled").is_some_and(|entry| entry.value.as_bool() == Some(false))
}

fn rule(out: &mut String, registry: &Registry, id: &str, value: Node<'_>, off: &[&str]) {
    if !foreign::COMPOSE_LINT.iter().any(|rule| rule.id == id) {
        note(out, 2, &format!("{}: no rule of compose-lint's", line(id)));
        return;
    }
    let named = named(registry, "compose-lint", id);
    let text = |key: &str| value.get(key).and_then(|entry| entry.value.text());
    let reason = text("reason").map(line);
    if is_off(value) {
        let also: Vec<&str> = named.also.iter().map(String::as_str).filter(|other| !off.contains(other)).collect();
        if also.is_empty() {
            let comment = match (named.comment.is_empty(), reason) {
                (_, None) => named.comment,
                (true, Some(reason)) => format!(" # {reason}"),
                (false, Some(reason)) => format!("{}: {reason}", named.comment),
            };
            let _ = writeln!(out, "  {}: off{comment}", named.key);
        } else {
            let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            let others = also.join(", ");
            note(out, 2, &format!("{id} is off there{reason}; `{}: off` would silence {others} with it", named.key));
        }
        return;
    }
    let level = match text("severity").map(str::to_ascii_lowercase).as_deref() {
        Some("critical" | "high") => Some("error"),
        Some("medium") => Some("warning"),
        Some("low") => Some("info"),
        Some(other) => {
            note(out, 2, &format!("{id}: `{}` is no severity of compose-lint's", line(other)));
            None
        }
        None => None,
    };
    if let Some(level) = level {
        let _ = writeln!(out, "  {}: {level}{}", named.key, named.comment);
    }
    if let Some(services) = value.get("exclude_services").map(|entry| entry.value.resolve()) {
        excluded(out, id, &named.key, services);
    }
}

/// There is no rule for one service here, but there are ignore comments.
fn excluded(out: &mut String, id: &str, key: &str, services: Node<'_>) {
    let listed = services.items().filter_map(|item| Some((item.text()?, None)));
    let mapped = services.entries().into_iter().filter_map(|entry| Some((entry.key.text()?, entry.value.text())));
    for (service, reason) in listed.chain(mapped) {
        let reason = reason.map(|reason| format!(" {}", line(reason))).unwrap_or_default();
        let service = line(service);
        note(
            out,
            2,
            &format!("{id} leaves out `{service}`: write `# plimsoll: ignore[{key}]{reason}` above that service"),
        );
    }
}
