//! Variables in Compose values: `$NAME`, `${NAME:-default}` and their like.

use crate::know::{Know, Why};
use crate::span::Span;
use std::borrow::Cow;

/// How deep defaults inside defaults are followed.
const MAX_DEPTH: u32 = 16;

/// What stands between a name and its word.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Operator {
    /// `:-`: the word if unset or empty.
    DefaultIfEmpty,
    /// `-`: the word if unset.
    DefaultIfUnset,
    /// `:?`: an error if unset or empty.
    RequiredNotEmpty,
    /// `?`: an error if unset.
    Required,
    /// `:+`: the word if set and not empty.
    AlternativeIfNotEmpty,
    /// `+`: the word if set.
    AlternativeIfSet,
}

/// A piece of a text with variables.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Part<'t> {
    /// Plain text.
    Text(&'t str),
    /// `$$`, which stands for one dollar.
    Dollar,
    /// A variable.
    Variable {
        /// Its name.
        name: &'t str,
        /// The operator with its word, if there is one.
        word: Option<(Operator, &'t str)>,
        /// Where the word begins in the text.
        word_at: u32,
    },
    /// A `${…}` that the loader refuses.
    Invalid,
}

/// The pieces of `text` with their places in it.
pub fn parts(text: &str) -> Vec<(Part<'_>, Span)> {
    let mut parts = Vec::new();
    let mut at = 0;
    let mut plain = 0;
    while let Some(found) = text.get(at..).and_then(|rest| rest.find('$')) {
        let dollar = at + found;
        let after = text.get(dollar + 1..).unwrap_or("");
        let Some((part, length)) = variable(after, dollar + 1) else {
            at = dollar + 1;
            continue;
        };
        push_text(&mut parts, text, plain, dollar);
        at = dollar + 1 + length;
        parts.push((part, Span::new(dollar as u32, at as u32)));
        plain = at;
    }
    push_text(&mut parts, text, plain, text.len());
    parts
}

fn push_text<'t>(parts: &mut Vec<(Part<'t>, Span)>, text: &'t str, start: usize, end: usize) {
    if let Some(plain) = text.get(start..end).filter(|plain| !plain.is_empty()) {
        parts.push((Part::Text(plain), Span::new(start as u32, end as u32)));
    }
}

/// What follows a dollar, and its length; `None` for a dollar that stays as it is.
fn variable(after: &str, at: usize) -> Option<(Part<'_>, usize)> {
    if after.starts_with('$') {
        return Some((Part::Dollar, 1));
    }
    if let Some(braced) = after.strip_prefix('{') {
        let Some(end) = closing_brace(braced) else { return Some((Part::Invalid, after.len())) };
        let inside = braced.get(..end).unwrap_or("");
        return Some((inside_braces(inside, at + 1), end + 2));
    }
    let length = name_length(after);
    let name = after.get(..length).filter(|name| !name.is_empty())?;
    Some((Part::Variable { name, word: None, word_at: 0 }, length))
}

/// Where the `}` stands that closes a `${` just before `text`.
fn closing_brace(text: &str) -> Option<usize> {
    let mut depth = 0_u32;
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        match c {
            '{' if before == '$' => depth += 1,
            '}' if depth == 0 => return Some(at),
            '}' => depth -= 1,
            _ => {}
        }
        before = c;
    }
    None
}

const OPERATORS: [(&str, Operator); 6] = [
    (":-", Operator::DefaultIfEmpty),
    ("-", Operator::DefaultIfUnset),
    (":?", Operator::RequiredNotEmpty),
    ("?", Operator::Required),
    (":+", Operator::AlternativeIfNotEmpty),
    ("+", Operator::AlternativeIfSet),
];

fn inside_braces(inside: &str, at: usize) -> Part<'_> {
    let length = name_length(inside);
    let Some((name, rest)) = inside.split_at_checked(length).filter(|(name, _)| !name.is_empty()) else {
        return Part::Invalid;
    };
    if rest.is_empty() {
        return Part::Variable { name, word: None, word_at: 0 };
    }
    let found = OPERATORS.iter().find_map(|&(sign, operator)| Some((operator, rest.strip_prefix(sign)?)));
    match found {
        Some((operator, word)) => {
            let word_at = (at + inside.len() - word.len()) as u32;
            Part::Variable { name, word: Some((operator, word)), word_at }
        }
        None => Part::Invalid,
    }
}

