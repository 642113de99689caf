//! The lines of a block collection, parted by what belongs to each member.

use super::super::{Node, NodeKind, ScalarStyle, Yaml, edit};
use crate::span::Span;
use std::ops::RangeInclusive;

/// A block collection in parts.
pub(super) struct Parts<'a> {
    yaml: &'a Yaml,
    members: Vec<Part>,
    /// Behind the last member, where comments stay.
    end: Lead,
}

/// One member: its blank lines, then its comments and its own lines.
struct Part {
    /// The blank lines that part it from what is before.
    gap: Span,
    /// Its comments and lines, each with its break.
    body: Span,
}

/// A line of the file.
#[derive(Copy, Clone)]
struct Line {
    span: Span,
    kind: Kind,
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Kind {
    Blank,
    /// A comment of its own line, with its column.
    Comment(u32),
    /// `---`, `...` or a directive: nothing of the collection.
    Border,
    Content,
}

/// The number after the last node inside a collection.
pub(super) fn end_of(collection: Node<'_>) -> Option<u32> {
    let mut node = collection;
    while let Some(&last) = node.data()?.children.last() {
        node = node.yaml().node(last);
    }
    Some(node.id() + 1)
}

impl<'a> Parts<'a> {
    /// Parts a collection; `None` where a member has no lines of its own or where lines may not be moved.
    pub(super) fn read(collection: Node<'a>, members: &[Node<'a>]) -> Option<Self> {
        let yaml = collection.yaml();
        // The dash of the next item may stand on a line of its own, which looks like our last member's.
        let mut outer = std::iter::successors(collection.parent(), |node| node.parent());
        if outer.any(|node| node.kind() == NodeKind::Sequence) {
            return None;
        }
        let starts: Option<Vec<u32>> = members.iter().map(|member| start_of(collection, *member)).collect();
        let starts = starts?;
        let column = column(yaml, *starts.first()?)?;
        if starts.iter().any(|&start| self::column(yaml, start) != Some(column)) {
            return None;
        }
        let heads: Vec<u32> = starts.iter().map(|start| start - column).collect();
        let next = yaml.data(end_of(collection)?).map(|node| line_start(yaml, node.span.start));
        let limit = next.unwrap_or(yaml.text().len() as u32);
        let mut parts: Vec<Part> = Vec::with_capacity(heads.len());
        let mut lead = first_lead(collection, *heads.first()?)?;
        for (at, &head) in heads.iter().enumerate() {
            let end = heads.get(at + 1).copied().unwrap_or(limit);
            let (content, after) = gap_before(yaml, head, end)?;
            let is_last = at + 1 == heads.len();
            let tail = tail(&after, column, is_last);
            let (inside, outside) = after.split_at_checked(tail)?;
            let body_end = inside.last().map_or(content, |line| line.span.end);
            parts.push(Part { gap: lead.gap, body: Span::new(lead.body, body_end) });
            lead = Lead::of(outside, end);
        }
        let moved = Self { yaml, members: parts, end: lead };
        moved.is_movable(collection, members, column).then_some(moved)
    }

    /// The edit that puts the members into this order; they differ from `changed.start()` to `changed.end()`.
    pub(super) fn arranged(&self, order: &[usize], changed: RangeInclusive<usize>) -> Option<(Span, String)> {
        let text = self.yaml.text();
        let (from, to) = (self.members.get(*changed.start())?, self.members.get(*changed.end())?);
        let begins_all = *changed.start() == 0;
        let start = if begins_all { from.body.start } else { from.gap.start };
        let whole = Span::new(start, to.body.end);
        let mut out = String::with_capacity(whole.len() as usize + 2);
        for slot in changed {
            let part = self.members.get(*order.get(slot)?)?;
            // Nothing parts the first one from what is before: it leaves its blank lines to the one that was first.
            let gap = match (slot, order.get(slot)) {
                (0, _) => Span::empty(part.gap.start),
                (_, Some(0)) => self.members.get(*order.first()?)?.gap,
                _ => part.gap,
            };
            out.push_str(gap.of(text));
            out.push_str(part.body.of(text));
            if !out.ends_with('\n') {
                out.push_str(edit::newline(self.yaml));
            }
        }
        if !whole.of(text).ends_with('\n') {
            let kept = out.trim_end_matches(['\r', '\n']).len();
            out.truncate(kept);
        }
        Some((whole, out))
    }

    /// Whether no line changes its meaning where it comes to stand.
    fn is_movable(&self, collection: Node<'_>, members: &[Node<'_>], column: u32) -> bool {
        let text = self.yaml.text();
        let Some(end) = end_of(collection) else { return false };
        let last_nodes = members.iter().skip(1).map(|member| member.id()).chain([end]);
        let blocks: Vec<Node<'_>> = last_nodes
            .map(|next| self.yaml.node(next.saturating_sub(1)))
            .filter(|node| matches!(node.style(), Some(ScalarStyle::Literal | ScalarStyle::Folded)))
            .collect();
        let keeps = |node: &Node<'_>| node.raw().lines().next().is_some_and(|header| header.contains('+'));
        if blocks.iter().any(keeps) || (!blocks.is_empty() && !text.ends_with('\n')) {
            return false;
        }
        // Deep comments behind a block scalar would become its text.
        let starts = self.members.iter().map(|part| part.body.start).chain([self.end.body]);
        blocks.is_empty() || !starts.into_iter().any(|start| self.begins_deep(start, column))
    }

    fn begins_deep(&self, start: u32, column: u32) -> bool {
        lines(self.yaml, start)
            .take_while(|line| line.kind != Kind::Content)
            .any(|line| matches!(line.kind, Kind::Comment(at) if at > column))
    }
}

