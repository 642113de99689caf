//! A lossless, error-tolerant Dockerfile parser with typed views.
//!
//! [`parse`] never fails: what the build would refuse is listed in [`Dockerfile::errors`], and everything around it is
//! still there. Each byte of the text lies in exactly one [`Tile`]. The tree holds byte spans only; views borrow the text.
//!
//! ```
//! use plimsoll_core::dockerfile::{Keyword, parse};
//!
//! let file = parse("FROM alpine:3.22 AS base\nRUN apk add \\\n  # why\n  git\n".into());
//! assert!(file.errors().is_empty());
//! let run = file.instructions().nth(1).unwrap();
//! assert_eq!(run.keyword(), Keyword::Run);
//! assert_eq!(run.stage().unwrap().name(), Some("base"));
//! ```

mod ast;
mod check;
mod check_mount;
mod empty_lines;
mod exec;
mod expand;
mod expanded;
mod image_ref;
mod instruction;
mod keyword;
mod legacy;
mod lines;
mod lost_directives;
mod marker;
mod mount;
mod near_json;
mod pairs;
mod parse;
mod reference;
mod split;
mod stage;
mod views;
mod word;

pub use ast::ast_json;
pub(crate) use check::refused;
pub(crate) use check::trigger as trigger_errors;
pub use exec::{Exec, JsonArgs, JsonString, ShellText};
pub use image_ref::ImageRef;
pub use instruction::{Flag, Heredoc, Instruction};
pub use keyword::{Case, Keyword};
pub use lost_directives::{Lost, LostDirective};
pub use mount::{Mount, MountField};
pub use near_json::json_array;
pub use pairs::Pair;
pub use parse::parse;
pub(crate) use reference::checksum_fault;
pub use stage::Stage;
pub use views::{
    Arg, ArgInstruction, Cmd, Env, Expose, From, Healthcheck, HealthcheckKind, InstructionView, Label, Maintainer,
    Onbuild, Run, Shell, Source, Stopsignal, Transfer, User, Volume, Workdir,
};
pub use word::{Part, PartKind, Parts, VarOp, VarRef, Word};

use crate::SyntaxError;
use crate::span::Span;
use std::sync::Arc;

/// A parsed Dockerfile.
#[derive(Clone, Debug)]
pub struct Dockerfile {
    text: Arc<str>,
    tiles: Vec<Tile>,
    instructions: Vec<InstructionData>,
    words: Vec<Span>,
    flags: Vec<FlagData>,
    heredocs: Vec<HeredocData>,
    comments: Vec<CommentData>,
    directives: Vec<DirectiveData>,
    stages: Vec<StageData>,
    gaps: Vec<Span>,
    errors: Vec<SyntaxError>,
    escape: u8,
}

/// A piece of the text. Tiles lie side by side and cover every byte.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// What it is.
    pub kind: TileKind,
    /// Its bytes.
    pub span: Span,
}

/// What a [`Tile`] holds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TileKind {
    /// The byte order mark.
    Bom,
    /// A parser directive, without its line end.
    Directive,
    /// A comment from its `#` on, without its line end; inside an instruction too.
    Comment,
    /// An empty line with its line end; inside an instruction too.
    Blank,
    /// The first word of an instruction.
    Keyword,
    /// A flag with its value.
    Flag,
    /// Arguments, up to a continuation or the end of the logical line.
    Argument,
    /// Blanks.
    Space,
    /// An escape character at the end of a line, with the blanks and the line end after it.
    Continuation,
    /// The lines of a heredoc.
    HeredocBody,
    /// The line that ends a heredoc, without its line end.
    HeredocEnd,
    /// A line end.
    LineEnd,
}

/// A range of an arena.
#[derive(Copy, Clone, Debug, Default)]
pub(crate) struct Items {
    pub(crate) start: u32,
    pub(crate) end: u32,
}

impl Items {
    fn of<T>(self, arena: &[T]) -> &[T] {
        arena.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }
}

/// How an instruction's arguments were read.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// As text or words.
    Plain,
    /// As a JSON array of strings.
    Json,
    /// As text or words, although it begins with `[`: the reason and its place.
    FailedJson(&'static str, u32),
    /// A key and the rest of the line.
    Legacy,
}

#[derive(Clone, Debug)]
pub(crate) struct InstructionData {
    keyword: Keyword,
    form: Form,
    keyword_span: Span,
    span: Span,
    head_end: u32,
    args: Span,
    /// What is executed: the arguments, for HEALTHCHECK those after the type.
    exec: Span,
    flags: Items,
    words: Items,
    heredocs: Items,
    gaps: Items,
    tiles: Items,
    comments_above: Items,
    stage: Option<u32>,
    parent: Option<u32>,
}

#[derive(Copy, Clone, Debug)]
pub(crate) struct FlagData {
    span: Span,
    name_end: u32,
}

#[derive(Copy, Clone, Debug)]
pub(crate) struct HeredocData {
    marker: Span,
    /// The name without quotes, in the text where it is written plainly.
    name: Span,
    body: Span,
    end: Option<Span>,
    expand: bool,
    strip_tabs: bool,
}

