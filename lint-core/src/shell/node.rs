//! The arenas of a [`Script`](super::Script): plain records with spans of the joined text.

use crate::span::Span;

/// A run of entries in one of the arenas.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) end: u32,
}

impl Run {
    /// The entries of the run; none where it does not fit the arena.
    pub(super) fn of<T>(self, arena: &[T]) -> &[T] {
        arena.get(self.start as usize..self.end as usize).unwrap_or(&[])
    }
}

/// How a command is joined to the one before it in the same list.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Joiner {
    /// It is the first of its list.
    #[default]
    First,
    /// `&&`
    And,
    /// `||`
    Or,
    /// `;`, `&` or a line break.
    Seq,
    /// `|`
    Pipe,
    /// `|&`
    PipeBoth,
}

/// Where a command stands.
#[expect(clippy::struct_excessive_bools, reason = "independent facts, not a state")]
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Place {
    pub(super) depth: u8,
    pub(super) conditional: bool,
    pub(super) substitution: bool,
    pub(super) function: bool,
    pub(super) subshell: bool,
    /// In the condition of `if`, `elif`, `while` or `until`.
    pub(super) tested: bool,
}

/// One simple command (or `[[ … ]]`).
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct CommandNode {
    pub(super) span: Span,
    pub(super) words: Run,
    pub(super) assignments: Run,
    pub(super) redirects: Run,
    /// Index in `words` of the effective name; equal to their number when there is none.
    pub(super) name: u32,
    pub(super) joiner: Joiner,
    pub(super) background: bool,
    pub(super) place: Place,
}

/// One word: its parts lie in the part arena.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct WordNode {
    pub(super) span: Span,
    pub(super) parts: Run,
}

/// One piece of a word.
#[derive(Copy, Clone, Debug)]
pub(super) struct PartNode {
    pub(super) kind: PartKind,
    /// The bytes of the piece, without its quotes.
    pub(super) span: Span,
    /// It stands between double quotes.
    pub(super) quoted: bool,
}

/// What a piece of a word is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum PartKind {
    /// Text that stands for itself.
    Text,
    /// The character after a backslash.
    Escaped,
    /// The inside of `'…'`.
    Single,
    /// The inside of `$'…'`.
    AnsiC,
    /// A `"`: no text, but it makes an empty word a word.
    Quote,
    /// A parameter: index in the variable arena.
    Variable(u32),
    /// `$(…)`, backticks, `<(…)`.
    Substitution,
    /// `$((…))`
    Arithmetic,
    /// Not understood or not literal: an array, an extended glob.
    Opaque,
}

/// One reference to a variable.
#[derive(Copy, Clone, Debug)]
pub(super) struct VariableNode {
    pub(super) span: Span,
    pub(super) name: Span,
    /// From after the name to before the `}`.
    pub(super) operator: Span,
    /// `${#x}`, `${!x}`: not the value itself.
    pub(super) indirect: bool,
}

/// `NAME=value` before a command.
#[derive(Copy, Clone, Debug)]
pub(super) struct AssignmentNode {
    pub(super) span: Span,
    pub(super) name: Span,
    pub(super) append: bool,
    pub(super) value: Option<WordNode>,
}

/// One redirect.
#[derive(Copy, Clone, Debug)]
pub(super) struct RedirectNode {
    pub(super) span: Span,
    pub(super) fd: Option<u32>,
    pub(super) op: RedirectOp,
    pub(super) target: Option<WordNode>,
    /// Index in the heredoc arena.
    pub(super) heredoc: Option<u32>,
}

/// What a redirect does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum RedirectOp {
    /// `<`
    Read,
    /// `>`
    Write,
    /// `>>`
    Append,
    /// `>|`
    Clobber,
    /// `<>`
    ReadWrite,
    /// `<&`
    DuplicateInput,
    /// `>&`
    DuplicateOutput,
    /// `&>`
    WriteBoth,
    /// `&>>`
    AppendBoth,
    /// `<<` and `<<-`
    Heredoc,
    /// `<<<`
    HereString,
}

/// A heredoc whose body comes with the next line.
#[derive(Copy, Clone, Debug)]
pub(super) struct HeredocNode {
    pub(super) delimiter: WordNode,
    pub(super) strip_tabs: bool,
    pub(super) body: Option<Span>,
}

/// One `|` or `|&`.
#[derive(Copy, Clone, Debug)]
pub(super) struct PipeNode {
    pub(super) operator: Span,
    /// What stands between it and the operator before.
    pub(super) left: Span,
    pub(super) left_commands: Run,
    pub(super) right_commands: Run,
    /// The left side is one simple command.
    pub(super) simple: bool,
    /// The pipe before it in its pipeline.
    pub(super) previous: Option<u32>,
    /// The commands after the last pipe of its pipeline.
    pub(super) last_commands: Run,
    /// The pipeline begins with `!`.
    pub(super) negated: bool,
    /// `||` comes after the pipeline.
    pub(super) guarded: bool,
    pub(super) place: Place,
}

/// One item of the outermost list.
#[derive(Copy, Clone, Debug)]
pub(super) struct StatementNode {
    pub(super) span: Span,
    pub(super) joiner: Joiner,
    pub(super) background: bool,
    pub(super) negated: bool,
    /// Number of elements of the pipeline.
    pub(super) stages: u32,
    /// It is one simple command.
    pub(super) simple: bool,
    pub(super) commands: Run,
}

/// A `!` before a pipeline that stands alone in a list of commands.
#[derive(Copy, Clone, Debug)]
pub(super) struct NegationNode {
    pub(super) at: u32,
    /// Nothing came after it yet: it may be the status of the list.
    pub(super) last: bool,
}
