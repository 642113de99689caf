//! Shell scripts: the bodies of RUN and CMD, heredocs, Compose command strings.
//!
//! A command finder for POSIX sh and the bash that Dockerfiles use. It never fails: what it does not understand is
//! opaque ([`Script::is_opaque`]) and the rest is read on. One pass, linear time, bounded nesting.

mod command;
mod cursor;
pub mod dialect;
mod exec_form;
pub mod fetch;
mod getopt;
mod join;
mod lex_command;
mod lex_compound;
mod lex_list;
mod lex_word;
mod nested;
mod node;
mod options;
pub mod packages;
mod pipe;
#[cfg(test)]
mod tests;
pub mod unpack;
mod word;
mod wrappers;

pub use command::{Assignment, Command, Redirect};
pub use dialect::{Dialect, Program};
pub use getopt::{Grammar, Options};
pub use node::{Joiner, RedirectOp};
pub use pipe::Pipe;
pub use word::{Part, Word};

use std::sync::Arc;

use crate::SyntaxError;
use crate::know::Know;
use crate::span::{OffsetMap, Span};
use node::{
    AssignmentNode, CommandNode, HeredocNode, NegationNode, PartNode, PipeNode, RedirectNode, StatementNode,
    VariableNode, WordNode,
};

/// What a backslash before a line end means.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Continuations {
    /// The shell form of an instruction: the build joined the lines before the shell saw them, so the two bytes are
    /// nothing everywhere, also in single quotes and comments.
    Removed,
    /// A heredoc body, a JSON string, a Compose string: the shell's own rules.
    Shell,
}

/// A parsed script. Its own spans are offsets in [`Script::text`]; views also give them mapped to the file.
#[derive(Clone, Debug)]
pub struct Script {
    text: Arc<str>,
    /// The text without continuations and the way back, where it has some.
    joined: Option<Arc<(String, OffsetMap)>>,
    map: OffsetMap,
    commands: Vec<CommandNode>,
    words: Vec<WordNode>,
    parts: Vec<PartNode>,
    variables: Vec<VariableNode>,
    assignments: Vec<AssignmentNode>,
    redirects: Vec<RedirectNode>,
    heredocs: Vec<HeredocNode>,
    statements: Vec<StatementNode>,
    pipes: Vec<PipeNode>,
    negations: Vec<NegationNode>,
    errors: Vec<SyntaxError>,
    opaque: bool,
}

/// Parses a script; `map` leads from its offsets to the file.
pub fn parse(text: impl Into<Arc<str>>, map: OffsetMap, continuations: Continuations) -> Script {
    let text = text.into();
    let joined = if continuations == Continuations::Removed { join::join(&text) } else { None };
    let read: &str = joined.as_ref().map_or(&text, |(joined, _)| joined);
    let mut parser = cursor::Parser::new(read);
    parser.script();
    wrappers::resolve(&mut parser);
    let cursor::Parser {
        commands,
        words,
        parts,
        variables,
        assignments,
        redirects,
        heredocs,
        statements,
        pipes,
        negations,
        errors,
        opaque,
        ..
    } = parser;
    let mut script = Script {
        joined: joined.map(Arc::new),
        text,
        map,
        commands,
        words,
        parts,
        variables,
        assignments,
        redirects,
        heredocs,
        statements,
        pipes,
        negations,
        errors,
        opaque,
    };
    let mut errors = std::mem::take(&mut script.errors);
    for error in &mut errors {
        error.span = script.map.span(script.local(error.span));
    }
    script.errors = errors;
    script
}

impl Script {
    /// The text as it was handed in.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The map from offsets of the text to the file.
    pub const fn map(&self) -> &OffsetMap {
        &self.map
    }

    /// The whole script in the file.
    pub fn span(&self) -> Span {
        self.map.span(Span::new(0, self.text.len() as u32))
    }

