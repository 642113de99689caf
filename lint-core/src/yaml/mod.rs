//! YAML as an arena tree with byte spans, comments, anchors and unexpanded aliases.
//!
//! The tree is lossless in the sense a linter needs: every scalar keeps its text, style and place, duplicate keys and
//! `<<` stay as written, and nothing an alias refers to is copied. [`parse`] never fails: after a syntax error it
//! leaves the offending line out and goes on.

mod build;
mod cook;
pub mod edit;
mod message;
mod node;
pub mod quotes;
pub mod reorder;
pub mod rewrite;
mod scalar;

pub use node::{Entry, Node, NodeKind, ScalarStyle};
pub use scalar::ScalarType;

use crate::span::Span;
use crate::{SyntaxError, SyntaxErrorKind};
use std::collections::HashMap;
use std::sync::Arc;

/// How often a text is read again after a syntax error.
const MAX_TRIES: usize = 60;
/// The bytes all these readings may take together; larger files get fewer tries.
const MAX_BYTES_READ: usize = 64 << 20;
/// A later syntax error is reported only when it is further than this many lines from the one before.
const QUIET_LINES: usize = 5;

/// A parsed YAML text.
#[derive(Clone, Debug)]
pub struct Yaml {
    text: Arc<str>,
    nodes: Vec<NodeData>,
    documents: Vec<u32>,
    comments: Vec<CommentData>,
    errors: Vec<SyntaxError>,
    duplicates: Vec<(u32, u32)>,
    recovered: bool,
}

/// A key that stands twice in one mapping.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Duplicate<'a> {
    /// The first of the two keys.
    pub first: Span,
    /// The later one, whose value wins where duplicates are let through.
    pub later: Span,
    /// The key's text.
    pub key: &'a str,
}

/// A comment of the file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Comment<'a> {
    /// From the `#` to the end of the line, without the line break.
    pub span: Span,
    /// The text after the `#`.
    pub text: &'a str,
    /// True when nothing else stands on its line.
    pub own_line: bool,
}

#[derive(Clone, Debug)]
struct CommentData {
    span: Span,
    own_line: bool,
}

#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Shape {
    Scalar(ScalarStyle),
    Mapping,
    Sequence,
    Alias,
}

#[derive(Clone, Debug)]
struct NodeData {
    shape: Shape,
    flow: bool,
    span: Span,
    /// The scalar's content: without quotes; for a block scalar the lines after its header.
    content: Span,
    /// The cooked text, where it is not the content as it stands.
    cooked: Option<Box<str>>,
    tag: Option<Span>,
    anchor: Option<Span>,
    /// The node an alias refers to.
    target: Option<u32>,
    parent: Option<u32>,
    /// A sequence's items; a mapping's keys and values in turn.
    children: Vec<u32>,
}

/// Reads a text. It never fails: errors are listed in the result.
pub fn parse(text: Arc<str>) -> Yaml {
    let mut working: Option<String> = None;
    let mut errors: Vec<SyntaxError> = Vec::new();
    let mut last_line = None;
    let tries = (MAX_BYTES_READ / text.len().max(1)).clamp(2, MAX_TRIES);
    let mut built = build::Built::default();
    for attempt in 0..=tries {
        let now = working.as_deref().unwrap_or(&text);
        built = build::read(&text, now);
        let Some(failure) = built.failure.take() else { break };
        let line = line_number(&text, failure.at);
        if last_line.is_none_or(|last: usize| line.abs_diff(last) > QUIET_LINES) {
            errors.push(failure.error(&text));
            last_line = Some(line);
        }
        let blanked = blank_line(now, failure.open_flow.unwrap_or(failure.at));
        if attempt == tries || blanked.is_none() {
            break;
        }
        working = blanked;
    }
    let recovered = !errors.is_empty();
    let mut yaml = Yaml {
        text,
        nodes: built.nodes,
        documents: built.documents,
        comments: built.comments,
        errors,
        duplicates: Vec::new(),
        recovered,
    };
    yaml.note_undefined(built.undefined);
    yaml.note_duplicates();
    yaml.errors.sort_by_key(|error| error.span);
    yaml
}

/// The number of line breaks before `at`.
fn line_number(text: &str, at: u32) -> usize {
    text.as_bytes().iter().take(at as usize).filter(|&&byte| byte == b'\n').count()
}

