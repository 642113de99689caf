//! Reads ignore comments out of a file.

use super::{Form, Suppression};
use crate::diagnostic::FileId;
use crate::dockerfile::{Comment, Dockerfile, Instruction};
use crate::project::{File, Parsed};
use crate::span::Span;
use crate::yaml::{Node, NodeKind, Yaml};

pub(super) fn file(id: FileId, file: &File) -> Vec<Suppression> {
    match file.parsed() {
        Parsed::Dockerfile(dockerfile) => {
            let mut found = in_dockerfile(id, dockerfile);
            if let Some(inline) = file.inline() {
                for suppression in &mut found {
                    suppression.file = inline.host;
                    suppression.comment = inline.map.span(suppression.comment);
                    suppression.scope = inline.map.span(suppression.scope);
                    for name in &mut suppression.names {
                        name.span = inline.map.span(name.span);
                    }
                }
            }
            found
        }
        Parsed::Compose(yaml) => {
            let mut found = in_yaml(id, yaml);
            found.extend(super::dclint::comments(id, yaml));
            found
        }
        Parsed::Config(_) | Parsed::Text | Parsed::Unreadable(_) => Vec::new(),
    }
}

/// What a comment asks for.
pub(super) struct Request {
    pub(super) form: Form,
    reach: Reach,
    pub(super) names: Vec<(String, Span)>,
    pub(super) has_reason: bool,
}

#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Reach {
    /// The next instruction or node.
    Next,
    /// The instruction on the very next line.
    NextLine,
    /// The stage of the next instruction.
    Stage,
    /// The stage below the FROM on the next line.
    BelowFrom,
    File,
}

/// Reads `# plimsoll: …`, `# hadolint …`, `# check=…`. `text` is what follows the `#`, at offset `at`.
fn request(text: &str, at: u32) -> Option<Request> {
    let trimmed = text.trim_start();
    let at = at + (text.len() - trimmed.len()) as u32;
    if let Some(rest) = trimmed.strip_prefix("plimsoll:") {
        return plimsoll(rest, at + (trimmed.len() - rest.len()) as u32);
    }
    if let Some(rest) = trimmed.strip_prefix("hadolint") {
        return hadolint(rest, at + (trimmed.len() - rest.len()) as u32);
    }
    let rest = trimmed.strip_prefix("check")?.trim_start().strip_prefix('=')?;
    check(rest, at + (trimmed.len() - rest.len()) as u32)
}

/// Whether a text says anything at all.
fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

fn plimsoll(text: &str, at: u32) -> Option<Request> {
    let rest = text.trim_start();
    let at = at + (text.len() - rest.len()) as u32;
    let word = rest.find(['[', ' ', '\t']).unwrap_or(rest.len());
    let reach = match rest.get(..word)? {
        "ignore" => Reach::Next,
        "ignore-stage" => Reach::Stage,
        "ignore-file" => Reach::File,
        _ => return None,
    };
    let Some(list) = rest.get(word..)?.strip_prefix('[') else {
        let has_reason = has_words(rest.get(word..).unwrap_or(""));
        return Some(Request { form: Form::Plimsoll, reach, names: Vec::new(), has_reason });
    };
    let (list, reason) = list.split_once(']')?;
    let names = split(list, at + word as u32 + 1);
    let has_reason = has_words(reason);
    (!names.is_empty()).then_some(Request { form: Form::Plimsoll, reach, names, has_reason })
}

/// `hadolint ignore=A,B # why`, `hadolint stage ignore=…`, `hadolint global ignore=…`. One character that does not
/// belong into a code makes it no pragma at all, as in hadolint.
fn hadolint(text: &str, at: u32) -> Option<Request> {
    let (before, list) = text.split_once('=')?;
    let reach = match before.split_ascii_whitespace().collect::<Vec<_>>().as_slice() {
        ["ignore"] => Reach::NextLine,
        ["stage", "ignore"] => Reach::BelowFrom,
        ["global", "ignore"] => Reach::File,
        _ => return None,
    };
    let start = at + before.len() as u32 + 1;
    let (list, reason) = list.split_once('#').unwrap_or((list, ""));
    let names = split(list, start);
    let is_code = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_digit() || b"DLSC".contains(&b));
    (!names.is_empty() && names.iter().all(|(name, _)| is_code(name))).then_some(Request {
        form: Form::Hadolint,
        reach,
        names,
        has_reason: has_words(reason),
    })
}

