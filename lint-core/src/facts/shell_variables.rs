//! What variables hold inside a script: assignments of the shell, then ARG and ENV.

use super::{DockerfileFacts, ScriptFacts};
use crate::cx::CommandAt;
use crate::dockerfile::Instruction;
use crate::know::{Know, Why};
use crate::shell::{Command, Script, Word};
use std::cell::Cell;
use std::collections::{HashMap, HashSet};

/// Commands whose operands `NAME=value` are assignments.
const DECLARE: [&str; 4] = ["export", "readonly", "declare", "typeset"];
/// How many references one question follows, and how long a value may grow.
const MAX_STEPS: u32 = 64;
const MAX_LENGTH: usize = 1 << 14;

/// Where the variables of one script are set.
#[derive(Debug, Default)]
pub(super) struct ShellVariables {
    /// The commands that assign a name, in order.
    assigned: HashMap<String, Vec<u32>>,
    /// Names that get values from elsewhere: loops, `read`.
    fed: HashSet<String>,
}

impl ShellVariables {
    pub(super) fn read(script: &Script) -> Self {
        let mut variables = Self::default();
        for command in script.commands() {
            let mut assign = |name: &str| {
                let at = variables.assigned.entry(name.to_owned()).or_default();
                if at.last() != Some(&command.index()) {
                    at.push(command.index());
                }
            };
            if command.words().len() == 0 {
                command.assignments().for_each(|assignment| assign(assignment.name()));
            } else if declares(command) {
                command.args().filter_map(|word| pair(word).map(|(name, _)| name)).for_each(|name| assign(&name));
            } else if command.raw_name().is_some_and(|name| {
                matches!(name.as_ref(), "read" | "local" | "getopts" | "mapfile" | "readarray" | "printf")
            }) {
                let names = command
                    .args()
                    .filter_map(|word| word.literal().map(|name| name.split('=').next().unwrap_or("").to_owned()));
                variables.fed.extend(names);
            }
        }
        let mut words =
            script.read_text().split(|c: char| c.is_whitespace() || matches!(c, ';' | '(' | ')' | '&' | '|'));
        while let Some(word) = words.next() {
            if matches!(word, "for" | "select") {
                variables.fed.extend(words.next().map(str::to_owned));
            }
        }
        variables
    }
}

impl ShellVariables {
    /// Whether the script gives the variable a value somewhere.
    pub(super) fn sets(&self, name: &str) -> bool {
        self.assigned.contains_key(name) || self.fed.contains(name)
    }
}

impl DockerfileFacts {
    /// The value that a variable has where a command runs: what the script sets before it, else what ARG and ENV say. That
    /// of a secret mount is unknown.
    pub fn variable_at(&self, at: &CommandAt<'_>, name: &str) -> Know<String> {
        if is_secret_mount(at.instruction, name) {
            return Know::Unknown(Why::Runtime);
        }
        self.variable_before(at, at.command, name, &Cell::new(MAX_STEPS))
    }

    fn variable_before(&self, at: &CommandAt<'_>, user: Command<'_>, name: &str, steps: &Cell<u32>) -> Know<String> {
        let unknown = Know::Unknown(Why::Runtime);
        let Some(left) = steps.get().checked_sub(1) else { return unknown };
        steps.set(left);
        let variables = &at.script.variables;
        if variables.fed.contains(name) {
            return unknown;
        }
        let assigned = variables.assigned.get(name).map_or(&[][..], Vec::as_slice);
        let before = assigned.partition_point(|&index| index < user.index());
        // The next round of a loop and a function that is called later see what is assigned below.
        if (user.is_conditional() || user.in_function()) && before < assigned.len() {
            return unknown;
        }
        let Some(&last) = before.checked_sub(1).and_then(|last| assigned.get(last)) else {
            return match self.variable(at.instruction, name) {
                Know::Absent => unknown,
                value => value,
            };
        };
        let setter = at.script.script.command(last).filter(|setter| !may_not_reach(*setter, user));
        let Some(setter) = setter else { return unknown };
        let lookup = |name: &str| self.variable_before(at, setter, name, steps);
        match value_set(setter, name).and_then(|value| value.expand(&lookup)) {
            Know::Known(value) if value.len() <= MAX_LENGTH => Know::Known(value),
            Know::Absent => Know::Known(String::new()),
            _ => unknown,
        }
    }
}

impl ScriptFacts {
    /// Whether the script gives the variable a value somewhere.
    pub fn sets(&self, name: &str) -> bool {
        self.variables.sets(name)
    }
}

