//! Words: what is written, what it means, and the variables in it.

use super::instruction::Instruction;
use super::split::byte;
use crate::span::Span;
use std::borrow::Cow;

/// The deepest variable within a variable that is looked into.
pub(crate) const MAX_DEPTH: u32 = 16;

/// A word of an instruction.
#[derive(Copy, Clone, Debug)]
pub struct Word<'a> {
    pub(crate) instruction: Instruction<'a>,
    pub(crate) span: Span,
}

impl<'a> Word<'a> {
    /// The instruction it stands in.
    pub fn instruction(self) -> Instruction<'a> {
        self.instruction
    }

    /// Its bytes.
    pub fn span(self) -> Span {
        self.span
    }

    /// The word as written, continuations included.
    pub fn raw(self) -> &'a str {
        self.span.of(&self.instruction.file.text)
    }

    /// The word as written, without continuations.
    pub fn joined(self) -> Cow<'a, str> {
        self.instruction.joined(self.span)
    }

    /// The word without quotes, escapes and continuations; variables are left as written.
    pub fn cooked(self) -> Cow<'a, str> {
        let raw = self.raw();
        let escape = self.instruction.file.escape;
        if !raw.bytes().any(|byte| matches!(byte, b'"' | b'\'' | b'\n') || byte == escape) {
            return Cow::Borrowed(raw);
        }
        let mut out = String::with_capacity(raw.len());
        for part in self.parts() {
            match part.kind {
                PartKind::Escaped(c) => out.push(c),
                PartKind::Continuation => {}
                PartKind::Var(_) => out.push_str(&self.instruction.joined(part.span)),
                PartKind::Text | PartKind::SingleQuoted | PartKind::DoubleQuoted => {
                    out.push_str(part.content.of(&self.instruction.file.text));
                }
            }
        }
        Cow::Owned(out)
    }

    /// The pieces of the word, in order. Text in double quotes is cut at escapes and variables.
    pub fn parts(self) -> Parts<'a> {
        Parts { word: self, at: self.span.start, single: false, double: false, open: None }
    }

    /// True when no variable stands in it.
    pub fn is_literal(self) -> bool {
        !self.raw().contains('$') || self.variables().next().is_none()
    }

    /// All variables, those within others too, in the order of their `$`.
    pub fn variables(self) -> impl Iterator<Item = VarRef<'a>> + 'a {
        let mut found = Vec::new();
        if self.raw().contains('$') {
            let mut todo = vec![(self, 0)];
            while let Some((word, depth)) = todo.pop() {
                for part in word.parts() {
                    let PartKind::Var(var) = part.kind else { continue };
                    found.push(var);
                    let inner = var.inner();
                    if depth < MAX_DEPTH {
                        todo.extend(inner.into_iter().flatten().map(|span| (Self { span, ..self }, depth + 1)));
                    }
                }
            }
            found.sort_by_key(|var| var.span.start);
        }
        found.into_iter()
    }
}

/// A piece of a word.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Part<'a> {
    /// What it is.
    pub kind: PartKind<'a>,
    /// Its bytes, quotes at its ends included.
    pub span: Span,
    /// Its bytes without quotes.
    pub content: Span,
}

/// What a [`Part`] is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PartKind<'a> {
    /// Plain text.
    Text,
    /// An escape character and this character.
    Escaped(char),
    /// Text in single quotes.
    SingleQuoted,
    /// A piece of text in double quotes.
    DoubleQuoted,
    /// A variable.
    Var(VarRef<'a>),
    /// The join of two physical lines.
    Continuation,
}

/// A variable in a word.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct VarRef<'a> {
    /// Its name.
    pub name: &'a str,
    /// The name's bytes.
    pub name_span: Span,
    /// From `$` to the name's end or the closing brace.
    pub span: Span,
    /// What is done with the value.
    pub op: VarOp<'a>,
    /// The operator's word, and for a replacement its pattern and text.
    pub(crate) operands: [Option<Span>; 2],
}

