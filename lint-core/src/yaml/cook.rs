//! The exact map from a scalar's cooked text to the file.

use super::{NodeData, ScalarStyle, Shape};
use crate::span::OffsetMap;

/// Builds the map of one scalar.
pub(super) fn map(text: &str, data: &NodeData, cooked: &str) -> OffsetMap {
    let content = data.content.of(text);
    let start = data.content.start;
    if data.cooked.is_none() {
        return OffsetMap::shift(start);
    }
    match data.shape {
        Shape::Scalar(ScalarStyle::Literal) => literal(content, start, cooked),
        Shape::Scalar(ScalarStyle::Folded) => folded(content, start, cooked),
        Shape::Scalar(style) => flow(content, start, style),
        _ => OffsetMap::shift(start),
    }
}

/// The lines of a text with their offsets, and with their breaks.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    })
}

fn without_break(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// Each line of a literal's text is the end of one line of the file.
fn literal(content: &str, start: u32, cooked: &str) -> OffsetMap {
    let mut map = OffsetMap::builder();
    let mut from = 0;
    for ((at, line), wanted) in lines(content).zip(cooked.split_inclusive('\n')) {
        let kept = without_break(line).len();
        let indent = kept.saturating_sub(without_break(wanted).len());
        map.push(from, start + (at + indent) as u32, start + (at + line.len()) as u32);
        from += wanted.len() as u32;
    }
    map
}

/// Each line of a folded text stands in the cooked text as it is; between them stand spaces or line breaks.
fn folded(content: &str, start: u32, cooked: &str) -> OffsetMap {
    let mut map = OffsetMap::builder();
    let first = lines(content).map(|(_, line)| without_break(line)).find(|line| !line.trim().is_empty()).unwrap_or("");
    let body = cooked.trim_start_matches('\n');
    let indent = (0..=first.len()).find(|&at| first.get(at..).is_some_and(|rest| body.starts_with(rest))).unwrap_or(0);
    let mut at = 0;
    for (offset, line) in lines(content) {
        let part = without_break(line).get(indent..).unwrap_or("");
        let to = start + (offset + indent.min(line.len())) as u32;
        let line_end = start + (offset + line.len()) as u32;
        if part.is_empty() {
            // A blank line is one line break of the text, unless the folding has eaten it.
            if cooked.get(at..).is_some_and(|rest| rest.starts_with('\n')) {
                map.push(at as u32, start + offset as u32, line_end);
                at += 1;
            }
            continue;
        }
        let rest = cooked.get(at..).unwrap_or("");
        let skipped = rest.find(part).unwrap_or(0);
        if skipped > 0 && rest.get(..skipped).is_some_and(|gap| gap.trim_matches('\n').is_empty()) {
            at += skipped;
        }
        map.push(at as u32, to, line_end);
        at += part.len();
        if cooked.get(at..).is_some_and(|rest| rest.starts_with([' ', '\n'])) {
            at += 1;
        }
    }
    map
}

/// Plain and quoted texts: escapes, doubled quotes and folded line breaks.
fn flow(content: &str, start: u32, style: ScalarStyle) -> OffsetMap {
    let mut map = OffsetMap::builder();
    let mut at = 0;
    let mut from = 0;
    while let Some(rest) = content.get(at..).filter(|rest| !rest.is_empty()) {
        let (taken, made) = step(rest, style);
        if made > 0 {
            map.push(from, start + at as u32, start + (at + taken) as u32);
        }
        at += taken.max(1);
        from += made;
    }
    // The end is a border too: what ends there may be longer in the file.
    map.push(from, start + content.len() as u32, start + content.len() as u32);
    map
}

/// How many bytes the next unit takes in the file, and how many in the cooked text.
fn step(rest: &str, style: ScalarStyle) -> (usize, u32) {
    let blank = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let after_blank = rest.get(blank..).unwrap_or("");
    if after_blank.starts_with(['\n', '\r']) {
        let run = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        let breaks = rest.get(..run).unwrap_or("").matches('\n').count() as u32;
        // One break is a space; of more, the first is eaten.
        return (run, breaks.saturating_sub(1).max(1));
    }
    if style == ScalarStyle::Single && rest.starts_with("''") {
        return (2, 1);
    }
    if style == ScalarStyle::Double
        && let Some(escape) = rest.strip_prefix('\\')
    {
        return escaped(escape);
    }
    let length = rest.chars().next().map_or(1, char::len_utf8);
    (length, length as u32)
}

fn escaped(escape: &str) -> (usize, u32) {
    let hex = |digits: usize, from: usize| {
        let text = escape.get(from..from + digits)?;
        u32::from_str_radix(text, 16).ok()
    };
    let made = |code: Option<u32>| code.and_then(char::from_u32).map_or(1, |c| c.len_utf8() as u32);
    match escape.chars().next() {
        Some('x') => (4, made(hex(2, 1))),
        Some('u') => match hex(4, 1) {
            Some(0xD800..=0xDBFF) => (12, 4),
            code => (6, made(code)),
        },
        Some('U') => (10, made(hex(8, 1))),
        Some('N' | '_') => (2, 2),
        Some('L' | 'P') => (2, 3),
        Some('\n' | '\r') => {
            // An escaped break and the indentation after it leave nothing.
            let line = if escape.starts_with("\r\n") { 2 } else { 1 };
            let next = escape.get(line..).unwrap_or("");
            (1 + line + (next.len() - next.trim_start_matches([' ', '\t']).len()), 0)
        }
        Some(other) => (1 + other.len_utf8(), other.len_utf8() as u32),
        None => (1, 0),
    }
}
