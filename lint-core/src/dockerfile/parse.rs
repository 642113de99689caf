//! The parser: one pass over the lines.

use super::lines::{Line, Locator, continuation};
use super::split::{self, Json};
use super::{
    CommentData, DirectiveData, Dockerfile, FlagData, Form, HeredocData, InstructionData, Items, Keyword, StageData,
    Tile, TileKind, check, marker,
};
use crate::span::Span;
use crate::{SyntaxError, SyntaxErrorKind};
use std::ops::Range;
use std::sync::Arc;

/// The longest physical line that the build reads.
const MAX_LINE: usize = 65_535;

/// The most directives that a later one is compared with: three names exist.
const MAX_COMPARED: usize = 16;

/// Parses a Dockerfile. Never fails: see [`Dockerfile::errors`].
#[expect(clippy::needless_pass_by_value, reason = "the tree keeps the text")]
pub fn parse(text: Arc<str>) -> Dockerfile {
    let lines = text.len() / 32;
    let file = Dockerfile {
        text: Arc::clone(&text),
        tiles: Vec::with_capacity(lines * 3),
        instructions: Vec::with_capacity(lines / 4),
        words: Vec::with_capacity(lines),
        flags: Vec::new(),
        heredocs: Vec::new(),
        comments: Vec::new(),
        directives: Vec::new(),
        stages: Vec::new(),
        gaps: Vec::with_capacity(lines / 2),
        errors: Vec::new(),
        escape: b'\\',
    };
    let mut parser = Parser {
        text: &text,
        file,
        at: 0,
        block: 0,
        joined: String::new(),
        locator: Locator::default(),
        gap_tiles: Vec::new(),
        ranges: Vec::new(),
    };
    parser.run();
    let mut file = parser.file;
    file.errors.sort_by_key(|error| error.span.start);
    file
}

struct Parser<'t> {
    text: &'t str,
    file: Dockerfile,
    /// Where the next line begins.
    at: usize,
    /// The first comment of the block above the next instruction.
    block: u32,
    /// The logical line, when it has more than one physical line.
    joined: String,
    locator: Locator,
    /// Tiles between the pieces of the logical line.
    gap_tiles: Vec<Tile>,
    ranges: Vec<Range<usize>>,
}

/// The physical lines of one instruction.
struct Extent {
    /// The last line was read.
    last: Line,
    /// The bytes of the pieces from the first to the last, gaps included.
    span: Span,
    /// The first line goes on.
    joined: bool,
}

/// Where one instruction's line stands.
struct Place {
    line: Range<usize>,
    gaps: Items,
    parent: Option<u32>,
}

