//! What the commands of a RUN find in their environment: variables, folders, mounts.

use super::paths::{UNKNOWN, empties};
use super::read::Reader;
use crate::know::{Know, Why};
use crate::shell::packages::caches::Cache;
use crate::shell::{Command, Part, Word};

/// How long the values of variables and the texts made of them get: `a=$a$a` doubles with each line.
const MAX_VALUE: usize = 256;
const MAX_TEXT: usize = 4096;

fn known(value: &str) -> Know<String> {
    let is_known = !value.contains(UNKNOWN) && value.len() <= MAX_VALUE;
    if is_known { Know::Known(value.to_owned()) } else { Know::Unknown(Why::Runtime) }
}

impl<'a> Reader<'a> {
    /// Remembers the variables that a command sets for those after it.
    pub(super) fn assign(&mut self, command: Command<'a>) {
        let is_export = command.name().is_some_and(|name| matches!(name.as_ref(), "export" | "declare" | "local"));
        if command.words().len() == 0 {
            for assignment in command.assignments() {
                let value = assignment.value().map_or(Know::Known(String::new()), |word| self.value(word));
                self.locals.insert(assignment.name().to_owned(), value);
            }
        } else if is_export {
            for word in command.args() {
                let text = self.text(word);
                let Some((name, value)) = text.split_once('=') else { continue };
                self.locals.insert(name.to_owned(), known(value));
            }
        }
    }

    /// A value; the folders of `mktemp` are known well enough.
    fn value(&self, word: Word<'a>) -> Know<String> {
        if word.parts().any(|part| matches!(part, Part::Substitution(text) if text.contains("mktemp"))) {
            return Know::Known("/tmp/mktemp".to_owned());
        }
        known(&self.text(word))
    }

    fn lookup(&self, name: &str) -> Know<String> {
        if let Some(value) = self.locals.get(name) {
            return value.clone();
        }
        match self.variables.lookup(self.stage, self.run.index(), name) {
            Know::Absent | Know::Unknown(_) if name == "HOME" => Know::Known("~".to_owned()),
            // The shell may set it, in a loop or by `read`.
            Know::Absent => Know::Unknown(Why::Runtime),
            value => value,
        }
    }

    /// The text of a word, with a mark for what is not known.
    pub(super) fn text(&self, word: Word<'a>) -> String {
        let mut text = String::new();
        for part in word.parts() {
            if text.len() > MAX_TEXT {
                text.push(UNKNOWN);
                break;
            }
            match part {
                Part::Text { text: piece, .. } | Part::AnsiC(piece) => text.push_str(piece),
                Part::Variable { variable, .. } => match variable.value(&|name| self.lookup(name)) {
                    Know::Known(value) => text.push_str(&value),
                    Know::Absent | Know::Unknown(_) => text.push(UNKNOWN),
                },
                Part::Substitution(_) | Part::Arithmetic(_) | Part::Opaque(_) => text.push(UNKNOWN),
            }
        }
        text
    }

    /// What a command finds in its environment. What a base image may set is taken for absent.
    pub(super) fn environment(&self, name: &str, command: Command<'a>) -> Know<String> {
        if let Some(own) = command.assignments().find(|assignment| assignment.name() == name) {
            return own.value().map_or(Know::Known(String::new()), |word| self.value(word));
        }
        let given = command.words().map(|word| self.text(word)).find_map(|text| {
            let (before, value) = text.split_once('=')?;
            (before == name).then(|| value.to_owned())
        });
        if let Some(value) = given {
            return known(&value);
        }
        if let Some(local) = self.locals.get(name) {
            return local.clone();
        }
        match self.variables.lookup(self.stage, self.run.index(), name) {
            Know::Unknown(Why::ExternalImage(_)) => Know::Absent,
            value => value,
        }
    }

    /// The folder that a variable names, if one does.
    pub(super) fn folder_by_variable(&self, cache: &Cache, command: Command<'a>) -> Know<String> {
        for (name, below) in cache.folder_variables {
            match self.environment(name, command) {
                Know::Known(value) if !value.is_empty() => return Know::Known(format!("{value}{below}")),
                Know::Unknown(why) => return Know::Unknown(why),
                _ => {}
            }
        }
        Know::Absent
    }

    /// Whether a mount takes what is written to a folder. A target that is not known may be it.
    pub(super) fn is_mounted(&self, folder: &str) -> bool {
        self.mounts.iter().any(|mount| {
            let target = mount.get("target").map(|target| self.expanded(&target.value));
            matches!(mount.kind().as_ref(), "cache" | "tmpfs" | "bind")
                && target.is_some_and(|target| target.starts_with(['/', UNKNOWN]) && empties(&target, false, folder))
        })
    }

    /// The text of a flag with its variables.
    fn expanded(&self, text: &str) -> String {
        let mut pieces = text.split('$');
        let mut out = pieces.next().unwrap_or("").to_owned();
        for piece in pieces {
            let (name, rest) = match piece.strip_prefix('{').and_then(|piece| piece.split_once('}')) {
                Some(braced) => braced,
                None => piece.split_at(piece.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(piece.len())),
            };
            match self.variables.lookup(self.stage, self.run.index(), name) {
                Know::Known(value) => out.push_str(&value),
                Know::Absent | Know::Unknown(_) => out.push(UNKNOWN),
            }
            out.push_str(rest);
        }
        out
    }
}
