//! Lists, pipelines and compound commands.

use super::cursor::{Parser, flush, is_plain};
use super::node::{Joiner, NegationNode, PipeNode, Run, StatementNode};
use crate::span::Span;

/// What ends a list.
#[derive(Copy, Clone, PartialEq, Eq)]
pub(super) enum Close {
    /// The end of the text.
    End,
    /// `)`
    Parenthesis,
    /// A reserved word, `}` or `;;`.
    Word,
    /// The same, for a list whose last command decides what comes next.
    Condition,
}

/// A pipeline as it was read.
struct Pipeline {
    stages: u32,
    negated: bool,
    simple: bool,
}

impl<'t> Parser<'t> {
    /// Reads the whole text.
    pub(super) fn script(&mut self) {
        self.list(Close::End);
        // Heredocs whose body stands elsewhere (the Dockerfile has it) stay without one.
        self.pending = self.heredocs.len();
    }

    /// The list in a backtick body, up to the limit.
    pub(super) fn substituted_list(&mut self) {
        let outer = self.place;
        if self.descend() {
            self.enter_substitution();
            self.list(Close::End);
        }
        self.place = outer;
    }

    /// The list after `$(` up to and over its `)`.
    pub(super) fn substitution(&mut self, open: usize) {
        let outer = self.place;
        if self.descend() {
            self.enter_substitution();
            self.list(Close::Parenthesis);
            self.close_parenthesis(open);
        }
        self.place = outer;
    }

    const fn enter_substitution(&mut self) {
        self.place.substitution = true;
    }

    fn close_parenthesis(&mut self, open: usize) {
        if self.peek() == b')' {
            self.at += 1;
        } else {
            self.error(Span::new(open as u32, open as u32 + 1), "the parenthesis is never closed");
        }
    }

    pub(super) fn list(&mut self, close: Close) {
        let top = close == Close::End && self.place.depth == 0;
        let mut joiner = Joiner::First;
        let mut group = (self.commands.len(), self.statements.len());
        let mut unguarded = self.pipes.len();
        let mut negations = self.negations.len();
        loop {
            self.skip_lines();
            if self.at_close(close) {
                if matches!(joiner, Joiner::And | Joiner::Or) {
                    self.error(self.span_from(self.at), "a command is missing after `&&` or `||`");
                }
                self.keep_negations(close, negations);
                return;
            }
            let start = self.at;
            self.pass_negations(negations);
            negations = self.negations.len();
            if !matches!(joiner, Joiner::And | Joiner::Or) {
                group = (self.commands.len(), self.statements.len());
            }
            let first = self.commands.len();
            let pipeline = self.joined_pipeline(joiner);
            if top {
                self.statement(start, joiner, first, &pipeline);
            }
            let begins = matches!(joiner, Joiner::First | Joiner::Seq);
            joiner = self.separator(group);
            if joiner != Joiner::And {
                let guarded = joiner == Joiner::Or;
                self.pipes.iter_mut().skip(unguarded).for_each(|pipe| pipe.guarded |= guarded);
                unguarded = self.pipes.len();
            }
            self.note_negation(start, pipeline.negated && begins, joiner, negations);
            if self.at == start {
                self.unexpected();
            }
        }
    }

    /// Notes the `!` of an item that was read; `before` is the number of negations before it.
    fn note_negation(&mut self, start: usize, negated: bool, joiner: Joiner, before: usize) {
        if matches!(joiner, Joiner::And | Joiner::Or) {
            // What follows looks at the outcome.
            self.negations.truncate(before);
            return;
        }
        let background = self.text.get(..self.at).is_some_and(|read| read.ends_with('&'));
        if negated && !background && !self.place.substitution {
            self.negations.push(NegationNode { at: start as u32, last: true });
        }
    }

    /// What is not at the end of its list any more.
    pub(super) fn pass_negations(&mut self, from: usize) {
        self.negations.iter_mut().skip(from).for_each(|negation| negation.last = false);
    }

    /// Drops the negations in the last item of a list that somebody looks at; `before` is the number before that item.
    fn keep_negations(&mut self, close: Close, before: usize) {
        match close {
            Close::Condition => self.negations.truncate(before),
            Close::Word if !self.place.function => {}
            Close::End | Close::Parenthesis | Close::Word => {
                let lost: Vec<NegationNode> =
                    self.negations.drain(before..).filter(|negation| !negation.last).collect();
                self.negations.extend(lost);
            }
        }
    }