impl Parser<'_> {
    fn run(&mut self) {
        if self.text.starts_with('\u{feff}') {
            self.tile(TileKind::Bom, 0, 3);
            self.at = 3;
        }
        let mut directives = true;
        while self.at < self.text.len() {
            let line = self.line();
            if line.is_blank() {
                self.tile(TileKind::Blank, line.start, line.next);
                directives = false;
            } else if split::byte(self.text, line.first) == b'#' {
                self.tile(TileKind::Space, line.start, line.first);
                directives = directives && self.directive(line);
                if !directives {
                    self.comment(line);
                }
                self.tile(TileKind::LineEnd, line.end, line.next);
            } else {
                directives = false;
                self.instruction(line);
            }
        }
        check::file(&mut self.file);
    }

    /// Takes the next line.
    fn line(&mut self) -> Line {
        let line = Line::at(self.text, self.at);
        if line.next - line.start > MAX_LINE {
            let span = Span::new(line.start as u32, line.end as u32);
            let length = line.next - line.start;
            self.error(
                span,
                format!("this line has {length} bytes; the build reads at most {MAX_LINE} in one line"),
                Some("break it with continuations or move the data to a file"),
            );
        }
        self.at = line.next;
        line
    }

    fn error(&mut self, span: Span, message: String, help: Option<&str>) {
        let help = help.map(str::to_owned);
        self.file.errors.push(SyntaxError { kind: SyntaxErrorKind::Refused, span, message, help, suggestion: None });
    }

    fn tile(&mut self, kind: TileKind, start: usize, end: usize) {
        if start < end {
            self.file.tiles.push(Tile { kind, span: Span::new(start as u32, end as u32) });
        }
    }

    /// Reads a line of the directive zone; false for any other comment.
    fn directive(&mut self, line: Line) -> bool {
        let text = self.text.get(line.first..line.end).unwrap_or("");
        let body = text.get(1..).unwrap_or("");
        let Some((name, value)) = body.split_once('=') else { return false };
        let (name_at, value_at) = (line.first + 1, line.first + 2 + name.len());
        let name = trimmed(name, name_at);
        let value = trimmed(value, value_at);
        let word = name.of(self.text);
        if value.is_empty() || !["syntax", "escape", "check"].iter().any(|known| known.eq_ignore_ascii_case(word)) {
            return false;
        }
        let span = Span::new(line.first as u32, value.end);
        if self.file.directives().take(MAX_COMPARED).any(|other| other.name.eq_ignore_ascii_case(word)) {
            let message = format!("the parser directive `{word}` is given twice");
            self.error(span, message, Some("keep one of them"));
        } else if word.eq_ignore_ascii_case("escape") {
            match value.of(self.text) {
                "\\" => self.file.escape = b'\\',
                "`" => self.file.escape = b'`',
                other => {
                    let message = format!("`{other}` cannot be the escape character");
                    self.error(value, message, Some("use a backslash or a backtick"));
                }
            }
        }
        self.file.directives.push(DirectiveData { span, name, value });
        self.tile(TileKind::Directive, line.first, value.end as usize);
        self.tile(TileKind::Space, value.end as usize, line.end);
        true
    }

    /// A comment between instructions.
    fn comment(&mut self, line: Line) {
        let span = Span::new(line.first as u32, line.end as u32);
        self.file.comments.push(CommentData { span, inside: false });
        self.tile(TileKind::Comment, line.first, line.end);
        let empty = self.text.get(line.first + 1..line.end).is_none_or(|text| text.trim().is_empty());
        if empty && line.first == line.start {
            self.block = self.file.comments.len() as u32;
        }
    }

    fn instruction(&mut self, first: Line) {
        let comments_above = Items { start: self.block, end: self.file.comments.len() as u32 };
        let tiles_start = self.file.tiles.len() as u32;
        self.tile(TileKind::Space, first.start, first.first);
        let gaps_start = self.file.gaps.len() as u32;
        let extent = self.extent(first);
        let gaps = Items { start: gaps_start, end: self.file.gaps.len() as u32 };

        // The logical line is lent out of the parser while the parser's arenas are filled.
        let joined = std::mem::take(&mut self.joined);
        let text = self.text;
        let line = if extent.joined { joined.as_str() } else { extent.span.of(text) };
        let ix = self.file.instructions.len() as u32;
        self.logical(line, &Place { line: 0..line.trim_end().len(), gaps, parent: None });
        self.line_tiles(&extent, ix);
        let end = self.heredocs(line, ix, extent.last.end);
        self.joined = joined;

        let tiles = Items { start: tiles_start, end: self.file.tiles.len() as u32 };
        let stages = self.file.stages.len() as u32;
        for data in self.file.instructions.iter_mut().skip(ix as usize) {
            data.comments_above = comments_above;
            data.tiles = tiles;
            data.span.end = end as u32;
            data.stage = stages.checked_sub(1);
        }
        if let Some(stage) = self.file.stages.last_mut() {
            stage.end = self.file.instructions.len() as u32;
        }
        self.block = self.file.comments.len() as u32;
        check::instruction(&mut self.file, ix);
    }

    /// Reads the physical lines of an instruction: fills the joined line, the locator, the gaps and their tiles.
    fn extent(&mut self, first: Line) -> Extent {
        let escape = self.file.escape;
        self.gap_tiles.clear();
        self.locator.clear();
        let (mut end, mut goes_on) = continuation(self.text, first.first, first.end, escape);
        let mut span = Span::new(first.first as u32, end as u32);
        self.locator.push(0, first.first);
        if !goes_on {
            return Extent { last: first, span, joined: false };
        }
        self.joined.clear();
        self.joined.push_str(span.of(self.text));
        let mut last = first;
        while goes_on {
            let gap = end;
            self.gap_tile(TileKind::Continuation, end, last.next);
            let Some(next) = self.next_piece(&mut last) else {
                self.file.gaps.push(Span::new(gap as u32, self.at as u32));
                break;
            };
            self.file.gaps.push(Span::new(gap as u32, next.start as u32));
            (end, goes_on) = continuation(self.text, next.start, next.end, escape);
            if end > next.start {
                if self.joined.is_empty() {
                    self.locator.clear();
                    span.start = next.start as u32;
                }
                self.locator.push(self.joined.len(), next.start);
                self.joined.push_str(self.text.get(next.start..end).unwrap_or(""));
            }
            last = next;
        }
        span.end = end as u32;
        Extent { last, span, joined: true }
    }

    /// The next line of the instruction that is neither comment nor blank.
    fn next_piece(&mut self, last: &mut Line) -> Option<Line> {
        while self.at < self.text.len() {
            let line = self.line();
            *last = line;
            if line.is_blank() {
                self.gap_tile(TileKind::Blank, line.start, line.next);
            } else if split::byte(self.text, line.first) == b'#' {
                let span = Span::new(line.first as u32, line.end as u32);
                self.file.comments.push(CommentData { span, inside: true });
                self.gap_tile(TileKind::Space, line.start, line.first);
                self.gap_tile(TileKind::Comment, line.first, line.end);
                self.gap_tile(TileKind::LineEnd, line.end, line.next);
            } else {
                return Some(line);
            }
        }
        None
    }

    fn gap_tile(&mut self, kind: TileKind, start: usize, end: usize) {
        if start < end {
            self.gap_tiles.push(Tile { kind, span: Span::new(start as u32, end as u32) });
        }
    }

    /// Reads a logical line into an instruction, and what an ONBUILD holds into another.
    fn logical(&mut self, line: &str, place: &Place) {
        let text = line.get(..place.line.end).unwrap_or(line);
        let (word, rest) = split::keyword(text.get(place.line.start..).unwrap_or(""));
        let word = word.start + place.line.start..word.end + place.line.start;
        let keyword = Keyword::parse(text.get(word.clone()).unwrap_or(""));
        let flags_start = self.file.flags.len() as u32;
        let args = split::flags(text, place.line.start + rest, &mut self.ranges);
        for range in self.ranges.drain(..) {
            let name = text.get(range.clone()).and_then(|flag| flag.find('=')).map_or(range.end, |at| range.start + at);
            self.file.flags.push(FlagData { span: self.locator.span(&range), name_end: self.locator.end(name) });
        }
        let ix = self.file.instructions.len() as u32;
        let args_span = self.locator.span(&(args..text.len()));
        let keyword_span = self.locator.span(&word);
        self.file.instructions.push(InstructionData {
            keyword,
            form: Form::Plain,
            keyword_span,
            span: keyword_span,
            head_end: self.locator.end(text.len()),
            args: args_span,
            exec: args_span,
            flags: Items { start: flags_start, end: self.file.flags.len() as u32 },
            words: Items::default(),
            heredocs: Items::default(),
            gaps: place.gaps,
            tiles: Items::default(),
            comments_above: Items::default(),
            stage: None,
            parent: place.parent,
        });
        let start = self.file.words.len() as u32;
        let form = self.arguments(text, keyword, args, ix);
        let words = Items { start, end: self.file.words.len() as u32 };
        if let Some(data) = self.file.instructions.get_mut(ix as usize) {
            data.form = form;
            data.words = words;
        }
        if keyword == Keyword::From && place.parent.is_none() {
            let name = match words.of(&self.file.words) {
                [_, _, name] => Some(*name),
                _ => None,
            };
            self.file.stages.push(StageData { from: ix, end: ix + 1, name });
        }
        // One level only: a chain is refused, so its inside is never looked at.
        if keyword == Keyword::Onbuild && place.parent.is_none() && args < text.len() {
            self.logical(line, &Place { line: args..place.line.end, gaps: place.gaps, parent: Some(ix) });
        }
    }

    /// Splits the arguments in the style of the instruction.
    fn arguments(&mut self, line: &str, keyword: Keyword, args: usize, ix: u32) -> Form {
        let range = args..line.len();
        if range.is_empty() {
            return Form::Plain;
        }
        match keyword {
            Keyword::Run | Keyword::Cmd | Keyword::Entrypoint | Keyword::Shell => self.maybe_json(line, range, false),
            Keyword::Add | Keyword::Copy | Keyword::Volume => self.maybe_json(line, range, true),
            Keyword::Expose | Keyword::From => {
                self.plain_words(line, range);
                Form::Plain
            }
            Keyword::Env | Keyword::Label => self.pairs(line, range),
            Keyword::Arg => {
                self.quoted_words(line, range);
                Form::Plain
            }
            Keyword::Healthcheck => {
                let (word, rest) = split::keyword(line.get(args..).unwrap_or(""));
                self.file.words.push(self.locator.span(&(args..args + word.end)));
                let exec = args + rest..line.len();
                if let Some(data) = self.file.instructions.get_mut(ix as usize) {
                    data.exec = self.locator.span(&exec);
                }
                if exec.is_empty() { Form::Plain } else { self.maybe_json(line, exec, false) }
            }
            Keyword::User | Keyword::Workdir | Keyword::Stopsignal | Keyword::Maintainer => {
                self.file.words.push(self.locator.span(&range));
                Form::Plain
            }
            Keyword::Onbuild | Keyword::Unknown => Form::Plain,
        }
    }

    fn plain_words(&mut self, line: &str, range: Range<usize>) {
        let (words, locator) = (&mut self.file.words, &self.locator);
        split::plain_words(line, range, |word| words.push(locator.span(&word)));
    }

    fn quoted_words(&mut self, line: &str, range: Range<usize>) {
        let (words, locator) = (&mut self.file.words, &self.locator);
        split::quoted_words(line, range, self.file.escape, |word| words.push(locator.span(&word)));
    }

    fn maybe_json(&mut self, line: &str, range: Range<usize>, words: bool) -> Form {
        let mut form = Form::Plain;
        if split::byte(line, range.start) == b'[' {
            let before = self.file.words.len();
            let (found, locator) = (&mut self.file.words, &self.locator);
            match split::json(line, range.clone(), |string| found.push(locator.span(&string))) {
                Json::Strings => return Form::Json,
                Json::NotStrings(at) => {
                    let span = self.locator.span(&(at..json_value_end(line, at)));
                    let message = "only strings can stand in the JSON array of an instruction".to_owned();
                    self.error(span, message, Some("put the value into double quotes"));
                    return Form::Json;
                }
                Json::Invalid(at, why) => {
                    self.file.words.truncate(before);
                    let at = if at < line.len() { self.locator.start(at) } else { self.locator.end(line.len()) };
                    form = Form::FailedJson(why, at);
                }
            }
        }
        if words {
            self.plain_words(line, range);
        }
        form
    }

    /// `name=value` words, or `name rest of the line`.
    fn pairs(&mut self, line: &str, range: Range<usize>) -> Form {
        let escape = self.file.escape;
        split::quoted_words(line, range.clone(), escape, |word| self.ranges.push(word));
        let has_sign = |word: &Range<usize>| line.get(word.clone()).is_some_and(|word| word.contains('='));
        if self.ranges.first().is_some_and(has_sign) {
            for word in self.ranges.drain(..) {
                let span = self.locator.span(&word);
                if !has_sign(&word) {
                    let text = line.get(word).unwrap_or("");
                    self.file.errors.push(check::no_equals_sign(span, text));
                }
                self.file.words.push(span);
            }
            return Form::Plain;
        }
        self.ranges.clear();
        let (key, rest) = split::keyword(line.get(range.start..).unwrap_or(""));
        self.file.words.push(self.locator.span(&(range.start + key.start..range.start + key.end)));
        let value = range.start + rest..range.end;
        if !value.is_empty() {
            self.file.words.push(self.locator.span(&value));
        }
        Form::Legacy
    }

    /// Tiles of the logical line: keyword, flags and arguments, cut at the gaps.
    fn line_tiles(&mut self, extent: &Extent, ix: u32) {
        let Some(data) = self.file.instructions.get(ix as usize) else { return };
        let (keyword, args, flags) = (data.keyword_span, data.args, data.flags);
        let mut gaps = std::mem::take(&mut self.gap_tiles);
        let mut cursor = Cursor {
            at: gaps.first().map_or(extent.span.start, |gap| gap.span.start.min(extent.span.start)),
            gaps: &gaps,
        };
        let tiles = &mut self.file.tiles;
        cursor.emit(tiles, keyword, TileKind::Keyword);
        for flag in flags.of(&self.file.flags) {
            cursor.emit(tiles, flag.span, TileKind::Flag);
        }
        cursor.emit(tiles, args, TileKind::Argument);
        let end = extent.last.end.max(cursor.at as usize) as u32;
        let end = gaps.last().map_or(end, |gap| end.max(gap.span.end));
        cursor.emit(tiles, Span::empty(end), TileKind::Space);
        let from = cursor.at as usize;
        gaps.clear();
        self.gap_tiles = gaps;
        self.tile(TileKind::LineEnd, from, extent.last.next);
    }

    /// Reads the heredocs that the line announces; returns where the instruction ends.
    fn heredocs(&mut self, line: &str, ix: u32, end: usize) -> usize {
        if !line.contains("<<") {
            return end;
        }
        let Some(data) = self.file.instructions.last() else { return end };
        let takes = matches!(data.keyword, Keyword::Run | Keyword::Copy | Keyword::Add) && data.form != Form::Json;
        if !takes {
            return end;
        }
        let start = self.file.heredocs.len() as u32;
        let mut end = end;
        for marker in marker::markers(line) {
            end = self.heredoc(&marker);
        }
        let heredocs = Items { start, end: self.file.heredocs.len() as u32 };
        for data in self.file.instructions.iter_mut().skip(ix as usize) {
            data.heredocs = heredocs;
        }
        end
    }

    fn heredoc(&mut self, marker: &marker::Marker) -> usize {
        let body = self.at;
        let span = self.locator.span(&marker.range);
        let mut found = None;
        while self.at < self.text.len() && found.is_none() {
            let line = self.line();
            let content = self.text.get(line.start..line.end).unwrap_or("");
            let content = if marker.strip_tabs { content.trim_start_matches('\t') } else { content };
            found = (content == marker.name).then_some(line);
        }
        let body_end = found.map_or(self.at, |line| line.start);
        self.tile(TileKind::HeredocBody, body, body_end);
        if let Some(line) = found {
            self.tile(TileKind::HeredocEnd, line.start, line.end);
            self.tile(TileKind::LineEnd, line.end, line.next);
        } else {
            let name = &marker.name;
            let help = format!("end it with a line that is exactly `{name}`");
            self.error(span, format!("the heredoc `{name}` is not ended"), Some(&help));
        }
        // A partly quoted name stands nowhere in the marker as it is; the line that ends the heredoc has it.
        let places = [Some(span), found.map(|line| Span::new(line.start as u32, line.end as u32))];
        let name = places.into_iter().flatten().find_map(|place| {
            let start = place.start + place.of(self.text).find(marker.name.as_str())? as u32;
            Some(Span::new(start, start + marker.name.len() as u32))
        });
        let name = name.unwrap_or(span);
        self.file.heredocs.push(HeredocData {
            marker: span,
            name,
            body: Span::new(body as u32, body_end as u32),
            end: found.map(|line| Span::new(line.start as u32, line.end as u32)),
            expand: marker.expand,
            strip_tabs: marker.strip_tabs,
        });
        let text = self.text.get(..self.at).unwrap_or("");
        found.map_or(text.trim_end_matches(['\r', '\n']).len().max(span.end as usize), |line| line.end)
    }
}