fn name_length(text: &str) -> usize {
    let first = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
    let length = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(text.len());
    if first { length } else { 0 }
}

/// The text when no variable has a value that we know: known only without variables.
pub fn expand(text: &str) -> Know<Cow<'_, str>> {
    expand_to(text, Defaults::Unknown, 0)
}

/// The text when no variable is set: literal defaults are taken, a variable without one stays unknown.
pub fn expand_with_defaults(text: &str) -> Know<Cow<'_, str>> {
    expand_to(text, Defaults::Taken, 0)
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Defaults {
    Unknown,
    Taken,
}

fn expand_to(text: &str, defaults: Defaults, depth: u32) -> Know<Cow<'_, str>> {
    if !text.contains('$') {
        return Know::Known(Cow::Borrowed(text));
    }
    let mut made = String::with_capacity(text.len());
    for (part, _) in parts(text) {
        match part {
            Part::Text(plain) => made.push_str(plain),
            Part::Dollar => made.push('$'),
            Part::Invalid => return Know::Unknown(Why::SyntaxError),
            Part::Variable { name, word, .. } => {
                let default = match word {
                    Some((Operator::DefaultIfEmpty | Operator::DefaultIfUnset, word)) => Some(word),
                    _ => None,
                };
                let Some(word) = default.filter(|_| defaults == Defaults::Taken && depth < MAX_DEPTH) else {
                    return Know::Unknown(Why::Variable(name.to_owned()));
                };
                match expand_to(word, defaults, depth + 1) {
                    Know::Known(word) => made.push_str(&word),
                    unknown => return unknown,
                }
            }
        }
    }
    Know::Known(Cow::Owned(made))
}

/// The names of all variables of a text with their places, also of those inside defaults.
pub fn variables(text: &str) -> Vec<(&str, Span)> {
    let mut found = Vec::new();
    let mut waiting = vec![(text, 0, 0)];
    while let Some((text, shift, depth)) = waiting.pop() {
        for (part, span) in parts(text) {
            let Part::Variable { name, word, word_at } = part else { continue };
            found.push((name, span.shifted(shift)));
            if let Some((_, word)) = word
                && depth < MAX_DEPTH
            {
                waiting.push((word, shift + word_at, depth + 1));
            }
        }
    }
    found.sort_by_key(|&(_, span)| span);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(text: &str) -> Option<String> {
        expand_with_defaults(text).known().map(Cow::into_owned)
    }

    #[test]
    fn a_text_without_variables_is_itself() {
        assert_eq!(expand("a:b").known().as_deref(), Some("a:b"));
    }

    #[test]
    fn two_dollars_are_one_and_a_lone_one_stays() {
        assert_eq!(expand("$$HOME $1 $(ls) $").known().as_deref(), Some("$HOME $1 $(ls) $"));
    }

    #[test]
    fn a_variable_makes_a_text_unknown_and_says_which() {
        assert_eq!(expand("a$B"), Know::Unknown(Why::Variable("B".into())));
        assert_eq!(expand("${B:-x}"), Know::Unknown(Why::Variable("B".into())));
    }

    #[test]
    fn defaults_are_taken_when_asked_also_nested_ones() {
        assert_eq!(known("${A:-x}:${B-y}").as_deref(), Some("x:y"));
        assert_eq!(known("${A:-${B:-c}d}").as_deref(), Some("cd"));
        assert_eq!(known("${A:-}").as_deref(), Some(""));
        assert_eq!(known("${A:-${B}}"), None);
        assert_eq!(known("${A:+x}"), None);
        assert_eq!(known("${A:?msg}"), None);
        assert_eq!(known("${A?msg}${B+x}"), None);
    }

    #[test]
    fn what_fits_no_form_is_invalid() {
        for text in ["${}", "${1}", "${A:=b}", "${A#b}", "${A"] {
            assert!(parts(text).iter().any(|(part, _)| *part == Part::Invalid), "{text}");
            assert_eq!(expand(text), Know::Unknown(Why::SyntaxError), "{text}");
        }
    }

    #[test]
    fn variables_are_listed_with_their_places() {
        let text = "x $A ${B:-a${C}}";
        let found: Vec<_> = variables(text).into_iter().map(|(name, span)| (name, span.of(text))).collect();
        assert_eq!(found, [("A", "$A"), ("B", "${B:-a${C}}"), ("C", "${C}")]);
    }
}
