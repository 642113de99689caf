//! Edits of YAML that leave every other byte as it is.
//!
//! Each function gives the span to replace and the text to put there, or `None` where the edit cannot be made safely: in
//! an empty value, through an alias or a `<<`, or where lines were left out because of a syntax error.

use super::{Entry, Node, NodeKind, Yaml};
use crate::decimal;
use crate::span::Span;

/// What a new entry holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EntryValue {
    /// A scalar, written as given: quote it with [`quoted`] where needed.
    Scalar(String),
    /// `[a, b]`.
    FlowList(Vec<String>),
    /// A list with one item a line.
    BlockList(Vec<String>),
    /// Keys with values.
    Mapping(Vec<(String, EntryValue)>),
}

/// Appends `key` to a mapping, after its last entry's content.
pub fn insert_entry(mapping: Node<'_>, key: &str, value: &EntryValue) -> Option<(Span, String)> {
    let last = editable(mapping, NodeKind::Mapping)?.own_entries().next_back()?;
    insert_at(mapping, last, key, value)
}

/// Adds `key` to a mapping behind the entry of `sibling`; at the end where that does not stand in it.
pub fn insert_entry_after(mapping: Node<'_>, sibling: &str, key: &str, value: &EntryValue) -> Option<(Span, String)> {
    let mut own = editable(mapping, NodeKind::Mapping)?.own_entries();
    match own.find(|entry| entry.key.text() == Some(sibling)) {
        Some(entry) => insert_at(mapping, entry, key, value),
        None => insert_entry(mapping, key, value),
    }
}

fn insert_at(mapping: Node<'_>, after: Entry<'_>, key: &str, value: &EntryValue) -> Option<(Span, String)> {
    let at = entry_end(after);
    if mapping.is_flow() {
        // `[a: b]` holds a mapping without braces: another entry would be another item.
        if !mapping.raw().starts_with('{') {
            return None;
        }
        return Some((Span::empty(at), format!(", {}: {}", quoted(key), flow(value))));
    }
    let newline = newline(mapping.yaml());
    let indent = column(mapping)?;
    let mut text = String::new();
    let at = line_end(mapping.yaml(), at)?;
    block_entry(&mut text, indent, step(mapping.yaml()), newline, key, value);
    Some((Span::empty(at), text))
}

/// Appends an item to a list; `text` is written as given.
pub fn append_item(sequence: Node<'_>, text: &str) -> Option<(Span, String)> {
    let last = editable(sequence, NodeKind::Sequence)?.items().next_back();
    if sequence.is_flow() {
        let close = sequence.span().end.checked_sub(1)?;
        return Some(match last {
            Some(last) => (Span::empty(last.span().end), format!(", {text}")),
            None => (Span::new(sequence.span().start + 1, close), text.to_owned()),
        });
    }
    let last = last?;
    let at = line_end(sequence.yaml(), last.span().end.max(sequence.span().end))?;
    let indent = column(sequence)?;
    Some((Span::empty(at), format!("{}{:indent$}- {text}", newline(sequence.yaml()), "")))
}

/// Takes an entry out, with its lines where it has lines of its own; `None` for the only entry of a mapping.
pub fn remove_entry(entry: Entry<'_>) -> Option<(Span, String)> {
    let mapping = editable(entry.key.parent()?, NodeKind::Mapping)?;
    let others: Vec<Entry<'_>> = mapping.own_entries().filter(|other| other.key != entry.key).collect();
    if entry.via.is_some() || entry.value.parent()? != mapping {
        return None;
    }
    let next = others.iter().find(|other| other.key.span().start > entry.key.span().start);
    others.first()?;
    let start = entry.key.span().start;
    let end = entry_end(entry);
    if mapping.is_flow() {
        if let Some(next) = next {
            return Some((Span::new(start, next.key.span().start), String::new()));
        }
        let before = mapping.own_entries().rev().find(|other| other.key.span().start < start)?;
        return Some((Span::new(entry_end(before), end), String::new()));
    }
    remove_lines(mapping.yaml(), start, end, next.map(|next| next.key.span().start))
}

