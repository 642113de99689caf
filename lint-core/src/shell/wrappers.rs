//! Commands that run another command: a table, and the way through them.

use super::Command;
use super::cursor::Parser;
use super::node::{PartKind, WordNode};

/// A command that runs the command among its arguments.
struct Wrapper {
    name: &'static str,
    /// Flags whose value is the next word.
    values: &'static [&'static str],
    /// Words before the command that are neither flags nor `NAME=value`.
    operands: u8,
    /// `NAME=value` words come before the command.
    assignments: bool,
}

const fn wrapper(name: &'static str, values: &'static [&'static str], operands: u8) -> Wrapper {
    Wrapper { name, values, operands, assignments: false }
}

const WRAPPERS: &[Wrapper] = &[
    Wrapper {
        name: "sudo",
        values: &[
            "-u",
            "--user",
            "-g",
            "--group",
            "-h",
            "--host",
            "-p",
            "--prompt",
            "-C",
            "--close-from",
            "-r",
            "--role",
            "-t",
            "--type",
            "-T",
            "--command-timeout",
            "-U",
            "--other-user",
            "-R",
            "--chroot",
            "-D",
            "--chdir",
        ],
        operands: 0,
        assignments: true,
    },
    Wrapper { name: "env", values: &["-u", "--unset", "-C", "--chdir"], operands: 0, assignments: true },
    wrapper("exec", &["-a"], 0),
    wrapper("command", &[], 0),
    wrapper("builtin", &[], 0),
    wrapper("nohup", &[], 0),
    wrapper("nice", &["-n", "--adjustment"], 0),
    wrapper("ionice", &["-c", "--class", "-n", "--classdata"], 0),
    wrapper("time", &["-o", "--output", "-f", "--format"], 0),
    wrapper("timeout", &["-s", "--signal", "-k", "--kill-after"], 1),
    wrapper(
        "xargs",
        &["-a", "--arg-file", "-d", "--delimiter", "-E", "-I", "-L", "-n", "--max-args", "-P", "--max-procs", "-s"],
        0,
    ),
    wrapper("stdbuf", &["-i", "--input", "-o", "--output", "-e", "--error"], 0),
    wrapper("setsid", &[], 0),
    wrapper("chroot", &[], 1),
    wrapper("gosu", &[], 1),
    wrapper("su-exec", &[], 1),
    wrapper("tini", &["-p", "-e"], 0),
    wrapper("dumb-init", &["-r", "--rewrite"], 0),
    wrapper("doas", &["-u", "-C"], 0),
    wrapper("busybox", &[], 0),
    wrapper("catchsegv", &[], 0),
    wrapper("faketime", &[], 1),
    wrapper("fakeroot", &[], 0),
    wrapper("setarch", &[], 1),
    wrapper("linux32", &[], 0),
    wrapper("linux64", &[], 0),
    wrapper("taskset", &[], 1),
    wrapper("setpriv", &["--reuid", "--regid", "--groups", "--inh-caps", "--ambient-caps", "--bounding-set"], 0),
    wrapper("eatmydata", &[], 0),
    wrapper("unbuffer", &[], 0),
    wrapper("chronic", &[], 0),
    wrapper("xvfb-run", &["-n", "--server-num", "-s", "--server-args", "-e", "--error-file"], 0),
    wrapper("retry", &["-t", "-d", "--tries", "--delay"], 0),
];

fn find(name: &str) -> Option<&'static Wrapper> {
    let name = name.rsplit('/').next().unwrap_or(name);
    WRAPPERS.iter().find(|wrapper| wrapper.name == name)
}

/// Sets the index of the effective name of every command.
pub(super) fn resolve(parser: &mut Parser<'_>) {
    let Parser { text, commands, words, parts, .. } = parser;
    for command in commands.iter_mut() {
        let words = command.words.of(words);
        let plain = |word: &WordNode| plain_text(text, parts, word);
        command.name = walk(words.len(), |at| words.get(at).and_then(plain), |_| {}) as u32;
    }
}

/// The names of the wrappers among the first words of a command.
pub(super) fn names(command: Command<'_>, effective: usize) -> Vec<&'static str> {
    let script = command.script();
    let mut names = Vec::new();
    if effective > 0 {
        let words = command.node_words();
        let plain = |word: &WordNode| plain_text(script.read_text(), &script.parts, word);
        walk(words.len(), |at| words.get(at).and_then(plain), |name| names.push(name));
    }
    names
}

/// The text of a word of one unquoted or wholly quoted piece.
fn plain_text<'t>(text: &'t str, parts: &[super::node::PartNode], word: &WordNode) -> Option<&'t str> {
    match word.parts.of(parts) {
        [part] if matches!(part.kind, PartKind::Text | PartKind::Single) => Some(part.span.of(text)),
        [_, part, _] if part.kind == PartKind::Text && part.quoted => Some(part.span.of(text)),
        // `NAME="value"`, `"--user=$x"`: the beginning tells what it is.
        parts => {
            let first = parts.iter().find(|part| part.kind != PartKind::Quote)?;
            let text = (first.kind == PartKind::Text).then(|| first.span.of(text))?;
            (text.contains('=') || text.starts_with('-')).then_some(text)
        }
    }
}

/// The index of the first word that no wrapper takes. A wrapper without a command is the command itself.
fn walk<'t>(count: usize, word: impl Fn(usize) -> Option<&'t str>, mut passed: impl FnMut(&'static str)) -> usize {
    let mut name = 0;
    while let Some(wrapper) = word(name).and_then(find) {
        let Some(next) = skip(wrapper, name + 1, count, &word) else { break };
        passed(wrapper.name);
        name = next;
    }
    name
}

/// The index of the command that a wrapper runs.
fn skip<'t>(wrapper: &Wrapper, mut at: usize, count: usize, word: &impl Fn(usize) -> Option<&'t str>) -> Option<usize> {
    let mut operands = wrapper.operands;
    let mut flags = true;
    while at < count {
        match word(at) {
            Some("--") if flags => flags = false,
            // `command -v x` asks, it does not run; `env -S` and `busybox --install` take what follows as their own.
            Some("-v" | "-V") if wrapper.name == "command" => return None,
            Some("--install" | "--list") if wrapper.name == "busybox" => return None,
            Some(flag) if flags && flag.starts_with('-') => {
                if wrapper.values.contains(&flag) {
                    at += 1;
                }
            }
            Some(text) if wrapper.assignments && text.contains('=') && !text.starts_with(['=', '/', '.']) => {}
            _ if operands > 0 => operands -= 1,
            _ => return Some(at),
        }
        at += 1;
    }
    None
}
