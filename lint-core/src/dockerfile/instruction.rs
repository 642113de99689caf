//! An instruction with its flags and heredocs.

use super::split::cook_flag;
use super::stage::Stage;
use super::word::Word;
use super::{Comment, Dockerfile, FlagData, Form, HeredocData, InstructionData, Keyword, TileKind};
use crate::span::{OffsetMap, Span};
use std::borrow::Cow;

/// One instruction of a file.
#[derive(Copy, Clone, Debug)]
pub struct Instruction<'a> {
    pub(crate) file: &'a Dockerfile,
    pub(crate) ix: u32,
    pub(crate) data: &'a InstructionData,
}

impl PartialEq for Instruction<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ix == other.ix
    }
}

impl Eq for Instruction<'_> {}

impl<'a> Instruction<'a> {
    /// The file it stands in.
    pub fn file(self) -> &'a Dockerfile {
        self.file
    }

    /// Its number in the file; what an ONBUILD holds counts too.
    pub fn index(self) -> u32 {
        self.ix
    }

    /// The keyword.
    pub fn keyword(self) -> Keyword {
        self.data.keyword
    }

    /// The keyword as written.
    pub fn keyword_text(self) -> &'a str {
        self.data.keyword_span.of(&self.file.text)
    }

    /// The keyword's bytes.
    pub fn keyword_span(self) -> Span {
        self.data.keyword_span
    }

    /// From the keyword to the end of the last line, heredocs included, without the final line end.
    pub fn span(self) -> Span {
        Span::new(self.data.keyword_span.start, self.data.span.end)
    }

    /// Its whole lines: what goes when it is removed. Comments above stay.
    pub fn lines_span(self) -> Span {
        let text: &str = &self.file.text;
        let start = text.get(..self.span().start as usize).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let rest = text.get(self.span().end as usize..).unwrap_or("");
        let end = rest.find('\n').map_or(rest.len(), |at| at + 1);
        Span::new(start as u32, self.span().end + end as u32)
    }

    /// From the keyword to the end of the logical line, without trailing blanks and heredocs.
    pub fn head_span(self) -> Span {
        Span::new(self.data.keyword_span.start, self.data.head_end)
    }

    /// The arguments: after keyword and flags, to the end of the logical line, trimmed.
    pub fn args_span(self) -> Span {
        self.data.args
    }

    /// The arguments as written, continuations and comments between their lines included.
    pub fn args_text(self) -> &'a str {
        self.data.args.of(&self.file.text)
    }

    /// The flags, in order.
    pub fn flags(self) -> impl Iterator<Item = Flag<'a>> + Clone {
        self.data.flags.of(&self.file.flags).iter().map(move |data| Flag { instruction: self, data: *data })
    }

    /// The first flag of that name.
    pub fn flag(self, name: &str) -> Option<Flag<'a>> {
        self.flags().find(|flag| flag.name() == name)
    }

    /// Whether it has the flags of another instruction, in any order.
    pub fn has_flags_of(self, other: Self) -> bool {
        let sorted = |instruction: Self| {
            let mut flags: Vec<String> = instruction.flags().map(|flag| flag.cooked().into_owned()).collect();
            flags.sort_unstable();
            flags
        };
        sorted(self) == sorted(other)
    }

    /// The argument words in the style of the instruction. Text for a shell has none; JSON strings are found in
    /// [`super::JsonArgs`].
    pub fn words(self) -> impl Iterator<Item = Word<'a>> + Clone {
        let words = if self.data.form == Form::Json { &[] } else { self.data.words.of(&self.file.words) };
        words.iter().map(move |&span| self.word(span))
    }

    pub(crate) fn word(self, span: Span) -> Word<'a> {
        Word { instruction: self, span }
    }

    /// The spans of all words or JSON strings.
    pub(crate) fn word_spans(self) -> &'a [Span] {
        self.data.words.of(&self.file.words)
    }

    /// The heredocs, in the order of their markers.
    pub fn heredocs(self) -> impl Iterator<Item = Heredoc<'a>> + Clone {
        self.data.heredocs.of(&self.file.heredocs).iter().map(move |data| Heredoc { instruction: self, data: *data })
    }

    /// The heredoc with this marker.
    pub(crate) fn heredoc_at(self, marker: Span) -> Option<Heredoc<'a>> {
        let heredocs = self.data.heredocs.of(&self.file.heredocs);
        let found = heredocs.get(heredocs.partition_point(|data| data.marker.start < marker.start))?;
        (found.marker == marker).then_some(Heredoc { instruction: self, data: *found })
    }

    /// The stage it belongs to; none before the first FROM.
    pub fn stage(self) -> Option<Stage<'a>> {
        self.file.stage(self.data.stage?)
    }

    /// The comments above it: an empty line does not end the block, an empty comment begins a new one.
    pub fn comments_above(self) -> impl Iterator<Item = Comment<'a>> + Clone {
        self.file.comments_in(self.data.comments_above)
    }

    /// The empty lines between its lines, with their line ends.
    pub fn empty_continuation_lines(self) -> impl Iterator<Item = Span> + Clone {
        let tiles = self.data.tiles.of(&self.file.tiles);
        tiles.iter().filter(|tile| tile.kind == TileKind::Blank).map(|tile| tile.span)
    }

    /// True for what an ONBUILD holds.
    pub fn is_onbuild_inner(self) -> bool {
        self.data.parent.is_some()
    }

    /// The ONBUILD that holds it.
    pub fn parent(self) -> Option<Instruction<'a>> {
        self.file.instruction(self.data.parent?)
    }

    /// True when the arguments are a JSON array.
    pub fn is_json(self) -> bool {
        self.data.form == Form::Json
    }

    /// The arguments, when they begin with `[` but are not valid JSON and so became plain text.
    pub fn failed_json(self) -> Option<Span> {
        matches!(self.data.form, Form::FailedJson(..)).then_some(self.data.exec)
    }

    /// Why [`Instruction::failed_json`] is not JSON, and where.
    pub fn failed_json_reason(self) -> Option<(&'static str, Span)> {
        match self.data.form {
            Form::FailedJson(why, at) => Some((why, Span::empty(at))),
            _ => None,
        }
    }

    /// What joins two physical lines within `span`: escape character, blanks, line end, comments and empty lines.
    pub fn gaps(self, span: Span) -> impl Iterator<Item = Span> + Clone + 'a {
        let gaps = self.data.gaps.of(&self.file.gaps);
        let from = gaps.partition_point(|gap| gap.end <= span.start);
        gaps.iter().skip(from).take_while(move |gap| gap.start < span.end).copied()
    }

    /// The text under `span` without its continuations.
    pub fn joined(self, span: Span) -> Cow<'a, str> {
        let text: &'a str = &self.file.text;
        let mut gaps = self.gaps(span).peekable();
        if gaps.peek().is_none() {
            return Cow::Borrowed(span.of(text));
        }
        let mut out = String::with_capacity(span.len() as usize);
        let mut at = span.start;
        for gap in gaps {
            out.push_str(Span::new(at, gap.start).of(text));
            at = gap.end;
        }
        out.push_str(Span::new(at, span.end).of(text));
        Cow::Owned(out)
    }
}

