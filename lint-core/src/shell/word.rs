//! Views of words.

use std::borrow::Cow;

use super::node::{PartKind, PartNode, WordNode};
use super::{Script, Variable};
use crate::know::{Know, Why};
use crate::span::Span;

/// One word of a command.
#[derive(Copy, Clone, Debug)]
pub struct Word<'a> {
    pub(super) script: &'a Script,
    pub(super) node: WordNode,
    /// Bytes of its text that belong to a flag before it: the word is the `5` of `--uid=5`.
    pub(super) skip: u32,
}

/// One piece of a [`Word`].
#[derive(Copy, Clone, Debug)]
pub enum Part<'a> {
    /// Text that stands for itself.
    Text {
        /// The text, without quotes and backslashes.
        text: &'a str,
        /// It is in quotes or after a backslash: no glob, no tilde.
        quoted: bool,
    },
    /// `$'…'` with its escapes.
    AnsiC(&'a str),
    /// A parameter.
    Variable {
        /// The reference.
        variable: Variable<'a>,
        /// It is in double quotes.
        quoted: bool,
    },
    /// `$(…)`, backticks, `<(…)`, as written.
    Substitution(&'a str),
    /// `$((…))`, as written.
    Arithmetic(&'a str),
    /// Not literal and not read: an array, an extended glob.
    Opaque(&'a str),
}

impl<'a> Word<'a> {
    /// The script it stands in.
    pub const fn script(self) -> &'a Script {
        self.script
    }

    /// Where it is in the file.
    pub fn span(self) -> Span {
        self.script.file(self.node.span)
    }

    /// Where it is in the script's text.
    pub fn local_span(self) -> Span {
        self.script.local(self.node.span)
    }

    /// The word as written, with quotes (and continuations, where some stand in it).
    pub fn raw(self) -> &'a str {
        self.local_span().of(self.script.text())
    }

    /// The word as the shell reads it: with quotes, without the continuations that the build removes.
    pub fn joined(self) -> &'a str {
        self.node.span.of(self.script.read_text())
    }

    fn nodes(self) -> impl Iterator<Item = PartNode> + Clone {
        let mut skip = self.skip;
        let parts = self.node.parts.of(&self.script.parts).iter().filter(|part| part.kind != PartKind::Quote);
        parts.filter_map(move |&part| {
            let skipped = skip.min(part.span.len());
            skip -= skipped;
            let rest = PartNode { span: Span::new(part.span.start + skipped, part.span.end), ..part };
            (skipped == 0 || !rest.span.is_empty()).then_some(rest)
        })
    }

    /// The word without its first `bytes` bytes of literal text.
    pub(crate) fn after_literal(self, bytes: usize) -> Self {
        let mut word = Self { skip: bytes as u32, ..self };
        let end = self.node.span.end;
        // The span begins at the quote, where one stands before the first piece.
        let start = word.nodes().next().map_or(end, |part| part.span.start);
        let quoted = word.nodes().next().is_some_and(|part| part.quoted || part.kind.is_quoted());
        let opens = quoted && start > self.node.span.start + word.skip;
        word.node.span = Span::new(if opens { start - 1 } else { start }, end);
        word
    }

    fn text_of(self, part: PartNode) -> &'a str {
        part.span.of(self.script.read_text())
    }

    /// Its pieces.
    pub fn parts(self) -> impl Iterator<Item = Part<'a>> + Clone {
        self.nodes().filter_map(move |part| self.part(part))
    }

    fn part(self, part: PartNode) -> Option<Part<'a>> {
        let text = self.text_of(part);
        Some(match part.kind {
            PartKind::Text => Part::Text { text, quoted: part.quoted },
            PartKind::Escaped | PartKind::Single => Part::Text { text, quoted: true },
            PartKind::AnsiC => Part::AnsiC(text),
            PartKind::Variable(index) => {
                let node = *self.script.variables.get(index as usize)?;
                Part::Variable { variable: Variable { script: self.script, node }, quoted: part.quoted }
            }
            PartKind::Substitution => Part::Substitution(text),
            PartKind::Arithmetic => Part::Arithmetic(text),
            PartKind::Opaque => Part::Opaque(text),
            PartKind::Quote => return None,
        })
    }

    /// The text without quotes and escapes; `None` when it holds an expansion. Globs are text: see [`Word::has_glob`].
    pub fn literal(self) -> Option<Cow<'a, str>> {
        let mut nodes = self.nodes();
        let Some(first) = nodes.next() else { return Some(Cow::Borrowed("")) };
        if !first.kind.is_literal() {
            return None;
        }
        let mut text = self.literal_of(first);
        for part in nodes {
            if !part.kind.is_literal() {
                return None;
            }
            text.to_mut().push_str(&self.literal_of(part));
        }
        Some(text)
    }

    fn literal_of(self, part: PartNode) -> Cow<'a, str> {
        let text = self.text_of(part);
        if part.kind == PartKind::AnsiC { ansi_c(text) } else { Cow::Borrowed(text) }
    }

    /// True when the word is literally this text.
    pub fn is(self, text: &str) -> bool {
        self.literal().as_deref() == Some(text)
    }

    /// The text without quotes and escapes; expansions are shown as written.
    pub fn lossy(self) -> Cow<'a, str> {
        let mut nodes = self.nodes();
        let mut text = nodes.next().map_or(Cow::Borrowed(""), |first| self.literal_of(first));
        for part in nodes {
            text.to_mut().push_str(&self.literal_of(part));
        }
        text
    }

    /// The names of the variables in it, without those in substitutions and operands.
    pub fn variables(self) -> impl Iterator<Item = &'a str> + Clone {
        self.parts().filter_map(|part| match part {
            Part::Variable { variable, .. } => Some(variable.name()),
            _ => None,
        })
    }

    /// True when it holds an expansion: its value is not known from the text.
    pub fn has_expansion(self) -> bool {
        self.nodes().any(|part| !part.kind.is_literal())
    }

    /// True when it holds `$(…)`, backticks or `<(…)`.
    pub fn has_substitution(self) -> bool {
        self.nodes().any(|part| part.kind == PartKind::Substitution)
    }

    /// True when it holds an unquoted `*`, `?`, `[…]` or extended glob.
    pub fn has_glob(self) -> bool {
        self.unquoted_text().any(|text| text.contains(['*', '?']) || (text.contains('[') && text.contains(']')))
            || self.nodes().any(|part| part.kind == PartKind::Opaque)
    }

    /// True when bash would expand braces in it: `{a,b}`, `{1..3}`.
    pub fn has_brace_expansion(self) -> bool {
        self.unquoted_text().any(|text| text.contains('{'))
            && (self.joined().contains(',') || self.joined().contains(".."))
            && self.unquoted_text().any(|text| text.contains('}'))
    }

    /// True when it begins with an unquoted `~`.
    pub fn has_tilde(self) -> bool {
        self.node
            .parts
            .of(&self.script.parts)
            .first()
            .is_some_and(|part| part.kind == PartKind::Text && !part.quoted && self.text_of(*part).starts_with('~'))
    }

    fn unquoted_text(self) -> impl Iterator<Item = &'a str> + Clone {
        self.nodes().filter(|part| part.kind == PartKind::Text && !part.quoted).map(move |part| self.text_of(part))
    }

    /// True when some of it is quoted or escaped.
    pub fn is_quoted(self) -> bool {
        self.node.parts.of(&self.script.parts).iter().any(|part| part.quoted || part.kind.is_quoted())
    }

    /// True when the word certainly begins with this text: its first pieces are literal and spell it.
    pub fn starts_with_literal(self, prefix: &str) -> bool {
        self.literal_prefix().starts_with(prefix)
    }

    /// True when the word certainly ends with this text.
    pub fn ends_with_literal(self, suffix: &str) -> bool {
        let mut text = String::new();
        for part in self.nodes() {
            if part.kind.is_literal() {
                text.push_str(&self.literal_of(part));
            } else {
                text.clear();
            }
        }
        text.ends_with(suffix)
    }

    /// The literal text before the first expansion.
    pub fn literal_prefix(self) -> Cow<'a, str> {
        let mut nodes = self.nodes().take_while(|part| part.kind.is_literal());
        let mut text = nodes.next().map_or(Cow::Borrowed(""), |first| self.literal_of(first));
        for part in nodes {
            text.to_mut().push_str(&self.literal_of(part));
        }
        text
    }

    /// The value of the word when every variable in it is known to `lookup`: `$x`, `${x}` and `${x:-literal}`. An
    /// absent variable is empty.
    pub fn expand(self, lookup: &dyn Fn(&str) -> Know<String>) -> Know<String> {
        let mut value = String::new();
        for part in self.parts() {
            match part {
                Part::Text { text, .. } => value.push_str(text),
                Part::AnsiC(text) => value.push_str(&ansi_c(text)),
                Part::Variable { variable, .. } => match variable.value(lookup) {
                    Know::Known(known) => value.push_str(&known),
                    Know::Absent => {}
                    Know::Unknown(why) => return Know::Unknown(why),
                },
                Part::Substitution(_) | Part::Arithmetic(_) | Part::Opaque(_) => return Know::Unknown(Why::Runtime),
            }
        }
        Know::Known(value)
    }

    /// The literal pieces with their spans in the text that was read; `None` when it holds an expansion.
    pub(super) fn literal_pieces(self) -> Option<Vec<(Span, Cow<'a, str>)>> {
        self.nodes().map(|part| part.kind.is_literal().then(|| (part.span, self.literal_of(part)))).collect()
    }
}

impl PartKind {
    const fn is_literal(self) -> bool {
        matches!(self, Self::Text | Self::Escaped | Self::Single | Self::AnsiC | Self::Quote)
    }

    const fn is_quoted(self) -> bool {
        matches!(self, Self::Escaped | Self::Single | Self::AnsiC | Self::Quote)
    }
}

/// The text of `$'…'`: the common escapes.
fn ansi_c(text: &str) -> Cow<'_, str> {
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut value = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            value.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => value.push('\n'),
            Some('t') => value.push('\t'),
            Some('r') => value.push('\r'),
            Some('e' | 'E') => value.push('\u{1b}'),
            Some('a') => value.push('\u{7}'),
            Some(c @ ('\\' | '\'' | '"' | '?')) => value.push(c),
            Some(c) => {
                value.push('\\');
                value.push(c);
            }
            None => value.push('\\'),
        }
    }
    Cow::Owned(value)
}
