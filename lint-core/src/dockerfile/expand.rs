//! The value of a word, as the build computes it.

use super::word::{MAX_DEPTH, PartKind, VarOp, VarRef, Word};
use crate::know::{Know, Why};
use crate::span::Span;

/// The longest value that patterns are matched against.
const MAX_VALUE: usize = 256;

impl Word<'_> {
    /// The word's value. `lookup` answers for each variable: `Absent` means that it is not set, which gives the empty
    /// string or the default; a needed variable that is unknown makes the word unknown.
    pub fn expand(self, lookup: &dyn Fn(&str) -> Know<String>) -> Know<String> {
        self.expand_at(lookup, 0)
    }

    fn expand_at(self, lookup: &dyn Fn(&str) -> Know<String>, depth: u32) -> Know<String> {
        if depth > MAX_DEPTH {
            return Know::Unknown(Why::SyntaxError);
        }
        let mut out = String::new();
        for part in self.parts() {
            match part.kind {
                PartKind::Escaped(c) => out.push(c),
                PartKind::Continuation => {}
                PartKind::Var(var) => match self.variable(var, lookup, depth) {
                    Know::Known(value) => out.push_str(&value),
                    Know::Absent => {}
                    Know::Unknown(why) => return Know::Unknown(why),
                },
                PartKind::Text | PartKind::SingleQuoted | PartKind::DoubleQuoted => {
                    out.push_str(part.content.of(&self.instruction.file.text));
                }
            }
        }
        Know::Known(out)
    }

    /// The value of one variable with its operator.
    fn variable(self, var: VarRef<'_>, lookup: &dyn Fn(&str) -> Know<String>, depth: u32) -> Know<String> {
        let operand = |span: Option<Span>| {
            let word = Self { span: span.unwrap_or_default(), ..self };
            word.expand_at(lookup, depth + 1)
        };
        let [first, second] = var.operands;
        if matches!(var.op, VarOp::Bad) {
            return Know::Unknown(Why::SyntaxError);
        }
        let value = match lookup(var.name) {
            Know::Unknown(why) => return Know::Unknown(why),
            value => value.known(),
        };
        let usable = |colon: bool| value.as_ref().is_some_and(|value| !(colon && value.is_empty()));
        match var.op {
            VarOp::Plain => Know::Known(value.unwrap_or_default()),
            VarOp::Default { colon, .. } if usable(colon) => Know::Known(value.unwrap_or_default()),
            VarOp::Default { .. } => operand(first),
            VarOp::Alternate { colon, .. } if usable(colon) => operand(first),
            VarOp::Alternate { .. } => Know::Known(String::new()),
            VarOp::Error { colon, .. } if usable(colon) => Know::Known(value.unwrap_or_default()),
            VarOp::Error { .. } => Know::Unknown(Why::Variable(var.name.to_owned())),
            VarOp::RemovePrefix { greedy, .. } => self
                .pattern(first, lookup, depth)
                .and_then(|pattern| trim(&value.unwrap_or_default(), &pattern, greedy, End::Prefix)),
            VarOp::RemoveSuffix { greedy, .. } => self
                .pattern(first, lookup, depth)
                .and_then(|pattern| trim(&value.unwrap_or_default(), &pattern, greedy, End::Suffix)),
            VarOp::Replace { all, .. } => self.pattern(first, lookup, depth).and_then(|pattern| {
                operand(second).and_then(|text| replace(&value.unwrap_or_default(), &pattern, &text, all))
            }),
            VarOp::Bad => Know::Unknown(Why::SyntaxError),
        }
    }

    /// A pattern: like a word, but escapes stay escapes and unescaped `*` and `?` are wildcards.
    fn pattern(self, span: Option<Span>, lookup: &dyn Fn(&str) -> Know<String>, depth: u32) -> Know<Vec<Glob>> {
        let word = Self { span: span.unwrap_or_default(), ..self };
        if depth >= MAX_DEPTH {
            return Know::Unknown(Why::SyntaxError);
        }
        let mut globs = Vec::new();
        let wild = |c: char| match c {
            '*' => Glob::Many,
            '?' => Glob::One,
            c => Glob::Char(c),
        };
        for part in word.parts() {
            match part.kind {
                PartKind::Escaped(c) => globs.push(Glob::Char(c)),
                PartKind::Continuation => {}
                PartKind::Var(var) => match word.variable(var, lookup, depth + 1) {
                    Know::Known(value) => globs.extend(value.chars().map(wild)),
                    Know::Absent => {}
                    Know::Unknown(why) => return Know::Unknown(why),
                },
                PartKind::Text | PartKind::SingleQuoted | PartKind::DoubleQuoted => {
                    globs.extend(part.content.of(&self.instruction.file.text).chars().map(wild));
                }
            }
        }
        Know::Known(globs)
    }
}