    fn joined_pipeline(&mut self, joiner: Joiner) -> Pipeline {
        let outer = self.place;
        self.place.conditional |= joiner == Joiner::Or;
        let pipeline = self.pipeline(joiner);
        self.place = outer;
        pipeline
    }

    fn statement(&mut self, start: usize, joiner: Joiner, first: usize, pipeline: &Pipeline) {
        let commands = Run { start: first as u32, end: self.commands.len() as u32 };
        self.statements.push(StatementNode {
            span: self.trimmed_from(start),
            joiner,
            background: false,
            negated: pipeline.negated,
            stages: pipeline.stages,
            simple: pipeline.simple,
            commands,
        });
    }

    /// From `start` to the cursor, without blanks and line ends at the end.
    fn trimmed_from(&self, start: usize) -> Span {
        let text = self.text.get(start..self.at).unwrap_or("");
        Span::new(start as u32, (start + text.trim_end_matches([' ', '\t', '\r', '\n']).len()) as u32)
    }

    /// Reads what stands between two items of a list; `group` is where the `&&`/`||` chain began.
    fn separator(&mut self, group: (usize, usize)) -> Joiner {
        self.skip_blanks();
        let (first, second) = (self.peek(), self.byte(self.at + 1));
        match (first, second) {
            (b'&', b'&') => {
                self.at += 2;
                Joiner::And
            }
            (b'|', b'|') => {
                self.at += 2;
                Joiner::Or
            }
            (b';', b';' | b'&') => Joiner::Seq,
            (b';', _) => {
                self.at += 1;
                Joiner::Seq
            }
            (b'&', _) => {
                self.at += 1;
                self.commands.iter_mut().skip(group.0).for_each(|command| command.background = true);
                self.statements.iter_mut().skip(group.1).for_each(|statement| statement.background = true);
                Joiner::Seq
            }
            _ => Joiner::Seq,
        }
    }

    /// Says that a byte was not expected and moves over it.
    fn unexpected(&mut self) {
        let start = self.at;
        let length = self.text.get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        self.at = (start + length).min(self.limit);
        let span = self.span_from(start);
        self.error(span, format!("`{}` is not expected here", span.of(self.text)));
    }

    /// True at the end of a list. A closing token of another construct ends it too, except where nobody waits for it.
    fn at_close(&mut self, close: Close) -> bool {
        if self.is_done() {
            return true;
        }
        let by_word = matches!(close, Close::Word | Close::Condition);
        match self.peek() {
            b')' => {
                close != Close::End && (close == Close::Parenthesis || self.place.subshell || self.place.substitution)
            }
            b';' => by_word && matches!(self.byte(self.at + 1), b';' | b'&'),
            _ => by_word && self.reserved().is_some_and(is_closing),
        }
    }

