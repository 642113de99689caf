//! Pipes of RUN that hide a failure: those in a shell without `pipefail`.

use super::{DockerfileFacts, ScriptFacts, ScriptOrigin};
use crate::dockerfile::Instruction;
use crate::images::Shell;
use crate::shell::{Command, Dialect, Pipe, Script};
use crate::span::Span;

/// A pipe whose left side may fail unnoticed.
#[derive(Debug)]
pub struct LossyPipe<'a> {
    /// The pipe.
    pub pipe: Pipe<'a>,
    /// The script it stands in.
    pub script: &'a ScriptFacts,
    /// Whether it matters: the left side does work that can fail, and the build asks for the status of the pipe.
    pub matters: bool,
    /// What switches `pipefail` on.
    pub remedy: Remedy,
}

/// What switches `pipefail` on for a script of a RUN.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// `set -o pipefail` in the script: the shell knows it.
    Set,
    /// SHELL with bash: the image has it, and its `sh` does not know `pipefail`.
    Bash,
    /// The option of the command that starts the shell.
    Option,
    /// It cannot be seen what the shell knows.
    Unknown,
}

/// Commands that hardly fail, and then not in a way that one would notice in what they write.
const HARDLY_FAIL: [&str; 22] = [
    ":", "arch", "basename", "cat", "date", "dirname", "echo", "env", "false", "hostname", "id", "nproc", "printenv",
    "printf", "pwd", "seq", "set", "true", "uname", "whoami", "yes", "export",
];
/// Filters that hardly fail on what a pipe brings them.
const FILTERS: [&str; 21] = [
    "awk", "base64", "cat", "column", "cut", "fold", "gawk", "head", "mawk", "nl", "paste", "rev", "sed", "sort",
    "tac", "tail", "tee", "tr", "uniq", "wc", "xxd",
];
/// Images whose `sh` is bash. The distributions' bash packages own that link (Fedora and its descendants, openSUSE, Arch).
const SH_IS_BASH: [&str; 11] = [
    "fedora",
    "centos",
    "rockylinux",
    "almalinux",
    "amazonlinux",
    "amazoncorretto",
    "oraclelinux",
    "redhat/",
    "ubi",
    "opensuse/",
    "archlinux",
];

impl DockerfileFacts {
    /// The pipes of a RUN that run without `pipefail`: by SHELL, `set`, the `#!` line or the command that starts the shell.
    pub fn lossy_pipes<'a>(&'a self, run: Instruction<'a>) -> Vec<LossyPipe<'a>> {
        let mut pipes = Vec::new();
        for script in self.scripts_of(run).filter(|script| script.script.pipes().len() > 0) {
            let covered = match (script.origin, script.started_by.as_slice()) {
                (_, started_by @ [_, ..]) => sets_pipefail(started_by.iter().map(String::as_str)) == Some(true),
                (ScriptOrigin::Nested, []) => true,
                (_, []) => self.shell_sets_pipefail(run),
            };
            let states = States::read(&script.script, covered);
            let assigned = assigned(&script.script);
            let lossy = script.script.pipes().filter(|pipe| !states.cover(*pipe));
            let remedy = self.remedy(run, script);
            pipes.extend(lossy.map(|pipe| LossyPipe { pipe, script, matters: matters(pipe, &assigned), remedy }));
        }
        pipes
    }

    /// Whether SHELL switches `pipefail` on for the shell form of an instruction.
    pub fn shell_sets_pipefail(&self, at: Instruction<'_>) -> bool {
        let words = self.shell_words_at(at).unwrap_or_default();
        sets_pipefail(words.iter().map(String::as_str)) == Some(true)
    }

