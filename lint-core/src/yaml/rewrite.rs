//! Edits that write something in another form: see [`super::edit`] for the plain ones.

use super::{Entry, Node, NodeKind, ScalarStyle};
use crate::span::Span;

/// `text` in the quotes that a scalar stands in.
pub fn in_quotes_of(scalar: Node<'_>, text: &str) -> String {
    match scalar.style() {
        Some(ScalarStyle::Single) => format!("'{text}'"),
        Some(ScalarStyle::Double) => format!("\"{text}\""),
        _ => text.to_owned(),
    }
}

/// Puts an item in front of one of a list; `text` is written as given.
pub fn insert_item_before(item: Node<'_>, text: &str) -> Option<(Span, String)> {
    let list = item.parent().filter(|list| list.kind() == NodeKind::Sequence && !list.yaml().is_recovered())?;
    let start = lead(item);
    if list.is_flow() {
        return Some((Span::empty(start), format!("{text}, ")));
    }
    let before = list.yaml().text().get(..start as usize)?;
    let dash = before.trim_end_matches(' ').strip_suffix('-')?.len();
    let indent = blank_line_start(before.get(..dash)?)?;
    let newline = newline(before);
    Some((Span::empty(dash as u32), format!("- {text}{newline}{indent}")))
}

/// Makes `key: {name: x}` into `key: text` and `name: x` beside it; `None` where the mapping holds more, or a comment
/// stands in it.
pub fn unfold_entry(entry: Entry<'_>, text: &str) -> Option<(Span, String)> {
    let value = entry.value;
    let yaml = entry.key.yaml();
    let mut inner = value.own_entries();
    let (first, None) = (inner.next()?, inner.next()) else { return None };
    let is_plain = value.kind() == NodeKind::Mapping && value.anchor().is_none() && value.tag().is_none();
    let is_scalar = first.value.kind() == NodeKind::Scalar && !first.value.raw().starts_with(['|', '>']);
    if !is_plain || !is_scalar || first.is_merge() || entry.via.is_some() || yaml.is_recovered() {
        return None;
    }
    let outer = entry.key.parent()?;
    let source = yaml.text();
    let between = source.get(entry.key.span().end as usize..first.key.span().start as usize)?;
    let opened = if value.is_flow() { ": {" } else { ":" };
    if between.split_whitespace().collect::<String>() != opened.replace(' ', "") {
        return None;
    }
    let separator = if outer.is_flow() {
        ", ".to_owned()
    } else {
        let before = source.get(..entry.key.span().start as usize)?;
        format!("{}{}", newline(before), blank_line_start(before)?)
    };
    if !value.is_flow() {
        let span = Span::new(entry.key.span().end, first.key.span().start);
        return Some((span, format!(": {text}{separator}")));
    }
    let own = source.get(first.key.span().start as usize..first.value.span().end as usize)?;
    let rest = source.get(first.value.span().end as usize..value.span().end as usize)?;
    (rest.trim() == "}").then(|| (value.span(), format!("{text}{separator}{own}")))
}

/// Where a node begins with its anchor and tag.
fn lead(node: Node<'_>) -> u32 {
    let start = node.span().start;
    let anchor = node.anchor_span().map_or(start, |span| span.start.saturating_sub(1));
    start.min(anchor).min(node.tag_span().map_or(start, |span| span.start))
}

/// The blanks that the last line of `before` consists of.
fn blank_line_start(before: &str) -> Option<&str> {
    let line = before.rsplit('\n').next()?.trim_start_matches('\u{feff}');
    line.chars().all(|c| c == ' ').then_some(line)
}

fn newline(before: &str) -> &'static str {
    if before.contains("\r\n") { "\r\n" } else { "\n" }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::tests::yaml;

    fn applied(text: &str, edit: Option<(Span, String)>) -> Option<String> {
        let (span, new) = edit?;
        let mut text = text.to_owned();
        text.replace_range(span.range(), &new);
        Some(text)
    }

    fn unfolded(text: &str) -> Option<String> {
        let tree = yaml(text);
        let entry = tree.root().unwrap().get("n").unwrap().value.get("external").unwrap();
        applied(text, unfold_entry(entry, "true"))
    }

    #[test]
    fn a_mapping_of_one_entry_is_unfolded() {
        let wanted = Some("n:\n  external: true\n  name: x # c\n".to_owned());
        assert_eq!(unfolded("n:\n  external:\n    name: x # c\n"), wanted);
        assert_eq!(unfolded("n:\n  external: { name: x } # c\n"), wanted);
        assert_eq!(unfolded("n: {external: {name: x}}\n").as_deref(), Some("n: {external: true, name: x}\n"));
        assert_eq!(
            unfolded("n:\r\n  external:\r\n      name: x\r\n").as_deref(),
            Some("n:\r\n  external: true\r\n  name: x\r\n")
        );
        assert_eq!(unfolded("n:\n  external: # why\n    name: x\n"), None);
        assert_eq!(unfolded("n:\n  external: {name: x, a: b}\n"), None);
    }

    #[test]
    fn an_item_goes_in_front() {
        let before = |text: &str| {
            let tree = yaml(text);
            let item = tree.root().unwrap().get("l").unwrap().value.items().next().unwrap();
            applied(text, insert_item_before(item, &in_quotes_of(item, "CMD"))).unwrap()
        };
        assert_eq!(before("l: [ \"a\", b]\n"), "l: [ \"CMD\", \"a\", b]\n");
        assert_eq!(before("l:\n  - a\n  - b\n"), "l:\n  - CMD\n  - a\n  - b\n");
        assert_eq!(before("l:\n-   &x 'a'\n"), "l:\n- 'CMD'\n-   &x 'a'\n");
    }
}
