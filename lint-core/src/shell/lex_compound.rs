//! The clauses of compound commands; the cursor stands after their first word.

use super::cursor::Parser;
use super::lex_list::Close;
use super::node::Joiner;
use crate::span::Span;

impl Parser<'_> {
    fn conditional_list(&mut self, close: Close) {
        let outer = self.place;
        self.place.conditional = true;
        self.list(close);
        self.place = outer;
    }

    /// A list whose status decides what comes next.
    fn tested_list(&mut self) {
        let outer = self.place;
        self.place.tested = true;
        self.list(Close::Condition);
        self.place = outer;
    }

    pub(super) fn if_clause(&mut self) {
        let open = self.at - 2;
        self.tested_list();
        self.expect("then", open);
        self.conditional_list(Close::Word);
        loop {
            if self.accept("elif") {
                let outer = self.place;
                self.place.conditional = true;
                self.tested_list();
                self.place = outer;
                self.expect("then", open);
                self.conditional_list(Close::Word);
            } else if self.accept("else") {
                self.conditional_list(Close::Word);
            } else {
                break;
            }
        }
        self.expect("fi", open);
    }

    pub(super) fn while_clause(&mut self) {
        let open = self.at - 5;
        self.tested_list();
        self.do_group(open);
    }

    fn do_group(&mut self, open: usize) {
        let negations = self.negations.len();
        self.expect("do", open);
        self.conditional_list(Close::Word);
        self.expect("done", open);
        // A loop goes on after them.
        self.pass_negations(negations);
    }

    pub(super) fn for_clause(&mut self) {
        let open = self.at - 3;
        self.skip_blanks();
        if self.peek() == b'(' && self.byte(self.at + 1) == b'(' {
            self.at += 2;
            self.arithmetic_body();
        } else {
            self.dropped_word();
            self.skip_lines();
            if self.accept("in") {
                self.skip_blanks();
                while self.peek() != b'#' && self.dropped_word() {
                    self.skip_blanks();
                }
            }
        }
        self.skip_blanks();
        if self.peek() == b';' {
            self.at += 1;
        }
        self.skip_lines();
        if self.accept("{") {
            self.conditional_list(Close::Word);
            self.expect("}", open);
        } else {
            self.do_group(open);
        }
    }

    /// Reads a word that no command has: its expansions count.
    fn dropped_word(&mut self) -> bool {
        self.word().is_some()
    }

    pub(super) fn case_clause(&mut self) {
        let open = self.at - 4;
        self.skip_blanks();
        self.dropped_word();
        self.expect("in", open);
        loop {
            self.skip_lines();
            if self.is_done() || self.accept("esac") {
                break;
            }
            if !self.case_patterns() {
                break;
            }
            self.conditional_list(Close::Word);
            self.skip_blanks();
            match (self.peek(), self.byte(self.at + 1), self.byte(self.at + 2)) {
                (b';', b';', b'&') => self.at += 3,
                (b';', b';' | b'&', _) => self.at += 2,
                _ => {
                    self.expect("esac", open);
                    return;
                }
            }
        }
        if self.text.get(..self.at).is_none_or(|read| !read.ends_with("esac")) {
            self.error(Span::new(open as u32, open as u32 + 4), "what begins here is never ended by `esac`");
        }
    }

    /// `a | b)`; false when that is not what stands here.
    fn case_patterns(&mut self) -> bool {
        let start = self.at;
        if self.peek() == b'(' {
            self.at += 1;
        }
        loop {
            self.skip_blanks();
            self.dropped_word();
            self.skip_blanks();
            match self.peek() {
                b'|' => self.at += 1,
                b')' => {
                    self.at += 1;
                    return true;
                }
                _ => {
                    self.error(self.span_from(start), "a pattern of `case` ends with `)`");
                    return false;
                }
            }
        }
    }

    /// After the word `function`.
    pub(super) fn function_clause(&mut self) {
        self.skip_blanks();
        self.dropped_word();
        self.skip_blanks();
        if self.peek() == b'(' {
            self.function_parentheses();
        }
        self.function_body();
    }

    /// The compound command of a function.
    pub(super) fn function_body(&mut self) {
        let outer = self.place;
        if self.descend() {
            self.place.function = true;
            self.skip_lines();
            self.command(Joiner::First);
        }
        self.place = outer;
    }
}