    fn remedy(&self, run: Instruction<'_>, script: &ScriptFacts) -> Remedy {
        if matches!(script.origin, ScriptOrigin::Nested | ScriptOrigin::Json) {
            return Remedy::Option;
        }
        if script.dialect == Dialect::Bash {
            return Remedy::Set;
        }
        let own = Some(script.started_by.clone()).filter(|words| !words.is_empty());
        let is_own = own.is_some();
        let is_default = !is_own && self.in_force(run).shell.is_none();
        let words = own.or_else(|| self.shell_words_at(run));
        let program = words.as_ref().and_then(|words| words.first()).and_then(|first| first.rsplit('/').next());
        let Some(stage) = run.stage().and_then(|stage| self.stage(stage.index())) else { return Remedy::Unknown };
        let image = stage.image.as_ref().known().map_or("", |image| &image.familiar);
        let sh_is_bash = SH_IS_BASH.iter().any(|name| match name.strip_suffix('/') {
            Some(group) => image.strip_prefix(group).is_some_and(|rest| rest.starts_with('/')),
            None => image.rsplit('/').next().is_some_and(|last| last.starts_with(name)),
        });
        match (program, stage.image_shell()) {
            (Some("ash" | "busybox"), _) | (None | Some("sh"), Shell::Ash) => Remedy::Set,
            (None | Some("sh"), _) if sh_is_bash => Remedy::Set,
            (_, Shell::Bash) if is_default => Remedy::Bash,
            _ if is_own => Remedy::Option,
            _ => Remedy::Unknown,
        }
    }
}

impl LossyPipe<'_> {
    /// What to point at: the command before the pipe, when it is a simple one, else the operator.
    pub fn span(&self) -> Span {
        self.pipe.left_command().map_or(self.pipe.operator(), Command::span)
    }

    /// Whether `pipefail` would do no more than it should in the script: nothing switches it off, and no command that
    /// ends early (`head`, `grep -q`) makes the one before it fail.
    pub fn bears_pipefail(&self) -> bool {
        let script = &self.script.script;
        !script.pipes().any(is_cut_short) && !script.commands().any(|command| of_command(command) == Some(false))
    }

    /// What to insert into the file of this text, and where, so that `pipefail` is set from the script's beginning.
    pub fn switch_on(&self, text: &str) -> Option<(u32, String)> {
        let script = &self.script.script;
        let first = script.top_level().next().filter(|first| self.remedy == Remedy::Set && !first.background())?;
        if let Some(set) = first.simple_command().filter(|command| command.name().is_some_and(|name| name == "set"))
            && set.args().len() > 0
            && set.args().all(|word| word.lossy().starts_with(['-', '+']))
        {
            return Some((set.span().end, " -o pipefail".to_owned()));
        }
        let at = first.span().start;
        if self.script.origin != ScriptOrigin::Heredoc {
            return Some((at, "set -o pipefail && ".to_owned()));
        }
        let line = text.get(..at as usize)?.rsplit('\n').next()?;
        let indent = line.trim().is_empty().then_some(line)?;
        Some((at, format!("set -o pipefail\n{indent}")))
    }
}

/// Whether the words of a shell's command, or of `set`, switch `pipefail` on (`-o pipefail`, `-euo pipefail`) or off.
fn sets_pipefail<'w>(words: impl Iterator<Item = &'w str> + Clone) -> Option<bool> {
    let pairs = words.clone().zip(words.skip(1));
    pairs.filter(|(option, name)| *name == "pipefail" && !option.starts_with("--") && option.ends_with('o')).fold(
        None,
        |before, (option, _)| match option.as_bytes().first() {
            Some(b'-') => Some(true),
            Some(b'+') => Some(false),
            _ => before,
        },
    )
}

/// Whether `pipefail` is on, from one command to the next.
struct States {
    /// From the command with this number on, in order.
    changes: Vec<(u32, bool)>,
    /// Switched on outside subshells: a function is called after that, as far as we know.
    anywhere: bool,
}

impl States {
    fn read(script: &Script, at_start: bool) -> Self {
        let mut states = Self { changes: vec![(0, at_start)], anywhere: at_start };
        let mut on = at_start;
        // The depth of the subshell that the last change is limited to, and what held before.
        let mut limited: Option<(u8, bool)> = None;
        for command in script.commands() {
            if let Some((_, before)) = limited.filter(|(depth, _)| command.depth() < *depth) {
                on = before;
                limited = None;
                states.changes.push((command.index(), on));
            }
            let Some(set) = of_command(command) else { continue };
            if command.in_subshell() || command.in_substitution() {
                limited = limited.or(Some((command.depth(), on)));
            } else {
                states.anywhere |= set;
            }
            on = set;
            states.changes.push((command.index() + 1, on));
        }
        states
    }

