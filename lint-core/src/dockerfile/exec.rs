//! What RUN, CMD, ENTRYPOINT, HEALTHCHECK and SHELL execute: text for a shell, or a JSON array.

use super::instruction::Instruction;
use super::split::byte;
use crate::span::{OffsetMap, Span};
use std::borrow::Cow;

/// What is executed.
#[derive(Copy, Clone, Debug)]
pub enum Exec<'a> {
    /// Text for the shell.
    Shell(ShellText<'a>),
    /// Program and arguments.
    Json(JsonArgs<'a>),
    /// Nothing is written.
    Empty,
}

impl<'a> Exec<'a> {
    pub(crate) fn of(instruction: Instruction<'a>) -> Self {
        let span = instruction.data.exec;
        if instruction.is_json() {
            Self::Json(JsonArgs { instruction })
        } else if span.is_empty() {
            Self::Empty
        } else {
            Self::Shell(ShellText { instruction, span })
        }
    }

    /// Its bytes.
    pub fn span(self) -> Option<Span> {
        match self {
            Self::Shell(text) => Some(text.span()),
            Self::Json(args) => Some(args.span()),
            Self::Empty => None,
        }
    }
}

/// Text for a shell.
#[derive(Copy, Clone, Debug)]
pub struct ShellText<'a> {
    instruction: Instruction<'a>,
    span: Span,
}

impl<'a> ShellText<'a> {
    /// The instruction it stands in.
    pub fn instruction(self) -> Instruction<'a> {
        self.instruction
    }

    /// Its bytes in the file.
    pub fn span(self) -> Span {
        self.span
    }

    /// The text as written.
    pub fn raw(self) -> &'a str {
        self.span.of(&self.instruction.file.text)
    }

    /// The text as a shell would read it, byte for byte as long as the span: each join of two lines is a backslash right
    /// before a line feed, and comments and empty lines between the lines are blanks.
    pub fn text(self) -> Cow<'a, str> {
        let raw = self.raw();
        let gaps = self.instruction.gaps(self.span);
        let text: &'a str = &self.instruction.file.text;
        if gaps.clone().all(|gap| gap.of(text) == "\\\n") {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        let mut at = self.span.start;
        for gap in gaps {
            out.push_str(Span::new(at, gap.start).of(text));
            join(gap.of(text), &mut out);
            at = gap.end;
        }
        out.push_str(Span::new(at, self.span.end).of(text));
        Cow::Owned(out)
    }
}

/// Writes a gap in as many bytes: its first line as blanks and an escaped line feed, the others as blanks that end in
/// one where there is room.
fn join(gap: &str, out: &mut String) {
    for (ix, line) in gap.split_inclusive('\n').enumerate() {
        let blank = ix > 0 && line.trim().is_empty();
        if blank || line.len() < 2 {
            out.extend(std::iter::repeat_n(' ', line.len()));
        } else {
            out.extend(std::iter::repeat_n(' ', line.len() - 2));
            out.push_str("\\\n");
        }
    }
}

/// A JSON array of strings.
#[derive(Copy, Clone, Debug)]
pub struct JsonArgs<'a> {
    pub(crate) instruction: Instruction<'a>,
}

impl<'a> JsonArgs<'a> {
    /// From bracket to bracket.
    #[expect(clippy::misnamed_getters, reason = "what is executed is the array")]
    pub fn span(self) -> Span {
        self.instruction.data.exec
    }

    /// The strings, in order.
    pub fn items(self) -> impl Iterator<Item = JsonString<'a>> + Clone {
        let spans = self.instruction.word_spans();
        // Of HEALTHCHECK the first word is the type.
        let skip = usize::from(self.instruction.keyword() == super::Keyword::Healthcheck);
        spans.iter().skip(skip).map(move |&span| JsonString { instruction: self.instruction, span })
    }

    /// The number of strings.
    pub fn len(self) -> usize {
        self.items().count()
    }

    /// True for `[]`.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }
}

/// A string of a JSON array.
#[derive(Copy, Clone, Debug)]
pub struct JsonString<'a> {
    instruction: Instruction<'a>,
    span: Span,
}

impl<'a> JsonString<'a> {
    pub(crate) fn new(instruction: Instruction<'a>, span: Span) -> Self {
        Self { instruction, span }
    }

    /// Its bytes with the quotes.
    pub fn span(self) -> Span {
        self.span
    }

    /// Its bytes without the quotes.
    pub fn inner_span(self) -> Span {
        Span::new(self.span.start + 1, self.span.end.saturating_sub(1))
    }

    /// What is written between the quotes.
    pub fn raw(self) -> &'a str {
        self.inner_span().of(&self.instruction.file.text)
    }

    /// The string with its escapes resolved.
    pub fn value(self) -> Cow<'a, str> {
        let raw = self.raw();
        if raw.contains(['\\', '\n']) { Cow::Owned(self.decode().0) } else { Cow::Borrowed(raw) }
    }

    /// From offsets of [`JsonString::value`] to those of the file.
    pub fn map(self) -> OffsetMap {
        if self.raw().contains(['\\', '\n']) { self.decode().1 } else { OffsetMap::shift(self.inner_span().start) }
    }

    fn decode(self) -> (String, OffsetMap) {
        let span = self.inner_span();
        let text = self.instruction.file.text.get(..span.end as usize).unwrap_or("");
        let mut out = String::with_capacity(span.len() as usize);
        let mut map = OffsetMap::builder();
        let mut at = span.start;
        let gaps = self.instruction.gaps(span).map(Some).chain([None]);
        for gap in gaps {
            let stop = gap.map_or(span.end, |gap| gap.start);
            let mut run = at;
            while at < stop {
                if byte(text, at as usize) != b'\\' {
                    at += 1;
                    continue;
                }
                copy(text, Span::new(run, at), &mut out, &mut map);
                let (c, len) = escape(text, at as usize);
                map.push(out.len() as u32, at, at + len);
                out.push(c);
                at += len;
                run = at;
            }
            copy(text, Span::new(run, at), &mut out, &mut map);
            at = gap.map_or(at, |gap| gap.end.max(at));
        }
        if out.is_empty() {
            map.push(0, span.start, span.end);
        }
        (out, map)
    }
}

fn copy(text: &str, span: Span, out: &mut String, map: &mut OffsetMap) {
    if !span.is_empty() {
        map.push(out.len() as u32, span.start, span.end);
        out.push_str(span.of(text));
    }
}

/// The character of the escape at `at`, and the escape's length.
fn escape(text: &str, at: usize) -> (char, u32) {
    match byte(text, at + 1) {
        b'n' => ('\n', 2),
        b't' => ('\t', 2),
        b'r' => ('\r', 2),
        b'b' => ('\u{8}', 2),
        b'f' => ('\u{c}', 2),
        b'u' => unicode(text, at),
        0 => ('\\', 1),
        other if other.is_ascii() => (char::from(other), 2),
        _ => ('\\', 1),
    }
}

fn unicode(text: &str, at: usize) -> (char, u32) {
    let unit = |at: usize| text.get(at + 2..at + 6).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(first) = unit(at) else { return ('\u{fffd}', 2) };
    let second = if text.get(at + 6..at + 8) == Some("\\u") { unit(at + 6) } else { None };
    match (first, second) {
        (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) => {
            let c = 0x10000 + ((first - 0xd800) << 10) + (low - 0xdc00);
            (char::from_u32(c).unwrap_or('\u{fffd}'), 12)
        }
        _ => (char::from_u32(first).unwrap_or('\u{fffd}'), 6),
    }
}