impl VarRef<'_> {
    /// The places where further variables may stand.
    fn inner(self) -> [Option<Span>; 2] {
        self.operands
    }
}

/// What is done with a variable's value.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum VarOp<'a> {
    /// `$name` or `${name}`
    Plain,
    /// `${name-word}` or `${name:-word}`
    Default {
        /// The word as written.
        word: &'a str,
        /// An empty value counts as none.
        colon: bool,
    },
    /// `${name+word}` or `${name:+word}`
    Alternate {
        /// The word as written.
        word: &'a str,
        /// An empty value counts as none.
        colon: bool,
    },
    /// `${name?word}` or `${name:?word}`
    Error {
        /// The message as written.
        word: &'a str,
        /// An empty value counts as none.
        colon: bool,
    },
    /// `${name#pattern}` or `${name##pattern}`
    RemovePrefix {
        /// The pattern as written.
        pattern: &'a str,
        /// The longest match.
        greedy: bool,
    },
    /// `${name%pattern}` or `${name%%pattern}`
    RemoveSuffix {
        /// The pattern as written.
        pattern: &'a str,
        /// The longest match.
        greedy: bool,
    },
    /// `${name/pattern/text}` or `${name//pattern/text}`
    Replace {
        /// The pattern as written.
        pattern: &'a str,
        /// What stands in its place.
        text: &'a str,
        /// All matches.
        all: bool,
    },
    /// Something the build refuses: bad substitution, unknown operator, or no closing brace.
    Bad,
}

/// The end of the variable name at `at`; `at` itself when there is none.
pub(crate) fn name_end(text: &str, at: usize) -> usize {
    let first = byte(text, at);
    let more = |accept: fn(&u8) -> bool| {
        at + text.as_bytes().get(at..).unwrap_or(&[]).iter().take_while(|byte| accept(byte)).count()
    };
    match first {
        b'a'..=b'z' | b'A'..=b'Z' | b'_' => more(|byte| byte.is_ascii_alphanumeric() || *byte == b'_'),
        b'1'..=b'9' => more(u8::is_ascii_digit),
        b'@' | b'*' | b'#' | b'?' | b'-' | b'$' | b'!' | b'0' => at + 1,
        _ => at,
    }
}

/// The pieces of a word; see [`Word::parts`].
#[derive(Clone, Debug)]
pub struct Parts<'a> {
    word: Word<'a>,
    at: u32,
    /// Within single quotes, after the join of two lines.
    single: bool,
    /// Within double quotes.
    double: bool,
    /// Where the double quote was opened that no piece holds yet.
    open: Option<u32>,
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let end = self.word.span.end;
        let text: &'a str = &self.word.instruction.file.text;
        let text = text.get(..end as usize).unwrap_or("");
        let escape = self.word.instruction.file.escape;
        if self.at >= end {
            return None;
        }
        let start = self.at;
        if let Some(gap) = self.word.instruction.gaps(Span::new(start, end)).next().filter(|gap| gap.start <= start) {
            self.at = gap.end.min(end);
            return Some(self.part(PartKind::Continuation, start, Span::new(start, self.at)));
        }
        let here = byte(text, start as usize);
        if self.single {
            return Some(self.single(text, start, start));
        }
        if here == b'"' {
            self.double = !self.double;
            self.at += 1;
            if self.double {
                // An empty pair is a piece of its own; else the quote belongs to the text after it.
                self.open = Some(start);
                return Some(self.quoted_text(text));
            }
            return Some(self.part(PartKind::DoubleQuoted, start, Span::empty(start)));
        }
        if here == b'\'' && !self.double {
            return Some(self.single(text, start, start + 1));
        }
        if here == b'$'
            && let Some(var) = self.variable(text, start)
        {
            self.at = var.span.end;
            return Some(self.part(PartKind::Var(var), start, var.span));
        }
        if here == escape {
            return Some(self.escaped(text, start));
        }
        Some(if self.double { self.quoted_text(text) } else { self.plain(text, start) })
    }
}