    fn cover(&self, pipe: Pipe<'_>) -> bool {
        if pipe.in_function() && self.anywhere {
            return true;
        }
        let first = pipe.left_commands().next().map_or(0, Command::index);
        let after = self.changes.partition_point(|&(from, _)| from <= first);
        self.changes.get(after.saturating_sub(1)).is_some_and(|&(_, on)| on)
    }
}

/// `set -o pipefail`, `set +o pipefail`, `shopt -so pipefail`.
fn of_command(command: Command<'_>) -> Option<bool> {
    let name = command.name()?;
    if !matches!(name.as_ref(), "set" | "shopt") {
        return None;
    }
    let words: Vec<_> = command.words().map(|word| word.lossy()).collect();
    if name == "shopt" {
        let is_named = command.has_flag(Some('o'), "") && words.iter().any(|word| word == "pipefail");
        return is_named.then(|| !command.has_flag(Some('u'), ""));
    }
    sets_pipefail(words.iter().map(AsRef::as_ref))
}

/// For each command whether it stands in the value of an assignment that is a command by itself: the shell takes its
/// status. That of a substitution among the words of a command is lost.
fn assigned(script: &Script) -> Vec<bool> {
    let mut open: Vec<(bool, u32)> = Vec::new();
    let mut assigned = Vec::with_capacity(script.commands().len());
    for command in script.commands() {
        let span = command.local_span();
        while open.last().is_some_and(|&(_, end)| end <= span.start) {
            open.pop();
        }
        assigned.push(open.last().is_some_and(|&(is_assignment, _)| is_assignment));
        open.push((command.words().len() == 0, span.end));
    }
    assigned
}

fn matters(pipe: Pipe<'_>, assigned: &[bool]) -> bool {
    if pipe.is_negated() || pipe.is_guarded() || pipe.is_tested() {
        return false;
    }
    let Some(first) = pipe.left_commands().next() else { return false };
    if first.background() || is_cut_short(pipe) {
        return false;
    }
    if pipe.last_commands().next().is_some_and(|last| pipe.last_commands().len() == 1 && checks_input(last)) {
        return false;
    }
    if pipe.in_substitution() && assigned.get(first.index() as usize) != Some(&true) {
        return false;
    }
    match pipe.left_command() {
        Some(command) => can_fail(command, pipe.is_fed()),
        None => pipe.left_commands().any(|command| can_fail(command, true)),
    }
}

/// Whether the command before the pipe may be ended by a signal, because nobody reads what it writes.
fn is_cut_short(pipe: Pipe<'_>) -> bool {
    let is_endless = pipe.left_command().and_then(Command::name).is_some_and(|name| name == "yes");
    let ends_early = |command: Command<'_>| match command.name().as_deref() {
        Some("head") => true,
        Some("grep" | "egrep" | "fgrep") => command.has_flag(Some('q'), "quiet"),
        _ => false,
    };
    is_endless || pipe.right_commands().next().is_some_and(ends_early)
}

/// Whether a command fails on input that ends too early, so that the failure before it does not go unnoticed.
fn checks_input(command: Command<'_>) -> bool {
    let Some(name) = command.name() else { return false };
    match name.as_ref() {
        "tar" | "bsdtar" | "gpg" | "gpg2" | "apt-key" | "gunzip" | "cpio" => true,
        "md5sum" | "sha1sum" | "sha256sum" | "sha512sum" | "shasum" => command.has_flag(Some('c'), "check"),
        "grep" | "egrep" | "fgrep" => !command.has_flag(Some('v'), "invert-match"),
        "jq" => command.has_flag(Some('e'), "exit-status"),
        _ => false,
    }
}