    /// The unquoted word at the cursor, if it could be a reserved word.
    fn reserved(&self) -> Option<&'t str> {
        let rest = self.rest();
        let first = rest.first()?;
        if !first.is_ascii_lowercase() && !matches!(first, b'{' | b'}' | b'!') {
            return None;
        }
        // The longest reserved word has 8 letters.
        let end = rest.iter().take(10).position(|&byte| !is_plain(byte));
        let end = end.or((rest.len() < 10).then_some(rest.len()))?;
        if rest.get(end).is_some_and(|byte| matches!(byte, b'\'' | b'"' | b'$' | b'`'))
            || (rest.get(end) == Some(&b'\\') && self.continuation(self.at + end) == 0)
        {
            return None;
        }
        self.text.get(self.at..self.at + end)
    }

    /// Moves over a reserved word, if it is here.
    pub(super) fn accept(&mut self, word: &str) -> bool {
        let here = self.reserved() == Some(word);
        if here {
            self.at += word.len();
        }
        here
    }

    pub(super) fn expect(&mut self, word: &str, open: usize) {
        self.skip_lines();
        if !self.accept(word) {
            let span = Span::new(open as u32, open as u32 + 1);
            self.error(span, format!("what begins here is never ended by `{word}`"));
        }
    }

    fn pipeline(&mut self, joiner: Joiner) -> Pipeline {
        let mut pipeline = Pipeline { stages: 1, negated: false, simple: true };
        while self.accept("!") {
            pipeline.negated = !pipeline.negated;
            self.skip_blanks();
        }
        let mut joiner = joiner;
        let mut last_pipe: Option<usize> = None;
        loop {
            let (start, first) = (self.at, self.commands.len());
            let simple = self.command(joiner);
            pipeline.simple &= simple;
            let commands = Run { start: first as u32, end: self.commands.len() as u32 };
            if let Some(pipe) = last_pipe.and_then(|at| self.pipes.get_mut(at)) {
                pipe.right_commands = commands;
            }
            let left = self.trimmed_from(start);
            self.skip_blanks();
            joiner = match (self.peek(), self.byte(self.at + 1)) {
                (b'|', b'|') => break,
                (b'|', b'&') => Joiner::PipeBoth,
                (b'|', _) => Joiner::Pipe,
                _ => break,
            };
            let operator = self.at;
            self.at += if joiner == Joiner::Pipe { 1 } else { 2 };
            let previous = last_pipe.replace(self.pipes.len()).map(|at| at as u32);
            self.pipes.push(PipeNode {
                operator: self.span_from(operator),
                left,
                left_commands: commands,
                right_commands: Run::default(),
                simple,
                previous,
                last_commands: Run::default(),
                negated: pipeline.negated,
                guarded: false,
                place: self.place,
            });
            pipeline.stages += 1;
            self.skip_lines();
        }
        self.end_pipeline(last_pipe);
        pipeline
    }

    /// Tells the pipes of a pipeline, from its last one on, what stands at its end.
    fn end_pipeline(&mut self, last: Option<usize>) {
        let commands = last.and_then(|last| self.pipes.get(last)).map_or_else(Run::default, |last| last.right_commands);
        let mut at = last;
        while let Some(pipe) = at.and_then(|at| self.pipes.get_mut(at)) {
            pipe.last_commands = commands;
            at = pipe.previous.map(|previous| previous as usize);
        }
    }

    /// Reads a command; true when it is a simple one.
    pub(super) fn command(&mut self, joiner: Joiner) -> bool {
        let start = self.at;
        let outer = self.place;
        if self.peek() == b'(' {
            self.parenthesis();
        } else {
            let word = self.reserved();
            let compound: fn(&mut Self) = match word {
                Some("if") => Self::if_clause,
                Some("while" | "until") => Self::while_clause,
                Some("for" | "select") => Self::for_clause,
                Some("case") => Self::case_clause,
                Some("{") => Self::group,
                Some("function") => Self::function_clause,
                Some(word) if is_closing(word) => {
                    // Nobody waits for it: see `at_close`.
                    let length = word.len();
                    self.at += length;
                    let span = self.span_from(start);
                    self.error(span, format!("`{}` ends nothing here", span.of(self.text)));
                    return false;
                }
                _ => {
                    let before = self.commands.len();
                    let read = self.simple(joiner);
                    return read && self.commands.len() > before;
                }
            };
            let length = word.map_or(0, str::len);
            if self.descend() {
                self.at += length;
                compound(self);
            }
        }
        self.place = outer;
        self.compound_redirects();
        false
    }

    fn compound_redirects(&mut self) {
        let base = self.open_redirects.len();
        self.skip_blanks();
        while self.redirect() {
            self.skip_blanks();
        }
        flush(&mut self.open_redirects, base, &mut self.redirects);
    }

    /// `( list )` or `(( expression ))`
    fn parenthesis(&mut self) {
        let open = self.at;
        if self.byte(open + 1) == b'(' && self.arithmetic_end(open + 2).is_some() {
            self.at += 2;
            self.arithmetic_body();
            return;
        }
        if self.descend() {
            self.at += 1;
            self.place.subshell = true;
            self.list(Close::Parenthesis);
            self.close_parenthesis(open);
        }
    }

    fn group(&mut self) {
        let open = self.at - 1;
        self.list(Close::Word);
        self.expect("}", open);
    }
}

fn is_closing(word: &str) -> bool {
    matches!(word, "then" | "elif" | "else" | "fi" | "do" | "done" | "esac" | "}")
}
