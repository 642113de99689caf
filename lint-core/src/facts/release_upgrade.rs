//! Commands that move an image to another release of its system.

use super::leftovers::is_plain;
use super::{DockerfileFacts, StageFacts};
use crate::dockerfile::Instruction;
use crate::know::Know;
use crate::shell::Command;
use crate::shell::packages;
use crate::span::Span;

/// A command that moves an image to another release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReleaseUpgrade {
    /// The command: `zypper dup`.
    pub name: String,
    /// Its name, with the sub-command.
    pub span: Span,
    /// How.
    pub how: ReleaseMove,
    /// See [`CommandAt::is_plain`](crate::cx::CommandAt::is_plain).
    pub is_plain: bool,
}

/// How a command moves to another release.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ReleaseMove {
    /// `zypper dup`: to what the repositories hold.
    Repositories,
    /// A release is named: `dnf --releasever=43 distro-sync`.
    Named,
    /// A tool made for that: `do-release-upgrade`.
    Tool,
}

impl DockerfileFacts {
    /// The first command of a RUN that moves to another release. openSUSE Tumbleweed has none: there `zypper dup` is the
    /// update.
    pub fn release_upgrade(&self, run: Instruction<'_>) -> Option<ReleaseUpgrade> {
        let rolls = run.stage().and_then(|stage| self.stage(stage.index())).is_some_and(is_rolling);
        let mut found = self
            .scripts_of(run)
            .flat_map(|script| script.script.commands().filter_map(|command| read(command, is_plain(script, command))));
        found.find(|found| !(rolls && found.how == ReleaseMove::Repositories))
    }
}

fn is_rolling(stage: &StageFacts) -> bool {
    matches!(&stage.image, Know::Known(image) if image.familiar.contains("tumbleweed"))
}

fn read(command: Command<'_>, is_plain: bool) -> Option<ReleaseUpgrade> {
    let name = command.name()?;
    let word = command.name_word()?;
    if name == "do-release-upgrade" {
        return Some(ReleaseUpgrade { name: name.into_owned(), span: word.span(), how: ReleaseMove::Tool, is_plain });
    }
    let action = packages::action(command)?;
    let verb = action.verb_word.literal()?;
    let how = match (action.manager.name, verb.as_ref()) {
        ("zypper", "dup" | "dist-upgrade") if !command.has_flag(Some('D'), "dry-run") => ReleaseMove::Repositories,
        ("dnf" | "yum", "system-upgrade") => ReleaseMove::Tool,
        ("dnf" | "yum" | "microdnf" | "tdnf", "upgrade" | "update" | "distro-sync" | "up")
            if action.packages.is_empty()
                && command.has_flag(None, "releasever")
                && !command.has_flag(None, "installroot") =>
        {
            ReleaseMove::Named
        }
        _ => return None,
    };
    let span = word.span().to(action.verb_word.span());
    Some(ReleaseUpgrade { name: format!("{name} {verb}"), span, how, is_plain })
}
