//! A build stage: a FROM and what follows it.

use super::instruction::Instruction;
use super::views::From;
use super::{Dockerfile, Keyword, StageData};
use crate::span::Span;

/// A build stage.
#[derive(Copy, Clone, Debug)]
pub struct Stage<'a> {
    pub(crate) file: &'a Dockerfile,
    pub(crate) ix: u32,
    pub(crate) data: &'a StageData,
}

impl PartialEq for Stage<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.ix == other.ix
    }
}

impl Eq for Stage<'_> {}

impl<'a> Stage<'a> {
    /// Its number, from 0.
    pub fn index(self) -> u32 {
        self.ix
    }

    /// The file it stands in.
    pub fn file(self) -> &'a Dockerfile {
        self.file
    }

    /// Its FROM.
    pub fn from(self) -> Option<From<'a>> {
        self.from_instruction()?.as_from()
    }

    /// Its FROM as an instruction.
    pub fn from_instruction(self) -> Option<Instruction<'a>> {
        self.file.instruction(self.data.from)
    }

    /// The name after AS, as written.
    pub fn name(self) -> Option<&'a str> {
        Some(self.data.name?.of(&self.file.text))
    }

    /// The name's bytes.
    pub fn name_span(self) -> Option<Span> {
        self.data.name
    }

    /// The instructions after FROM, in order.
    pub fn instructions(self) -> impl Iterator<Item = Instruction<'a>> + Clone {
        self.file.range(self.data.from + 1, self.data.end)
    }

    /// The instructions of a kind that a later one of the stage replaces, each with the next of its kind.
    pub fn replaced(self, keyword: Keyword) -> impl Iterator<Item = (Instruction<'a>, Instruction<'a>)> {
        let all = self.instructions().filter(move |instruction| instruction.keyword() == keyword);
        all.clone().zip(all.skip(1))
    }

    /// From FROM to the end of the last instruction.
    pub fn span(self) -> Span {
        let end = self.data.end.checked_sub(1).and_then(|last| self.file.instruction(last));
        match (self.from_instruction(), end) {
            (Some(from), Some(end)) => from.span().to(end.span()),
            _ => Span::default(),
        }
    }
}
