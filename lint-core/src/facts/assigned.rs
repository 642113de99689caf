//! Variables that a shell script sets itself.

use super::ScriptFacts;
use crate::cx::{CommandAt, DockerfileCx};
use crate::dockerfile::Instruction;
use crate::know::{Know, Why};
use crate::shell::{Script, Word};
use std::collections::HashMap;

/// The variables of a script: known where one literal is the only value.
#[derive(Clone, Debug, Default)]
pub(super) struct Assigned {
    values: HashMap<String, Know<String>>,
}

impl Assigned {
    pub(super) fn read(script: &Script) -> Self {
        let mut assigned = Self::default();
        for command in script.commands() {
            match command.name() {
                // `X=1` alone.
                None if command.name_word().is_none() => {
                    for assignment in command.assignments() {
                        assigned.set(assignment.name(), assignment.value());
                    }
                }
                Some(name) if matches!(name.as_ref(), "export" | "local" | "declare" | "readonly" | "typeset") => {
                    for word in command.args() {
                        let text = word.lossy();
                        if let Some((name, _)) = text.split_once('=') {
                            assigned.set(name, Some(word.after_literal(name.len() + 1)));
                        }
                    }
                }
                Some(name) if matches!(name.as_ref(), "read" | "mapfile" | "readarray" | "getopts" | "unset") => {
                    for word in command.args() {
                        assigned.put(&word.lossy(), &Know::Unknown(Why::Runtime));
                    }
                }
                _ => {}
            }
        }
        assigned
    }

    fn set(&mut self, name: &str, value: Option<Word<'_>>) {
        let value = value.map_or(Some(String::new()), |value| value.literal().map(std::borrow::Cow::into_owned));
        self.put(name, &value.map_or(Know::Unknown(Why::Runtime), Know::Known));
    }

    fn put(&mut self, name: &str, value: &Know<String>) {
        let seen = self.values.entry(name.to_owned()).or_insert_with(|| value.clone());
        if seen != value {
            *seen = Know::Unknown(Why::Runtime);
        }
    }
}

impl ScriptFacts {
    /// The value that the script gives a variable: absent when it gives none, unknown when it gives several.
    pub fn assigned(&self, name: &str) -> Know<String> {
        self.assigned.values.get(name).cloned().unwrap_or(Know::Absent)
    }
}

impl DockerfileCx<'_> {
    /// The value of a variable in a command: from its script, else from ARG and ENV. Those of secret mounts are unknown.
    pub fn value_in_script(&self, at: &CommandAt<'_>, name: &str) -> Know<String> {
        if is_secret_mount(at.instruction, name) {
            return Know::Unknown(Why::Runtime);
        }
        at.script.assigned(name).or_else(|| self.facts.variable(at.instruction, name))
    }
}

/// Whether a secret mount of the RUN gives the variable: `--mount=type=secret,id=x,env=NAME`.
pub(super) fn is_secret_mount(run: Instruction<'_>, name: &str) -> bool {
    let mut mounts = run.as_run().into_iter().flat_map(|run| run.mounts()).filter(|mount| mount.kind() == "secret");
    mounts.any(|mount| mount.get("env").is_some_and(|env| env.value == name))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;

    #[test]
    fn one_literal_value_is_known() {
        let script = "A=1; B=$(date); export C=3; D=4; D=5; E=6 run; read -r F; G=7; G=7";
        let script = parse(script, OffsetMap::shift(0), Continuations::Removed);
        let assigned = Assigned::read(&script);
        let value = |name: &str| assigned.values.get(name).cloned().unwrap_or(Know::Absent);
        assert_eq!(value("A"), Know::Known("1".to_owned()));
        assert_eq!(value("C"), Know::Known("3".to_owned()));
        assert_eq!(value("G"), Know::Known("7".to_owned()));
        assert!(value("B").is_unknown() && value("D").is_unknown() && value("F").is_unknown());
        assert!(value("E").is_absent());
    }
}
