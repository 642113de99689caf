//! One text: its path, its bytes as UTF-8, its lines.

use crate::path::RelPath;
use std::sync::{Arc, OnceLock};

/// The most bytes of one file that are read; a larger one is reported, not linted.
pub const MAX_BYTES: usize = 4 << 20;

/// A file's text with its line index.
#[derive(Clone, Debug)]
pub struct Source {
    path: RelPath,
    text: Arc<str>,
    /// The byte of the first invalid UTF-8, which was replaced by `?`.
    invalid_utf8: Option<u32>,
    lines: OnceLock<LineIndex>,
}

impl Source {
    /// A source from valid text.
    pub fn new(path: RelPath, text: impl Into<Arc<str>>) -> Self {
        Self { path, text: text.into(), invalid_utf8: None, lines: OnceLock::new() }
    }

    /// A source from bytes. Each byte that is not UTF-8 is read as `?`, so that all offsets stay those of the file.
    pub fn from_bytes(path: RelPath, bytes: Vec<u8>) -> Self {
        match String::from_utf8(bytes) {
            Ok(text) => Self::new(path, text),
            Err(error) => {
                let first = error.utf8_error().valid_up_to() as u32;
                let mut bytes = error.into_bytes();
                let mut from = first as usize;
                while let Some(Err(error)) = bytes.get(from..).map(std::str::from_utf8) {
                    let bad = from + error.valid_up_to();
                    let len = error.error_len().unwrap_or(bytes.len() - bad).max(1);
                    bytes.iter_mut().skip(bad).take(len).for_each(|byte| *byte = b'?');
                    from = bad + len;
                }
                let text = String::from_utf8(bytes).unwrap_or_default();
                Self { path, text: text.into(), invalid_utf8: Some(first), lines: OnceLock::new() }
            }
        }
    }

    /// Where it lies in the project.
    pub fn path(&self) -> &RelPath {
        &self.path
    }

    /// The whole text, byte order mark included.
    pub fn text(&self) -> &Arc<str> {
        &self.text
    }

    /// The first byte that was not UTF-8, if any. Such a file is linted but never fixed.
    pub fn invalid_utf8(&self) -> Option<u32> {
        self.invalid_utf8
    }

    /// The line index, made at the first call.
    pub fn lines(&self) -> &LineIndex {
        self.lines.get_or_init(|| LineIndex::new(&self.text))
    }

    /// The position of a byte offset, 1-based.
    pub fn position(&self, offset: u32) -> Position {
        self.lines().position(&self.text, offset)
    }
}

/// A place as people and machines name it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, 1-based.
    pub line: u32,
    /// Column in characters (Unicode scalar values), 1-based.
    pub column: u32,
}

/// Where each line begins. LF ends a line; CR before it belongs to the line.
#[derive(Clone, Debug)]
pub struct LineIndex {
    starts: Vec<u32>,
}

impl LineIndex {
    /// Indexes `text` in one pass.
    pub fn new(text: &str) -> Self {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|&(_, byte)| byte == b'\n').map(|(at, _)| at as u32 + 1));
        Self { starts }
    }

    /// The number of lines; an empty last line counts.
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Never true: an empty text has one line.
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The line of `offset`, 0-based.
    pub fn line(&self, offset: u32) -> u32 {
        (self.starts.partition_point(|&start| start <= offset).saturating_sub(1)) as u32
    }

    /// The first byte of a 0-based line; the end of the last line's start for lines past the end.
    pub fn start(&self, line: u32) -> u32 {
        self.starts.get(line as usize).or(self.starts.last()).copied().unwrap_or(0)
    }

    /// The line's bytes without its line end.
    pub fn span(&self, text: &str, line: u32) -> crate::span::Span {
        let start = self.start(line);
        let end = self.starts.get(line as usize + 1).copied().unwrap_or(text.len() as u32);
        let content = text.get(start as usize..end as usize).unwrap_or("").trim_end_matches(['\r', '\n']);
        crate::span::Span::new(start, start + content.len() as u32)
    }

    /// 1-based line and column (in characters).
    pub fn position(&self, text: &str, offset: u32) -> Position {
        let line = self.line(offset);
        let start = self.start(line) as usize;
        let end = (offset as usize).min(text.len());
        let column = text.get(start..end).map_or(end.saturating_sub(start), |before| before.chars().count());
        Position { line: line + 1, column: column as u32 + 1 }
    }

    /// 0-based line and column in UTF-16 code units, as editors and browsers count.
    pub fn utf16(&self, text: &str, offset: u32) -> (u32, u32) {
        let line = self.line(offset);
        let start = self.start(line) as usize;
        let end = (offset as usize).min(text.len());
        let column = text.get(start..end).map_or(end.saturating_sub(start), |before| before.encode_utf16().count());
        (line, column as u32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn invalid_bytes_keep_every_offset() {
        let source = Source::from_bytes(RelPath::new("a"), b"FROM \xff\xfea\nRUN \xc3".to_vec());
        assert_eq!(&**source.text(), "FROM ??a\nRUN ?");
        assert_eq!(source.invalid_utf8(), Some(5));
    }

    #[test]
    fn columns_count_characters() {
        let source = Source::new(RelPath::new("a"), "é\n  ü😀x");
        assert_eq!(source.position(3), Position { line: 2, column: 1 });
        let x = source.text().find('x').unwrap() as u32;
        assert_eq!(source.position(x), Position { line: 2, column: 5 });
        assert_eq!(source.lines().utf16(source.text(), x), (1, 5));
    }
}
