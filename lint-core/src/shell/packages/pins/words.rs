//! The operands of a command with their variables resolved and split as the shell would.

use crate::know::Know;
use crate::shell::options::{is_option, takes_next};
use crate::shell::{Part, Word};

/// Stands for an expansion whose value is not known.
pub(super) const UNKNOWN: char = '\u{0}';

/// One text that the command gets.
pub(super) struct Text<'a> {
    pub(super) word: Word<'a>,
    pub(super) value: Value,
}

/// What it is.
pub(super) enum Value {
    /// A word that is not an option, with [`UNKNOWN`] where it is not known.
    Operand(String),
    /// An option that came out of a variable.
    Flag(String),
    /// Nothing but what is not known: any number of options and operands.
    Anything,
}

/// Reads operands; options that come out of variables take their values with them.
pub(super) fn read<'a>(
    words: &[Word<'a>],
    value_flags: &[&str],
    lookup: &dyn Fn(&str) -> Know<String>,
) -> Vec<Text<'a>> {
    let mut texts = Vec::new();
    let mut is_value = false;
    for &word in words {
        for text in split(word, lookup) {
            let value = match text {
                _ if std::mem::take(&mut is_value) => continue,
                None => Value::Anything,
                Some(text) if is_option(&text) => {
                    is_value = takes_next(&text, value_flags);
                    Value::Flag(text)
                }
                Some(text) => Value::Operand(text),
            };
            texts.push(Text { word, value });
        }
    }
    texts
}

/// The texts of one word; `None` for one of which nothing is known.
fn split(word: Word<'_>, lookup: &dyn Fn(&str) -> Know<String>) -> Vec<Option<String>> {
    if let Some(literal) = word.literal() {
        return vec![Some(literal.into_owned())];
    }
    match word.expand(lookup) {
        Know::Known(text) if word.is_quoted() => vec![Some(text)],
        Know::Known(text) => text.split_ascii_whitespace().map(|text| Some(text.to_owned())).collect(),
        Know::Absent | Know::Unknown(_) => {
            let mut text = String::new();
            for part in word.parts() {
                match part {
                    Part::Text { text: literal, .. } => text.push_str(literal),
                    _ => text.push(UNKNOWN),
                }
            }
            vec![text.contains(|c: char| c.is_ascii_alphanumeric()).then_some(text)]
        }
    }
}

/// Whether the parts that are not known may hold a version: `curl$V` may be `curl=8.5`, but `postgresql-$V` and
/// `php$V-fpm` are names.
pub(super) fn may_hold_a_version(text: &str) -> bool {
    if !text.contains(UNKNOWN) {
        return false;
    }
    let begins = text.starts_with(UNKNOWN) && !text.contains(['-', '_']);
    let ends = text.strip_suffix(UNKNOWN).is_some_and(|before| !before.ends_with('-'));
    begins || ends
}

/// A text with `name` in it for a message: the name as it is written, where it is not wholly known.
pub(super) fn shown(text: &str, name: &str, word: Word<'_>) -> String {
    if text.contains(UNKNOWN) { text.replace(name, &word.lossy()).replace(UNKNOWN, "…") } else { text.to_owned() }
}