/// Where the blank lines and the comments above a member begin.
struct Lead {
    gap: Span,
    body: u32,
}

impl Lead {
    /// Of the lines between what belongs to the member before and the one at `head`.
    fn of(lines: &[Line], head: u32) -> Self {
        let start = lines.first().map_or(head, |line| line.span.start);
        let body = lines.iter().find(|line| line.kind != Kind::Blank).map_or(head, |line| line.span.start);
        Self { gap: Span::new(start, body), body }
    }
}

/// Of the first member only the comments that touch it are its own; those at the top of the file are the file's.
fn first_lead(collection: Node<'_>, head: u32) -> Option<Lead> {
    let own = Lead { gap: Span::empty(head), body: head };
    let Some(parent) = collection.parent() else { return Some(own) };
    let (_, gap) = gap_before(collection.yaml(), parent.span().start, head)?;
    let touching = gap.iter().rev().take_while(|line| matches!(line.kind, Kind::Comment(_))).last();
    Some(touching.map_or(own, |line| Lead { gap: Span::empty(line.span.start), body: line.span.start }))
}

/// How many of the lines behind a member's content are its own: the comments that touch it, unless they touch the next
/// one too, and then as far as the last that is indented deeper than the members.
fn tail(gap: &[Line], column: u32, is_last: bool) -> usize {
    let is_deep = |line: &Line| matches!(line.kind, Kind::Comment(at) if at > column);
    let touching = gap.iter().take_while(|line| matches!(line.kind, Kind::Comment(_))).count();
    if is_last {
        return gap.iter().take_while(|line| is_deep(line)).count();
    }
    if touching < gap.len() {
        return touching;
    }
    gap.iter().rposition(is_deep).map_or(0, |at| at + 1)
}

/// The end of the last line with content between `start` and `end`, and the lines behind it; `None` where a tab indents
/// one.
fn gap_before(yaml: &Yaml, start: u32, end: u32) -> Option<(u32, Vec<Line>)> {
    let mut found = Vec::new();
    let mut at = end;
    while at > start {
        let begin = line_start(yaml, at - 1);
        let line = Line { span: Span::new(begin, at), kind: kind(yaml, begin, at) };
        if line.kind == Kind::Content {
            break;
        }
        if line.span.of(yaml.text()).trim_start_matches(' ').starts_with('\t') {
            return None;
        }
        found.push(line);
        at = begin;
    }
    found.reverse();
    // What is behind a border belongs to the next document.
    let border = found.iter().position(|line| line.kind == Kind::Border).unwrap_or(found.len());
    found.truncate(border);
    Some((at, found))
}

/// The lines from one on.
fn lines(yaml: &Yaml, start: u32) -> impl Iterator<Item = Line> {
    let mut at = start;
    std::iter::from_fn(move || {
        let rest = yaml.text().get(at as usize..).unwrap_or("");
        let length = rest.find('\n').map_or(rest.len(), |newline| newline + 1) as u32;
        let begin = at;
        at += length;
        (length > 0).then(|| Line { span: Span::new(begin, at), kind: kind(yaml, begin, at) })
    })
}

fn kind(yaml: &Yaml, start: u32, end: u32) -> Kind {
    let line = Span::new(start, end).of(yaml.text());
    let trimmed = line.trim();
    if trimmed.is_empty() {
        return Kind::Blank;
    }
    let column = (line.len() - line.trim_start().len()) as u32;
    let is_border = trimmed == "---" || trimmed.starts_with("--- ") || trimmed == "..." || trimmed.starts_with('%');
    if column == 0 && is_border {
        return Kind::Border;
    }
    let hash = start + column;
    let is_comment = yaml.comments.binary_search_by_key(&hash, |comment| comment.span.start).is_ok();
    if is_comment { Kind::Comment(column) } else { Kind::Content }
}

/// Where a member's first line has its first byte that is no blank: the key with its tag and anchor, the dash.
fn start_of(collection: Node<'_>, member: Node<'_>) -> Option<u32> {
    let lead = edit::lead(member);
    match collection.kind() {
        NodeKind::Sequence => edit::dash_of(collection.yaml(), lead),
        _ => Some(lead),
    }
}

/// The column of `at`, when only spaces are before it on its line.
fn column(yaml: &Yaml, at: u32) -> Option<u32> {
    let start = line_start(yaml, at);
    let before = Span::new(start, at).of(yaml.text());
    before.trim_start_matches(' ').is_empty().then_some(at - start)
}

/// The first byte of the line that holds `at`, behind a byte order mark.
fn line_start(yaml: &Yaml, at: u32) -> u32 {
    let before = yaml.text().get(..at as usize).unwrap_or("");
    match before.rfind('\n') {
        Some(newline) => newline as u32 + 1,
        None if before.starts_with('\u{feff}') => '\u{feff}'.len_utf8() as u32,
        None => 0,
    }
}