impl<'a> Parts<'a> {
    /// Whether the next piece stands within quotes.
    pub(super) fn in_quotes(&self) -> bool {
        self.single || self.double
    }

    fn part(&self, kind: PartKind<'a>, start: u32, content: Span) -> Part<'a> {
        Part { kind, span: Span::new(start, self.at), content }
    }

    /// The end of the bytes from `from` on that are no special character and no gap.
    fn run_end(&self, text: &str, from: u32, special: &[u8]) -> u32 {
        let escape = self.word.instruction.file.escape;
        let limit = self.gap_after(from);
        let bytes = text.as_bytes().get(from as usize..limit as usize).unwrap_or(&[]);
        let found = bytes.iter().position(|byte| special.contains(byte) || *byte == escape);
        found.map_or(limit, |at| from + at as u32)
    }

    fn gap_after(&self, from: u32) -> u32 {
        let end = self.word.span.end;
        self.word.instruction.gaps(Span::new(from, end)).next().map_or(end, |gap| gap.start.max(from))
    }

    fn plain(&mut self, text: &str, start: u32) -> Part<'a> {
        let mut end = self.run_end(text, start, b"\"'$");
        if end == start {
            // A `$` without a name.
            end = self.run_end(text, start + 1, b"\"'$");
        }
        self.at = end;
        self.part(PartKind::Text, start, Span::new(start, end))
    }

    fn quoted_text(&mut self, text: &'a str) -> Part<'a> {
        let start = self.open.take().unwrap_or(self.at);
        let content = self.at;
        let special = b"\"$";
        let mut end = self.run_end(text, content, special);
        if end == content && byte(text, end as usize) == b'$' && self.variable(text, end).is_none() {
            end = self.run_end(text, content + 1, special);
        }
        self.at = end;
        let content = Span::new(content, end);
        if byte(text, end as usize) == b'"' && end < self.word.span.end && self.gap_after(end) > end {
            self.double = false;
            self.at = end + 1;
        }
        self.part(PartKind::DoubleQuoted, start, content)
    }

    /// Text in single quotes that begins at `from`, up to the quote or the next join.
    fn single(&mut self, text: &str, start: u32, from: u32) -> Part<'a> {
        let limit = self.gap_after(from);
        let bytes = text.as_bytes().get(from as usize..limit as usize).unwrap_or(&[]);
        let end = bytes.iter().position(|byte| *byte == b'\'').map_or(limit, |at| from + at as u32);
        self.single = end >= limit;
        self.at = if end < limit { end + 1 } else { end };
        self.part(PartKind::SingleQuoted, start, Span::new(from, end))
    }

    fn escaped(&mut self, text: &str, start: u32) -> Part<'a> {
        let next = start + 1;
        let after = text.get(next as usize..).and_then(|rest| rest.chars().next());
        let Some(c) = after.filter(|_| self.gap_after(next) > next) else {
            // At the end of the word, or before a join: nothing is escaped.
            self.at = next;
            let content = if self.double { Span::new(start, next) } else { Span::empty(next) };
            return self.part(PartKind::Text, start, content);
        };
        self.at = next + c.len_utf8() as u32;
        let escape = char::from(self.word.instruction.file.escape);
        if self.double && !matches!(c, '"' | '$') && c != escape {
            let content = Span::new(start, self.at);
            return self.part(PartKind::DoubleQuoted, start, content);
        }
        self.part(PartKind::Escaped(c), start, Span::new(next, self.at))
    }

    /// The variable whose `$` stands at `start`; none for a lone `$`.
    pub(super) fn variable(&self, text: &'a str, start: u32) -> Option<VarRef<'a>> {
        let escape = self.word.instruction.file.escape;
        let name_at = start as usize + 1;
        if byte(text, name_at) != b'{' {
            let end = name_end(text, name_at);
            let name_span = Span::new(name_at as u32, end as u32);
            let span = Span::new(start, end as u32);
            return (end > name_at).then(|| plain(text, name_span, span, VarOp::Plain));
        }
        let end = name_end(text, name_at + 1);
        let name_span = Span::new(name_at as u32 + 1, end as u32);
        let close = closing(text, end, b'}', escape);
        let stop = close.unwrap_or(text.len());
        let span = Span::new(start, (stop + usize::from(close.is_some())) as u32);
        let bad = plain(text, name_span, span, VarOp::Bad);
        let empty = end == name_at + 1;
        if close.is_none() || (empty && matches!(byte(text, end), b'{' | b'}' | b':')) {
            return Some(bad);
        }
        Some(operator(text, end, stop, escape, bad))
    }
}