fn can_fail(command: Command<'_>, is_fed: bool) -> bool {
    let Some(name) = command.name() else { return command.words().len() > 0 };
    if name == "dpkg" && command.has_flag(None, "print-architecture") {
        return false;
    }
    let hardly_fails = HARDLY_FAIL.contains(&name.as_ref()) || is_fed && FILTERS.contains(&name.as_ref());
    !hardly_fails
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cx::DockerfileCx;
    use crate::dockerfile::Keyword;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// The left sides of the lossy pipes of the last RUN, `?` after those that hardly matter.
    fn lossy(text: &str) -> String {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let run = cx.dockerfile.instructions().filter(|at| at.keyword() == Keyword::Run).last().unwrap();
        let show =
            |pipe: &LossyPipe<'_>| format!("{}{}", pipe.pipe.left().of(text), if pipe.matters { "" } else { "?" });
        cx.facts.lossy_pipes(run).iter().map(show).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn set_counts_from_where_it_stands_to_the_end_of_its_shell() {
        for (script, expected) in [
            ("a | b", "a"),
            ("set -o pipefail; a | b", ""),
            ("set -euo pipefail && a | b", ""),
            ("set -e -o errexit -o pipefail && a | b", ""),
            ("a | b; set -o pipefail; c | d", "a"),
            ("set -o pipefail; a | b; set +o pipefail; c | d", "c"),
            ("( set -o pipefail; a | b ); c | d", "c"),
            ("x=$(set -o pipefail; a | b); c | d", "c"),
            ("( x; ( set -o pipefail; a | b ); c | d )", "c"),
            ("f() { a | b; }; set -o pipefail; f", ""),
            ("shopt -so pipefail; a | b", ""),
            ("shopt -uo pipefail; a | b", "a"),
            ("set pipefail; a | b", "a"),
            ("bash -eo pipefail -c 'a | b'", ""),
            ("bash -c 'a | b'", "a"),
            ("bash -c 'set -o pipefail; a | b' && c | d", "c"),
            ("eval 'a | b'", ""),
        ] {
            assert_eq!(lossy(&format!("FROM x\nRUN {script}\n")), expected, "{script}");
        }
    }

    #[test]
    fn little_is_lost_where_nobody_asks_or_the_end_tells() {
        for (script, expected) in [
            ("echo a | b", "echo a?"),
            ("A=1 | b", "A=1?"),
            ("$A | b", "$A"),
            ("echo a | sed b | c", "echo a?, sed b?"),
            ("sed a b | c", "sed a b"),
            ("a | b | tar -x", "a?, b?"),
            ("a | b || c", "a?"),
            ("if a | b; then c | d; fi", "a?, c"),
            ("x=$(a | b)", "a"),
            ("x=$(a | b) c", "a?"),
            ("c $(a | b) && d=$(e | f)", "a?, e"),
            ("a | b &", "a?"),
            ("a | grep -v b", "a"),
            ("a | grep b", "a?"),
            ("{ echo a; b; } | c", "{ echo a; b; }"),
        ] {
            assert_eq!(lossy(&format!("FROM x\nRUN {script}\n")), expected, "{script}");
        }
    }

    #[test]
    fn shell_counts_for_what_it_starts() {
        const SHELL: &str = "FROM x AS a\nSHELL [\"/bin/bash\", \"-eo\", \"pipefail\", \"-c\"]\n";
        for (text, expected) in [
            (format!("{SHELL}RUN a | b"), ""),
            (format!("{SHELL}FROM a\nRUN a | b"), ""),
            (format!("{SHELL}FROM x\nRUN a | b"), "a"),
            (format!("{SHELL}RUN <<E\na | b\nE\n"), ""),
            (format!("{SHELL}RUN <<E\n#!/bin/bash\na | b\nE\n"), "a"),
            (format!("{SHELL}RUN bash <<E\na | b\nE\n"), "a"),
            (format!("{SHELL}RUN <<E bash -o pipefail\na | b\nE\n"), ""),
            (format!("{SHELL}RUN [\"sh\", \"-c\", \"a | b\"]"), "a"),
            (format!("{SHELL}SHELL [\"/bin/sh\", \"-c\"]\nRUN a | b"), "a"),
        ] {
            assert_eq!(lossy(&text), expected, "{text}");
        }
    }
}
