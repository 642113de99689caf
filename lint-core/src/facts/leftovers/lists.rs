//! Which RUN instructions work with package lists that an earlier one fetched.

use crate::dockerfile::{Instruction, Keyword, Stage};
use crate::facts::{DockerfileFacts, ScriptFacts};
use crate::shell::Command;
use crate::shell::packages::{self, Verb};

/// Whether later RUN instructions work with the package lists that an earlier one fetched.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ListsUse {
    /// None does.
    No,
    /// A script that we do not see may.
    Unknown,
    /// One installs without an update of its own.
    Yes,
}

/// A RUN that needs lists, or may, and fetches none before.
#[derive(Debug)]
pub(in crate::facts) struct ListUser {
    instruction: u32,
    certainly: bool,
}

/// How many of them are looked through: more than any real file has.
const MAX_USERS: usize = 500;

impl DockerfileFacts {
    /// Whether what comes after a RUN, in its stage or in those based on it, needs the package lists of apt that it
    /// leaves.
    pub fn lists_used_after(&self, run: Instruction<'_>) -> ListsUse {
        let Some(stage) = run.stage().map(Stage::index) else { return ListsUse::Unknown };
        let list_users = &self.leftovers(run.file()).list_users;
        let from = list_users.partition_point(|user| user.instruction <= run.index());
        let mut answer = ListsUse::No;
        for (count, user) in list_users.iter().skip(from).enumerate() {
            let of = self.instruction_stages.get(user.instruction as usize).copied().flatten();
            let is_based = of.and_then(|of| self.stage(of)).is_some_and(|of| of.ancestors.contains(&stage));
            if count == MAX_USERS {
                return ListsUse::Unknown;
            }
            if of == Some(stage) || is_based {
                if user.certainly {
                    return ListsUse::Yes;
                }
                answer = ListsUse::Unknown;
            }
        }
        answer
    }
}

/// The RUN instructions that need lists, in order.
pub(super) fn list_users(scripts: &[ScriptFacts]) -> Vec<ListUser> {
    let mut users = Vec::new();
    for of_run in scripts.chunk_by(|a, b| a.instruction == b.instruction) {
        let Some(first) = of_run.first().filter(|script| script.keyword == Keyword::Run) else { continue };
        let mut may = false;
        let mut certainly = false;
        for command in of_run.iter().flat_map(|script| script.script.commands()) {
            match apt_verb(command) {
                Some(Verb::UpdateIndex) => break,
                Some(Verb::Install | Verb::Upgrade | Verb::Other) => {
                    certainly = true;
                    break;
                }
                None => may |= may_install(command),
                _ => {}
            }
        }
        if may || certainly {
            users.push(ListUser { instruction: first.instruction, certainly });
        }
    }
    users
}

fn apt_verb(command: Command<'_>) -> Option<Verb> {
    if command.name()?.as_ref() == "apt-cache" {
        return Some(Verb::Other);
    }
    let action = packages::action(command)?;
    matches!(action.manager.name, "apt-get" | "apt" | "aptitude").then_some(action.verb)
}

/// Whether it runs a program that may call apt: a script, or one that is not known.
fn may_install(command: Command<'_>) -> bool {
    let Some(name) = command.name_word().map(|word| word.lossy()) else { return false };
    let is_shell = matches!(name.rsplit('/').next(), Some("sh" | "bash" | "dash" | "ash" | "ksh" | "zsh"));
    is_shell && command.nested().is_none()
        || matches!(name.as_ref(), "." | "source" | "make" | "gdebi")
        || name.contains(['/', '$'])
        || name.ends_with(".sh")
}
