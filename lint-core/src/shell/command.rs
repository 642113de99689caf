//! Views of simple commands.

use std::borrow::Cow;

use super::node::{AssignmentNode, CommandNode, Joiner, RedirectNode, RedirectOp, WordNode};
use super::{Script, Word, nested, wrappers};
use crate::span::Span;

/// One simple command: `apt-get install -y curl`.
#[derive(Copy, Clone, Debug)]
pub struct Command<'a> {
    pub(super) script: &'a Script,
    pub(super) index: u32,
}

impl<'a> Command<'a> {
    fn node(self) -> CommandNode {
        self.script.commands.get(self.index as usize).copied().unwrap_or_default()
    }

    pub(super) fn node_words(self) -> &'a [WordNode] {
        self.node().words.of(&self.script.words)
    }

    /// The script it stands in.
    pub const fn script(self) -> &'a Script {
        self.script
    }

    /// Where it is in the file, from its first assignment, word or redirect to its last.
    pub fn span(self) -> Span {
        self.script.file(self.node().span)
    }

    /// Where it is in the script's text.
    pub fn local_span(self) -> Span {
        self.script.local(self.node().span)
    }

    /// Its number in [`Script::commands`].
    pub const fn index(self) -> u32 {
        self.index
    }

    /// The command after it in document order.
    pub fn following(self) -> Option<Self> {
        let index = self.index + 1;
        ((index as usize) < self.script.commands.len()).then_some(Self { index, ..self })
    }

    /// The command before it in document order.
    pub fn preceding(self) -> Option<Self> {
        Some(Self { index: self.index.checked_sub(1)?, ..self })
    }

    /// All words, wrappers too, without assignments and redirects.
    pub fn words(self) -> impl ExactSizeIterator<Item = Word<'a>> + DoubleEndedIterator + Clone {
        let script = self.script;
        self.node_words().iter().map(move |&node| Word { script, node, skip: 0 })
    }

    /// The effective command after `sudo`, `env`, `exec`, … : the base name of its path; `None` when it is not literal.
    pub fn name(self) -> Option<Cow<'a, str>> {
        let name = self.name_word()?.literal()?;
        match name.rfind('/') {
            None => Some(name),
            Some(slash) => Some(match name {
                Cow::Borrowed(name) => Cow::Borrowed(name.get(slash + 1..)?),
                Cow::Owned(name) => Cow::Owned(name.get(slash + 1..)?.to_owned()),
            }),
        }
    }

    /// The word of the effective command.
    pub fn name_word(self) -> Option<Word<'a>> {
        self.words().nth(self.node().name as usize)
    }

    /// The words after the effective command.
    pub fn args(self) -> impl ExactSizeIterator<Item = Word<'a>> + DoubleEndedIterator + Clone {
        self.words().skip(self.node().name as usize + 1)
    }

    /// The first word, when it is literal: `sudo` in `sudo apt-get update`.
    pub fn raw_name(self) -> Option<Cow<'a, str>> {
        self.words().next()?.literal()
    }

    /// True when nothing stands before the effective command and its name is no path: `apt-get`, not `sudo apt-get`.
    pub fn is_plain(self) -> bool {
        self.node().name == 0 && self.raw_name().is_some_and(|name| !name.contains('/'))
    }

    /// The names of the wrappers before the effective command.
    pub fn wrappers(self) -> impl Iterator<Item = &'static str> + Clone {
        wrappers::names(self, self.node().name as usize).into_iter()
    }

    /// True when this wrapper stands before the effective command.
    pub fn has_wrapper(self, name: &str) -> bool {
        self.node().name > 0 && self.wrappers().any(|wrapper| wrapper == name)
    }

    /// The assignments before the command.
    pub fn assignments(self) -> impl ExactSizeIterator<Item = Assignment<'a>> + Clone {
        let script = self.script;
        self.node().assignments.of(&script.assignments).iter().map(move |&node| Assignment { script, node })
    }

    /// Its redirects.
    pub fn redirects(self) -> impl ExactSizeIterator<Item = Redirect<'a>> + Clone {
        let script = self.script;
        self.node().redirects.of(&script.redirects).iter().map(move |&node| Redirect { script, node })
    }

    /// How it is joined to the command before it in its list.
    pub fn joiner(self) -> Joiner {
        self.node().joiner
    }

    /// True when its list ends with `&`.
    pub fn background(self) -> bool {
        self.node().background
    }

    /// Number of compound commands and substitutions around it.
    pub fn depth(self) -> u8 {
        self.node().place.depth
    }

    /// True when it may not run: in the body of `if`, `for`, `while`, `until`, `case`, or after `||`.
    pub fn is_conditional(self) -> bool {
        self.node().place.conditional
    }

    /// True inside `$(…)`, backticks or `<(…)`.
    pub fn in_substitution(self) -> bool {
        self.node().place.substitution
    }

    /// True inside the body of a function.
    pub fn in_function(self) -> bool {
        self.node().place.function
    }

    /// True inside `( … )`.
    pub fn in_subshell(self) -> bool {
        self.node().place.subshell
    }

    /// The literal script of `sh -c '…'`, `su -c '…'` or `eval '…'`, parsed and mapped to the same file.
    pub fn nested(self) -> Option<Script> {
        nested::script(self)
    }
}

