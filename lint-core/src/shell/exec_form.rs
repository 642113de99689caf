//! The exec form of a script.

use std::borrow::Cow;

use super::Script;

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
    if command.assignments().len() > 0 || command.redirects().len() > 0 || script.variables().len() > 0 {
        return None;
    }
    let mut words = Vec::with_capacity(command.words().len());
    for word in command.words() {
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