    /// All simple commands in document order, also those in substitutions, functions and compound commands.
    pub fn commands(&self) -> impl ExactSizeIterator<Item = Command<'_>> + Clone {
        (0..self.commands.len() as u32).map(|index| Command { script: self, index })
    }

    /// The command with this number.
    pub fn command(&self, index: u32) -> Option<Command<'_>> {
        ((index as usize) < self.commands.len()).then_some(Command { script: self, index })
    }

    /// What was not understood; spans are of the file.
    pub fn errors(&self) -> &[SyntaxError] {
        &self.errors
    }

    /// True when some part was not understood.
    pub const fn is_opaque(&self) -> bool {
        self.opaque
    }

    /// Every reference to a variable outside single quotes, also in heredocs that expand.
    pub fn variables(&self) -> impl ExactSizeIterator<Item = Variable<'_>> + Clone {
        self.variables.iter().map(|&node| Variable { script: self, node })
    }

    /// The items of the outermost list.
    pub fn top_level(&self) -> impl ExactSizeIterator<Item = Statement<'_>> + Clone {
        self.statements.iter().map(|&node| Statement { script: self, node })
    }

    /// Each `!` whose outcome nothing looks at, in the file: before a pipeline that stands alone in a list of commands and
    /// whose status is not that of the list.
    pub fn lost_negations(&self) -> impl ExactSizeIterator<Item = Span> {
        self.negations.iter().map(|negation| self.file(Span::new(negation.at, negation.at + 1)))
    }

    /// The last command, when the last statement is one simple command.
    pub fn last_command(&self) -> Option<Command<'_>> {
        self.top_level().last()?.simple_command()
    }

    /// The command, when the whole script is one simple command.
    pub fn single_command(&self) -> Option<Command<'_>> {
        match self.statements.as_slice() {
            [only] if !self.opaque && !only.background => Statement { script: self, node: *only }.simple_command(),
            _ => None,
        }
    }

    /// The words of the script written in exec form, when that means the same: one simple command without
    /// assignments, redirects, expansions, and not a builtin of the shell.
    pub fn as_exec_words(&self) -> Option<Vec<std::borrow::Cow<'_, str>>> {
        exec_form::words(self)
    }

    /// The same for a script of which only its failure counts: `program … || exit 1` is the program alone.
    pub fn as_check_words(&self) -> Option<Vec<std::borrow::Cow<'_, str>>> {
        exec_form::check_words(self)
    }

    /// The text that was read: without the continuations that the build removes.
    pub(crate) fn read_text(&self) -> &str {
        self.joined.as_ref().map_or(&self.text, |joined| &joined.0)
    }

    /// The map from offsets of [`Script::read_text`] to the file.
    #[cfg(feature = "shellcheck")]
    pub(crate) fn read_map(&self) -> OffsetMap {
        self.joined.as_ref().map_or_else(|| self.map.clone(), |joined| joined.1.then(&self.map))
    }

    /// A span of the text that was read as one of [`Script::text`].
    fn local(&self, span: Span) -> Span {
        self.joined.as_ref().map_or(span, |joined| joined.1.span(span))
    }

    fn file(&self, span: Span) -> Span {
        self.map.span(self.local(span))
    }
}

/// One item of the outermost list: a pipeline or a compound command.
#[derive(Copy, Clone, Debug)]
pub struct Statement<'a> {
    script: &'a Script,
    node: StatementNode,
}

impl<'a> Statement<'a> {
    /// Where it is in the file.
    pub fn span(self) -> Span {
        self.script.file(self.node.span)
    }

    /// Where it is in the script's text.
    pub fn local_span(self) -> Span {
        self.script.local(self.node.span)
    }

    /// How it is joined to the statement before.
    pub const fn joiner(self) -> Joiner {
        self.node.joiner
    }

    /// True when it ends with `&`.
    pub const fn background(self) -> bool {
        self.node.background
    }

    /// True when it begins with `!`.
    pub const fn negated(self) -> bool {
        self.node.negated
    }

    /// The number of commands that its pipes join.
    pub const fn stages(self) -> u32 {
        self.node.stages
    }

    /// All simple commands in it.
    pub fn commands(self) -> impl ExactSizeIterator<Item = Command<'a>> + Clone {
        let script = self.script;
        (self.node.commands.start..self.node.commands.end).map(move |index| Command { script, index })
    }

    /// The command, when the statement is one simple command.
    pub fn simple_command(self) -> Option<Command<'a>> {
        let simple = self.node.simple && self.node.stages == 1 && !self.node.negated;
        self.commands().next().filter(|_| simple)
    }
}

/// One reference to a variable.
#[derive(Copy, Clone, Debug)]
pub struct Variable<'a> {
    script: &'a Script,
    node: VariableNode,
}

impl<'a> Variable<'a> {
    /// The name, without `$` and braces; `1`, `@`, `?` and their like are names too.
    pub fn name(self) -> &'a str {
        self.node.name.of(self.script.read_text())
    }

    /// The whole reference in the file.
    pub fn span(self) -> Span {
        self.script.file(self.node.span)
    }

    /// The whole reference in the script's text.
    pub fn local_span(self) -> Span {
        self.script.local(self.node.span)
    }

    /// What stands after the name: `:-x` in `${a:-x}`.
    pub fn operator(self) -> &'a str {
        self.node.operator.of(self.script.read_text())
    }

    /// True for `${x:-…}`, `${x-…}`, `${x:=…}`, `${x=…}`, `${x:+…}` and `${x+…}`: an unset variable is meant to work.
    pub fn has_default(self) -> bool {
        let operator = self.operator();
        operator.strip_prefix(':').unwrap_or(operator).starts_with(['-', '=', '+'])
    }

    /// The value under `lookup`, for a plain reference or one with a literal default.
    pub(crate) fn value(self, lookup: &dyn Fn(&str) -> Know<String>) -> Know<String> {
        use crate::know::Why;
        if self.node.indirect || !self.name().starts_with(|first: char| first.is_ascii_alphabetic() || first == '_') {
            return Know::Unknown(Why::Runtime);
        }
        let operator = self.operator();
        let default = operator.strip_prefix(":-").or_else(|| operator.strip_prefix('-'));
        match default {
            None if operator.is_empty() => lookup(self.name()),
            Some(default) if !default.contains(['$', '`', '"', '\'', '\\', '~']) => match lookup(self.name()) {
                Know::Absent => Know::Known(default.to_owned()),
                Know::Known(value) if value.is_empty() && operator.starts_with(':') => Know::Known(default.to_owned()),
                other => other,
            },
            _ => Know::Unknown(Why::Runtime),
        }
    }
}