/// Whether a secret mount of the RUN gives the variable: `--mount=type=secret,id=x,env=NAME`.
pub(super) fn is_secret_mount(run: Instruction<'_>, name: &str) -> bool {
    let mut mounts = run.as_run().into_iter().flat_map(|run| run.mounts()).filter(|mount| mount.kind() == "secret");
    mounts.any(|mount| mount.get("env").is_some_and(|env| env.value == name))
}

/// Whether the assignment may not happen, or not in the shell that uses it.
fn may_not_reach(setter: Command<'_>, user: Command<'_>) -> bool {
    setter.is_conditional()
        || setter.in_function()
        || setter.in_substitution()
        || (setter.in_subshell() && !user.in_subshell())
}

fn declares(command: Command<'_>) -> bool {
    command.raw_name().is_some_and(|name| DECLARE.contains(&name.as_ref()))
}

/// `NAME=value` as a word.
fn pair(word: Word<'_>) -> Option<(String, Word<'_>)> {
    let prefix = word.literal_prefix();
    let (name, _) = prefix.split_once('=')?;
    Some((name.to_owned(), word.after_literal(name.len() + 1)))
}

/// The last value that a command gives to a name; absent when it is empty.
fn value_set<'a>(command: Command<'a>, name: &str) -> Know<Word<'a>> {
    let unknown = Know::Unknown(Why::Runtime);
    if declares(command) {
        let pairs = command.args().rev().filter_map(pair);
        return pairs.filter(|(key, _)| key == name).map(|(_, value)| Know::Known(value)).next().unwrap_or(unknown);
    }
    match command.assignments().filter(|assignment| assignment.name() == name).last() {
        Some(assignment) if !assignment.is_append() => assignment.value().map_or(Know::Absent, Know::Known),
        _ => unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cx::DockerfileCx;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// The value of `$X` at the last command of the last script.
    fn value(lines: &str) -> Know<String> {
        let mut project = Project::new();
        let text = format!("FROM debian:13\n{lines}\n");
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let script = cx.facts.scripts().last().unwrap();
        let instruction = cx.dockerfile.instruction(script.instruction).unwrap();
        let command = script.script.commands().last().unwrap();
        cx.facts.variable_at(&CommandAt { command, instruction, script }, "X")
    }

    #[test]
    fn a_script_knows_what_it_sets_itself() {
        for (lines, expected) in [
            ("RUN X=a && use $X", Some("a")),
            ("RUN X='a b'; X=\"$X c\"; use $X", Some("a b c")),
            ("RUN export X=a Y=b; use $X", Some("a")),
            ("RUN Y=a; X=\"$Y\"; use $X", Some("a")),
            ("RUN X=; use $X", Some("")),
            ("ENV X=a\nRUN use $X", Some("a")),
            ("ENV X=a\nRUN X=b; use $X", Some("b")),
            ("ENV X=a\nRUN X=\"$X b\"; use $X", Some("a b")),
            ("ARG Y=a\nRUN X=\"$Y b\"; use $X", Some("a b")),
            ("ENV X=a\nRUN <<EOF\nX=b\nuse $X\nEOF", Some("b")),
            ("ENV X=a\nRUN sh -c 'use $X'", Some("a")),
        ] {
            assert_eq!(value(lines).known().as_deref(), expected, "{lines}");
        }
    }

    #[test]
    fn what_may_be_set_otherwise_is_not_known() {
        for lines in [
            "RUN use $X",
            "ARG X\nRUN use $X",
            "RUN X=$(cat list); use $X",
            "RUN if true; then X=a; fi; use $X",
            "RUN X=a; X+=b; use $X",
            "ENV X=a\nRUN for X in b c; do use $X; done",
            "ENV X=a\nRUN cat list | while read X; do use $X; done",
            "RUN X=a; while true; do use $X; X=b; done",
            "RUN (X=a); use $X",
            "RUN f() { X=a; }; use $X",
            "RUN X=$X$X; X=$X$X; X=$X$X; use $X",
            "RUN X=a use $X",
        ] {
            assert!(value(lines).is_unknown(), "{lines}");
        }
    }

    #[test]
    fn a_value_that_grows_without_end_is_given_up() {
        let doubled: String = (0..40).map(|_| "X=$X$X;").collect();
        assert!(value(&format!("RUN X=a; {doubled} use $X")).is_unknown());
    }
}