/// `NAME=value` before a command.
#[derive(Copy, Clone, Debug)]
pub struct Assignment<'a> {
    script: &'a Script,
    node: AssignmentNode,
}

impl<'a> Assignment<'a> {
    /// The variable.
    pub fn name(self) -> &'a str {
        self.node.name.of(self.script.read_text())
    }

    /// The value; `None` for `NAME=`.
    pub fn value(self) -> Option<Word<'a>> {
        self.node.value.map(|node| Word { script: self.script, node, skip: 0 })
    }

    /// True for `NAME+=value`.
    pub const fn is_append(self) -> bool {
        self.node.append
    }

    /// Where it is in the file.
    pub fn span(self) -> Span {
        self.script.file(self.node.span)
    }

    /// Where it is in the script's text.
    pub fn local_span(self) -> Span {
        self.script.local(self.node.span)
    }
}

/// A redirect of a command.
#[derive(Copy, Clone, Debug)]
pub struct Redirect<'a> {
    script: &'a Script,
    node: RedirectNode,
}

impl<'a> Redirect<'a> {
    /// The descriptor: the one written, else that of the operator (0 or 1).
    pub fn fd(self) -> u32 {
        use RedirectOp::{DuplicateInput, HereString, Heredoc, Read, ReadWrite};
        let default = u32::from(!matches!(self.node.op, Read | ReadWrite | DuplicateInput | Heredoc | HereString));
        self.node.fd.unwrap_or(default)
    }

    /// What it does.
    pub const fn op(self) -> RedirectOp {
        self.node.op
    }

    /// The file, descriptor or delimiter.
    pub fn target(self) -> Option<Word<'a>> {
        self.node.target.map(|node| Word { script: self.script, node, skip: 0 })
    }

    /// Where the body of a heredoc is in the file, when it is in this script.
    pub fn heredoc_span(self) -> Option<Span> {
        self.heredoc().map(|span| self.script.file(span))
    }

    /// The body of a heredoc, when it is in this script.
    pub fn heredoc_body(self) -> Option<&'a str> {
        self.heredoc().map(|span| span.of(self.script.read_text()))
    }

    fn heredoc(self) -> Option<Span> {
        self.script.heredocs.get(self.node.heredoc? as usize)?.body
    }

    /// Where it is in the file.
    pub fn span(self) -> Span {
        self.script.file(self.node.span)
    }

    /// Where it is in the script's text.
    pub fn local_span(self) -> Span {
        self.script.local(self.node.span)
    }
}
