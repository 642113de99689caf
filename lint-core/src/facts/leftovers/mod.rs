//! What a RUN leaves in its layer besides what it was to do: the lists, metadata and downloads of package managers.
//!
//! The caches and the ways to empty them are data ([`crate::shell::packages::caches`]); here is what a file does about them.

mod append;
mod environment;
mod lists;
mod paths;
mod read;
mod removal;
mod settings;
#[cfg(test)]
mod tests;

pub use lists::ListsUse;
pub use settings::Setting;

use lists::ListUser;
use settings::Settings;

use super::{Base, DockerfileFacts, ScriptFacts, ScriptOrigin};
use crate::cx::DockerfileCx;
use crate::dockerfile::{Dockerfile, From, Instruction, Stage};
use crate::shell::Command;
use crate::shell::packages::caches::{Cache, CacheKind};
use crate::shell::packages::{Manager, Verb};
use crate::span::Span;

/// A cache that a RUN fills and leaves in the layer.
#[derive(Debug)]
pub struct Leftover {
    /// The RUN.
    pub instruction: u32,
    /// What is left.
    pub cache: &'static Cache,
    /// The commands that fill it and after which nothing empties it; at least one.
    pub fillers: Vec<Filler>,
    /// Whether the RUN installs or upgrades with a manager that fills it, whatever becomes of the cache then.
    pub installs: bool,
    /// What looks as if it emptied the cache.
    pub near_miss: Option<NearMiss>,
    /// Whether the RUN deletes any folder (`rm -rf`), which hadolint takes for this one.
    pub removes_others: bool,
}

/// A command that fills a cache.
#[derive(Clone, Debug)]
pub struct Filler {
    /// Its manager.
    pub manager: &'static Manager,
    /// What it does.
    pub verb: Verb,
    /// Manager and sub-command: `apt-get update`.
    pub name: String,
    /// From the manager's name to the sub-command.
    pub span: Span,
    /// The sub-command.
    pub verb_span: Span,
    /// The number of its words.
    verb_words: usize,
    /// See [`CommandAt::is_plain`](crate::cx::CommandAt::is_plain).
    pub is_plain: bool,
    script: usize,
    command: u32,
}

/// A command that looks as if it emptied a cache.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct NearMiss {
    /// The command.
    pub span: Span,
    /// Why it does not.
    pub why: Miss,
}

/// Why a command does not empty a cache.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Miss {
    /// The cache is filled after it.
    TooEarly,
    /// It deletes something else, or a part.
    Part,
    /// Quotes keep the shell from expanding its glob.
    Quoted,
}

impl Filler {
    /// The manager as it was called: `dnf5`, `python3 -m pip`.
    pub fn program(&self) -> &str {
        self.name.rsplitn(self.verb_words + 1, ' ').last().unwrap_or(&self.name)
    }
}

impl NearMiss {
    /// Words for a label.
    pub const fn words(self) -> &'static str {
        match self.why {
            Miss::TooEarly => "comes too early",
            Miss::Part => "is not enough",
            Miss::Quoted => "deletes nothing: the glob is quoted",
        }
    }
}

/// What all RUN instructions of a file leave.
#[derive(Debug)]
pub(super) struct Leftovers {
    settings: Settings,
    all: Vec<Leftover>,
    list_users: Vec<ListUser>,
}

impl DockerfileFacts {
    fn leftovers(&self, dockerfile: &Dockerfile) -> &Leftovers {
        self.leftovers.get_or_init(|| {
            let settings = Settings::read(dockerfile, &self.scripts);
            let all = read::read(dockerfile, &self.variables, &self.stages, &self.scripts, &settings);
            Leftovers { settings, all, list_users: lists::list_users(&self.scripts) }
        })
    }

    /// What a RUN leaves of one kind.
    pub fn leftover(&self, run: Instruction<'_>, kind: CacheKind) -> Option<&Leftover> {
        let all = &self.leftovers(run.file()).all;
        let from = all.partition_point(|left| left.instruction < run.index());
        let of_run = all.iter().skip(from).take_while(|left| left.instruction == run.index());
        of_run.into_iter().find(|left| left.cache.kind == kind)
    }

    /// The command that fills a cache.
    pub fn filler_command(&self, filler: &Filler) -> Option<Command<'_>> {
        self.scripts.get(filler.script)?.script.commands().nth(filler.command as usize)
    }

    /// Whether the package managers are configured in this way where a RUN begins, in the file as far as it is seen.
    pub fn has_setting(&self, at: Instruction<'_>, setting: Setting) -> bool {
        let Some(stage) = at.stage() else { return false };
        self.leftovers(at.file()).settings.is_set(&self.stages, stage.index(), at.span().end, setting)
    }

    /// Whether another stage is based on this one.
    pub fn is_base(&self, stage: u32) -> bool {
        self.stages.iter().any(|other| other.base == Base::Stage(stage))
    }
}

impl DockerfileCx<'_> {
    /// Whether a stage is the last, or a later FROM names it literally: the stages that hadolint takes for shipped.
    pub fn is_last_or_named(&self, stage: Stage<'_>) -> bool {
        let mut later = self.dockerfile.stages().skip(stage.index() as usize + 1).peekable();
        later.peek().is_none()
            || later
                .any(|later| later.from().and_then(From::image).is_some_and(|image| Some(image.raw()) == stage.name()))
    }
}

pub(super) fn is_plain(script: &ScriptFacts, command: Command<'_>) -> bool {
    matches!(script.origin, ScriptOrigin::ShellForm | ScriptOrigin::Heredoc) && command.is_plain()
}