/// A flag: `--name` or `--name=value`.
#[derive(Copy, Clone, Debug)]
pub struct Flag<'a> {
    pub(crate) instruction: Instruction<'a>,
    data: FlagData,
}

impl<'a> Flag<'a> {
    /// The instruction it stands in.
    pub fn instruction(self) -> Instruction<'a> {
        self.instruction
    }

    /// The whole flag.
    pub fn span(self) -> Span {
        self.data.span
    }

    /// The flag with the blanks after it: what goes when it is removed. A line's end stays.
    pub fn span_with_blanks(self) -> Span {
        let rest = self.instruction.file.text.get(self.data.span.end as usize..).unwrap_or("");
        let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
        Span::new(self.data.span.start, self.data.span.end + blanks as u32)
    }

    /// The name without dashes.
    pub fn name(self) -> &'a str {
        self.name_span().of(&self.instruction.file.text)
    }

    /// The name's bytes, without dashes.
    pub fn name_span(self) -> Span {
        Span::new(self.data.span.start + 2, self.data.name_end)
    }

    /// The value after `=`, which may be empty; none for a bare flag.
    pub fn value(self) -> Option<Word<'a>> {
        let start = self.data.name_end + 1;
        (start <= self.data.span.end).then(|| self.instruction.word(Span::new(start, self.data.span.end)))
    }

    /// The flag as written, without continuations.
    pub fn raw(self) -> Cow<'a, str> {
        self.instruction.joined(self.data.span)
    }

    /// The flag as the build sees it: without continuations, quotes and backslashes.
    pub fn cooked(self) -> Cow<'a, str> {
        match self.raw() {
            raw if raw.contains(['"', '\'', '\\']) => Cow::Owned(cook_flag(&raw)),
            raw => raw,
        }
    }
}

/// A heredoc: its marker on the line and its body below.
#[derive(Copy, Clone, Debug)]
pub struct Heredoc<'a> {
    instruction: Instruction<'a>,
    data: HeredocData,
}

impl<'a> Heredoc<'a> {
    /// The name without quotes.
    pub fn name(self) -> &'a str {
        self.data.name.of(&self.instruction.file.text)
    }

    /// `<<-"EOF"` on the line.
    pub fn marker_span(self) -> Span {
        self.data.marker
    }

    /// The lines of the body, with their line ends.
    pub fn body_span(self) -> Span {
        self.data.body
    }

    /// The body as written.
    pub fn body(self) -> &'a str {
        self.data.body.of(&self.instruction.file.text)
    }

    /// The body as its reader gets it, and the way back: without the tabs that `<<-` takes off.
    pub fn text(self) -> (Cow<'a, str>, OffsetMap) {
        let body = self.body();
        let start = self.data.body.start;
        if !self.strip_tabs() || !body.contains('\t') {
            return (Cow::Borrowed(body), OffsetMap::shift(start));
        }
        let mut out = String::with_capacity(body.len());
        let mut map = OffsetMap::builder();
        let mut at = start;
        for line in body.split_inclusive('\n') {
            let end = at + line.len() as u32;
            let text = line.trim_start_matches('\t');
            map.push(out.len() as u32, end - text.len() as u32, end);
            out.push_str(text);
            at = end;
        }
        (Cow::Owned(out), map)
    }

    /// True when the name is not quoted: variables of the body are expanded.
    pub fn expand(self) -> bool {
        self.data.expand
    }

    /// True for `<<-`: tabs at the start of the lines are removed.
    pub fn strip_tabs(self) -> bool {
        self.data.strip_tabs
    }

    /// The line that ends it, without its line end.
    pub fn end_span(self) -> Option<Span> {
        self.data.end
    }

    /// False when the file ends first.
    pub fn is_terminated(self) -> bool {
        self.data.end.is_some()
    }
}
