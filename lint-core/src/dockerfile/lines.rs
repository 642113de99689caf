//! Physical lines, and the logical line that continuations make of them.

use crate::span::Span;

/// A physical line.
#[derive(Copy, Clone, Debug)]
pub(crate) struct Line {
    /// First byte.
    pub(crate) start: usize,
    /// The first byte that is not blank; `end` for a blank line.
    pub(crate) first: usize,
    /// The end without line end characters.
    pub(crate) end: usize,
    /// Where the next line begins.
    pub(crate) next: usize,
}

impl Line {
    /// The line that begins at `start`.
    pub(crate) fn at(text: &str, start: usize) -> Self {
        let bytes = text.as_bytes().get(start..).unwrap_or(&[]);
        let (mut end, next) = match memchr::memchr(b'\n', bytes) {
            Some(at) => (at, at + 1),
            None => (bytes.len(), bytes.len()),
        };
        while end > 0 && bytes.get(end - 1) == Some(&b'\r') {
            end -= 1;
        }
        let line = bytes.get(..end).unwrap_or(&[]);
        let mut first = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | 0x0b | 0x0c | b'\r')).unwrap_or(end);
        if bytes.get(first).is_some_and(|byte| *byte >= 0xc2) {
            first = super::split::skip_space(text.get(..start + end).unwrap_or(text), start + first) - start;
        }
        Self { start, first: start + first, end: start + end, next: start + next }
    }

    /// No character but white space.
    pub(crate) fn is_blank(self) -> bool {
        self.first >= self.end
    }
}

/// Where the text of a line from `from` on ends, and whether the line goes on: an escape character at its end, with
/// blanks after it, and no escape character before it.
pub(crate) fn continuation(text: &str, from: usize, end: usize, escape: u8) -> (usize, bool) {
    let bytes = text.as_bytes().get(from..end).unwrap_or(&[]);
    let trimmed = bytes.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(0, |at| at + 1);
    match bytes.get(..trimmed) {
        Some([.., before, last]) if *last == escape && *before != escape => (from + trimmed - 1, true),
        Some([last]) if *last == escape => (from, true),
        _ => (end, false),
    }
}

/// From offsets of the logical line to those of the file.
#[derive(Debug, Default)]
pub(crate) struct Locator {
    /// Logical start and file start of each piece that is not empty.
    pieces: Vec<(usize, usize)>,
}

impl Locator {
    pub(crate) fn clear(&mut self) {
        self.pieces.clear();
    }

    pub(crate) fn push(&mut self, logical: usize, file: usize) {
        self.pieces.push((logical, file));
    }

    /// The place of the first byte of something.
    pub(crate) fn start(&self, offset: usize) -> u32 {
        let found = match self.pieces.as_slice() {
            [only] => Some(only),
            pieces => pieces.get(pieces.partition_point(|piece| piece.0 <= offset).saturating_sub(1)),
        };
        found.map_or(0, |piece| (piece.1 + offset.saturating_sub(piece.0)) as u32)
    }

    /// The place after the last byte of something.
    pub(crate) fn end(&self, offset: usize) -> u32 {
        offset.checked_sub(1).map_or_else(|| self.start(0), |last| self.start(last) + 1)
    }

    pub(crate) fn span(&self, range: &std::ops::Range<usize>) -> Span {
        let start = self.start(range.start);
        if range.is_empty() { Span::empty(start) } else { Span::new(start, self.end(range.end)) }
    }
}
