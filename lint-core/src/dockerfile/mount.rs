//! `RUN --mount=…`: comma-separated fields with CSV quoting.

use super::instruction::{Flag, Instruction};
use crate::span::Span;
use std::borrow::Cow;

/// A mount of a RUN.
#[derive(Copy, Clone, Debug)]
pub struct Mount<'a> {
    flag: Flag<'a>,
}

/// A field of a mount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MountField<'a> {
    /// The key in lower case, as written otherwise.
    pub key: Cow<'a, str>,
    /// The value; empty for a bare key.
    pub value: Cow<'a, str>,
    /// True for a bare key such as `ro`.
    pub bare: bool,
    /// The whole field.
    pub span: Span,
    /// The value's bytes; the end of the field for a bare key.
    pub value_span: Span,
}

/// The keys that mean the same, the usual one first.
const ALIASES: [&[&str]; 4] =
    [&["target", "dst", "destination"], &["source", "src"], &["readonly", "ro"], &["readwrite", "rw"]];

/// The usual name of a key.
pub(crate) fn canonical(key: &str) -> &str {
    ALIASES.into_iter().find(|names| names.contains(&key)).and_then(|names| names.first()).copied().unwrap_or(key)
}

impl<'a> Mount<'a> {
    pub(crate) fn of(instruction: Instruction<'a>) -> impl Iterator<Item = Self> + Clone {
        instruction.flags().filter(|flag| flag.name() == "mount").map(|flag| Self { flag })
    }

    /// The flag.
    pub fn flag(self) -> Flag<'a> {
        self.flag
    }

    /// The flag's bytes.
    pub fn span(self) -> Span {
        self.flag.span()
    }

    /// The type: `bind` unless another is written.
    pub fn kind(self) -> Cow<'a, str> {
        self.get("type").map_or(Cow::Borrowed("bind"), |field| match field.value {
            Cow::Borrowed(value) if !value.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Borrowed(value),
            value => Cow::Owned(value.to_ascii_lowercase()),
        })
    }

    /// The last field of that key; `target`, `source`, `readonly` and `readwrite` stand for their aliases, too.
    pub fn get(self, key: &str) -> Option<MountField<'a>> {
        let key = canonical(key);
        self.fields().filter(|field| canonical(&field.key) == key).last()
    }

    /// All fields, in order.
    pub fn fields(self) -> impl Iterator<Item = MountField<'a>> + Clone {
        let span = self.flag.value().map_or(Span::default(), super::word::Word::span);
        let text: &'a str = &self.flag.instruction.file.text;
        let span = unquoted(text, span);
        let mut at = span.start;
        std::iter::from_fn(move || {
            if at >= span.end {
                return None;
            }
            let end = field_end(text, Span::new(at, span.end));
            let field = self.field(Span::new(at, end));
            at = end + 1;
            Some(field)
        })
    }

    fn field(self, span: Span) -> MountField<'a> {
        let instruction = self.flag.instruction;
        let text: &'a str = &instruction.file.text;
        let inner = unquoted(text, span);
        let sign = inner.of(text).find('=').map(|at| inner.start + at as u32);
        let value_span = sign.map_or(Span::empty(inner.end), |at| Span::new(at + 1, inner.end));
        let key = match instruction.joined(Span::new(inner.start, sign.unwrap_or(inner.end))) {
            Cow::Borrowed(key) if !key.bytes().any(|byte| byte.is_ascii_uppercase()) => Cow::Borrowed(key.trim()),
            key => Cow::Owned(key.trim().to_ascii_lowercase()),
        };
        let value = match instruction.joined(value_span) {
            value if value.contains(['"', '\'', '\\']) => Cow::Owned(super::split::cook_flag(&value)),
            value => value,
        };
        MountField { key, value, bare: sign.is_none(), span, value_span }
    }
}

/// The span without a pair of quotes around it.
fn unquoted(text: &str, span: Span) -> Span {
    let raw = span.of(text);
    let quoted = raw.len() > 1
        && ['"', '\''].into_iter().any(|quote| {
            raw.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).is_some_and(|rest| !rest.contains(quote))
        });
    if quoted { Span::new(span.start + 1, span.end - 1) } else { span }
}

/// The end of the field at the start of `span`: a comma outside of quotes.
fn field_end(text: &str, span: Span) -> u32 {
    let mut quote = 0;
    for (at, byte) in span.of(text).bytes().enumerate() {
        match byte {
            b',' if quote == 0 => return span.start + at as u32,
            b'"' | b'\'' if quote == 0 => quote = byte,
            _ if byte == quote => quote = 0,
            _ => {}
        }
    }
    span.end
}
