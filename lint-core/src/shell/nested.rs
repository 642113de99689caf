//! Scripts inside words: `sh -c '…'`.

use super::{Command, Continuations, Script, Word, parse};
use crate::span::{OffsetMap, Span};

/// The script that a command runs, when it is literal.
pub(super) fn script(command: Command<'_>) -> Option<Script> {
    let word = script_word(command)?;
    let (text, map) = unquoted(word)?;
    Some(parse(text, map, Continuations::Shell))
}

fn script_word(command: Command<'_>) -> Option<Word<'_>> {
    match command.name()?.as_ref() {
        "sh" | "bash" | "dash" | "ash" | "ksh" | "zsh" => after_c(command, true),
        "su" | "runuser" => after_c(command, false),
        "eval" => {
            let mut args = command.args();
            args.next().filter(|_| args.next().is_none())
        }
        _ => None,
    }
}

/// The word after `-c`: for shells the first operand after the options.
fn after_c(command: Command<'_>, shell: bool) -> Option<Word<'_>> {
    let mut args = command.args();
    let mut seen = false;
    while let Some(word) = args.next() {
        let text = word.lossy();
        if text == "--" {
            continue;
        }
        if text == "--command" {
            return args.next();
        }
        let flag = text.len() > 1 && text.starts_with(['-', '+']);
        if !flag {
            if shell {
                return seen.then_some(word);
            }
            continue;
        }
        let cluster = !text.starts_with("--");
        if cluster && text.starts_with('-') && text.contains('c') {
            seen = true;
            if !shell {
                return args.next();
            }
        }
        // `-o pipefail`, `-eo pipefail`; `su -s /bin/sh`.
        if cluster && ((shell && text.ends_with(['o', 'O'])) || (!shell && matches!(text.as_ref(), "-s" | "-g" | "-G")))
        {
            args.next();
        }
    }
    None
}

/// The text of a literal word and the map from it to the file.
fn unquoted(word: Word<'_>) -> Option<(String, OffsetMap)> {
    let script = word.script;
    let mut text = String::new();
    let mut map = OffsetMap::builder();
    for (span, piece) in word.literal_pieces()? {
        let derived = text.len() as u32;
        text.push_str(&piece);
        let file = script.file(span);
        if piece.len() as u32 != span.len() {
            // An escape of `$'…'` changed the length: the whole piece maps to the whole quote.
            map.push(derived, file.start, file.end);
        } else if file.len() == span.len() {
            map.push(derived, file.start, file.end);
        } else {
            for (at, c) in piece.char_indices() {
                let from = span.start + at as u32;
                let file = script.file(Span::new(from, from + c.len_utf8() as u32));
                map.push(derived + at as u32, file.start, file.end);
            }
        }
    }
    Some((text, map))
}
