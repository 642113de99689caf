//! Options of a command, read the way getopt does.

use std::borrow::Cow;

use super::{Command, Word};

impl<'a> Command<'a> {
    /// True when an option is given: `-y`, bundled as in `-qy`, `--yes` or `--yes=…`. `long` goes with or without its
    /// dashes; written with one dash (`-delete`) it is looked for as it is. Empty: no long form.
    pub fn has_flag(self, short: Option<char>, long: &str) -> bool {
        self.flag(short, long).is_some()
    }

    /// The word that gives an option.
    pub fn flag(self, short: Option<char>, long: &str) -> Option<Word<'a>> {
        self.args().take_while(|word| !word.is("--")).find(|word| {
            let text = word.lossy();
            long_value(&text, long).is_some() || short.is_some_and(|short| bundled(&text, short).is_some())
        })
    }

    /// The value of an option: `-u 5`, `-u5`, `--uid 5`, `--uid=5`, bundled `-ru 5`. Of several the last.
    ///
    /// For a joined value (`-u5`, `--uid=5`) the word is the part after the flag.
    pub fn option_value(self, short: Option<char>, long: &str) -> Option<Word<'a>> {
        let mut args = self.args();
        let mut value = None;
        while let Some(word) = args.next() {
            let text = word.lossy();
            if text == "--" {
                break;
            }
            let skipped = match long_value(&text, long) {
                Some(Joined::Next) => None,
                Some(Joined::At(at)) => Some(at),
                None => match short.and_then(|short| bundled(&text, short)) {
                    Some(at) if at < text.len() => Some(at),
                    Some(_) => None,
                    None => continue,
                },
            };
            value = match skipped {
                None => args.next().or(value),
                Some(at) => Some(word.after_literal(at)),
            };
        }
        value
    }

    /// The arguments that are neither options nor values of the listed ones (`"-u"`, `"--uid"`); after `--` everything.
    pub fn positionals(self, value_flags: &[&str]) -> Vec<Word<'a>> {
        operands(self.args(), |text| takes_next(text, value_flags))
    }
}

/// The words that are neither options nor values of those that `takes_value` names; after `--` everything.
pub(super) fn operands<'a>(
    mut args: impl Iterator<Item = Word<'a>>,
    takes_value: impl Fn(&str) -> bool,
) -> Vec<Word<'a>> {
    let mut found = Vec::new();
    while let Some(word) = args.next() {
        let text = word.lossy();
        if text == "--" {
            found.extend(args);
            break;
        }
        if !is_option(&text) {
            found.push(word);
        } else if takes_value(&text) {
            args.next();
        }
    }
    found
}

/// True for a word that begins with a dash and is more than it.
pub(super) fn is_option(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-')
}

/// True when the value of an option word is the next word.
pub(super) fn takes_next(text: &str, value_flags: &[&str]) -> bool {
    if value_flags.contains(&text) {
        return true;
    }
    // Bundled: `-yt release` where `-t` takes a value and is the last letter.
    !text.starts_with("--")
        && text.len() > 2
        && value_flags.iter().any(|flag| {
            let Some(letter) = flag.strip_prefix('-').filter(|letter| letter.len() == 1 && *letter != "-") else {
                return false;
            };
            let cluster = text.get(1..text.len() - 1).unwrap_or("");
            text.ends_with(letter)
                && cluster.bytes().all(|byte| byte.is_ascii_alphabetic())
                && !value_flags.iter().any(|other| {
                    other.len() == 2 && other.strip_prefix('-').is_some_and(|other| cluster.contains(other))
                })
        })
}

enum Joined {
    Next,
    At(usize),
}

fn long_value(text: &str, long: &str) -> Option<Joined> {
    if long.is_empty() {
        return None;
    }
    let single = long.starts_with('-') && !long.starts_with("--");
    let rest = if single {
        text.strip_prefix(long)?
    } else {
        text.strip_prefix("--")?.strip_prefix(long.trim_start_matches('-'))?
    };
    match rest.chars().next() {
        None => Some(Joined::Next),
        Some('=') => Some(Joined::At(text.len() - rest.len() + 1)),
        Some(_) => None,
    }
}

/// The offset after a short option in `-abc`, when the letters before it are letters.
fn bundled(text: &str, short: char) -> Option<usize> {
    let cluster = text.strip_prefix('-').filter(|rest| !rest.starts_with('-'))?;
    let at = cluster.find(short)?;
    let before = Cow::Borrowed(cluster.get(..at)?);
    before.bytes().all(|byte| byte.is_ascii_alphabetic()).then(|| 1 + at + short.len_utf8())
}
