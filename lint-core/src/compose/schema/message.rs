//! The words of the errors.

use super::check::{Problem, Repair};
use super::resources;
use super::suggest::Suggestion;
use super::{BOOL, FLOAT, INTEGER, Map, Names, Rest, STRING, Schema, Text};
use crate::fix::Applicability;
use crate::span::Span;
use crate::yaml::{Entry, Node, NodeKind, ScalarStyle, ScalarType, edit};

/// How much of a value a message shows.
const SHOWN: usize = 40;

/// What a value belongs to.
#[derive(Copy, Clone, Debug)]
pub(super) enum Subject<'s> {
    Root,
    Key(&'s str),
    Item(&'s str),
}

impl Subject<'_> {
    /// An item of the list that this is.
    pub(super) fn item(self) -> Self {
        match self {
            Self::Root => Self::Root,
            Self::Key(key) | Self::Item(key) => Self::Item(key),
        }
    }
}

impl std::fmt::Display for Subject<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Root => write!(f, "the top level"),
            Self::Key(key) => write!(f, "`{key}`"),
            Self::Item(key) => write!(f, "an item of `{key}`"),
        }
    }
}

fn problem(span: Span, message: String, help: String) -> Problem {
    Problem { span, message, help, label: None, repair: None, is_swarms: false }
}

pub(super) fn wrong_type(node: Node<'_>, schema: &Schema, subject: Subject<'_>) -> Problem {
    let target = node.resolve();
    let wanted = wanted(schema);
    let message = match (target.kind(), target.scalar_type()) {
        (NodeKind::Mapping, _) => format!("{subject} must be {wanted}, not a mapping"),
        (NodeKind::Sequence, _) => format!("{subject} must be {wanted}, not a list"),
        (_, Some(ScalarType::Null)) => format!("{subject} must be {wanted}, but has no value"),
        (_, Some(ScalarType::Bool)) => format!("{subject} must be {wanted}, and `{}` is a boolean", shown(target)),
        (_, Some(ScalarType::Integer | ScalarType::Float)) => {
            format!("{subject} must be {wanted}, and `{}` is a number", shown(target))
        }
        _ => format!("{subject} must be {wanted}, and `{}` is a string", shown(target)),
    };
    let quotable = schema.scalars & STRING != 0 && schema.text == Text::Any && !target.is_null();
    let repair = in_quotes(node).filter(|_| quotable && node.kind() == NodeKind::Scalar);
    let repair = repair.or_else(|| out_of_quotes(node, schema));
    let label = (target != node).then(|| (target.span(), format!("`{}` stands for this", node.raw())));
    Problem { label, repair, ..problem(place(node), message, help_for_type(target, schema, quotable)) }
}

fn help_for_type(target: Node<'_>, schema: &Schema, quotable: bool) -> String {
    let raw = shown(target);
    match (target.kind(), target.scalar_type()) {
        (NodeKind::Mapping, _) if target.is_flow() && schema.scalars & STRING != 0 => {
            match raw.strip_prefix("{$").and_then(|rest| rest.strip_suffix('}')) {
                Some(name) => format!("write `${{{name}}}`"),
                None => "put it in quotes if it is meant as a string".to_owned(),
            }
        }
        (NodeKind::Mapping, _) if schema.list.is_some() => "write each entry as an item: `- …`".to_owned(),
        (NodeKind::Sequence, _) if schema.map.is_some() => "write each item as a key: `name:`".to_owned(),
        (_, Some(ScalarType::Null)) => "give it a value, or take it out".to_owned(),
        (NodeKind::Scalar, Some(ScalarType::Integer | ScalarType::Float)) if schema.text == Text::Duration => {
            format!("write the unit: `{raw}s`")
        }
        (NodeKind::Scalar, _) if quotable => format!("put it in quotes: `\"{raw}\"`"),
        (NodeKind::Scalar, _) if meant(target, schema).is_some() => "take the quotes off".to_owned(),
        (NodeKind::Scalar, _) if schema.list.is_some() => format!("write a list: `[{raw}]`"),
        _ => format!("write {}", wanted(schema)),
    }
}

pub(super) fn wrong_text(node: Node<'_>, schema: &Schema, subject: Subject<'_>) -> Problem {
    let target = node.resolve();
    let text = shown(target);
    let words: &[&'static str] = match schema.text {
        Text::OneOf(words) => words,
        Text::PullPolicy => &["always", "never", "build", "missing", "daily", "weekly", "every_12h"],
        _ => {
            let message = format!("{subject} must be {}, not `{text}`", wanted(schema));
            return problem(place(node), message, format!("write {}", wanted(schema)));
        }
    };
    let message = format!("`{text}` is not a value of {subject}");
    let nearest = target.text().and_then(|text| crate::nearest(text, words.iter().copied()));
    let help = match nearest {
        Some(word) => format!("write `{word}`"),
        None => format!("write {}", one_of(words)),
    };
    let repair = nearest.and_then(|word| {
        let (span, text) = edit::replace_scalar(node, word).filter(|_| node.tag().is_none())?;
        Some(Repair { title: format!("Write `{word}`"), applicability: Applicability::Unsafe, span, text })
    });
    Problem { repair, ..problem(place(node), message, help) }
}