/// Walks the bytes of a logical line in the file.
struct Cursor<'g> {
    at: u32,
    gaps: &'g [Tile],
}

impl Cursor<'_> {
    /// Blanks up to `span`, then the span as `kind`; gaps keep their own tiles.
    fn emit(&mut self, tiles: &mut Vec<Tile>, span: Span, kind: TileKind) {
        self.fill(tiles, span.start, TileKind::Space);
        self.fill(tiles, span.end, kind);
    }

    fn fill(&mut self, tiles: &mut Vec<Tile>, end: u32, kind: TileKind) {
        while let [gap, rest @ ..] = self.gaps
            && gap.span.start < end
        {
            if self.at < gap.span.start {
                tiles.push(Tile { kind, span: Span::new(self.at, gap.span.start) });
            }
            tiles.push(*gap);
            self.at = gap.span.end;
            self.gaps = rest;
        }
        if self.at < end {
            tiles.push(Tile { kind, span: Span::new(self.at, end) });
            self.at = end;
        }
    }
}

fn trimmed(text: &str, at: usize) -> Span {
    let start = at + text.len() - text.trim_start().len();
    Span::new(start as u32, (start + text.trim().len()) as u32)
}

/// The end of a JSON value, roughly: for an error's place.
fn json_value_end(line: &str, at: usize) -> usize {
    let rest = line.get(at..).unwrap_or("");
    at + rest.find([',', ']', ' ']).unwrap_or(rest.len()).max(1).min(rest.len())
}