/// One element of a pattern.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
enum Glob {
    Char(char),
    One,
    Many,
}

#[derive(Copy, Clone)]
enum End {
    Prefix,
    Suffix,
}

/// The lengths (in characters) of all prefixes of `value` that the pattern matches, shortest first.
fn matches(value: &[char], pattern: &[Glob]) -> Vec<usize> {
    // States are positions in the pattern; `Many` may match nothing.
    let close = |states: &mut Vec<bool>| {
        for (at, glob) in pattern.iter().enumerate() {
            if *glob == Glob::Many
                && states.get(at) == Some(&true)
                && let Some(next) = states.get_mut(at + 1)
            {
                *next = true;
            }
        }
    };
    let mut states = vec![false; pattern.len() + 1];
    if let Some(first) = states.first_mut() {
        *first = true;
    }
    close(&mut states);
    let mut lengths = Vec::new();
    if states.last() == Some(&true) {
        lengths.push(0);
    }
    for (length, c) in value.iter().enumerate() {
        let mut next = vec![false; states.len()];
        for (at, glob) in pattern.iter().enumerate().filter(|&(at, _)| states.get(at) == Some(&true)) {
            let to = match glob {
                Glob::Char(wanted) if wanted != c => continue,
                Glob::Char(_) | Glob::One => at + 1,
                Glob::Many => at,
            };
            if let Some(state) = next.get_mut(to) {
                *state = true;
            }
        }
        close(&mut next);
        states = next;
        if states.last() == Some(&true) {
            lengths.push(length + 1);
        }
        if !states.contains(&true) {
            break;
        }
    }
    lengths
}

fn trim(value: &str, pattern: &[Glob], greedy: bool, end: End) -> Know<String> {
    if value.len() > MAX_VALUE || pattern.len() > MAX_VALUE {
        return Know::Unknown(Why::Runtime);
    }
    let mut chars: Vec<char> = value.chars().collect();
    let mut pattern = pattern.to_vec();
    let suffix = matches!(end, End::Suffix);
    if suffix {
        chars.reverse();
        pattern.reverse();
    }
    let found = matches(&chars, &pattern);
    let length = if greedy { found.last() } else { found.first() }.copied().unwrap_or(0);
    let mut rest: Vec<char> = chars.into_iter().skip(length).collect();
    if suffix {
        rest.reverse();
    }
    Know::Known(rest.into_iter().collect())
}

fn replace(value: &str, pattern: &[Glob], text: &str, all: bool) -> Know<String> {
    if value.len() > MAX_VALUE || pattern.len() > MAX_VALUE || text.len() > MAX_VALUE {
        return Know::Unknown(Why::Runtime);
    }
    let chars: Vec<char> = value.chars().collect();
    let mut out = String::new();
    let mut at = 0;
    let mut replaced = false;
    while at <= chars.len() {
        let rest = chars.get(at..).unwrap_or(&[]);
        let longest = if replaced && !all { None } else { matches(rest, pattern).last().copied() };
        if let Some(length) = longest.filter(|&length| length > 0) {
            out.push_str(text);
            at += length;
            replaced = true;
        } else {
            out.extend(rest.first());
            at += 1;
        }
    }
    Know::Known(out)
}
