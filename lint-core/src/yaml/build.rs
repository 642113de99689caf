//! From granit-parser's events to the arena.

use super::{CommentData, NodeData, ScalarStyle, Shape, message};
use crate::SyntaxError;
use crate::span::Span;
use granit_parser::{ErrorKind, Event, Parser, StructureStyle};
use std::borrow::Cow;
use std::collections::HashMap;

/// One reading of a text.
#[derive(Default)]
pub(super) struct Built {
    pub(super) nodes: Vec<NodeData>,
    pub(super) documents: Vec<u32>,
    pub(super) comments: Vec<CommentData>,
    /// Aliases of anchors that do not exist.
    pub(super) undefined: Vec<Span>,
    pub(super) failure: Option<Failure>,
}

/// Why a reading stopped.
pub(super) struct Failure {
    kind: ErrorKind,
    pub(super) at: u32,
    /// Where the outermost flow collection that is still open begins.
    pub(super) open_flow: Option<u32>,
}

impl Failure {
    pub(super) fn error(&self, text: &str) -> SyntaxError {
        message::error(&self.kind, self.at, self.open_flow, text)
    }
}

/// Reads `now`, a text of the same length as `text` in which some lines may be blank.
pub(super) fn read(text: &str, now: &str) -> Built {
    // Each option was needed by a real file: ninety-seven comment lines in a row, keys over 1,024 characters.
    let options = granit_parser::options! {
        emit_anchor_events: true,
        emit_unresolved_aliases: true,
        max_buffered_comment_events: 1_000_000,
        simple_key_max_lookahead: 65_536,
    };
    let mut builder = Builder { text, built: Built::default(), open: Vec::new(), anchors: HashMap::new() };
    for event in Parser::new_from_str_with_options(now, options) {
        match event {
            Ok((event, span)) => builder.event(event, span),
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(now.len()) as u32;
                let flow =
                    builder.open.iter().filter_map(|&id| builder.built.nodes.get(id as usize)).find(|data| data.flow);
                let open_flow = flow.map(|data| data.span.start);
                builder.built.failure = Some(Failure { kind: error.kind().clone(), at, open_flow });
                break;
            }
        }
    }
    while let Some(id) = builder.open.pop() {
        builder.close(id, None);
    }
    builder.built
}

struct Builder<'t> {
    text: &'t str,
    built: Built,
    /// The collections that are open, outermost first.
    open: Vec<u32>,
    anchors: HashMap<usize, u32>,
}

fn byte_span(span: granit_parser::Span) -> Span {
    Span::new(span.start.byte_offset().unwrap_or(0) as u32, span.end.byte_offset().unwrap_or(0) as u32)
}

