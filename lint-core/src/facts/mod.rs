//! Facts about a Dockerfile that need memory: what a stage inherits, what a variable holds, which commands run.
//!
//! Made once per file, when first asked for. Owned data: spans and indexes, no borrowed views.

mod account_commands;
mod account_uses;
mod accounts;
mod active_shell;
mod cache;
mod env;
pub mod heap;
mod image_use;
mod index_update;
pub mod memory;
pub mod pid1;
mod privileges;
pub mod scripts;
mod stage;
pub mod writable;

pub use account_uses::PackageAccount;
pub use accounts::{Account, AccountKind, AccountPrograms, AccountTool, Owner};
pub use active_shell::{ActiveShell, ChosenBy};
pub use env::Variables;
pub use image_use::ImageUse;
pub use index_update::{Family, PackageCommand};
#[cfg(feature = "shellcheck")]
pub(crate) use scripts::is_only_heredocs;
pub use scripts::{ScriptFacts, ScriptOrigin};
pub use stage::{Base, ImageName, StageFacts, UserFact};

use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, Instruction, Stage};
use crate::know::Know;
use crate::project::Linked;
use crate::shell::Dialect;

/// All facts about one Dockerfile.
#[derive(Debug)]
pub struct DockerfileFacts {
    variables: Variables,
    stages: Vec<StageFacts>,
    scripts: Vec<ScriptFacts>,
    accounts: accounts::Accounts,
    /// The stage of each instruction.
    instruction_stages: Vec<Option<u32>>,
    final_stages: Vec<u32>,
    /// The first instruction of each stage that changes from build to build; its FROM, when the base does.
    changes: Vec<Option<u32>>,
}

impl DockerfileFacts {
    /// Reads the facts off a tree.
    pub(crate) fn new(linked: &Linked<'_>, file: FileId, dockerfile: &Dockerfile) -> Self {
        let variables = Variables::new(linked, file, dockerfile);
        let stages = stage::read(dockerfile, &variables);
        let scripts = scripts::read(dockerfile, &stages);
        let accounts = accounts::Accounts::read(dockerfile, &variables, &stages, &scripts);
        let instruction_stages = (0..).map_while(|index| dockerfile.instruction(index));
        let instruction_stages = instruction_stages.map(|instruction| instruction.stage().map(Stage::index)).collect();
        let changes = cache::changes(dockerfile, &stages);
        let final_stages = linked.final_stages(file);
        Self { variables, stages, scripts, accounts, instruction_stages, final_stages, changes }
    }

    /// The stages, in order.
    pub fn stages(&self) -> &[StageFacts] {
        &self.stages
    }

    /// One stage.
    pub fn stage(&self, index: u32) -> Option<&StageFacts> {
        self.stages.get(index as usize)
    }

    /// The stages that are shipped (see [`Linked::final_stages`]).
    pub fn final_stages(&self) -> impl Iterator<Item = &StageFacts> {
        self.final_stages.iter().filter_map(|&index| self.stage(index))
    }

    /// Whether a stage is shipped itself.
    pub fn is_final(&self, stage: u32) -> bool {
        self.final_stages.contains(&stage)
    }

    /// Whether what the stage does ends up in a shipped image: it is shipped, or a shipped stage is based on it.
    pub fn ships(&self, stage: u32) -> bool {
        self.final_stages().any(|last| last.index == stage || last.ancestors.contains(&stage))
    }

    /// The shell scripts of RUN, CMD, ENTRYPOINT and HEALTHCHECK, in order; a script inside a command (`sh -c "…"`)
    /// comes right after the one it stands in.
    pub fn scripts(&self) -> &[ScriptFacts] {
        &self.scripts
    }

    /// The scripts of one instruction.
    pub fn scripts_of(&self, instruction: Instruction<'_>) -> impl Iterator<Item = &ScriptFacts> {
        let index = instruction.index();
        let from = self.scripts.partition_point(|script| script.instruction < index);
        self.scripts.iter().skip(from).take_while(move |script| script.instruction == index)
    }

    /// The value a variable has when an instruction begins.
    pub fn variable(&self, at: Instruction<'_>, name: &str) -> Know<String> {
        self.variables.lookup(at.stage().map(Stage::index), at.index(), name)
    }

    /// The variables themselves.
    pub fn variables(&self) -> &Variables {
        &self.variables
    }

    /// The shell that runs the shell form of an instruction.
    pub fn dialect(&self, at: Instruction<'_>) -> Dialect {
        let stage = at.stage().and_then(|stage| self.stage(stage.index()));
        stage.map_or(Dialect::Posix, |stage| stage.dialect_at(at.index()))
    }
}
