//! Simple commands, assignments and redirects.

use super::cursor::{Parser, flush, is_meta, is_name, is_name_start};
use super::node::{AssignmentNode, CommandNode, HeredocNode, Joiner, PartKind, RedirectNode, RedirectOp, WordNode};
use crate::span::Span;

impl Parser<'_> {
    /// Reads a simple command or the head of a function; false when there is nothing to read.
    pub(super) fn simple(&mut self, joiner: Joiner) -> bool {
        let index = self.commands.len();
        let start = self.at;
        let bases = (self.open_words.len(), self.open_assignments.len(), self.open_redirects.len());
        self.commands.push(CommandNode { joiner, place: self.place, ..CommandNode::default() });
        let mut end = start;
        let mut function = false;
        loop {
            let first = self.open_words.len() == bases.0;
            if self.redirect() || (first && self.assignment()) {
                end = self.at;
            } else if self.peek() == b'#' {
                break;
            } else if let Some(word) = self.word() {
                self.open_words.push(word);
                end = self.at;
                if first && word.span.of(self.text) == "[[" {
                    self.condition();
                    end = self.at;
                }
            } else if self.peek() == b'(' && self.open_words.len() == bases.0 + 1 && self.function_parentheses() {
                function = true;
                break;
            } else {
                break;
            }
            self.skip_blanks();
        }
        let words = flush(&mut self.open_words, bases.0, &mut self.words);
        let assignments = flush(&mut self.open_assignments, bases.1, &mut self.assignments);
        let redirects = flush(&mut self.open_redirects, bases.2, &mut self.redirects);
        if function {
            self.commands.truncate(index);
            self.function_body();
            return true;
        }
        if end == start {
            self.commands.truncate(index);
            return false;
        }
        if let Some(node) = self.commands.get_mut(index) {
            node.span = Span::new(start as u32, end as u32);
            node.words = words;
            node.assignments = assignments;
            node.redirects = redirects;
        }
        true
    }

    /// Moves over `()`, when it is here.
    pub(super) fn function_parentheses(&mut self) -> bool {
        let inside = self.rest().iter().skip(1).position(|byte| !matches!(byte, b' ' | b'\t'));
        let Some(inside) = inside else { return false };
        if self.byte(self.at + 1 + inside) != b')' {
            return false;
        }
        self.at += inside + 2;
        true
    }

    /// The rest of `[[ … ]]`, whose operators are words.
    fn condition(&mut self) {
        let open = self.at;
        loop {
            self.skip_lines();
            if self.is_done() {
                self.error(Span::new(open as u32 - 2, open as u32), "the `[[` is never closed");
                return;
            }
            let start = self.at;
            let base = self.open_parts.len();
            let word = match self.word() {
                Some(word) => word,
                None if self.peek() == b';' => {
                    self.error(Span::new(open as u32 - 2, open as u32), "the `[[` is never closed");
                    return;
                }
                None => {
                    let operator = self.peek();
                    self.at += if self.byte(start + 1) == operator && matches!(operator, b'&' | b'|') { 2 } else { 1 };
                    self.part(PartKind::Text, start, self.at, false);
                    self.finish_word(start, base)
                }
            };
            self.open_words.push(word);
            match word.span.of(self.text) {
                "]]" => return,
                "=~" => self.pattern(),
                _ => {}
            }
        }
    }

    /// The regular expression after `=~`: parentheses and bars belong to it.
    fn pattern(&mut self) {
        self.skip_blanks();
        let start = self.at;
        let base = self.open_parts.len();
        while !self.is_done() {
            let before = self.at;
            if matches!(self.peek(), b'(' | b')' | b'|' | b'<' | b'>') {
                self.at += 1;
                self.part(PartKind::Text, before, self.at, false);
            } else if let Some(word) = self.word() {
                // Its parts are in the arena already: the pattern as a whole is one text.
                self.part(PartKind::Text, word.span.start as usize, word.span.end as usize, false);
            } else {
                break;
            }
        }
        if self.at > start {
            let word = self.finish_word(start, base);
            self.open_words.push(word);
        }
    }

    /// Reads `NAME=value`, `NAME+=value` or `NAME[…]=value`.
    fn assignment(&mut self) -> bool {
        if !is_name_start(self.peek()) {
            return false;
        }
        let start = self.at;
        let mut at = start + self.rest().iter().position(|&byte| !is_name(byte)).unwrap_or(0);
        let name = Span::new(start as u32, at as u32);
        if self.byte(at) == b'[' {
            let rest = self.text.as_bytes().get(at..self.limit).unwrap_or(&[]);
            let Some(close) = rest.iter().position(|&byte| byte == b']' || is_meta(byte)) else { return false };
            at += close + 1;
        }
        let append = self.byte(at) == b'+';
        if append {
            at += 1;
        }
        if self.byte(at) != b'=' || name.is_empty() {
            return false;
        }
        self.at = at + 1;
        let value = if self.peek() == b'(' { Some(self.array()) } else { self.assigned_word() };
        self.open_assignments.push(AssignmentNode { span: self.span_from(start), name, append, value });
        true
    }

    fn assigned_word(&mut self) -> Option<WordNode> {
        // `<(` begins a process substitution only as a word of its own.
        if matches!(self.peek(), b'<' | b'>') { None } else { self.word() }
    }

    fn array(&mut self) -> WordNode {
        let start = self.at;
        let base = self.open_parts.len();
        self.glob_or_array();
        self.finish_word(start, base)
    }

    /// Reads one redirect.
    pub(super) fn redirect(&mut self) -> bool {
        let start = self.at;
        let Some((fd, operator)) = self.redirect_start() else { return false };
        let Some((op, length)) = self.redirect_operator(operator) else { return false };
        self.at = operator + length;
        let strip_tabs = op == RedirectOp::Heredoc && self.byte(self.at) == b'-';
        if strip_tabs {
            self.at += 1;
        }
        self.skip_blanks();
        let target = self.word();
        if target.is_none() {
            self.error(self.span_from(start), "the redirect names no file");
        }
        let mut heredoc = None;
        if let (RedirectOp::Heredoc, Some(delimiter)) = (op, target) {
            heredoc = Some(self.heredocs.len() as u32);
            self.heredocs.push(HeredocNode { delimiter, strip_tabs, body: None });
        }
        self.open_redirects.push(RedirectNode { span: self.span_from(start), fd, op, target, heredoc });
        true
    }

    /// The descriptor before a redirect and where its operator is, when one may begin here.
    fn redirect_start(&self) -> Option<(Option<u32>, usize)> {
        match self.peek() {
            b'<' | b'>' => Some((None, self.at)),
            b'&' if self.byte(self.at + 1) == b'>' => Some((None, self.at)),
            byte if byte.is_ascii_digit() => {
                let digits = self.rest().iter().position(|byte| !byte.is_ascii_digit())?;
                let operator = self.at + digits;
                let number = self.text.get(self.at..operator)?.parse().ok();
                matches!(self.byte(operator), b'<' | b'>').then_some((number, operator))
            }
            b'{' => {
                let rest = self.rest();
                let close = rest.iter().skip(1).position(|&byte| !is_name(byte))? + 1;
                let operator = self.at + close + 1;
                let named = rest.get(close) == Some(&b'}') && close > 1;
                (named && matches!(self.byte(operator), b'<' | b'>')).then_some((None, operator))
            }
            _ => None,
        }
    }

    /// What the operator at `at` does, and its length; `None` for `<(` and `>(`.
    fn redirect_operator(&self, at: usize) -> Option<(RedirectOp, usize)> {
        let found = match (self.byte(at), self.byte(at + 1), self.byte(at + 2)) {
            (b'<' | b'>', b'(', _) => return None,
            (b'<', b'<', b'<') => (RedirectOp::HereString, 3),
            (b'<', b'<', _) => (RedirectOp::Heredoc, 2),
            (b'<', b'&', _) => (RedirectOp::DuplicateInput, 2),
            (b'<', b'>', _) => (RedirectOp::ReadWrite, 2),
            (b'<', ..) => (RedirectOp::Read, 1),
            (b'>', b'>', _) => (RedirectOp::Append, 2),
            (b'>', b'&', _) => (RedirectOp::DuplicateOutput, 2),
            (b'>', b'|', _) => (RedirectOp::Clobber, 2),
            (b'>', ..) => (RedirectOp::Write, 1),
            (b'&', b'>', b'>') => (RedirectOp::AppendBoth, 3),
            (b'&', b'>', _) => (RedirectOp::WriteBoth, 2),
            _ => return None,
        };
        Some(found)
    }
}
