//! The arguments of a command, read with the grammar of its program.

use super::{Command, Word};

/// Which options of a program take a value.
#[derive(Copy, Clone, Debug)]
pub struct Grammar {
    /// The letters of short ones.
    pub letters: &'static str,
    /// The names of long ones, without dashes.
    pub names: &'static [&'static str],
}

/// The arguments of a command. Options are called by their letter or their name without dashes.
#[derive(Clone, Debug)]
pub struct Options<'a> {
    /// Options without a value, each with the word it stands in.
    pub flags: Vec<(String, Word<'a>)>,
    /// Options with their values.
    pub values: Vec<(String, Word<'a>)>,
    /// All other words.
    pub operands: Vec<Word<'a>>,
}

impl<'a> Command<'a> {
    /// Reads the arguments. Where the grammar is known, this tells `-udeploy` from `-p` in a bundle.
    pub fn options(self, grammar: &Grammar) -> Options<'a> {
        let mut options = Options { flags: Vec::new(), values: Vec::new(), operands: Vec::new() };
        let mut args = self.args();
        while let Some(word) = args.next() {
            let text = word.lossy();
            if text == "--" {
                options.operands.extend(args);
                break;
            }
            if let Some(long) = text.strip_prefix("--") {
                match long.split_once('=') {
                    Some((name, _)) => options.values.push((name.to_owned(), word.after_literal(name.len() + 3))),
                    None if grammar.names.contains(&long) => {
                        options.values.extend(args.next().map(|value| (long.to_owned(), value)));
                    }
                    None => options.flags.push((long.to_owned(), word)),
                }
            } else if text.len() > 1 && text.starts_with('-') {
                options.cluster(word, &text, grammar, || args.next());
            } else {
                options.operands.push(word);
            }
        }
        options
    }
}

impl<'a> Options<'a> {
    /// `-rmu 1000`, `-u1000`.
    fn cluster(&mut self, word: Word<'a>, text: &str, grammar: &Grammar, next: impl FnOnce() -> Option<Word<'a>>) {
        for (at, letter) in text.char_indices().skip(1) {
            if !grammar.letters.contains(letter) {
                self.flags.push((letter.to_string(), word));
                continue;
            }
            let after = at + letter.len_utf8();
            let value = if after < text.len() { Some(word.after_literal(after)) } else { next() };
            self.values.extend(value.map(|value| (letter.to_string(), value)));
            return;
        }
    }

    /// The word that gives a flag.
    pub fn flag(&self, letter: char, name: &str) -> Option<Word<'a>> {
        self.flags.iter().find(|(option, _)| is_called(option, letter, name)).map(|(_, word)| *word)
    }

    /// Whether a flag is given.
    pub fn has(&self, letter: char, name: &str) -> bool {
        self.flag(letter, name).is_some()
    }

    /// All values of an option.
    pub fn values(&self, letter: char, name: &str) -> impl DoubleEndedIterator<Item = Word<'a>> {
        self.values.iter().filter(move |(option, _)| is_called(option, letter, name)).map(|(_, word)| *word)
    }

    /// The value of an option; of several the last.
    pub fn value(&self, letter: char, name: &str) -> Option<Word<'a>> {
        self.values(letter, name).next_back()
    }
}

fn is_called(option: &str, letter: char, name: &str) -> bool {
    option == name || option.strip_prefix(letter) == Some("")
}
