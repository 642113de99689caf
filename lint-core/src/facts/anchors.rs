//! Anchors that no alias refers to.

use crate::span::Span;
use crate::yaml::{Node, NodeKind, Yaml};
use std::collections::HashSet;

/// An anchor that no alias refers to.
#[derive(Copy, Clone, Debug)]
pub struct UnusedAnchor<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name with its `&`.
    pub span: Span,
    /// What it stands on.
    pub node: Node<'a>,
    /// The anchor with the blanks that go with it.
    pub removal: Span,
}

/// The anchors that no alias refers to; none in a file of which lines were left out.
pub fn unused_anchors(yaml: &Yaml) -> Vec<UnusedAnchor<'_>> {
    if yaml.is_recovered() {
        return Vec::new();
    }
    let aliases = yaml.nodes().filter(|node| node.kind() == NodeKind::Alias);
    let used: HashSet<u32> = aliases.map(|alias| alias.resolve().id()).collect();
    let anchored = yaml.nodes().filter_map(|node| Some((node, node.anchor()?, node.anchor_span()?)));
    anchored
        .filter(|(node, ..)| !used.contains(&node.id()))
        .map(|(node, name, span)| {
            let span = Span::new(span.start.saturating_sub(1), span.end);
            UnusedAnchor { name, span, node, removal: with_blanks(yaml.text(), span) }
        })
        .collect()
}

/// The blanks behind an anchor go with it; before a line's end those in front of it.
fn with_blanks(text: &str, anchor: Span) -> Span {
    let (before, after) =
        (text.get(..anchor.start as usize).unwrap_or(""), text.get(anchor.end as usize..).unwrap_or(""));
    let behind = after.len() - after.trim_start_matches([' ', '\t']).len();
    let ends_line = after.get(behind..).is_none_or(|rest| rest.is_empty() || rest.starts_with(['\n', '\r']));
    if !ends_line {
        return Span::new(anchor.start, anchor.end + behind as u32);
    }
    let front = before.len() - before.trim_end_matches([' ', '\t']).len();
    Span::new(anchor.start - front as u32, anchor.end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_goes_with_its_blanks() {
        let text = "x-a: &a {b: 1}\nc: &c\n  d: &d 5 # five\ne: *d\n";
        let yaml = crate::yaml::parse(text.into());
        let mut left = text.to_owned();
        let unused = unused_anchors(&yaml);
        assert_eq!(unused.iter().map(|anchor| anchor.name).collect::<Vec<_>>(), ["a", "c"]);
        for anchor in unused.iter().rev() {
            left.replace_range(anchor.removal.range(), "");
        }
        assert_eq!(left, "x-a: {b: 1}\nc:\n  d: &d 5 # five\ne: *d\n");
    }
}