#[derive(Copy, Clone, Debug)]
pub(crate) struct CommentData {
    span: Span,
    inside: bool,
}

#[derive(Copy, Clone, Debug)]
pub(crate) struct DirectiveData {
    span: Span,
    name: Span,
    value: Span,
}

#[derive(Copy, Clone, Debug)]
pub(crate) struct StageData {
    from: u32,
    /// The instruction after the last of the stage.
    end: u32,
    name: Option<Span>,
}

/// A parser directive such as `# syntax=docker/dockerfile:1`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Directive<'a> {
    /// The name as written.
    pub name: &'a str,
    /// The value, trimmed.
    pub value: &'a str,
    /// From `#` to the end of the value.
    pub span: Span,
    /// The name's bytes.
    pub name_span: Span,
    /// The value's bytes.
    pub value_span: Span,
}

/// A comment line.
#[derive(Copy, Clone, Debug)]
pub struct Comment<'a> {
    file: &'a Dockerfile,
    ix: u32,
    data: CommentData,
}

impl<'a> Comment<'a> {
    /// Its place among the comments of the file.
    pub fn index(self) -> u32 {
        self.ix
    }

    /// From `#` to the end of the line, without the line end.
    pub fn span(self) -> Span {
        self.data.span
    }

    /// The text after `#`, as written.
    pub fn text(self) -> &'a str {
        let text = self.data.span.of(&self.file.text);
        text.strip_prefix('#').unwrap_or(text)
    }

    /// True for a comment between the lines of an instruction.
    pub fn inside_instruction(self) -> bool {
        self.data.inside
    }
}

impl PartialEq for Comment<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ix == other.ix
    }
}

impl Eq for Comment<'_> {}

impl Dockerfile {
    /// The whole text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, to be kept.
    pub fn text_arc(&self) -> &Arc<str> {
        &self.text
    }

    /// The escape character: a backslash, or a backtick by directive.
    pub fn escape(&self) -> char {
        char::from(self.escape)
    }

    /// True when a directive names the escape character.
    pub fn has_escape_directive(&self) -> bool {
        self.directives().any(|directive| directive.name.eq_ignore_ascii_case("escape"))
    }

    /// The pieces of the text, in order.
    pub fn tiles(&self) -> &[Tile] {
        &self.tiles
    }

    /// What the build would refuse, in the order of the text.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// The parser directives.
    pub fn directives(&self) -> impl Iterator<Item = Directive<'_>> + Clone {
        self.directives.iter().map(|data| Directive {
            name: data.name.of(&self.text),
            value: data.value.of(&self.text),
            span: data.span,
            name_span: data.name,
            value_span: data.value,
        })
    }

    /// All comments, in order; directives are none.
    pub fn comments(&self) -> impl Iterator<Item = Comment<'_>> + Clone {
        self.comments_in(Items { start: 0, end: self.comments.len() as u32 })
    }

    fn comments_in(&self, items: Items) -> impl Iterator<Item = Comment<'_>> + Clone {
        (items.start..).zip(items.of(&self.comments)).map(|(ix, &data)| Comment { file: self, ix, data })
    }

    /// The instructions of the file, in order. What an ONBUILD triggers is reached through [`Instruction::as_onbuild`].
    pub fn instructions(&self) -> impl Iterator<Item = Instruction<'_>> + Clone {
        self.range(0, self.instructions.len() as u32)
    }

    fn range(&self, start: u32, end: u32) -> impl Iterator<Item = Instruction<'_>> + Clone {
        (start..end).filter_map(|ix| self.instruction(ix)).filter(|instruction| !instruction.is_onbuild_inner())
    }

    /// The instruction with this [`Instruction::index`], an ONBUILD's inner one too.
    pub fn instruction(&self, ix: u32) -> Option<Instruction<'_>> {
        let data = self.instructions.get(ix as usize)?;
        Some(Instruction { file: self, ix, data })
    }

    /// The stages, in order.
    pub fn stages(&self) -> impl Iterator<Item = Stage<'_>> + Clone {
        (0..self.stages.len() as u32).filter_map(|ix| self.stage(ix))
    }

    /// The stage with this index.
    pub fn stage(&self, ix: u32) -> Option<Stage<'_>> {
        let data = self.stages.get(ix as usize)?;
        Some(Stage { file: self, ix, data })
    }

    /// The last stage of that name, in any case, among those with an index below `before`.
    pub fn stage_by_name(&self, name: &str, before: u32) -> Option<Stage<'_>> {
        let end = before.min(self.stages.len() as u32);
        (0..end)
            .rev()
            .filter_map(|ix| self.stage(ix))
            .find(|stage| stage.name().is_some_and(|found| found.eq_ignore_ascii_case(name)))
    }

    /// The ARG instructions before the first FROM.
    pub fn global_args(&self) -> impl Iterator<Item = Instruction<'_>> + Clone {
        let end = self.stages.first().map_or(self.instructions.len() as u32, |stage| stage.from);
        self.range(0, end).filter(|instruction| instruction.keyword() == Keyword::Arg)
    }
}
