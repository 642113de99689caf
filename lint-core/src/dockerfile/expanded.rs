//! The words in which the build itself replaces variables, and what it refuses in them.

use super::check::refused;
use super::instruction::{Flag, Heredoc, Instruction};
use super::mount::canonical;
use super::split::byte;
use super::word::{VarOp, VarRef, Word};
use super::{Arg, InstructionView, Keyword, Pair, Transfer};
use crate::SyntaxError;
use crate::span::Span;

impl<'a> Instruction<'a> {
    /// The words in which the build replaces variables. What a shell reads is left to the shell; strings of the JSON form
    /// that hold escapes are left out.
    pub fn expanded_words(self) -> Vec<Word<'a>> {
        match self.view() {
            InstructionView::From(from) => {
                let platform = from.platform().and_then(Flag::value);
                from.image().into_iter().chain(platform).collect()
            }
            InstructionView::Copy(copy) => self.transfer_words(copy, &["chown", "chmod"]),
            InstructionView::Add(add) => self.transfer_words(add, &["chown", "chmod", "checksum"]),
            InstructionView::Volume(volume) => volume.paths().filter_map(|path| self.path_word(path)).collect(),
            InstructionView::Env(env) => env.pairs().flat_map(Pair::words).collect(),
            InstructionView::Label(label) => label.pairs().flat_map(Pair::words).collect(),
            InstructionView::Arg(arg) => arg.pairs().filter_map(|pair| pair.value).collect(),
            InstructionView::Expose(_)
            | InstructionView::User(_)
            | InstructionView::Workdir(_)
            | InstructionView::Stopsignal(_) => self.words().collect(),
            InstructionView::Run(run) => {
                let fields = run.mounts().flat_map(super::Mount::fields);
                let expanded = fields.filter(|field| !matches!(canonical(&field.key), "from" | "type"));
                expanded.map(|field| self.word(field.value_span)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn transfer_words(self, transfer: Transfer<'a>, flags: &[&str]) -> Vec<Word<'a>> {
        let values = self.flags().filter(|flag| flags.contains(&flag.name())).filter_map(Flag::value);
        let paths = transfer.sources().chain(transfer.destination()).filter_map(|path| self.path_word(path));
        values.chain(paths).collect()
    }

    fn path_word(self, path: Arg<'a>) -> Option<Word<'a>> {
        match path {
            Arg::Word(word) => Some(word),
            Arg::Json(string) => (!string.raw().contains('\\')).then(|| self.word(string.inner_span())),
            Arg::Heredoc(_) => None,
        }
    }

    /// The variables that the build replaces in the heredocs of COPY and ADD.
    pub fn heredoc_variables(self) -> Vec<VarRef<'a>> {
        if !matches!(self.keyword(), Keyword::Copy | Keyword::Add) {
            return Vec::new();
        }
        self.heredocs().filter(|heredoc| heredoc.expand()).flat_map(|heredoc| body_variables(self, heredoc)).collect()
    }

    /// What the build refuses in the words that it expands.
    pub(crate) fn word_errors(self) -> Vec<SyntaxError> {
        let mut errors = Vec::new();
        let mut open_quotes = Vec::new();
        for word in self.expanded_words() {
            let before = errors.len();
            errors.extend(word.variables().filter_map(|var| bad_variable(self, var)));
            // A brace that is not closed takes the quote after it in.
            open_quotes.extend(open_quote(word).filter(|_| errors.len() == before));
        }
        errors.extend(self.open_quote_errors(&open_quotes));
        errors.extend(self.heredoc_variables().into_iter().filter_map(|var| bad_variable(self, var)));
        errors
    }

    /// Quotes that their words do not close. Where words end at blanks, all of them are one mistake.
    fn open_quote_errors(self, places: &[Span]) -> Vec<SyntaxError> {
        let (Some(first), Some(last)) = (places.first(), places.last()) else { return Vec::new() };
        let keyword = self.keyword();
        if matches!(keyword, Keyword::Copy | Keyword::Add | Keyword::Volume) {
            let keyword = keyword.as_str();
            let span = first.to(*last);
            let message = format!("`{}` is not one word: quotes do not keep blanks in", short(&self.joined(span)));
            let help = format!("a path with blanks needs the JSON form: `{keyword} [\"…\"]`");
            return vec![refused(span, message, &help)];
        }
        let help = "close it, or put the escape character before a quote that is meant as it is";
        let message = |span: Span| format!("the quote that begins `{}` is not closed", short(&self.joined(span)));
        places.iter().map(|&span| refused(span, message(span), help)).collect()
    }
}

impl<'a> Pair<'a> {
    /// Name and value.
    pub fn words(self) -> impl Iterator<Item = Word<'a>> {
        [Some(self.key), self.value].into_iter().flatten()
    }
}

/// In a heredoc quotes are text, and a backslash hides the next character.
fn body_variables<'a>(instruction: Instruction<'a>, heredoc: Heredoc<'a>) -> Vec<VarRef<'a>> {
    let span = heredoc.body_span();
    let text: &'a str = instruction.file.text.get(..span.end as usize).unwrap_or("");
    let parts = instruction.word(span).parts();
    let mut found = Vec::new();
    let mut at = span.start;
    while let Some(next) = memchr::memchr2(b'$', b'\\', text.as_bytes().get(at as usize..).unwrap_or(&[])) {
        at += next as u32;
        if byte(text, at as usize) == b'\\' {
            at += 2;
            continue;
        }
        let var = parts.variable(text, at);
        at = var.map_or(at + 1, |var| var.span.end);
        found.extend(var);
    }
    found
}

/// From a quote that the word does not close to the word's end.
fn open_quote(word: Word<'_>) -> Option<Span> {
    let mut parts = word.parts();
    let mut opened = None;
    while let Some(part) = parts.next() {
        opened = if parts.in_quotes() { opened.or(Some(part.span.start)) } else { None };
    }
    Some(Span::new(opened?, word.span().end))
}

/// The beginning of a text, for a message.
fn short(text: &str) -> String {
    let line = text.lines().next().unwrap_or("");
    match line.char_indices().nth(24) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or("")),
        None => line.to_owned(),
    }
}

/// A `${…}` that the build does not understand.
fn bad_variable(instruction: Instruction<'_>, var: VarRef<'_>) -> Option<SyntaxError> {
    let joins_lines = instruction.gaps(var.span).next().is_some();
    if var.op != VarOp::Bad || joins_lines {
        return None;
    }
    let written = var.span.of(instruction.file.text());
    let after = written.get(2 + var.name.len()..).unwrap_or("");
    let shown = short(written);
    if !written.ends_with('}') {
        return Some(refused(var.span, format!("`{shown}` has no closing `}}`"), "close the brace"));
    }
    if var.name.is_empty() {
        let help = "put the escape character before a `$` that is meant as it is";
        return Some(refused(var.span, format!("`{shown}` names no variable"), help));
    }
    let operator: String = after.chars().take(if after.starts_with(':') { 2 } else { 1 }).collect();
    let message = format!("the build knows no operator `{operator}` in `{shown}`");
    let help = "its operators are `-`, `:-`, `+`, `:+`, `?`, `:?`, `#`, `##`, `%`, `%%`, `/` and `//`";
    Some(refused(var.span, message, help))
}