pub(super) fn unknown(entry: Entry<'_>, key: &str, map: &Map, suggestion: &Suggestion) -> Problem {
    let key = cut(key);
    let message = if map.what == "the top level" {
        format!("`{key}` is not a top-level key, so the loader refuses the file")
    } else {
        format!("`{key}` is not a key of {}, so the loader refuses the file", map.what)
    };
    let help = match suggestion {
        Suggestion::Write(name) => format!("write `{name}`"),
        Suggestion::Below(path) => format!("it belongs under `{path}`"),
        Suggestion::Above(what) => format!("it is a key of {what}: indent it less"),
        Suggestion::InService => {
            "it is a key of a service: write it under `services` and the service's name".to_owned()
        }
        Suggestion::None => "take it out; keys of your own begin with `x-`".to_owned(),
    };
    problem(entry.key.span(), message, help)
}

pub(super) fn wrong_name(entry: Entry<'_>, key: &str, map: &Map) -> Problem {
    let help = match map.rest {
        Rest::Each { names: Names::Name, .. } => "use letters, digits, `.`, `_` and `-`",
        _ => "give it a name",
    };
    problem(entry.key.span(), format!("`{}` cannot be a name in {}", cut(key), map.what), help.to_owned())
}

pub(super) fn missing(mapping: Node<'_>, map: &Map, key: &str, subject: Subject<'_>) -> Problem {
    let first = || mapping.own_entries().next().map(|entry| entry.key.span());
    let span = mapping.entry().map(|entry| entry.key.span()).or_else(first).unwrap_or(mapping.span());
    let help = match key {
        "condition" => "add `condition: service_started`, or another condition".to_owned(),
        "type" if map.get("bind").is_some() => "add `type: volume`, `bind` or `tmpfs`".to_owned(),
        _ => format!("add `{key}`"),
    };
    problem(span, format!("{subject} has no `{key}`, which {} must have", map.what), help)
}

pub(super) fn duplicate(item: Node<'_>, first: Span, subject: Subject<'_>) -> Problem {
    let text = shown(item.resolve());
    let message = format!("`{text}` stands twice in {subject}, so the loader refuses the file");
    let label = Some((first, "it stands here first".to_owned()));
    Problem { label, ..problem(place(item), message, "keep one of the two".to_owned()) }
}

pub(super) fn no_text(key: Node<'_>) -> Problem {
    let what = match key.scalar_type() {
        Some(ScalarType::Bool) => "a boolean",
        Some(ScalarType::Null) => "null",
        _ => "a number",
    };
    let message = format!("the key `{}` is {what}, and the loader takes only strings as keys", shown(key));
    let repair = in_quotes(key).filter(|_| !key.is_null());
    let help = match &repair {
        Some(repair) => format!("put it in quotes: `{}`", repair.text),
        None => "write a name".to_owned(),
    };
    Problem { repair, ..problem(key.span(), message, help) }
}

pub(super) fn wrong_merge(node: Node<'_>) -> Problem {
    let message = format!("`<<` merges mappings, and `{}` is none", shown(node));
    problem(place(node), message, "name the anchor of a mapping: `<<: *name`".to_owned())
}

/// How many services of the first format are named.
const NAMED_SERVICES: usize = 3;

pub(super) fn first_format(service: Entry<'_>, root: Node<'_>) -> Problem {
    let key = cut(service.key.text().unwrap_or(""));
    let message = format!("`{key}` is not a top-level key: services stand under `services`");
    let keys = root.own_entries().filter(|entry| entry.value.is_mapping()).filter_map(|entry| entry.key.text());
    let services = keys.filter(|key| resources::TOP.get(key).is_none() && !key.starts_with("x-"));
    let names: Vec<String> = services.take(NAMED_SERVICES + 1).map(|key| format!("`{}`", cut(key))).collect();
    let help = match names.split_last() {
        Some((last, others)) if !others.is_empty() && others.len() < NAMED_SERVICES => {
            format!("write `services:` on the first line and indent {} and {last} below it", others.join(", "))
        }
        _ => "write `services:` on the first line and indent the rest below it".to_owned(),
    };
    problem(service.key.span(), message, help)
}

pub(super) fn linuxkit(kernel: Entry<'_>, root: Node<'_>) -> Problem {
    let message = "`kernel` is not a top-level key: this is a file of LinuxKit, and Compose refuses it".to_owned();
    let help = "give it another name, and build it with `linuxkit build`".to_owned();
    let services = root.get("services").map(|services| (services.key.span(), "`services` is a list here".to_owned()));
    Problem { label: services, ..problem(kernel.key.span(), message, help) }
}

/// As it is told of a stack, where Compose may think otherwise.
pub(super) fn in_a_stack(problem: Problem) -> Problem {
    Problem { message: format!("in a stack, {}", problem.message), ..problem }
}