/// Takes an item out of a list; `None` for the only one.
pub fn remove_item(item: Node<'_>) -> Option<(Span, String)> {
    let list = editable(item.parent()?, NodeKind::Sequence)?;
    let items: Vec<Node<'_>> = list.items().collect();
    let at = items.iter().position(|other| *other == item)?;
    let next = items.get(at + 1);
    let before = at.checked_sub(1).and_then(|at| items.get(at));
    if next.is_none() && before.is_none() {
        return None;
    }
    if list.is_flow() {
        return Some(match (next, before) {
            (Some(next), _) => (Span::new(lead(item), lead(*next)), String::new()),
            (None, Some(before)) => (Span::new(before.span().end, item.span().end), String::new()),
            (None, None) => return None,
        });
    }
    let dash = dash_of(list.yaml(), lead(item))?;
    remove_lines(list.yaml(), dash, item.span().end, next.and_then(|next| dash_of(list.yaml(), lead(*next))))
}

/// Puts `text` in place of a scalar, with its quotes; `None` for an alias, a block scalar or an empty value.
pub fn replace_scalar(scalar: Node<'_>, text: &str) -> Option<(Span, String)> {
    let scalar = editable(scalar, NodeKind::Scalar)?;
    let block = scalar.raw().starts_with(['|', '>']);
    (!block && !scalar.span().is_empty()).then(|| (scalar.span(), text.to_owned()))
}

