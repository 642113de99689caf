//! A command line as words, wherever it is written.

use crate::compose::{CommandLine, Origin, Service, Value};
use crate::diagnostic::FileId;
use crate::shell::{self, Command, Continuations, Script};
use crate::span::{OffsetMap, Span};

/// A word of a command line.
#[derive(Clone, Debug)]
pub(super) struct Word {
    /// Its text, when that is literal.
    pub(super) text: Option<String>,
    /// Where it stands.
    pub(super) span: Span,
    /// The word as a script, should a shell be told to run it.
    pub(super) source: Option<Source>,
}

/// A text and where each byte of it stands.
#[derive(Clone, Debug)]
pub(super) struct Source(pub(super) String, pub(super) OffsetMap);

impl Source {
    pub(super) fn parse(&self) -> Script {
        shell::parse(self.0.clone(), self.1.clone(), Continuations::Shell)
    }
}

/// A command line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The file.
    pub(super) file: FileId,
    /// Program and arguments.
    pub(super) words: Vec<Word>,
    /// The script, where the words are made up for the shell form of an instruction.
    pub(super) shell_form: Option<Script>,
}

impl Line {
    /// What `entrypoint` or `command` says; `None` for null.
    pub(super) fn of_service(file: FileId, service: &Service<'_>, line: &CommandLine<'_>) -> Option<Self> {
        let is_elsewhere = |value: &&Value<'_>| value.origin != Origin::Own;
        let (mut words, other) = match line {
            CommandLine::Null(_) => return None,
            CommandLine::List(values, _) => (values.iter().map(of_value).collect(), values.iter().find(is_elsewhere)),
            CommandLine::Text(value) => (of_text(value), Some(value.as_ref()).filter(is_elsewhere)),
        };
        if let Some(other) = other {
            // Spans are of another file.
            let place = service.place(other.span, other.origin);
            for word in &mut words {
                word.move_to(place);
            }
        }
        Some(Self { file, words, shell_form: None })
    }

    /// This line as the entry point of `command`.
    pub(super) fn followed_by(mut self, command: Option<Self>) -> Self {
        let Some(mut command) = command else { return self };
        if self.words.is_empty() {
            return command;
        }
        if self.file != command.file {
            // Places in two files: those of the command are said where the entry point stands.
            let here = self.words.last().map_or(Span::empty(0), |word| word.span);
            command.words.iter_mut().for_each(|word| word.move_to(here));
        }
        self.words.extend(command.words);
        self
    }
}

impl Word {
    fn move_to(&mut self, span: Span) {
        self.span = span;
        if let Some(Source(_, map)) = &mut self.source {
            *map = OffsetMap::builder();
            map.push(0, span.start, span.end);
        }
    }
}

/// An item of a list.
fn of_value(value: &Value<'_>) -> Word {
    let text = value.text_with_defaults().known().map(std::borrow::Cow::into_owned);
    Word { text, span: value.span, source: Some(source(value)) }
}

/// A text is split the way a shell would, but no shell is involved.
fn of_text(value: &Value<'_>) -> Vec<Word> {
    let script = source(value).parse();
    script.commands().next().map_or_else(Vec::new, of_command)
}

/// The words of a shell's command.
pub(super) fn of_command(command: Command<'_>) -> Vec<Word> {
    let nested = command.nested();
    let word = |word: shell::Word<'_>| {
        let text = word.lossy();
        let source = match &nested {
            Some(script) if script.text() == text => Source(script.text().to_owned(), script.map().clone()),
            _ => of_word(word, &text),
        };
        Word { text: word.literal().map(std::borrow::Cow::into_owned), span: word.span(), source: Some(source) }
    };
    command.words().map(word).collect()
}

/// A word with variables in it: splitting a text expands nothing, so they are the inner shell's.
fn of_word(word: shell::Word<'_>, text: &str) -> Source {
    let span = word.local_span();
    let inner = Span::new(span.start + 1, span.end.saturating_sub(1));
    let mut map = OffsetMap::builder();
    let exact = inner.of(word.script().text()) == text;
    let from = if exact { inner } else { span };
    map.push(0, from.start, from.end);
    Source(text.to_owned(), map.then(word.script().map()))
}

/// The text of a value as the container gets it: `$$` is a dollar.
fn source(value: &Value<'_>) -> Source {
    let node = value.node.resolve();
    let raw = node.text().unwrap_or("");
    let mut text = String::with_capacity(raw.len());
    let mut map = OffsetMap::builder();
    let mut at = 0;
    while let Some(found) = raw.get(at..).and_then(|rest| rest.find("$$")) {
        let end = at + found + 1;
        map.push(text.len() as u32, at as u32, end as u32);
        text.push_str(raw.get(at..end).unwrap_or(""));
        at = end + 1;
    }
    map.push(text.len() as u32, at as u32, raw.len() as u32);
    text.push_str(raw.get(at..).unwrap_or(""));
    Source(text, map.then(&node.map()))
}
