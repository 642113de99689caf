//! Finding heredoc markers in a logical line, with the word rules of the shell that `BuildKit` uses for it.

use super::split::byte;
use std::ops::Range;

/// One `<<NAME` of a line; offsets are logical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Marker {
    /// From the file descriptor or `<<` to the end of the name.
    pub(crate) range: Range<usize>,
    /// The name without quotes.
    pub(crate) name: String,
    /// No quote in the name: the body is expanded.
    pub(crate) expand: bool,
    /// `<<-`.
    pub(crate) strip_tabs: bool,
}

/// The deepest `${a:-${b…}}` that is followed.
const MAX_DEPTH: u32 = 32;

/// All markers of a line; none when a quote or a `${` is not closed, because the line's words are then unknown.
pub(crate) fn markers(line: &str) -> Vec<Marker> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < line.len() {
        let start = super::split::skip_space(line, at);
        if start >= line.len() {
            break;
        }
        let Some(end) = word(line, start) else { return Vec::new() };
        found.extend(marker(line, start..end));
        at = end.max(start + 1);
    }
    found
}

/// The end of the shell word at `at`, or nothing when it cannot be read.
fn word(line: &str, mut at: usize) -> Option<usize> {
    while at < line.len() {
        match byte(line, at) {
            b'\'' | b'"' => at = quoted(line, at)?,
            b'$' => at = dollar(line, at, 0)?,
            b'\\' => at = after_char(line, at + 1),
            _ if line.get(at..).is_some_and(|rest| rest.starts_with(char::is_whitespace)) => return Some(at),
            _ => at = after_char(line, at),
        }
    }
    Some(line.len())
}

/// The offset after the character at `at`.
fn after_char(line: &str, at: usize) -> usize {
    line.get(at..).and_then(|rest| rest.chars().next()).map_or(line.len(), |c| at + c.len_utf8())
}

/// The end of the quoted text at `at`.
fn quoted(line: &str, at: usize) -> Option<usize> {
    let quote = byte(line, at);
    let mut at = at + 1;
    while at < line.len() {
        match byte(line, at) {
            found if found == quote => return Some(at + 1),
            b'\\' if quote == b'"' => at = after_char(line, at + 1),
            b'$' if quote == b'"' => at = dollar(line, at, 0)?,
            _ => at += 1,
        }
    }
    None
}

/// The end of the variable at `at`; nothing when `BuildKit` would refuse it.
fn dollar(line: &str, at: usize, depth: u32) -> Option<usize> {
    if byte(line, at + 1) != b'{' {
        return Some(super::word::name_end(line, at + 1));
    }
    if depth > MAX_DEPTH || matches!(byte(line, at + 2), b'{' | b'}' | b':') || at + 2 >= line.len() {
        return None;
    }
    let mut at = super::word::name_end(line, at + 2);
    match byte(line, at) {
        b'}' => return Some(at + 1),
        b':' if matches!(byte(line, at + 1), b'+' | b'-' | b'?') => at += 2,
        b'+' | b'-' | b'?' | b'#' | b'%' => at += 1,
        b'/' => {
            at += 1 + usize::from(byte(line, at + 1) == b'/');
            at = until(line, at, b'/', depth)?;
        }
        _ => return None,
    }
    until(line, at, b'}', depth)
}

/// The offset after the first `stop` outside of quotes and variables.
fn until(line: &str, mut at: usize, stop: u8, depth: u32) -> Option<usize> {
    while at < line.len() {
        match byte(line, at) {
            found if found == stop => return Some(at + 1),
            b'\'' => at = quoted(line, at)?,
            b'"' => {
                at += 1;
                loop {
                    match byte(line, at) {
                        b'"' => break at += 1,
                        b'\\' => at = after_char(line, at + 1),
                        b'$' => at = dollar(line, at, depth + 1)?,
                        _ if at >= line.len() => return None,
                        _ => at += 1,
                    }
                }
            }
            b'$' => at = dollar(line, at, depth + 1)?,
            b'\\' => at = after_char(line, at + 1),
            _ => at += 1,
        }
    }
    None
}

/// Reads a word as digits, `<<`, an optional `-` and a name.
fn marker(line: &str, range: Range<usize>) -> Option<Marker> {
    let text = line.get(range.clone())?;
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit()).strip_prefix("<<")?;
    let strip_tabs = rest.starts_with('-');
    let raw = rest.strip_prefix('-').unwrap_or(rest);
    if raw.is_empty() || raw.contains('<') {
        return None;
    }
    let (name, expand) = unquote(raw);
    Some(Marker { range, name, expand, strip_tabs })
}

/// A name without quotes and backslashes, and whether there were none.
fn unquote(raw: &str) -> (String, bool) {
    let mut name = String::with_capacity(raw.len());
    let mut plain = true;
    let mut quote = None;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        match (c, quote) {
            ('\'' | '"', None) => quote = Some(c),
            (_, Some(open)) if open == c => quote = None,
            ('\\', None) => name.extend(chars.next()),
            ('\\', Some('"')) if chars.peek().is_some_and(|next| matches!(next, '"' | '$' | '\\')) => {
                name.extend(chars.next());
            }
            _ => {
                name.push(c);
                continue;
            }
        }
        plain = false;
    }
    (name, plain)
}
