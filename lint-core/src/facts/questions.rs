//! Package managers that ask while nobody can answer, and packages that nothing pins.

use super::DockerfileFacts;
use crate::cx::{CommandAt, DockerfileCx};
use crate::dockerfile::{Dockerfile, Instruction, Keyword, Stage};
use crate::shell::packages::{self, LooseInstall, Manager, Verb};
use crate::span::Span;

/// A question that stops a build.
#[derive(Clone, Debug)]
pub struct Question {
    /// Which manager asks.
    pub manager: &'static Manager,
    /// What it is about to do.
    pub verb: Verb,
    /// Manager and sub-command: `apt-get install`.
    pub name: String,
    /// From the manager's name to the sub-command.
    pub span: Span,
    /// The command with the flag that answers: `apt-get install -y`.
    pub answered: String,
    /// Where that flag goes, and the bytes that give it.
    pub insertion: (u32, String),
}

impl Question {
    /// That it stops the build, as a message.
    pub fn message(&self) -> String {
        format!("`{}` asks before it goes on, and nobody answers in a build", self.name)
    }
}

/// The configuration files that may hold the answer.
const CONFIGURATIONS: [&str; 3] = ["/etc/apt/apt.conf", "/etc/yum.conf", "/etc/dnf/dnf.conf"];

/// The instructions that set a package manager to yes, or bring a configuration that may.
pub(super) fn settings(dockerfile: &Dockerfile) -> Vec<u32> {
    let sets = |instruction: &Instruction<'_>| {
        let text = instruction.span().of(dockerfile.text());
        match instruction.keyword() {
            Keyword::Copy | Keyword::Add => CONFIGURATIONS.iter().any(|path| text.contains(path)),
            Keyword::Run => {
                ["Get::Assume-Yes", "assumeyes=", "assumeyes ="].iter().any(|setting| text.contains(setting))
            }
            Keyword::Env => text.contains("APT_CONFIG"),
            _ => false,
        }
    };
    dockerfile.instructions().filter(sets).map(Instruction::index).collect()
}

impl DockerfileFacts {
    /// Whether an instruction above (or this one) may set the package manager to yes.
    fn may_be_set_to_yes(&self, at: Instruction<'_>) -> bool {
        let Some(stage) = at.stage().map(Stage::index) else { return false };
        let ancestors = self.stage(stage).map_or(&[][..], |stage| &stage.ancestors);
        self.asking.iter().any(|&index| {
            let of = self.instruction_stages.get(index as usize).copied().flatten();
            index <= at.index() && of.is_some_and(|of| of == stage || ancestors.contains(&of))
        })
    }
}

impl DockerfileCx<'_> {
    /// The question that a command of a RUN asks, when nothing that we see answers it.
    pub fn unanswered(&self, at: &CommandAt<'_>) -> Option<Question> {
        if at.script.keyword != Keyword::Run {
            return None;
        }
        let action = packages::unanswered(at.command, &|name| self.facts.variable_at(at, name))?;
        if self.facts.may_be_set_to_yes(at.instruction) {
            return None;
        }
        let word = at.command.name_word()?;
        let (name, verb) = (at.command.name()?, action.verb_word.lossy());
        let answers = action.manager.answers;
        let flag = answers.flag;
        let (after, answered) = if answers.after_verb {
            (action.verb_word, format!("{name} {verb} {flag}"))
        } else {
            (word, format!("{name} {flag} {verb}"))
        };
        let text = if at.is_exec_form() { format!(", \"{flag}\"") } else { format!(" {flag}") };
        Some(Question {
            manager: action.manager,
            verb: action.verb,
            name: format!("{name} {verb}"),
            span: word.span().to(action.verb_word.span()),
            answered,
            insertion: (after.span().end, text),
        })
    }

    /// The packages that a command of a RUN installs without a version.
    pub fn loose_install<'a>(&self, at: &CommandAt<'a>) -> Option<LooseInstall<'a>> {
        if at.script.keyword != Keyword::Run {
            return None;
        }
        packages::loose_install(at.command, &|name| self.facts.variable_at(at, name))
    }
}