/// The text with the line around `at` made of spaces, or the nearest line before it that is not blank yet.
fn blank_line(text: &str, at: u32) -> Option<String> {
    let at = (at as usize).min(text.len());
    let bytes = text.as_bytes();
    let end = bytes.iter().skip(at).position(|&byte| byte == b'\n').map_or(bytes.len(), |more| at + more);
    let last = bytes.iter().take(end).rposition(|byte| !byte.is_ascii_whitespace())?;
    let start = bytes.iter().take(last).rposition(|&byte| byte == b'\n').map_or(0, |newline| newline + 1);
    let mut blanked = bytes.to_vec();
    let line = blanked.iter_mut().skip(start).take(last + 1 - start);
    line.filter(|byte| **byte != b'\r').for_each(|byte| *byte = b' ');
    String::from_utf8(blanked).ok()
}

impl Yaml {
    /// The whole text.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The content of the first document.
    pub fn root(&self) -> Option<Node<'_>> {
        self.documents().next()
    }

    /// The content of each document.
    pub fn documents(&self) -> impl Iterator<Item = Node<'_>> {
        self.documents.iter().map(|&id| self.node(id))
    }

    /// What is wrong, in the order of the text.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// True when lines were left out because of a syntax error: then nothing can be said to be missing.
    pub fn is_recovered(&self) -> bool {
        self.recovered
    }

    /// All comments, in the order of the text.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'_>> {
        self.comments.iter().map(|comment| {
            let text = comment.span.of(&self.text);
            Comment { span: comment.span, text: text.strip_prefix('#').unwrap_or(text), own_line: comment.own_line }
        })
    }

    /// The keys that stand twice in one mapping.
    pub fn duplicates(&self) -> impl Iterator<Item = Duplicate<'_>> {
        self.duplicates.iter().map(|&(first, later)| Duplicate {
            first: self.node(first).span(),
            later: self.node(later).span(),
            key: self.cooked(later).unwrap_or(""),
        })
    }

    /// Every node of the file, in the order of their beginnings.
    pub fn nodes(&self) -> impl Iterator<Item = Node<'_>> {
        (0..self.nodes.len() as u32).map(|id| self.node(id))
    }

    fn node(&self, id: u32) -> Node<'_> {
        Node::new(self, id)
    }

    fn data(&self, id: u32) -> Option<&NodeData> {
        self.nodes.get(id as usize)
    }

    /// A scalar's text after quotes, escapes, folding and indentation are gone.
    fn cooked(&self, id: u32) -> Option<&str> {
        self.cooked_of(self.data(id)?)
    }

    fn cooked_of<'a>(&'a self, data: &'a NodeData) -> Option<&'a str> {
        matches!(data.shape, Shape::Scalar(_))
            .then(|| data.cooked.as_deref().unwrap_or_else(|| data.content.of(&self.text)))
    }

    fn note_undefined(&mut self, undefined: Vec<Span>) {
        for span in undefined {
            let name = span.of(&self.text);
            self.errors.push(SyntaxError {
                kind: SyntaxErrorKind::Refused,
                span,
                message: format!("`{name}` refers to an anchor that is not defined before it"),
                help: Some(format!("define it as `&{}` further up in the same document", name.trim_start_matches('*'))),
                suggestion: None,
            });
        }
    }

    fn note_duplicates(&mut self) {
        let mut duplicates = Vec::new();
        for data in self.nodes.iter().filter(|data| data.shape == Shape::Mapping && data.children.len() > 2) {
            let mut seen: HashMap<&str, u32> = HashMap::with_capacity(data.children.len() / 2);
            for &key in data.children.iter().step_by(2) {
                let Some(text) = self.cooked(key) else { continue };
                let first = *seen.entry(text).or_insert(key);
                if first != key {
                    duplicates.push((first, key));
                }
            }
        }
        for &(_, later) in &duplicates {
            let key = self.cooked(later).unwrap_or("").to_owned();
            self.errors.push(SyntaxError {
                kind: SyntaxErrorKind::DuplicateKey,
                span: self.node(later).span(),
                message: format!("the key `{key}` stands twice in this mapping"),
                help: Some("keep one of the two".to_owned()),
                suggestion: None,
            });
        }
        self.duplicates = duplicates;
    }
}

#[cfg(test)]
pub(crate) mod tests;