/// A key that the stack's loader does not know.
pub(super) fn refused(entry: Entry<'_>, key: &str, map: &Map, note: &str) -> Problem {
    let message = match map.what {
        "the top level" => format!("`docker stack deploy` knows no top-level `{key}`, and refuses the file"),
        "a service" => format!("`docker stack deploy` does not know `{key}`, and refuses the file"),
        what => format!("`docker stack deploy` does not know `{key}` of {what}, and refuses the file"),
    };
    Problem { is_swarms: true, ..problem(entry.key.span(), message, note.to_owned()) }
}

/// A key of the user's own at a place that has none in a stack.
pub(super) fn extension(entry: Entry<'_>, key: &str, map: &Map, minor: u8) -> Problem {
    let key = cut(key);
    let at = if map.what == "the top level" { "at" } else { "in" };
    let message = format!("`docker stack deploy` takes no `{key}` {at} {}", map.what);
    let help = if minor < 7 {
        "take it out, or take `version` out: the newest schema knows `x-` at the top level and in services"
    } else {
        "move it to the top level or to the service: there `x-` is ignored"
    };
    Problem { is_swarms: true, ..problem(entry.key.span(), message, help.to_owned()) }
}

/// A key that came with a later version of the stack's schema.
pub(super) fn too_new(node: Node<'_>, key: &str, since: u8, minor: u8) -> Problem {
    let what = if key.is_empty() { "a mapping here".to_owned() } else { format!("`{key}`") };
    let message = format!("{what} needs version 3.{since} in a stack, and the file says 3.{minor}");
    let help = format!("write `version: \"3.{since}\"` or later, or take `version` out: then the newest one holds");
    Problem { is_swarms: true, ..problem(place(node), message, help) }
}

/// What a place takes, in words.
fn wanted(schema: &Schema) -> String {
    let mut parts: Vec<String> = Vec::new();
    let has = |scalars: u8| schema.scalars & scalars != 0;
    match schema.text {
        Text::OneOf(words) => parts.extend(words.iter().map(|word| format!("`{word}`"))),
        Text::Boolean => parts.extend(["`true`".to_owned(), "`false`".to_owned()]),
        Text::Percent => parts.push("a whole number from 0 to 100".to_owned()),
        Text::Integer(0, _) => parts.push("a whole number from 0".to_owned()),
        Text::Integer(i64::MIN, _) => parts.push("a whole number".to_owned()),
        Text::Integer(min, max) => parts.push(format!("a whole number from {min} to {max}")),
        Text::Number => parts.push("a number".to_owned()),
        Text::Duration => parts.push("a duration with its unit".to_owned()),
        Text::Any | Text::PullPolicy => {
            let words = [(STRING, "a string"), (BOOL, "a boolean")];
            parts.extend(words.iter().filter(|(bit, _)| has(*bit)).map(|(_, word)| (*word).to_owned()));
            if has(FLOAT) {
                parts.push("a number".to_owned());
            } else if has(INTEGER) {
                parts.push("a whole number".to_owned());
            }
        }
    }
    parts.extend(schema.map.map(|_| "a mapping".to_owned()));
    parts.extend(schema.list.map(|_| "a list".to_owned()));
    join(&parts)
}

fn one_of(words: &[&str]) -> String {
    join(&words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>())
}

fn join(parts: &[String]) -> String {
    match parts {
        [] => "something else".to_owned(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} or {last}", most.join(", ")),
    }
}

/// Where a value stands; for one that is not there, its key.
fn place(node: Node<'_>) -> Span {
    if !node.span().is_empty() {
        return node.span();
    }
    let key = node.entry().map(|entry| entry.key.span());
    key.or_else(|| node.parent().map(|list| list.span())).unwrap_or(node.span())
}

/// A value's first line, as far as a message has room for it.
fn shown(node: Node<'_>) -> String {
    cut(node.raw().lines().next().unwrap_or(""))
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// The edit that puts a plain scalar in quotes.
fn in_quotes(node: Node<'_>) -> Option<Repair> {
    let raw = node.raw();
    let plain = node.tag().is_none() && !raw.contains(['"', '\\', '\n']);
    let (span, text) = edit::replace_scalar(node, &format!("\"{raw}\"")).filter(|_| plain)?;
    Some(Repair { title: format!("Write `{text}`"), applicability: Applicability::Safe, span, text })
}

/// The number or truth value that stands in quotes where a text will not do.
fn meant<'n>(node: Node<'n>, schema: &Schema) -> Option<&'n str> {
    let text = node.text().filter(|_| node.style().is_some_and(|style| style != ScalarStyle::Plain))?;
    let takes = |bits: u8| schema.scalars & bits != 0;
    let is_number =
        takes(INTEGER) && !takes(STRING) && text.parse::<u32>().is_ok_and(|number| number.to_string() == text);
    let is_flag = schema.text == Text::Boolean && matches!(text, "true" | "false");
    (is_number || is_flag).then_some(text)
}

/// The edit that takes the quotes off.
fn out_of_quotes(node: Node<'_>, schema: &Schema) -> Option<Repair> {
    let text = meant(node, schema)?;
    let (span, text) = edit::replace_scalar(node, text).filter(|_| node.tag().is_none())?;
    Some(Repair { title: format!("Write `{text}`"), applicability: Applicability::Safe, span, text })
}
