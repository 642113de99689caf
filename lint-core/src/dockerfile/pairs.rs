//! `name=value` pairs of ENV, LABEL and ARG.

use super::Form;
use super::instruction::Instruction;
use super::word::Word;
use crate::span::Span;

/// A name with its value.
#[derive(Copy, Clone, Debug)]
pub struct Pair<'a> {
    /// The name.
    pub key: Word<'a>,
    /// The value; none for an ARG without `=`.
    pub value: Option<Word<'a>>,
    /// Written without `=`: the value is the rest of the line.
    pub legacy: bool,
    /// Name and value.
    pub span: Span,
}

/// The pairs of an instruction.
pub(crate) fn pairs(instruction: Instruction<'_>) -> impl Iterator<Item = Pair<'_>> + Clone + '_ {
    let legacy = instruction.data.form == Form::Legacy;
    let spans = instruction.word_spans();
    let step = if legacy { 2 } else { 1 };
    spans.chunks(step).filter_map(move |chunk| match chunk {
        [key, value] => Some(Pair {
            key: instruction.word(*key),
            value: Some(instruction.word(*value)),
            legacy: true,
            span: key.to(*value),
        }),
        [word] => Some(split(instruction, *word, legacy)),
        _ => None,
    })
}

fn split(instruction: Instruction<'_>, span: Span, legacy: bool) -> Pair<'_> {
    let sign = if legacy { None } else { find_sign(instruction, span) };
    let key = Span::new(span.start, sign.unwrap_or(span.end));
    let value = sign.map(|at| instruction.word(Span::new(at + 1, span.end)));
    Pair { key: instruction.word(key), value, legacy, span }
}

/// The first `=` that stands in no gap.
fn find_sign(instruction: Instruction<'_>, span: Span) -> Option<u32> {
    let text = &instruction.file.text;
    let mut at = span.start;
    for stop in instruction.gaps(span).map(|gap| (gap.start, gap.end)).chain([(span.end, span.end)]) {
        if let Some(found) = Span::new(at, stop.0).of(text).find('=') {
            return Some(at + found as u32);
        }
        at = stop.1;
    }
    None
}
