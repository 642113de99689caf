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
}

/// A command line.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The file.
    pub(super) file: FileId,
    /// Program and arguments.
    pub(super) words: Vec<Word>,
    /// The script of `sh -c …`.
    pub(super) nested: Option<Script>,
    /// The words are made up for the shell form of an instruction.
    pub(super) shell_form: bool,
}

impl Line {
    /// What `entrypoint` or `command` says; `None` for null and for the words of another file.
    pub(super) fn of_service(file: FileId, service: &Service<'_>, line: &CommandLine<'_>) -> Option<Self> {
        let mut read = match line {
            CommandLine::Null(_) => return None,
            CommandLine::List(values, _) => of_list(file, values),
            CommandLine::Text(value) => of_text(file, value),
        };
        let extended = match line {
            CommandLine::List(values, _) => values.iter().any(|value| value.origin == Origin::Extended),
            CommandLine::Text(value) => value.origin == Origin::Extended,
            CommandLine::Null(_) => false,
        };
        if extended {
            // Spans are of another file: everything is said at the service's key.
            read.words.iter_mut().for_each(|word| word.span = service.key_span);
            read.nested = read.nested.map(|script| {
                let mut map = OffsetMap::builder();
                map.push(0, service.key_span.start, service.key_span.end);
                shell::parse(script.text().to_owned(), map, Continuations::Shell)
            });
        }
        Some(read)
    }

    /// This line as the entry point of `command`.
    pub(super) fn followed_by(mut self, command: Option<Self>) -> Self {
        let Some(command) = command else { return self };
        if self.words.is_empty() {
            return command;
        }
        if self.file != command.file {
            // Places in two files: those of the command are said where the entry point stands.
            let here = self.words.last().map_or(Span::empty(0), |word| word.span);
            self.words.extend(command.words.into_iter().map(|word| Word { span: here, ..word }));
            self.nested = self.nested.or(None);
            return self;
        }
        self.words.extend(command.words);
        self.nested = self.nested.or(command.nested);
        self
    }
}

/// Each word of a list; the text after `-c` of a shell is a script.
fn of_list(file: FileId, values: &[Value<'_>]) -> Line {
    let words: Vec<Word> = values
        .iter()
        .map(|value| Word { text: value.text_with_defaults().known().map(std::borrow::Cow::into_owned), span: value.span })
        .collect();
    let after_c = values.windows(2).position(|pair| matches!(pair, [flag, _] if is_c(&flag.raw)));
    let shell = values.first().is_some_and(|value| super::words::is_shell(&value.raw));
    let script = after_c.filter(|_| shell).and_then(|at| values.get(at + 1));
    Line { file, words, nested: script.map(parse), shell_form: false }
}

/// A text is split the way a shell would, but no shell is involved.
fn of_text(file: FileId, value: &Value<'_>) -> Line {
    let script = parse(value);
    let Some(command) = script.commands().next() else {
        return Line { file, words: Vec::new(), nested: None, shell_form: false };
    };
    let words = command
        .words()
        .map(|word| Word { text: word.literal().map(std::borrow::Cow::into_owned), span: word.span() })
        .collect();
    Line { file, words, nested: command.nested().or_else(|| after_c(command)), shell_form: false }
}

/// The script after `-c` with variables in it: splitting the text expands nothing, so they are the inner shell's.
fn after_c(command: Command<'_>) -> Option<Script> {
    if !super::words::is_shell(&command.name()?) {
        return None;
    }
    let mut args = command.args().skip_while(|word| !is_c(&word.lossy()));
    args.next()?;
    let word = args.next()?;
    let (text, span) = (word.lossy().into_owned(), word.local_span());
    let inner = Span::new(span.start + 1, span.end.saturating_sub(1));
    let mut map = OffsetMap::builder();
    if inner.of(command.script().text()) == text {
        map.push(0, inner.start, inner.end);
    } else {
        map.push(0, span.start, span.end);
    }
    Some(shell::parse(text, map.then(command.script().map()), Continuations::Shell))
}

fn is_c(flag: &str) -> bool {
    flag.starts_with('-') && !flag.starts_with("--") && flag.contains('c')
}

/// The script in a value: `$$` is a dollar.
fn parse(value: &Value<'_>) -> Script {
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
    shell::parse(text, map.then(&node.map()), Continuations::Shell)
}
