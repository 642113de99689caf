//! What the conversions of dclint's and compose-lint's configurations share.

use crate::output::complain;
use plimsoll_core::registry::Registry;
use plimsoll_core::rule::RuleMeta;
use plimsoll_core::source::Source;
use plimsoll_core::yaml::{Node, Yaml};
use std::fmt::Write as _;
use std::path::Path;

/// Whose configuration a file is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Tool {
    Dclint,
    ComposeLint,
}

/// By the file's name, else by what it says; `None` for hadolint's.
pub(super) fn tool_of(name: &str, tree: &Yaml) -> Option<Tool> {
    if super::compose_lint::NAMES.contains(&name) {
        return Some(Tool::ComposeLint);
    }
    if super::dclint::NAMES.contains(&name) || name == "package.json" {
        return Some(Tool::Dclint);
    }
    let rules = tree.root()?.get("rules")?.value;
    let is_numbered = rules.entries().iter().any(|entry| entry.key.text().is_some_and(|id| id.starts_with("CL-")));
    Some(if is_numbered { Tool::ComposeLint } else { Tool::Dclint })
}

pub(super) fn say_errors(from: &Path, source: &Source, tree: &Yaml) {
    for error in tree.errors() {
        let at = source.position(error.span.start);
        complain(&format!("{}:{}:{}: error: {}", from.display(), at.line, at.column, error.message));
    }
}

/// What our configuration calls a rule of another tool.
pub(super) struct Named {
    /// Our id, or the other tool's where none or several of ours answer to it.
    pub(super) key: String,
    /// The other name, to stand behind it as a comment.
    pub(super) comment: String,
    /// The other tool's further ids of our rule.
    pub(super) also: Vec<String>,
    /// Our rule, when it is one.
    pub(super) rule: Option<&'static RuleMeta>,
}

pub(super) fn named(registry: &Registry, tool: &str, id: &str) -> Named {
    let alias = format!("{tool}/{id}");
    let carries = |meta: &RuleMeta| meta.aliases.contains(&alias.as_str());
    let rules: Vec<&'static RuleMeta> =
        registry.rules().iter().map(|rule| &rule.meta).filter(|meta| carries(meta)).collect();
    let [rule] = rules.as_slice() else {
        let ours: Vec<&str> = rules.iter().map(|meta| meta.id).collect();
        let comment = if ours.is_empty() { String::new() } else { format!(" # {}", ours.join(", ")) };
        return Named { key: id.to_owned(), comment, also: Vec::new(), rule: None };
    };
    let others = rule.aliases.iter().filter_map(|alias| alias.strip_prefix(tool)?.strip_prefix('/'));
    let also = others.filter(|other| *other != id).map(str::to_owned).collect();
    let comment = if rule.id == id { String::new() } else { format!(" # {id}") };
    Named { key: rule.id.to_owned(), comment, also, rule: Some(rule) }
}

/// A list in one line.
pub(super) fn listed(items: &[String]) -> String {
    let items: Vec<String> = items.iter().map(|item| super::quoted(item)).collect();
    format!("[{}]", items.join(", "))
}

/// The texts of a list.
pub(super) fn texts(list: Node<'_>) -> Vec<String> {
    list.items().filter_map(|item| Some(item.text()?.to_owned())).collect()
}

/// A text on one line, as a comment can hold it.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A comment of its own line.
pub(super) fn note(out: &mut String, indent: usize, text: &str) {
    let _ = writeln!(out, "{:indent$}# {text}", "");
}
