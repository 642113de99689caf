//! The labels that stages give to their image.

use crate::cx::DockerfileCx;
use crate::dockerfile::{Instruction, InstructionView, Stage};
use crate::know::Know;
use crate::span::Span;

/// One label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Its key, variables resolved.
    pub key: Know<String>,
    /// The key's bytes.
    pub key_span: Span,
    /// Its value, variables resolved.
    pub value: Know<String>,
    /// The value's bytes; the key's when there is none.
    pub value_span: Span,
}

impl DockerfileCx<'_> {
    /// The labels of one LABEL instruction, in order; none for any other instruction.
    pub fn labels(&self, instruction: Instruction<'_>) -> Vec<Label> {
        let InstructionView::Label(label) = instruction.view() else { return Vec::new() };
        let lookup = |name: &str| self.facts.variable(instruction, name);
        let read = |pair: crate::dockerfile::Pair<'_>| Label {
            key: pair.key.expand(&lookup),
            key_span: pair.key.span(),
            value: pair.value.map_or(Know::Absent, |value| value.expand(&lookup)),
            value_span: pair.value.map_or(pair.key.span(), |value| value.span()),
        };
        label.pairs().map(read).collect()
    }

    /// The labels of a stage and of those it is based on in this file.
    pub fn labels_of_stage(&self, stage: u32) -> Vec<Label> {
        let Some(facts) = self.facts.stage(stage) else { return Vec::new() };
        let stages = std::iter::once(stage).chain(facts.ancestors.iter().copied());
        let stages = stages.filter_map(|index| self.dockerfile.stage(index));
        stages.flat_map(Stage::instructions).flat_map(|instruction| self.labels(instruction)).collect()
    }
}