/// `check=skip=A,B;error=true`: the value ends at the first blank.
fn check(text: &str, at: u32) -> Option<Request> {
    let value = text.trim_start();
    let mut at = at + (text.len() - value.len()) as u32;
    let value = value.split([' ', '\t']).next()?;
    for option in value.split(';') {
        if let Some(list) = option.strip_prefix("skip=") {
            let names = split(list, at + 5);
            return (!names.is_empty()).then_some(Request {
                form: Form::Buildkit,
                reach: Reach::Next,
                names,
                has_reason: true,
            });
        }
        at += option.len() as u32 + 1;
    }
    None
}

/// A comma list with the place of each name.
fn split(list: &str, at: u32) -> Vec<(String, Span)> {
    let mut names = Vec::new();
    let mut at = at;
    for part in list.split(',') {
        let name = part.trim();
        if !name.is_empty() {
            let start = at + (part.len() - part.trim_start().len()) as u32;
            names.push((name.to_owned(), Span::new(start, start + name.len() as u32)));
        }
        at += part.len() as u32 + 1;
    }
    names
}

fn in_dockerfile(id: FileId, dockerfile: &Dockerfile) -> Vec<Suppression> {
    let whole = Span::new(0, dockerfile.text().len() as u32);
    let mut found = Vec::new();
    for directive in dockerfile.directives() {
        let span = directive.span;
        let hash = span.of(dockerfile.text()).find('#').map_or(0, |at| at + 1);
        let text = span.of(dockerfile.text()).get(hash..).unwrap_or("");
        if let Some(request) = request(text, span.start + hash as u32) {
            found.push(Suppression::new(id, span, whole, request));
        }
    }
    let instructions: Vec<Instruction<'_>> = dockerfile.instructions().collect();
    for comment in dockerfile.comments().filter(|comment| !comment.inside_instruction()) {
        let Some(request) = request(comment.text(), comment.span().end - comment.text().len() as u32) else { continue };
        let after = instructions.partition_point(|instruction| instruction.span().start < comment.span().end);
        let Some(scope) = scope(instructions.get(after).copied(), comment, request.reach, whole) else { continue };
        found.push(Suppression::new(id, comment.span(), scope, request));
    }
    found
}

fn scope(next: Option<Instruction<'_>>, comment: Comment<'_>, reach: Reach, whole: Span) -> Option<Span> {
    if reach == Reach::File {
        return Some(whole);
    }
    let next = next?;
    let between = Span::new(comment.span().end, next.span().start).of(next.file().text());
    let is_next_line = between.matches('\n').count() == 1;
    match reach {
        Reach::Next => Some(next.span()),
        Reach::NextLine => is_next_line.then(|| next.span()),
        Reach::Stage => Some(next.stage()?.span()),
        Reach::BelowFrom => {
            let stage = next.as_from().filter(|_| is_next_line).and_then(|_| next.stage())?;
            Some(Span::new(next.span().end, stage.span().end))
        }
        Reach::File => Some(whole),
    }
}

fn in_yaml(id: FileId, yaml: &Yaml) -> Vec<Suppression> {
    let text = yaml.text();
    let whole = Span::new(0, text.len() as u32);
    let mut requests = Vec::new();
    for comment in yaml.comments() {
        let hash = comment.span.of(text).find('#').map_or(0, |at| at + 1);
        let Some(request) = request(comment.span.of(text).get(hash..).unwrap_or(""), comment.span.start + hash as u32)
        else {
            continue;
        };
        if request.form == Form::Plimsoll {
            requests.push((comment.span, comment.own_line, request));
        }
    }
    if requests.is_empty() {
        return Vec::new();
    }
    let nodes = starts(yaml);
    let mut found = Vec::new();
    for (comment, own_line, request) in requests {
        let scope = match request.reach {
            Reach::File | Reach::Stage => Some(whole),
            _ if own_line => nodes.iter().find(|node| node.start >= comment.end).copied(),
            _ => {
                let line = text
                    .get(..comment.start as usize)
                    .and_then(|before| before.rfind('\n'))
                    .map_or(0, |at| at as u32 + 1);
                nodes.iter().find(|node| node.start >= line && node.start < comment.start).copied()
            }
        };
        if let Some(scope) = scope {
            found.push(Suppression::new(id, comment, scope, request));
        }
    }
    found
}

/// The entries and items of the tree by where they begin, outermost first.
fn starts(yaml: &Yaml) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Vec<Node<'_>> = yaml.documents().collect();
    while let Some(node) = open.pop() {
        match node.kind() {
            NodeKind::Mapping => {
                for entry in node.own_entries() {
                    spans.push(entry.key.span().to(entry.value.span()));
                    open.push(entry.value);
                }
            }
            NodeKind::Sequence => {
                for item in node.items() {
                    spans.push(item.span());
                    open.push(item);
                }
            }
            _ => {}
        }
    }
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    spans
}
