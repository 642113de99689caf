//! The exec form of a script.

use std::borrow::Cow;

use super::{Command, Joiner, Script};

/// Builtins and keywords: without a shell they are nothing, or another program of the same name.
const BUILTINS: &[&str] = &[
    ".",
    ":",
    "[",
    "[[",
    "alias",
    "bg",
    "bind",
    "break",
    "builtin",
    "caller",
    "cd",
    "command",
    "compgen",
    "complete",
    "continue",
    "declare",
    "dirs",
    "disown",
    "echo",
    "enable",
    "eval",
    "exec",
    "exit",
    "export",
    "false",
    "fc",
    "fg",
    "getopts",
    "hash",
    "help",
    "history",
    "jobs",
    "kill",
    "let",
    "local",
    "logout",
    "mapfile",
    "popd",
    "printf",
    "pushd",
    "pwd",
    "read",
    "readarray",
    "readonly",
    "return",
    "set",
    "shift",
    "shopt",
    "source",
    "suspend",
    "test",
    "time",
    "times",
    "trap",
    "true",
    "type",
    "typeset",
    "ulimit",
    "umask",
    "unalias",
    "unset",
    "wait",
];

/// Builtins that are programs too, with the same meaning.
const PROGRAMS: &[&str] = &["echo", "false", "kill", "printf", "pwd", "true"];

/// See [`Script::as_exec_words`].
pub(super) fn words(script: &Script) -> Option<Vec<Cow<'_, str>>> {
    let command = script.single_command()?;
    if script.variables().len() > 0 { None } else { command.exec_words() }
}

/// See [`Script::as_check_words`].
pub(super) fn check_words(script: &Script) -> Option<Vec<Cow<'_, str>>> {
    let mut statements = script.top_level();
    let (first, Some(last), None) = (statements.next()?, statements.next(), statements.next()) else {
        return script.as_exec_words();
    };
    let last = last.simple_command().filter(|_| last.joiner() == Joiner::Or && !last.background())?;
    let fails = match last.name()?.as_ref() {
        "exit" => last.args().len() == 1 && last.args().all(|status| status.is("1")),
        "false" => true,
        _ => false,
    };
    first.simple_command().filter(|_| fails)?.exec_words()
}

impl<'a> Command<'a> {
    /// Its words in exec form, when that means the same: no assignments, redirects, expansions, and not a builtin of the
    /// shell.
    pub fn exec_words(self) -> Option<Vec<Cow<'a, str>>> {
        if self.assignments().len() > 0 || self.redirects().len() > 0 {
            return None;
        }
        let mut words = Vec::with_capacity(self.words().len());
        for word in self.words() {
            if word.has_glob() || word.has_tilde() || word.has_brace_expansion() {
                return None;
            }
            words.push(word.literal()?);
        }
        if words.len() > 1 && words.first().is_some_and(|first| first == "exec") {
            words.remove(0);
        }
        let first = words.first()?;
        // The builtin of dash reads escapes, the program does not.
        if first == "echo" && words.iter().any(|word| word.contains('\\')) {
            return None;
        }
        let builtin = BUILTINS.contains(&first.as_ref()) && !PROGRAMS.contains(&first.as_ref());
        (!builtin && !first.is_empty() && !first.starts_with('-')).then_some(words)
    }
}
