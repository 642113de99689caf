//! What ShellCheck finds and the linter does not, read off our own tree.

use super::Finding;
use super::reader::Reader;
use crate::diagnostic::Severity;
use crate::facts::ScriptFacts;
use crate::shell::{Command, Word};
use crate::span::Span;

pub(super) fn run(script: &ScriptFacts, reader: Reader, out: &mut Vec<Finding>) {
    let mut errexit = reader.errexit;
    for command in script.script.commands() {
        match command.name().as_deref() {
            Some("find") => out.extend(find_without_path(command)),
            Some("ln") => out.extend(link_without_name(command)),
            Some("mkdir") => out.extend(mode_of_the_last(command)),
            Some("set") => errexit |= sets_errexit(command),
            _ => {}
        }
    }
    if errexit {
        out.extend(script.script.lost_negations().map(lost_negation));
    }
}

fn finding(code: u16, severity: Severity, span: Span, message: String, help: String) -> Finding {
    Finding { code, severity, span, message, help, fix: None }
}

/// SC2185: `find -name x`. Without a path, GNU's and busybox' find look here; others stop.
fn find_without_path(command: Command<'_>) -> Option<Finding> {
    // What `sudo` or `xargs` adds is not seen.
    let name = command.name_word().filter(|_| command.wrappers().next().is_none())?;
    let is_option = |word: &Word<'_>| matches!(word.literal().as_deref(), Some("-H" | "-L" | "-P"));
    let first = command.args().find(|word| !is_option(word));
    let lacks_path = first.is_none_or(|word| word.starts_with_literal("-") && !word.starts_with_literal("-D"));
    let asks = command
        .args()
        .any(|word| matches!(word.literal().as_deref(), Some("-f" | "--help" | "--version" | "-version")));
    let message = "`find` is not told where to look: only some take that for the current directory";
    let help = "write `find . …`";
    (lacks_path && !asks).then(|| finding(2185, Severity::Info, name.span(), message.to_owned(), help.to_owned()))
}

/// SC2226: `ln -s target`. A note: after `cd` it is mostly meant.
fn link_without_name(command: Command<'_>) -> Option<Finding> {
    let words = command.positionals(&["-t", "--target-directory", "-S", "--suffix"]);
    let [target] = words.as_slice() else { return None };
    if target.has_glob()
        || target.has_expansion()
        || target.has_brace_expansion()
        || command.has_flag(Some('t'), "target-directory")
    {
        return None;
    }
    let target = target.lossy();
    let name = target.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let message = format!("`ln` is told no name for the link: it makes `{name}` in the working directory");
    let help = "name the link, or write `.` where the working directory is meant".to_owned();
    Some(finding(2226, Severity::Info, command.span(), message, help))
}

/// SC2174: `mkdir -p -m 700 a/b`. A note: the folders above are there, mostly.
fn mode_of_the_last(command: Command<'_>) -> Option<Finding> {
    if !command.has_flag(Some('p'), "parents") || command.wrappers().next().is_some() {
        return None;
    }
    let mode = command.option_value(Some('m'), "mode")?;
    let deep = |word: &Word<'_>| {
        let path = word.lossy();
        let path = path.trim_start_matches("./").trim_start_matches("../");
        path.trim_matches('/').contains('/')
    };
    let path = command.positionals(&["-m", "--mode"]).into_iter().find(deep)?;
    let message = format!("with `-p`, the mode holds for the last folder of `{}` only", path.lossy());
    let help = "make the folders above first, with a mode of their own".to_owned();
    Some(finding(2174, Severity::Info, mode.span(), message, help))
}

/// SC2251, a note to ShellCheck but a hole in the build: under `set -e`, `! command` in a list of commands never ends the
/// script, whatever the command says.
fn lost_negation(span: Span) -> Finding {
    let message = "`!` takes the command out of `set -e`: nothing ends the script here";
    let help = "write `if …; then exit 1; fi`, or add `|| exit 1` after the whole of it";
    finding(2251, Severity::Warning, span, message.to_owned(), help.to_owned())
}

/// `set -e`, `set -eux`, `set -o errexit`.
fn sets_errexit(command: Command<'_>) -> bool {
    command.name().as_deref() == Some("set")
        && command.args().any(|arg| {
            let text = arg.lossy();
            text == "errexit" || (text.starts_with('-') && !text.starts_with("--") && text.contains('e'))
        })
}