impl Builder<'_> {
    fn event(&mut self, event: Event<'_>, at: granit_parser::Span) {
        let span = byte_span(at);
        let tag = at.tag_span().map(byte_span);
        match event {
            Event::Scalar(cooked, style, anchor, resolved) => {
                let style = scalar_style(style);
                let (span, content) = self.scalar_spans(style, span);
                let cooked = self.cooked(cooked, span, content, style, resolved.is_some());
                self.add(NodeData { content, cooked, tag, ..blank(Shape::Scalar(style), span) }, anchor);
            }
            Event::Alias(target) => {
                let target = self.anchors.get(&target).copied();
                self.add(NodeData { target, ..blank(Shape::Alias, span) }, 0);
            }
            Event::UnresolvedAlias(_) => {
                self.built.undefined.push(span);
                self.add(blank(Shape::Alias, span), 0);
            }
            Event::Anchor(_, _) => {
                if let Some(node) = self.built.nodes.last_mut() {
                    node.anchor = Some(Span::new((span.start + 1).min(span.end), span.end));
                }
            }
            Event::SequenceStart(style, anchor, _) => self.begin(Shape::Sequence, style, span, tag, anchor),
            Event::MappingStart(style, anchor, _) => self.begin(Shape::Mapping, style, span, tag, anchor),
            Event::SequenceEnd | Event::MappingEnd => {
                if let Some(id) = self.open.pop() {
                    self.close(id, Some(span));
                }
            }
            Event::Comment(_, _) => {
                let before = self.text.get(..span.start as usize).unwrap_or("");
                let line = before.rsplit('\n').next().unwrap_or("");
                let own_line = line.trim_start_matches('\u{feff}').trim().is_empty();
                self.built.comments.push(CommentData { span, own_line });
            }
            _ => {} // borders of the stream and of documents
        }
    }

    fn begin(&mut self, shape: Shape, style: StructureStyle, span: Span, tag: Option<Span>, anchor: usize) {
        let flow = style == StructureStyle::Flow;
        let id = self.add(NodeData { flow, tag, ..blank(shape, span) }, anchor);
        self.open.push(id);
    }

    fn add(&mut self, mut data: NodeData, anchor: usize) -> u32 {
        let id = self.built.nodes.len() as u32;
        data.parent = self.open.last().copied();
        match data.parent.and_then(|parent| self.built.nodes.get_mut(parent as usize)) {
            Some(parent) => parent.children.push(id),
            None => self.built.documents.push(id),
        }
        if anchor != 0 {
            self.anchors.insert(anchor, id);
        }
        self.built.nodes.push(data);
        id
    }

    /// Ends a collection: at its bracket, or after the last byte of its last child.
    fn close(&mut self, id: u32, end: Option<Span>) {
        let Some(data) = self.built.nodes.get(id as usize) else { return };
        let bracketed = data.flow && end.is_some_and(|end| !end.is_empty());
        let children = data.children.iter().filter_map(|&child| self.built.nodes.get(child as usize));
        let last = children.map(|child| child.span.end).max().unwrap_or(data.span.end);
        let end = if bracketed { end.map_or(last, |end| end.end) } else { last };
        let odd = data.shape == Shape::Mapping && data.children.len() % 2 == 1;
        // A sequence that stands at its key's indentation begins after the first dash for the parser: go back to it.
        let start = match data.shape {
            Shape::Sequence if !data.flow => self.dash_before(data.span.start).unwrap_or(data.span.start),
            _ => data.span.start,
        };
        if let Some(data) = self.built.nodes.get_mut(id as usize) {
            data.span = Span::new(start, end.max(data.span.end));
            if odd {
                data.children.pop();
            }
        }
    }

    fn dash_before(&self, at: u32) -> Option<u32> {
        if self.text.as_bytes().get(at as usize) == Some(&b'-') && !self.text.get(at as usize..)?.starts_with("---") {
            return Some(at);
        }
        let before = self.text.get(..at as usize)?;
        let last = before.rfind(|c: char| !c.is_whitespace())?;
        before.get(last..)?.starts_with('-').then_some(last as u32)
    }

    /// The scalar's place with its quotes or header, and the place of its content.
    fn scalar_spans(&self, style: ScalarStyle, span: Span) -> (Span, Span) {
        match style {
            ScalarStyle::Plain => (span, span),
            ScalarStyle::Single | ScalarStyle::Double => {
                (span, Span::new(span.start + 1, span.end.saturating_sub(1).max(span.start + 1)))
            }
            ScalarStyle::Literal | ScalarStyle::Folded => {
                let header = block_header(self.text, span.start).unwrap_or(span.start);
                let head = self.text.get(header as usize..).unwrap_or("");
                let body = head.find('\n').map_or(span.end, |newline| header + newline as u32 + 1);
                let inside = Span::new(header, span.end.max(header)).of(self.text).trim_end();
                (Span::new(header, header + inside.len() as u32), Span::new(body, span.end.max(body)))
            }
        }
    }

    /// The cooked text, unless the content says it as it stands.
    fn cooked(
        &self,
        cooked: Cow<'_, str>,
        span: Span,
        content: Span,
        style: ScalarStyle,
        tagged: bool,
    ) -> Option<Box<str>> {
        // The parser writes `~` for a value that is not there.
        if style == ScalarStyle::Plain && span.is_empty() && !tagged {
            return None;
        }
        (content.of(self.text) != cooked).then(|| cooked.into())
    }
}

fn blank(shape: Shape, span: Span) -> NodeData {
    NodeData {
        shape,
        flow: false,
        span,
        content: span,
        cooked: None,
        tag: None,
        anchor: None,
        target: None,
        parent: None,
        children: Vec::new(),
    }
}

fn scalar_style(style: granit_parser::ScalarStyle) -> ScalarStyle {
    match style {
        granit_parser::ScalarStyle::Plain => ScalarStyle::Plain,
        granit_parser::ScalarStyle::SingleQuoted => ScalarStyle::Single,
        granit_parser::ScalarStyle::DoubleQuoted => ScalarStyle::Double,
        granit_parser::ScalarStyle::Literal => ScalarStyle::Literal,
        granit_parser::ScalarStyle::Folded => ScalarStyle::Folded,
    }
}

/// Where the `|` or `>` of the block scalar stands whose content begins at `content`.
fn block_header(text: &str, content: u32) -> Option<u32> {
    let mut before = text.get(..content as usize)?;
    // The line the content begins on is not the header's.
    before = before.get(..before.rfind('\n')?)?;
    for _ in 0..64 {
        let start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.get(start..)?;
        if let Some(at) = header_in(line) {
            return Some((start + at) as u32);
        }
        before = before.get(..start.checked_sub(1)?)?;
    }
    None
}

/// The first `|` or `>` of a line that nothing but indicators and a comment follows.
fn header_in(line: &str) -> Option<usize> {
    line.match_indices(['|', '>']).find_map(|(at, _)| {
        let before = line.get(..at)?;
        let rest = line.get(at + 1..)?.trim_start_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
        let fits = rest.trim().is_empty() || (rest.starts_with([' ', '\t']) && rest.trim_start().starts_with('#'));
        let parted = before.is_empty() || before.ends_with([' ', '\t']);
        (fits && parted).then_some(at)
    })
}
