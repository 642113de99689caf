//! Source lines with carets, drawn by miette over our own line index.
//!
//! miette's `NamedSource` reads the file from its start for each label; the index makes it twelve times faster.

use super::look::Look;
use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};
use plimsoll_core::diagnostic::{FileId, Label, Severity};
use plimsoll_core::render::View;
use plimsoll_core::source::LineIndex;
use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

/// A span over more lines than this is marked on its first line only.
const LINES: u32 = 4;
/// Lines longer than this are cut around the span.
const LONG: usize = 240;
/// What is kept of a long line on each side.
const AROUND: usize = 32;

/// The texts of the files that findings point into, safe to print.
pub(super) struct Sources<'a> {
    files: HashMap<FileId, Printable<'a>>,
}

struct Printable<'a> {
    name: String,
    text: Cow<'a, str>,
    lines: &'a LineIndex,
}

impl<'a> Sources<'a> {
    pub(super) fn new(view: &View<'a>) -> Self {
        let mut files = HashMap::new();
        for finding in &view.report.findings {
            for label in std::iter::once(&finding.primary).chain(&finding.labels) {
                let Some(file) = view.project.file(label.file) else { continue };
                files.entry(label.file).or_insert_with(|| Printable {
                    name: printable(&view.path(label.file)).into_owned(),
                    text: printable(file.source().text()),
                    lines: file.source().lines(),
                });
            }
        }
        Self { files }
    }

    /// How many lines lie between two labels of a file.
    pub(super) fn lines_between(&self, a: &Label, b: &Label) -> u32 {
        self.files.get(&a.file).map_or(0, |file| file.lines.line(a.span.start).abs_diff(file.lines.line(b.span.start)))
    }

    /// Draws labels that all lie in one file, the primary one first; false when there is nothing to draw.
    pub(super) fn draw(
        &self,
        look: &Look,
        severity: Severity,
        labels: &[&Label],
        context: Context,
        out: &mut String,
    ) -> bool {
        let Some(file) = labels.first().and_then(|label| self.files.get(&label.file)) else { return false };
        let spans: Vec<LabeledSpan> =
            labels.iter().enumerate().filter_map(|(at, label)| file.label(label, at == 0)).collect();
        if spans.is_empty() {
            return false;
        }
        let lines = match context {
            Context::Some => 1,
            Context::None => 0,
        };
        let handler = GraphicalReportHandler::new_themed(theme(look, severity))
            .with_width(look.width)
            .with_links(false)
            .with_context_lines(lines)
            .tab_width(4)
            .without_cause_chain();
        let mut drawn = String::new();
        if handler.render_report(&mut drawn, &Drawing { file, spans }).is_err() {
            return false;
        }
        // miette's first line is the message, which stands above already.
        let Some((_, snippet)) = drawn.split_once('\n') else { return false };
        for line in snippet.lines() {
            out.push_str(line.trim_end());
            out.push('\n');
        }
        true
    }
}

/// Whether the lines around a span are shown.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Context {
    Some,
    None,
}

impl Printable<'_> {
    fn label(&self, label: &Label, primary: bool) -> Option<LabeledSpan> {
        let len = self.text.len() as u32;
        let start = self.text.floor_char_boundary(label.span.start.min(len) as usize) as u32;
        let mut end = self.text.ceil_char_boundary(label.span.end.min(len) as usize) as u32;
        let first = self.lines.line(start);
        let line = self.lines.span(&self.text, first);
        if line.is_empty() && self.lines.line(end) == first {
            return None;
        }
        let last = self.lines.line(end.max(start + 1) - 1);
        let mut text = printable(&label.text).into_owned();
        if last - first >= LINES {
            end = line.end.max(start);
            let more = format!("goes on to line {}", last + 1);
            text = if text.is_empty() { more } else { format!("{text} ({more})") };
        }
        let text = (!text.is_empty()).then_some(text);
        let span = SourceSpan::from((start as usize, (end.max(start) - start) as usize));
        Some(if primary {
            LabeledSpan::new_primary_with_span(text, span)
        } else {
            LabeledSpan::new_with_span(text, span)
        })
    }
}

impl SourceCode for Printable<'_> {
    fn read_span<'s>(
        &'s self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'s> + 's>, MietteError> {
        let text: &str = &self.text;
        let start = span.offset();
        let end = start + span.len();
        let (mut first, mut last) = (self.lines.line(start as u32), self.lines.line(end.max(start + 1) as u32 - 1));
        let last_line = self.lines.len() as u32 - 1;
        let bytes = |first: u32, last: u32| {
            let end = if last >= last_line { text.len() } else { self.lines.start(last + 1) as usize };
            self.lines.start(first) as usize..end
        };
        let around = bytes(first.saturating_sub(before as u32), (last + after as u32).min(last_line));
        let mut range = around.clone();
        let long = text.get(around).is_some_and(|text| text.lines().any(|line| line.len() > LONG));
        if long {
            // Only the lines of the span, cut on both sides.
            range = bytes(first, last);
            range.start = text.floor_char_boundary(range.start.max(start.saturating_sub(AROUND)));
            range.end = text.ceil_char_boundary(range.end.min(end + AROUND));
        } else {
            first = first.saturating_sub(before as u32);
            last = (last + after as u32).min(last_line);
        }
        let data = text.get(range.clone()).ok_or(MietteError::OutOfBounds)?;
        let column = if before == 0 { self.lines.position(text, start as u32).column as usize - 1 } else { 0 };
        let span = SourceSpan::from((range.start, data.len()));
        let count = (last - first + 1) as usize;
        let name = self.name.clone();
        Ok(Box::new(MietteSpanContents::new_named(name, data.as_bytes(), span, first as usize, column, count)))
    }
}

/// A report to miette: labels in a source and nothing else.
struct Drawing<'a> {
    file: &'a Printable<'a>,
    spans: Vec<LabeledSpan>,
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Drawing")
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}

impl std::error::Error for Drawing<'_> {}

impl Diagnostic for Drawing<'_> {
    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(self.file)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.spans.iter().cloned()))
    }
}

fn theme(look: &Look, severity: Severity) -> GraphicalTheme {
    let characters = if look.unicode { ThemeCharacters::unicode() } else { ThemeCharacters::ascii() };
    let mut styles = if look.color { ThemeStyles::ansi() } else { ThemeStyles::none() };
    let first = match severity {
        Severity::Error => styles.error,
        Severity::Warning => styles.warning,
        Severity::Info | Severity::Style => styles.advice,
    };
    styles.highlights = vec![first, styles.help];
    GraphicalTheme { characters, styles }
}

/// The text without what a terminal would obey; every offset stays.
pub(super) fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_unsafe) && !text.contains('\r') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' if chars.peek() == Some(&'\n') => out.push('\r'),
            '\r' => out.push('?'),
            c if is_unsafe(c) && c.len_utf8() == 3 => out.push('\u{fffd}'),
            c if is_unsafe(c) => out.extend(std::iter::repeat_n('?', c.len_utf8())),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}

/// Control characters, and those that turn the direction of writing.
fn is_unsafe(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\r' | '\t'))
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_a_terminal_obeys_is_left_and_offsets_stay() {
        let text = "a\u{1b}[31m\u{9b}\u{202e}b\rc\r\n\td";
        let shown = printable(text);
        assert_eq!(shown, "a?[31m??\u{fffd}b?c\r\n\td");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn plain_text_is_borrowed() {
        assert!(matches!(printable("FROM é\n\tx\n"), Cow::Borrowed(_)));
    }
}
