//! Variables in Compose values: `$NAME`, `${NAME:-default}` and their like.

use super::environment::{Environment, Setting};
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
    expand_to(text, Defaults::Taken(None), 0)
}

/// The text when no variable is set but those of the project's own files: these, then literal defaults.
pub fn expand_in<'t>(text: &'t str, environment: Option<&Environment>) -> Know<Cow<'t, str>> {
    expand_to(text, Defaults::Taken(environment), 0)
}

#[derive(Copy, Clone)]
enum Defaults<'e> {
    Unknown,
    Taken(Option<&'e Environment>),
}

impl<'e> Defaults<'e> {
    fn setting(self, name: &str) -> Setting<'e> {
        match self {
            Self::Taken(Some(environment)) => environment.get(name),
            Self::Taken(None) => Setting::Unset,
            Self::Unknown => Setting::Unknown,
        }
    }
}

/// What a variable stands for.
enum Filling<'t> {
    /// This text, as it is.
    Text(&'t str),
    /// The word after its operator, which may hold variables.
    Word(&'t str),
    Unknown,
}

/// Without a value a variable is empty, but nobody writes one for that: the value comes from somewhere that we do not see.
fn filling<'f>(setting: Setting<'f>, word: Option<(Operator, &'f str)>) -> Filling<'f> {
    use Operator::{
        AlternativeIfNotEmpty, AlternativeIfSet, DefaultIfEmpty, DefaultIfUnset, Required, RequiredNotEmpty,
    };
    match (setting, word) {
        (Setting::Unset, Some((DefaultIfEmpty | DefaultIfUnset, word)))
        | (Setting::Value(""), Some((DefaultIfEmpty, word))) => Filling::Word(word),
        (Setting::Unknown | Setting::Unset, _) | (Setting::Value(""), Some((RequiredNotEmpty, _))) => Filling::Unknown,
        (Setting::Value(""), Some((AlternativeIfNotEmpty, _))) => Filling::Text(""),
        (Setting::Value(_), Some((AlternativeIfNotEmpty | AlternativeIfSet, word))) => Filling::Word(word),
        (Setting::Value(value), None | Some((DefaultIfEmpty | DefaultIfUnset | Required | RequiredNotEmpty, _))) => {
            Filling::Text(value)
        }
    }
}

fn expand_to<'t>(text: &'t str, defaults: Defaults<'_>, depth: u32) -> Know<Cow<'t, str>> {
    if !text.contains('$') {
        return Know::Known(Cow::Borrowed(text));
    }
    let mut made = String::with_capacity(text.len());
    for (part, _) in parts(text) {
        match part {
            Part::Text(plain) => made.push_str(plain),
            Part::Dollar => made.push('$'),
            Part::Invalid => return Know::Unknown(Why::SyntaxError),
            Part::Variable { name, word, .. } => match filling(defaults.setting(name), word) {
                Filling::Text(value) => made.push_str(value),
                Filling::Word(word) if depth < MAX_DEPTH => match expand_to(word, defaults, depth + 1) {
                    Know::Known(word) => made.push_str(&word),
                    Know::Absent => {}
                    Know::Unknown(why) => return Know::Unknown(why),
                },
                Filling::Word(_) | Filling::Unknown => return Know::Unknown(Why::Variable(name.to_owned())),
            },
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
    fn what_the_projects_own_files_set_comes_before_defaults() {
        let mut environment = Environment::default();
        environment.add(&crate::dotenv::parse("A=1\nE=\nR=${HOME}/x\n"));
        let known = |text: &str| expand_in(text, Some(&environment)).known().map(Cow::into_owned);
        assert_eq!(known("$A ${A:-x} ${A-x} ${A:?m} ${A?m} ${A:+y} ${A+y}").as_deref(), Some("1 1 1 1 1 y y"));
        assert_eq!(known("[${E:-x}${E-y}${E?m}${E:+z}${E+w}]").as_deref(), Some("[xw]"));
        assert_eq!(known("${E:?m}"), None);
        assert_eq!(known("${U-${A}}").as_deref(), Some("1"));
        assert_eq!(known("${R:-x}"), None);
        assert_eq!(known("$U"), None);
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
