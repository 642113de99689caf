//! Splitting a logical line (continuations already joined) into flags, words and JSON strings. All offsets are logical.

use std::ops::Range;

/// Blanks as instructions are split at them.
pub(crate) const fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c | b'\r')
}

/// The byte at `at`, or 0 past the end.
pub(crate) fn byte(text: &str, at: usize) -> u8 {
    text.as_bytes().get(at).copied().unwrap_or(0)
}

/// The first offset from `at` on that is not blank (any white space).
pub(crate) fn skip_space(text: &str, at: usize) -> usize {
    let rest = text.get(at..).unwrap_or("");
    at + rest.len() - rest.trim_start().len()
}

/// The end of the bytes from `at` on that are not blank.
fn word_end(text: &str, at: usize) -> usize {
    text.bytes().enumerate().skip(at).find(|&(_, byte)| is_blank(byte)).map_or(text.len(), |(end, _)| end)
}

/// The keyword and where the rest begins.
pub(crate) fn keyword(line: &str) -> (Range<usize>, usize) {
    let start = skip_space(line, 0);
    let end = word_end(line, start);
    (start..end, skip_space(line, end))
}

/// Takes the flags at `from`: pushes their ranges, and returns where the arguments begin.
pub(crate) fn flags(line: &str, from: usize, flags: &mut Vec<Range<usize>>) -> usize {
    let bytes = line.as_bytes();
    let mut at = skip_space(line, from);
    while bytes.get(at..at + 2) == Some(b"--") {
        let end = flag_end(bytes, at);
        let next = skip_space(line, end);
        if end == at + 2 {
            return next;
        }
        flags.push(at..end);
        at = next;
    }
    at
}

/// The end of the flag at `at`: a blank outside of quotes. A backslash hides the next byte.
fn flag_end(bytes: &[u8], mut at: usize) -> usize {
    let mut quote = None;
    while let Some(&byte) = bytes.get(at) {
        match quote {
            None if byte.is_ascii_whitespace() || byte == 0x0b => return at,
            None if matches!(byte, b'\'' | b'"') => quote = Some(byte),
            Some(open) if open == byte => quote = None,
            _ if byte == b'\\' => at += 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// The text of a flag as the build sees it: without quotes and backslashes.
pub(crate) fn cook_flag(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut quote = None;
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        match quote {
            None if matches!(c, '\'' | '"') => quote = Some(c),
            Some(open) if open == c => quote = None,
            _ if c == '\\' => out.extend(chars.next()),
            _ => out.push(c),
        }
    }
    out
}

/// Words split at blanks, quotes meaning nothing.
pub(crate) fn plain_words(line: &str, range: Range<usize>, mut push: impl FnMut(Range<usize>)) {
    let line = line.get(..range.end).unwrap_or(line);
    let mut at = skip_space(line, range.start);
    while at < range.end {
        let end = word_end(line, at).max(at + 1);
        push(at..end);
        at = end;
        while is_blank(byte(line, at)) {
            at += 1;
        }
    }
}

/// Words split at blanks outside of quotes.
pub(crate) fn quoted_words(line: &str, range: Range<usize>, escape: u8, mut push: impl FnMut(Range<usize>)) {
    let line = line.get(..range.end).unwrap_or(line);
    let bytes = line.as_bytes();
    let mut at = skip_space(line, range.start);
    while at < bytes.len() {
        let start = at;
        let mut quote = 0;
        while let Some(&byte) = bytes.get(at) {
            if byte == escape && quote != b'\'' {
                at += 2;
                continue;
            }
            if quote != 0 {
                if byte == quote {
                    quote = 0;
                }
            } else if byte == b'"' || byte == b'\'' {
                quote = byte;
            } else if byte.is_ascii_whitespace()
                || byte == 0x0b
                || (byte >= 0xc2 && line.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace)))
            {
                break;
            }
            at += 1;
        }
        at = at.min(bytes.len());
        while !line.is_char_boundary(at) {
            at += 1;
        }
        push(start..at);
        at = skip_space(line, at);
    }
}

/// What text that begins with `[` turned out to be.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Json {
    /// An array of strings.
    Strings,
    /// Valid JSON, but another element than a string stands at this offset.
    NotStrings(usize),
    /// Not JSON: an offset and the reason.
    Invalid(usize, &'static str),
}

/// Reads a JSON array of strings in `range`; pushes each string with its quotes.
pub(crate) fn json(line: &str, range: Range<usize>, mut push: impl FnMut(Range<usize>)) -> Json {
    let line = line.get(..range.end).unwrap_or(line);
    let mut at = json_space(line, range.start + 1);
    if byte(line, at) == b']' {
        return json_end(line, at + 1);
    }
    loop {
        match byte(line, at) {
            b'"' => match json_string(line, at) {
                Ok(end) => {
                    push(at..end);
                    at = json_space(line, end);
                }
                Err((at, why)) => return Json::Invalid(at, why),
            },
            other => return json_other(line, range.start, at, other),
        }
        match byte(line, at) {
            b',' => at = json_space(line, at + 1),
            b']' => return json_end(line, at + 1),
            _ if at >= line.len() => return Json::Invalid(at, "the closing `]` is missing"),
            _ => return Json::Invalid(at, "a comma is missing between two strings"),
        }
    }
}

fn json_other(line: &str, start: usize, at: usize, found: u8) -> Json {
    let text = line.get(start..).unwrap_or("");
    if serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok() {
        return Json::NotStrings(at);
    }
    Json::Invalid(
        at,
        match found {
            b'\'' => "JSON strings need double quotes",
            b']' => "there is a comma too many before `]`",
            0 => "the closing `]` is missing",
            _ => "a string in double quotes is missing here",
        },
    )
}

fn json_space(line: &str, mut at: usize) -> usize {
    while matches!(byte(line, at), b' ' | b'\t' | b'\n' | b'\r') {
        at += 1;
    }
    at
}

fn json_end(line: &str, at: usize) -> Json {
    let end = json_space(line, at);
    if end < line.len() { Json::Invalid(end, "there is text after the closing `]`") } else { Json::Strings }
}

/// The end of the string that begins at `at`.
fn json_string(line: &str, at: usize) -> Result<usize, (usize, &'static str)> {
    let mut at = at + 1;
    loop {
        match byte(line, at) {
            b'"' => return Ok(at + 1),
            b'\\' => match byte(line, at + 1) {
                b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => at += 2,
                b'u' if (2..6).all(|i| byte(line, at + i).is_ascii_hexdigit()) => at += 6,
                _ => return Err((at, "this escape does not exist in JSON")),
            },
            0 if at >= line.len() => return Err((at, "a closing double quote is missing")),
            0..0x20 => return Err((at, "a control character stands in a string")),
            _ => at += 1,
        }
    }
}
