//! The parser's state and its smallest steps.

use super::node::{
    AssignmentNode, CommandNode, HeredocNode, NegationNode, PartNode, PipeNode, Place, RedirectNode, Run,
    StatementNode, VariableNode, WordNode,
};
use crate::SyntaxError;
use crate::span::Span;

/// Nesting beyond this is not read.
pub(super) const MAX_DEPTH: u8 = 100;
/// A broken script says no more than this.
const MAX_ERRORS: usize = 32;

/// Reads one script. Offsets are those of the joined text.
#[derive(Default)]
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    /// The end of what is read now: of the text or of a backtick body.
    pub(super) limit: usize,
    pub(super) place: Place,
    pub(super) commands: Vec<CommandNode>,
    pub(super) words: Vec<WordNode>,
    pub(super) parts: Vec<PartNode>,
    pub(super) variables: Vec<VariableNode>,
    pub(super) assignments: Vec<AssignmentNode>,
    pub(super) redirects: Vec<RedirectNode>,
    pub(super) heredocs: Vec<HeredocNode>,
    pub(super) statements: Vec<StatementNode>,
    pub(super) pipes: Vec<PipeNode>,
    /// Each `!` whose outcome nothing looks at.
    pub(super) negations: Vec<NegationNode>,
    pub(super) errors: Vec<SyntaxError>,
    pub(super) opaque: bool,
    /// Parts, words, assignments and redirects of what is not finished: moved to the arenas as runs.
    pub(super) open_parts: Vec<PartNode>,
    pub(super) open_words: Vec<WordNode>,
    pub(super) open_assignments: Vec<AssignmentNode>,
    pub(super) open_redirects: Vec<RedirectNode>,
    /// The first heredoc whose body has not come yet.
    pub(super) pending: usize,
}

/// What a byte can begin.
pub(super) const fn is_meta(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b';' | b'&' | b'|' | b'<' | b'>' | b'(' | b')')
}

/// A byte of a word that is only itself.
pub(super) const fn is_plain(byte: u8) -> bool {
    !is_meta(byte) && !matches!(byte, b'\\' | b'\'' | b'"' | b'$' | b'`')
}

pub(super) const fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || byte == b'_'
}

pub(super) const fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

/// Moves the entries of a stack above `base` to an arena.
pub(super) fn flush<T>(stack: &mut Vec<T>, base: usize, arena: &mut Vec<T>) -> Run {
    let start = arena.len() as u32;
    arena.extend(stack.drain(base.min(stack.len())..));
    Run { start, end: arena.len() as u32 }
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, limit: text.len(), ..Self::default() }
    }

    /// The byte at an offset; 0 at the end of what is read now.
    pub(super) fn byte(&self, at: usize) -> u8 {
        if at < self.limit { self.text.as_bytes().get(at).copied().unwrap_or(0) } else { 0 }
    }

    pub(super) fn peek(&self) -> u8 {
        self.byte(self.at)
    }

    pub(super) const fn is_done(&self) -> bool {
        self.at >= self.limit
    }

    pub(super) fn rest(&self) -> &'t [u8] {
        self.text.as_bytes().get(self.at..self.limit).unwrap_or(&[])
    }

    pub(super) fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    /// Moves over the bytes for which `keep` holds.
    pub(super) fn skip_while(&mut self, keep: impl Fn(u8) -> bool) {
        let rest = self.rest();
        self.at += rest.iter().position(|&byte| !keep(byte)).unwrap_or(rest.len());
    }

    pub(super) fn error(&mut self, span: Span, message: impl Into<String>) {
        self.opaque = true;
        if self.errors.len() < MAX_ERRORS {
            self.errors.push(SyntaxError {
                kind: crate::SyntaxErrorKind::Refused,
                span,
                message: message.into(),
                help: None,
                suggestion: None,
            });
        }
    }

    /// Goes one level deeper; at the limit the rest is left unread.
    pub(super) fn descend(&mut self) -> bool {
        if self.place.depth >= MAX_DEPTH {
            let span = Span::new(self.at as u32, self.limit as u32);
            self.error(span, "the script is nested too deeply to be read");
            self.at = self.limit;
            return false;
        }
        self.place.depth += 1;
        true
    }

    /// Blanks and continuations inside a line.
    pub(super) fn skip_blanks(&mut self) {
        loop {
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\r'));
            match self.continuation(self.at) {
                0 => return,
                length => self.at += length,
            }
        }
    }

    /// Length of a backslash and line end at `at`, or 0.
    pub(super) fn continuation(&self, at: usize) -> usize {
        if self.byte(at) != b'\\' {
            return 0;
        }
        match (self.byte(at + 1), self.byte(at + 2)) {
            (b'\n', _) => 2,
            (b'\r', b'\n') => 3,
            _ => 0,
        }
    }

    /// Moves over a comment when one begins here.
    pub(super) fn skip_comment(&mut self) {
        if self.peek() == b'#' {
            self.skip_while(|byte| byte != b'\n');
        }
    }

    /// Moves over one line end and the heredoc bodies that follow it.
    pub(super) fn newline(&mut self) {
        self.at += 1;
        while self.pending < self.heredocs.len() {
            self.heredoc_body();
        }
    }

    /// Blanks, comments and line ends.
    pub(super) fn skip_lines(&mut self) {
        loop {
            self.skip_blanks();
            self.skip_comment();
            if self.peek() != b'\n' {
                return;
            }
            self.newline();
        }
    }
}