fn plain<'a>(text: &'a str, name_span: Span, span: Span, op: VarOp<'a>) -> VarRef<'a> {
    VarRef { name: name_span.of(text), name_span, span, op, operands: [None, None] }
}

/// Reads what stands between the name's end at `at` and the brace at `stop`.
fn operator<'a>(text: &'a str, at: usize, stop: usize, escape: u8, bad: VarRef<'a>) -> VarRef<'a> {
    let colon = byte(text, at) == b':';
    let sign_at = at + usize::from(colon);
    let sign = if sign_at < stop { byte(text, sign_at) } else { b'}' };
    let doubled = byte(text, sign_at + 1) == sign && sign_at + 1 < stop;
    let span_from = |from: usize| Span::new(from as u32, stop as u32);
    let word_span = span_from(sign_at + 1);
    let pattern_span = span_from(sign_at + 1 + usize::from(doubled));
    let (word, pattern) = (word_span.of(text), pattern_span.of(text));
    let (op, operands) = match (sign, colon) {
        (b'}', false) => (VarOp::Plain, [None, None]),
        (b'-', _) => (VarOp::Default { word, colon }, [Some(word_span), None]),
        (b'+', _) => (VarOp::Alternate { word, colon }, [Some(word_span), None]),
        (b'?', _) => (VarOp::Error { word, colon }, [Some(word_span), None]),
        (b'#', false) => (VarOp::RemovePrefix { pattern, greedy: doubled }, [Some(pattern_span), None]),
        (b'%', false) => (VarOp::RemoveSuffix { pattern, greedy: doubled }, [Some(pattern_span), None]),
        (b'/', false) => {
            let text_to_stop = text.get(..stop).unwrap_or(text);
            let Some(slash) = closing(text_to_stop, pattern_span.start as usize, b'/', escape) else { return bad };
            let pattern_span = Span::new(pattern_span.start, slash as u32);
            let text_span = span_from(slash + 1);
            let (pattern, replacement) = (pattern_span.of(text), text_span.of(text));
            let op = VarOp::Replace { pattern, text: replacement, all: doubled };
            (op, [Some(pattern_span), Some(text_span)])
        }
        _ => return bad,
    };
    VarRef { op, operands, ..bad }
}

/// The offset of the first `stop` outside of quotes, escapes and inner `${…}`.
fn closing(text: &str, from: usize, stop: u8, escape: u8) -> Option<usize> {
    let mut depth = 0_u32;
    let mut quote = 0;
    let mut at = from;
    while at < text.len() {
        let here = byte(text, at);
        if here == escape && quote != b'\'' {
            at += 1;
        } else if quote != 0 {
            if here == quote {
                quote = 0;
            }
        } else if here == stop && depth == 0 {
            return Some(at);
        } else if matches!(here, b'"' | b'\'') {
            quote = here;
        } else if here == b'$' && byte(text, at + 1) == b'{' {
            depth += 1;
            at += 1;
        } else if here == b'}' {
            depth = depth.saturating_sub(1);
        }
        at += 1;
    }
    None
}
