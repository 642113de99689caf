//! Words: quotes, escapes, expansions.

use super::cursor::{Parser, flush, is_name, is_name_start, is_plain};
use super::node::{PartKind, PartNode, Run, VariableNode, WordNode};
use crate::span::Span;

impl Parser<'_> {
    /// Reads a word at the cursor; `None` when none begins here.
    pub(super) fn word(&mut self) -> Option<WordNode> {
        let start = self.at;
        let base = self.open_parts.len();
        self.word_parts(start);
        if self.at == start {
            return None;
        }
        Some(self.finish_word(start, base))
    }

    pub(super) fn finish_word(&mut self, start: usize, base: usize) -> WordNode {
        let parts = flush(&mut self.open_parts, base, &mut self.parts);
        WordNode { span: self.span_from(start), parts }
    }

    fn word_parts(&mut self, start: usize) {
        while !self.is_done() {
            match self.peek() {
                b'(' if self.at > start && self.glob_or_array() => {}
                byte if is_plain(byte) => self.plain(),
                b'\\' => self.escape(),
                b'\'' => self.single(),
                b'"' => self.double(),
                b'$' => self.dollar(false),
                b'`' => self.backticks(false),
                b'<' | b'>' if self.byte(self.at + 1) == b'(' && self.at == start => self.process_substitution(),
                _ => return,
            }
        }
    }

    pub(super) fn part(&mut self, kind: PartKind, start: usize, end: usize, quoted: bool) {
        self.open_parts.push(PartNode { kind, span: Span::new(start as u32, end as u32), quoted });
    }

    fn plain(&mut self) {
        let start = self.at;
        self.skip_while(is_plain);
        self.part(PartKind::Text, start, self.at, false);
    }

    fn escape(&mut self) {
        let length = self.continuation(self.at);
        if length > 0 {
            self.at += length;
            return;
        }
        let start = self.at + 1;
        self.at = start;
        if self.is_done() {
            self.part(PartKind::Text, start - 1, start, false);
            return;
        }
        self.at = self.after_character(start);
        self.part(PartKind::Escaped, start, self.at, false);
    }

    /// The offset after the whole character at `at`.
    fn after_character(&self, at: usize) -> usize {
        let length = self.text.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        (at + length).min(self.limit)
    }

    /// Moves behind the next `byte`; at the end of the text that is an error.
    fn until(&mut self, open: usize, byte: u8, what: &str) -> usize {
        if let Some(found) = self.rest().iter().position(|&b| b == byte) {
            let end = self.at + found;
            self.at = end + 1;
            return end;
        }
        self.at = self.limit;
        self.error(Span::new(open as u32, open as u32 + 1), format!("{what} is never closed"));
        self.limit
    }

    fn single(&mut self) {
        let open = self.at;
        self.at += 1;
        let end = self.until(open, b'\'', "the quote `'`");
        self.part(PartKind::Single, open + 1, end, false);
    }

    fn ansi_c(&mut self) {
        let open = self.at;
        self.at += 2;
        let start = self.at;
        loop {
            self.skip_while(|byte| byte != b'\\' && byte != b'\'');
            if self.peek() != b'\\' {
                break;
            }
            self.at = (self.at + 2).min(self.limit);
        }
        let end = self.until(open, b'\'', "the quote `$'`");
        self.part(PartKind::AnsiC, start, end, false);
    }

    fn double(&mut self) {
        let open = self.at;
        self.part(PartKind::Quote, open, open + 1, true);
        self.at += 1;
        self.quoted_until(Some(b'"'));
        if self.is_done() {
            self.error(Span::new(open as u32, open as u32 + 1), "the quote `\"` is never closed");
            return;
        }
        self.part(PartKind::Quote, self.at, self.at + 1, true);
        self.at += 1;
    }

    /// The inside of double quotes or a heredoc up to (not over) the closing byte or the limit.
    pub(super) fn quoted_until(&mut self, close: Option<u8>) {
        while !self.is_done() {
            let start = self.at;
            self.skip_while(|byte| !matches!(byte, b'\\' | b'$' | b'`') && Some(byte) != close);
            if self.at > start {
                self.part(PartKind::Text, start, self.at, true);
            }
            match self.peek() {
                _ if self.is_done() => return,
                b'\\' => self.quoted_escape(),
                b'$' => self.dollar(true),
                b'`' => self.backticks(true),
                _ => return,
            }
        }
    }

    fn quoted_escape(&mut self) {
        let start = self.at;
        let length = self.continuation(start);
        if length > 0 {
            self.at += length;
        } else if matches!(self.byte(start + 1), b'$' | b'`' | b'"' | b'\\') {
            self.at += 2;
            self.part(PartKind::Escaped, start + 1, start + 2, true);
        } else {
            self.at += 1;
            self.part(PartKind::Text, start, start + 1, true);
        }
    }

    fn dollar(&mut self, quoted: bool) {
        let start = self.at;
        match self.byte(start + 1) {
            b'(' if self.byte(start + 2) == b'(' && self.arithmetic_end(start + 3).is_some() => {
                self.at += 3;
                self.arithmetic_body();
                self.part(PartKind::Arithmetic, start, self.at, quoted);
            }
            b'(' => {
                self.at += 2;
                self.substitution(start);
                self.part(PartKind::Substitution, start, self.at, quoted);
            }
            b'{' => self.braced(quoted),
            b'\'' if !quoted => self.ansi_c(),
            b'"' if !quoted => {
                self.at += 1;
                self.double();
            }
            byte if is_name_start(byte) => {
                self.at += 1;
                self.skip_while(is_name);
                self.variable(start, Span::new(start as u32 + 1, self.at as u32), quoted);
            }
            byte if byte.is_ascii_digit() || matches!(byte, b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!') => {
                self.at += 2;
                self.variable(start, Span::new(start as u32 + 1, self.at as u32), quoted);
            }
            _ => {
                self.at += 1;
                self.part(PartKind::Text, start, start + 1, quoted);
            }
        }
    }

    fn variable(&mut self, start: usize, name: Span, quoted: bool) {
        let node = VariableNode { span: self.span_from(start), name, operator: Span::empty(name.end), indirect: false };
        self.push_variable(node, quoted);
    }

    fn push_variable(&mut self, node: VariableNode, quoted: bool) {
        let index = self.variables.len() as u32;
        self.variables.push(node);
        self.open_parts.push(PartNode { kind: PartKind::Variable(index), span: node.span, quoted });
    }

    /// `${…}`
    fn braced(&mut self, quoted: bool) {
        let start = self.at;
        if !self.descend() {
            return;
        }
        self.at += 2;
        let indirect = matches!(self.peek(), b'#' | b'!') && !matches!(self.byte(self.at + 1), b'}' | b':' | b'-');
        if indirect {
            self.at += 1;
        }
        let name = self.at;
        if is_name_start(self.peek()) {
            self.skip_while(is_name);
        } else if self.peek().is_ascii_digit() {
            self.skip_while(|byte| byte.is_ascii_digit());
        } else if matches!(self.peek(), b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!') {
            self.at += 1;
        }
        let name = self.span_from(name);
        // The variable comes before those of its operand.
        let index = self.variables.len();
        let node = VariableNode { span: name, name, operator: Span::empty(name.end), indirect };
        self.variables.push(node);
        self.operand(start, quoted);
        let operator = Span::new(name.end, self.at as u32);
        if self.peek() == b'}' {
            self.at += 1;
        }
        let span = self.span_from(start);
        if let Some(node) = self.variables.get_mut(index) {
            node.span = span;
            node.operator = operator;
        }
        self.open_parts.push(PartNode { kind: PartKind::Variable(index as u32), span, quoted });
        self.place.depth -= 1;
    }

    /// The rest of `${x…` up to its `}`.
    fn operand(&mut self, open: usize, quoted: bool) {
        let base = self.open_parts.len();
        while !self.is_done() {
            match self.peek() {
                b'}' => break,
                b'\\' => self.at = (self.at + 2).min(self.limit),
                b'\'' if !quoted => self.single(),
                b'"' => self.double(),
                b'$' => self.dollar(quoted),
                b'`' => self.backticks(quoted),
                _ => self.at += 1,
            }
        }
        if self.is_done() {
            self.error(Span::new(open as u32, open as u32 + 2), "the `${` is never closed");
        }
        self.open_parts.truncate(base);
    }

    /// `` `…` ``: the first backtick without a backslash ends it.
    fn backticks(&mut self, quoted: bool) {
        let start = self.at;
        let mut end = start + 1;
        while end < self.limit && self.byte(end) != b'`' {
            end += if self.byte(end) == b'\\' { 2 } else { 1 };
        }
        if end >= self.limit {
            self.error(Span::new(start as u32, start as u32 + 1), "the backtick is never closed");
        }
        let end = end.min(self.limit);
        let outer = self.limit;
        self.at = start + 1;
        self.limit = end;
        self.substituted_list();
        self.limit = outer;
        self.at = (end + 1).min(outer);
        self.part(PartKind::Substitution, start, self.at, quoted);
    }

    fn process_substitution(&mut self) {
        let start = self.at;
        self.at += 2;
        self.substitution(start);
        self.part(PartKind::Substitution, start, self.at, false);
    }

    /// After a `(` inside a word: an array value, an extended glob, or (false) the end of the word.
    pub(super) fn glob_or_array(&mut self) -> bool {
        let start = self.at;
        match self.byte(start - 1) {
            b'=' | b'?' | b'*' | b'+' | b'@' | b'!' => {}
            _ => return false,
        }
        if !self.descend() {
            return true;
        }
        let array = self.byte(start - 1) == b'=';
        self.at += 1;
        let mut nested = 0_u32;
        let base = self.open_parts.len();
        loop {
            if array {
                self.skip_lines();
            }
            match self.peek() {
                _ if self.is_done() => {
                    self.error(Span::new(start as u32, start as u32 + 1), "the `(` is never closed");
                    break;
                }
                b')' if nested == 0 => {
                    self.at += 1;
                    break;
                }
                b'(' => {
                    nested += 1;
                    self.at += 1;
                }
                b')' => {
                    nested -= 1;
                    self.at += 1;
                }
                _ => {
                    let before = self.at;
                    self.word_parts(before);
                    if self.at == before {
                        self.at += 1;
                    }
                }
            }
        }
        self.open_parts.truncate(base);
        self.part(PartKind::Opaque, start, self.at, false);
        self.place.depth -= 1;
        true
    }

    /// Where the `))` of an arithmetic expression is that begins at `from`; `None` when it is two parentheses.
    pub(super) fn arithmetic_end(&self, from: usize) -> Option<usize> {
        let mut depth = 0_u32;
        let rest = self.text.as_bytes().get(from..self.limit)?;
        for (index, byte) in rest.iter().enumerate() {
            match byte {
                b'(' => depth += 1,
                b')' if depth > 0 => depth -= 1,
                b')' => return (rest.get(index + 1) == Some(&b')')).then_some(from + index),
                _ => {}
            }
        }
        None
    }

    /// Reads an arithmetic expression up to and over its `))`: only its expansions matter.
    pub(super) fn arithmetic_body(&mut self) {
        let Some(end) = self.arithmetic_end(self.at) else { return };
        if !self.descend() {
            return;
        }
        let base = self.open_parts.len();
        while self.at < end {
            match self.peek() {
                b'$' => self.dollar(true),
                b'`' => self.backticks(true),
                _ => self.at += 1,
            }
        }
        self.open_parts.truncate(base);
        self.at = (end + 2).max(self.at).min(self.limit);
        self.place.depth -= 1;
    }

    /// The body of the first pending heredoc; the cursor stands at the beginning of a line.
    pub(super) fn heredoc_body(&mut self) {
        let index = self.pending;
        self.pending += 1;
        let Some(&heredoc) = self.heredocs.get(index) else { return };
        let (delimiter, quoted) = self.delimiter(heredoc.delimiter.parts);
        let start = self.at;
        let mut line = start;
        let mut end = self.limit;
        let mut after = self.limit;
        while line < self.limit {
            let rest = self.text.as_bytes().get(line..self.limit).unwrap_or(&[]);
            let length = rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            let content = Span::new(line as u32, (line + length) as u32).of(self.text).trim_end_matches('\r');
            let content = if heredoc.strip_tabs { content.trim_start_matches('\t') } else { content };
            if content == delimiter {
                end = line;
                after = (line + length + 1).min(self.limit);
                break;
            }
            line += length + 1;
        }
        if let Some(node) = self.heredocs.get_mut(index) {
            node.body = Some(Span::new(start as u32, end as u32));
        }
        if !quoted {
            let outer = self.limit;
            let base = self.open_parts.len();
            self.limit = end;
            self.quoted_until(None);
            self.limit = outer;
            self.open_parts.truncate(base);
        }
        self.at = after;
    }

    fn delimiter(&self, parts: Run) -> (String, bool) {
        let mut text = String::new();
        let mut quoted = false;
        for part in parts.of(&self.parts) {
            quoted |= part.kind != PartKind::Text || part.quoted;
            if part.kind != PartKind::Quote {
                text.push_str(part.span.of(self.text));
            }
        }
        (text, quoted)
    }
}
