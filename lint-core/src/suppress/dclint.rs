//! dclint's comments, with the two forms that people know from other linters and try with it.
//!
//! | form | hides |
//! |---|---|
//! | `# dclint disable-line rule rule` | at the end of a line that line, on a line of its own the next one |
//! | `# dclint disable-next-line rule` | the next line |
//! | `# dclint disable rule` | above everything the file, elsewhere what follows, up to `# dclint enable rule` |
//! | `# dclint disable-file` | the file |
//!
//! dclint's findings about a list under a key of a service are at the key, ours at the item: where a comment holds for
//! the line of such a key, it holds for the list.

use super::{Form, Name, Suppression};
use crate::diagnostic::FileId;
use crate::span::Span;
use crate::yaml::{Comment, Node, NodeKind, Yaml};

/// What a comment asks for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Word {
    Disable,
    Enable,
    Line,
    NextLine,
    File,
}

pub(super) fn comments(id: FileId, yaml: &Yaml) -> Vec<Suppression> {
    let text = yaml.text();
    let whole = Span::new(0, text.len() as u32);
    let mut found: Vec<Suppression> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    let mut lists = None;
    for comment in yaml.comments() {
        let Some((word, names)) = request(comment) else { continue };
        let mut line = |at: u32| widened(line_of(text, at), lists.get_or_insert_with(|| lists_of(yaml)));
        let scope = match word {
            Word::File => Some(whole),
            Word::Line if !comment.own_line => Some(line(comment.span.start)),
            Word::Line | Word::NextLine => next_line(text, comment.span.end).map(&mut line),
            Word::Disable if is_above_all(text, comment.span.start) => Some(whole),
            Word::Disable => Some(Span::new(comment.span.start, whole.end)),
            Word::Enable => {
                close(&mut found, &mut open, comment.span.start, &names);
                None
            }
        };
        if let Some(scope) = scope {
            if word == Word::Disable {
                open.push(found.len());
            }
            found.push(Suppression::made(id, Form::Dclint, comment.span, scope, names));
        }
    }
    found
}

/// Reads what follows the `#`. What stands behind `--` is a reason.
fn request(comment: Comment<'_>) -> Option<(Word, Vec<(String, Span)>)> {
    let (words, _) = comment.text.split_once(" -- ").unwrap_or((comment.text, ""));
    let mut at = comment.span.end - comment.text.len() as u32;
    let words = words.split([' ', '\t', ',', '\r']).map(|word| {
        let start = at;
        at += word.len() as u32 + 1;
        (word.to_owned(), Span::new(start, start + word.len() as u32))
    });
    let mut words = words.filter(|(word, _)| !word.is_empty());
    if words.next()?.0 != "dclint" {
        return None;
    }
    let word = match words.next()?.0.as_str() {
        "disable" => Word::Disable,
        "enable" => Word::Enable,
        "disable-line" => Word::Line,
        "disable-next-line" => Word::NextLine,
        "disable-file" => Word::File,
        _ => return None,
    };
    Some((word, words.collect()))
}

/// Ends what an `enable` names; one without names ends all that is open.
fn close(found: &mut Vec<Suppression>, open: &mut Vec<usize>, at: u32, names: &[(String, Span)]) {
    let is_named = |name: &Name| names.iter().any(|(other, _)| *other == name.text);
    let mut parts = Vec::new();
    open.retain(|&index| {
        let Some(suppression) = found.get_mut(index) else { return false };
        if names.is_empty() || (!suppression.names.is_empty() && suppression.names.iter().all(is_named)) {
            suppression.scope.end = at;
            return false;
        }
        let (ended, going_on): (Vec<Name>, Vec<Name>) = suppression.names.iter().cloned().partition(is_named);
        if !ended.is_empty() {
            let scope = Span::new(suppression.scope.start, at);
            parts.push(Suppression { names: ended, scope, ..suppression.clone() });
            suppression.names = going_on;
        }
        true
    });
    found.extend(parts);
}

/// Whether nothing but blank lines and the border of a document is above.
fn is_above_all(text: &str, at: u32) -> bool {
    let above = text.get(..at as usize).unwrap_or("").trim_start_matches('\u{feff}');
    above.lines().all(|line| matches!(line.trim(), "" | "---"))
}

/// The line that holds `at`, with its break.
fn line_of(text: &str, at: u32) -> Span {
    let start = text.get(..at as usize).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline as u32 + 1);
    let length = text.get(start as usize..).and_then(|rest| rest.find('\n'));
    Span::new(start, length.map_or(text.len() as u32, |newline| start + newline as u32 + 1))
}

/// Where the line behind the one that ends a comment begins.
fn next_line(text: &str, end: u32) -> Option<u32> {
    let at = line_of(text, end).end;
    ((at as usize) < text.len()).then_some(at)
}

/// The entries of services whose values are lists or mappings, in the order of the file.
fn lists_of(yaml: &Yaml) -> Vec<Span> {
    let services = yaml.documents().filter_map(|root| entry(root, "services"));
    let services = services.flat_map(Node::own_entries).map(|service| service.value);
    let entries = services.filter(|service| service.kind() == NodeKind::Mapping).flat_map(Node::own_entries);
    let is_list = |value: Node<'_>| matches!(value.kind(), NodeKind::Mapping | NodeKind::Sequence);
    entries.filter(|entry| is_list(entry.value)).map(|entry| entry.span()).collect()
}

fn entry<'a>(mapping: Node<'a>, key: &str) -> Option<Node<'a>> {
    mapping.own_entries().find(|entry| entry.key.text() == Some(key)).map(|entry| entry.value)
}

/// The line, and the list whose key stands on it.
fn widened(line: Span, lists: &[Span]) -> Span {
    let first = lists.partition_point(|list| list.start < line.start);
    let on_line = lists.get(first).filter(|list| list.start < line.end);
    on_line.map_or(line, |list| Span::new(line.start, line.end.max(list.end)))
}