/// The text as a YAML scalar: in double quotes where a plain one would be read as something else.
pub fn quoted(text: &str) -> String {
    let special = text.is_empty()
        || text.starts_with(|c: char| "!&*-?:,[]{}#|>@`\"'% ".contains(c))
        || text.ends_with([':', ' '])
        || text.contains(": ")
        || text.contains(" #")
        || text.contains(|c: char| c.is_control() || ",[]{}".contains(c))
        // Also `22:22`, which YAML 1.1 reads as a number.
        || text.chars().all(|c| c.is_ascii_digit() || c == ':')
        || decimal::is_number(text)
        || matches!(
            text.to_ascii_lowercase().as_str(),
            "true" | "false" | "null" | "~" | "yes" | "no" | "on" | "off" | "y" | "n"
        );
    if !special {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => quoted.extend(format!("\\u{:04x}", u32::from(c)).chars()),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The node, when it is of the kind in the file itself and every line of the file was read.
fn editable(node: Node<'_>, kind: NodeKind) -> Option<Node<'_>> {
    (node.kind() == kind && !node.yaml().is_recovered()).then_some(node)
}

/// Where a node begins with its anchor and tag.
pub(super) fn lead(node: Node<'_>) -> u32 {
    let start = node.span().start;
    let anchor = node.anchor_span().map_or(start, |span| span.start.saturating_sub(1));
    start.min(anchor).min(node.tag_span().map_or(start, |span| span.start))
}

/// Where an entry ends: after its value, or after the colon, tag or anchor of an empty one.
fn entry_end(entry: Entry<'_>) -> u32 {
    let value = entry.value;
    let mut end = value.span().end;
    if value.span().is_empty() {
        let text = entry.key.yaml().text();
        let key_end = entry.key.span().end;
        let after = text.get(key_end as usize..).unwrap_or("");
        let colon =
            after.find(|c: char| !c.is_whitespace()).filter(|&at| after.get(at..).is_some_and(|t| t.starts_with(':')));
        end = colon.map_or(key_end, |at| key_end + at as u32 + 1).max(key_end);
    }
    let tag = value.tag_span().map_or(end, |span| span.end);
    let anchor = value.anchor_span().map_or(end, |span| span.end);
    end.max(tag).max(anchor)
}

/// The end of the line that holds the byte before `at`, without its break. `None` at the end of a text without a last
/// break that ends in a block scalar: a line behind it would give the scalar a break at its end.
fn line_end(yaml: &Yaml, at: u32) -> Option<u32> {
    let rest = yaml.text().get(at as usize..)?;
    let length = rest.find('\n').unwrap_or(rest.len());
    if length == rest.len() && !yaml.text().ends_with('\n') && yaml.nodes().any(|node| is_block_scalar_at(node, at)) {
        return None;
    }
    let line = rest.get(..length)?;
    let line = line.strip_suffix('\r').unwrap_or(line);
    Some(at + line.len() as u32)
}

fn is_block_scalar_at(node: Node<'_>, end: u32) -> bool {
    node.raw().starts_with(['|', '>']) && node.kind() == NodeKind::Scalar && node.span().end >= end
}

/// Removes from the line of `start` to the line of `end`; where the first line holds something before (a dash), up to
/// the next entry instead.
fn remove_lines(yaml: &Yaml, start: u32, end: u32, next: Option<u32>) -> Option<(Span, String)> {
    let before = yaml.text().get(..start as usize)?;
    let line = before.rfind('\n').map_or(0, |at| at + 1);
    if !before.get(line..)?.trim_start_matches('\u{feff}').trim().is_empty() {
        return Some((Span::new(start, next?), String::new()));
    }
    let bom = if line == 0 && before.starts_with('\u{feff}') { 3 } else { 0 };
    let end = line_end(yaml, end)? as usize;
    let rest = yaml.text().get(end..)?;
    let whole = end + rest.find('\n').map_or(rest.len(), |at| at + 1);
    Some((Span::new((line + bom) as u32, whole as u32), String::new()))
}

/// The dash before `at`.
pub(super) fn dash_of(yaml: &Yaml, at: u32) -> Option<u32> {
    let before = yaml.text().get(..at as usize)?;
    let last = before.trim_end().len().checked_sub(1)?;
    (before.as_bytes().get(last) == Some(&b'-')).then_some(last as u32)
}

/// The column of a block collection, when it is made of bytes that spaces can stand for.
fn column(node: Node<'_>) -> Option<usize> {
    let before = node.yaml().text().get(..node.span().start as usize)?;
    let line = before.rsplit('\n').next()?.trim_start_matches('\u{feff}');
    // In `- a: 1` the dash takes a column; `? ` and tags before the first key are left alone.
    let fits = line.chars().all(|c| c == ' ' || c == '-') && !line.starts_with("---");
    fits.then_some(line.len())
}

pub(super) fn newline(yaml: &Yaml) -> &'static str {
    match yaml.text().find('\n') {
        Some(at) if yaml.text().as_bytes().get(at.wrapping_sub(1)) == Some(&b'\r') => "\r\n",
        _ => "\n",
    }
}

/// How many spaces the file indents by.
fn step(yaml: &Yaml) -> usize {
    let nested = yaml.root().and_then(|root| {
        root.own_entries().map(|entry| entry.value).find(|value| value.kind() == NodeKind::Mapping && !value.is_flow())
    });
    nested.map_or(2, |node| node.indent() as usize).clamp(1, 8)
}

/// A scalar as it stands in a file, for a place within brackets: a plain one must not hold what has a meaning there.
pub fn in_flow(raw: &str) -> String {
    let is_more = raw.starts_with(['"', '\'', '[', '{']);
    if is_more || !raw.contains(['{', '}', '[', ']', ',']) {
        return raw.to_owned();
    }
    format!("'{}'", raw.replace('\'', "''"))
}

fn flow(value: &EntryValue) -> String {
    match value {
        EntryValue::Scalar(text) => in_flow(text),
        EntryValue::FlowList(items) | EntryValue::BlockList(items) => format!("[{}]", items.join(", ")),
        EntryValue::Mapping(entries) => {
            let entries: Vec<String> =
                entries.iter().map(|(key, value)| format!("{}: {}", quoted(key), flow(value))).collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// Writes `key: value` on new lines; nesting is that of the rule's own value.
fn block_entry(text: &mut String, indent: usize, step: usize, newline: &str, key: &str, value: &EntryValue) {
    let begin_line = |text: &mut String, indent: usize| {
        text.push_str(newline);
        text.extend(std::iter::repeat_n(' ', indent));
    };
    begin_line(text, indent);
    text.push_str(&quoted(key));
    text.push(':');
    match value {
        EntryValue::BlockList(items) if !items.is_empty() => {
            for item in items {
                begin_line(text, indent + step);
                text.push_str("- ");
                text.push_str(item);
            }
        }
        EntryValue::Mapping(entries) if !entries.is_empty() => {
            for (key, value) in entries {
                block_entry(text, indent + step, step, newline, key, value);
            }
        }
        other => {
            text.push(' ');
            text.push_str(&flow(other));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::tests::yaml;

    fn applied(text: &str, edit: Option<(Span, String)>) -> String {
        let (span, new) = edit.expect("an edit");
        let mut text = text.to_owned();
        text.replace_range(span.range(), &new);
        text
    }

    fn scalar(text: &str) -> EntryValue {
        EntryValue::Scalar(text.into())
    }

    fn at<'a>(tree: &'a Yaml, path: &[&str]) -> Node<'a> {
        path.iter().fold(tree.root().unwrap(), |node, key| node.get(key).unwrap().value)
    }

    #[test]
    fn an_entry_is_appended_before_trailing_comments_and_blank_lines() {
        let text = "services:\n  a:\n    image: x # why\n\n  # b\n  b:\n    image: y\n";
        let tree = yaml(text);
        let edit = insert_entry(at(&tree, &["services", "a"]), "init", &scalar("true"));
        assert_eq!(
            applied(text, edit),
            "services:\n  a:\n    image: x # why\n    init: true\n\n  # b\n  b:\n    image: y\n"
        );
    }

    #[test]
    fn nothing_is_put_behind_a_block_scalar_that_ends_the_text_without_a_break() {
        let tree = yaml("a:\n  b: |\n    x");
        assert_eq!(insert_entry(at(&tree, &["a"]), "k", &scalar("v")), None);
        let tree = yaml("a:\n  b: |\n    x\n");
        assert!(insert_entry(at(&tree, &["a"]), "k", &scalar("v")).is_some());
    }

    #[test]
    fn carriage_returns_and_a_missing_last_newline_are_kept() {
        let text = "a:\r\n    b: 1\r\n    c: |\r\n        x\r\n\r\nd:\r\n    e: 1";
        let tree = yaml(text);
        let list = EntryValue::BlockList(vec!["ALL".into()]);
        assert_eq!(
            applied(text, insert_entry(at(&tree, &["a"]), "k", &list)),
            "a:\r\n    b: 1\r\n    c: |\r\n        x\r\n    k:\r\n        - ALL\r\n\r\nd:\r\n    e: 1"
        );
        assert_eq!(
            applied(text, insert_entry(at(&tree, &["d"]), "k", &scalar("v"))),
            text.replace("e: 1", "e: 1\r\n    k: v")
        );
    }

    #[test]
    fn an_entry_stands_behind_its_named_sibling_even_an_empty_one() {
        let text = "a:\n  b: # note\n  c: 1\n";
        let tree = yaml(text);
        let edit = insert_entry_after(at(&tree, &["a"]), "b", "k", &scalar("v"));
        assert_eq!(applied(text, edit), "a:\n  b: # note\n  k: v\n  c: 1\n");
    }

    #[test]
    fn flow_mappings_and_lists_grow_in_their_brackets() {
        let text = "a: {b: c}\nl: [x]\ne: []\n";
        let tree = yaml(text);
        assert_eq!(applied(text, insert_entry(at(&tree, &["a"]), "k", &scalar("v"))), text.replace("c}", "c, k: v}"));
        let variable = insert_entry(at(&tree, &["a"]), "k", &scalar("${V:-1}"));
        assert_eq!(applied(text, variable), text.replace("c}", "c, k: '${V:-1}'}"));
        assert_eq!(applied(text, append_item(at(&tree, &["l"]), "y")), text.replace("[x]", "[x, y]"));
        assert_eq!(applied(text, append_item(at(&tree, &["e"]), "y")), text.replace("[]", "[y]"));
    }

    #[test]
    fn items_are_appended_in_the_column_of_the_dashes() {
        let text = "l:\n- x # c\n- k: v\n\nm:\n    - 1\n";
        let tree = yaml(text);
        assert_eq!(applied(text, append_item(at(&tree, &["l"]), "y")), text.replace("v\n", "v\n- y\n"));
        assert_eq!(applied(text, append_item(at(&tree, &["m"]), "2")), text.replace("- 1\n", "- 1\n    - 2\n"));
    }

    #[test]
    fn a_mapping_in_a_list_keeps_the_column_of_its_first_key() {
        let text = "l:\n  - a: 1\n    b: 2\n";
        let tree = yaml(text);
        let item = at(&tree, &["l"]).items().next().unwrap();
        assert_eq!(applied(text, insert_entry(item, "k", &scalar("v"))), text.replace("b: 2", "b: 2\n    k: v"));
    }

    #[test]
    fn a_pair_without_braces_takes_no_second_entry() {
        let tree = yaml("l: [a: b]\n");
        let pair = at(&tree, &["l"]).items().next().unwrap();
        assert_eq!(insert_entry(pair, "k", &scalar("v")), None);
    }

    #[test]
    fn what_comes_through_an_alias_or_is_empty_is_not_edited() {
        let text = "x: &x {a: 1}\ny: *x\nz:\n  <<: *x\nn:\n";
        let tree = yaml(text);
        assert_eq!(insert_entry(at(&tree, &["y"]), "k", &scalar("v")), None);
        assert_eq!(insert_entry(at(&tree, &["n"]), "k", &scalar("v")), None);
        assert_eq!(remove_entry(at(&tree, &["z"]).get("a").unwrap()), None);
        assert_eq!(replace_scalar(at(&tree, &["n"]), "v"), None);
    }

    #[test]
    fn entries_and_items_go_with_their_lines() {
        let text = "a: 1\nb:\n  - x\n  - y # c\nc: {d: 1, e: 2}\n";
        let tree = yaml(text);
        let root = tree.root().unwrap();
        assert_eq!(applied(text, remove_entry(root.get("a").unwrap())), text.replace("a: 1\n", ""));
        assert_eq!(applied(text, remove_entry(root.get("b").unwrap())), "a: 1\nc: {d: 1, e: 2}\n");
        let list = root.get("b").unwrap().value;
        assert_eq!(applied(text, remove_item(list.items().nth(1).unwrap())), text.replace("  - y # c\n", ""));
        let flow = root.get("c").unwrap().value;
        assert_eq!(applied(text, remove_entry(flow.get("d").unwrap())), text.replace("d: 1, ", ""));
        assert_eq!(applied(text, remove_entry(flow.get("e").unwrap())), text.replace(", e: 2", ""));
    }

    #[test]
    fn a_scalar_is_replaced_with_its_quotes() {
        let text = "a: \"x\" # c\n";
        let tree = yaml(text);
        assert_eq!(applied(text, replace_scalar(at(&tree, &["a"]), "y")), "a: y # c\n");
    }

    #[test]
    fn quotes_stand_where_a_plain_text_would_be_read_otherwise() {
        assert_eq!(
            ["a b", "80:80", "true", "1.5", "", "a: b", "*x"].map(quoted),
            ["a b", "\"80:80\"", "\"true\"", "\"1.5\"", "\"\"", "\"a: b\"", "\"*x\""]
        );
    }
}
