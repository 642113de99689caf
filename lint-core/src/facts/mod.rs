//! Facts about a Dockerfile that need memory: what a stage inherits, what a variable holds, which commands run.
//!
//! Made once per file, when first asked for. Owned data: spans and indexes, no borrowed views.

mod account_commands;
mod account_uses;
mod accounts;
mod active_shell;
pub mod anchors;
mod appended_ports;
mod base_environment;
pub mod build_places;
mod build_words;
mod cache;
mod command_options;
mod companions;
mod compose_file;
mod copy_from;
pub mod cpu;
mod credentials;
pub mod dependencies;
mod descriptions;
pub mod dollars;
mod dotenv_reliance;
mod engine_sockets;
mod entry_scripts;
mod env;
mod env_files;
mod env_neighbours;
mod environment_lists;
mod exec_words;
mod exposed;
pub mod expressions;
pub mod extending;
mod from_arguments;
pub mod health;
pub mod heap;
mod host_mounts;
pub mod ignored;
mod image_use;
mod in_force;
pub mod includes;
mod index_update;
mod installed_folders;
mod joint;
mod labels;
pub mod leftovers;
pub mod memory;
pub mod merges;
pub mod missing_env_files;
mod modes;
pub mod outdated;
pub mod override_types;
mod passwords;
pub mod pid1;
mod pipefail;
mod platform;
pub mod port_claims;
mod privileged;
mod privileges;
pub mod probes;
pub mod profiles;
mod published_ports;
mod questions;
mod recommends;
pub mod references;
mod refusals;
mod release_upgrade;
pub mod restart;
pub mod rival_files;
mod run_commands;
pub mod scripts;
pub(crate) mod secret_files;
mod secret_variables;
mod service_networks;
mod shell_variables;
pub mod stack_versions;
mod stage;
mod stage_uses;
mod sudo;
mod switched_off;
#[cfg(test)]
mod testing;
mod told_secrets;
mod toolchain;
pub mod transfers;
pub mod ulimits;
mod undefined;
mod volume_writes;
pub mod waits;
pub mod watches;
mod wget;
mod workdirs;
pub mod writable;
mod written;

pub use account_uses::PackageAccount;
pub use accounts::{Account, AccountKind, AccountPrograms, AccountTool, Owner};
pub use active_shell::{ActiveShell, ChosenBy};
pub use appended_ports::AppendedPort;
pub use compose_file::ComposeFacts;
pub use copy_from::{FromName, FromOrigin};
pub use credentials::{Credential, CredentialUse};
pub use descriptions::Misdescription;
pub use engine_sockets::{OpenEngine, SocketMount, SocketVolume};
pub use entry_scripts::EntryScript;
pub use env::{Source, Variables};
pub use env_files::ReadEnvFile;
pub use env_neighbours::NeighbourUse;
pub use environment_lists::BlankName;
pub use exposed::{Exposed, PortFault};
pub use from_arguments::{InvalidDefault, UndefinedInFrom};
pub use host_mounts::HostMount;
pub use image_use::ImageUse;
pub use in_force::InForce;
pub use index_update::{Family, PackageCommand};
pub use installed_folders::InstalledFolder;
pub use labels::Label;
pub use leftovers::{Filler, Leftover};
pub use modes::{ModeChange, SpecialBits, mode_change};
pub use passwords::{AccountPassword, Password};
pub use pipefail::{LossyPipe, Remedy};
pub use platform::{Platform, PlatformFlag};
pub use port_claims::PortClash;
pub use privileged::Privileged;
pub use published_ports::Offer;
pub use questions::Question;
pub use release_upgrade::{ReleaseMove, ReleaseUpgrade};
#[cfg(feature = "shellcheck")]
pub(crate) use scripts::is_only_heredocs;
pub use scripts::{ScriptFacts, ScriptOrigin};
pub use secret_files::SecretCopy;
pub use secret_variables::file_variable;
pub use service_networks::{Joined, Unreachable};
pub use stage::{Base, ImageName, StageFacts, UserFact};
pub use stage_uses::StageUses;
pub use sudo::SudoCall;
pub use switched_off::{Guard, Unverified};
pub use told_secrets::{Strength, Told, UrlPassword};
pub use toolchain::ShippedCompiler;
#[cfg(feature = "shellcheck")]
pub(crate) use undefined::PROXIES;
pub use undefined::{Proof, UndefinedVariable};
pub use volume_writes::VolumeWrite;
pub use wget::{NoisyWget, Wget};
pub use workdirs::WorkdirStep;
pub use written::Written;

use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, Instruction, Stage};
use crate::know::Know;
use crate::project::Linked;
use crate::shell::Dialect;
use std::sync::OnceLock;

/// All facts about one Dockerfile.
#[derive(Debug)]
pub struct DockerfileFacts {
    variables: Variables,
    stages: Vec<StageFacts>,
    scripts: Vec<ScriptFacts>,
    in_force: in_force::Settings,
    accounts: accounts::Accounts,
    /// Made when it is first asked for: it is dear, and only the rules on caches want it.
    leftovers: OnceLock<leftovers::Leftovers>,
    /// The stage of each instruction.
    instruction_stages: Vec<Option<u32>>,
    final_stages: Vec<u32>,
    /// The first instruction of each stage that changes from build to build; its FROM, when the base does.
    changes: Vec<Option<u32>>,
    /// The instructions that set a package manager to yes.
    asking: Vec<u32>,
}

impl DockerfileFacts {
    /// Reads the facts off a tree.
    pub(crate) fn new(linked: &Linked<'_>, file: FileId, dockerfile: &Dockerfile) -> Self {
        let variables = Variables::new(linked, file, dockerfile);
        let stages = stage::read(dockerfile, &variables);
        let scripts = scripts::read(dockerfile, &stages);
        let in_force = in_force::read(dockerfile, &stages);
        let accounts = accounts::Accounts::read(dockerfile, &variables, &stages, &scripts);
        let instruction_stages = (0..).map_while(|index| dockerfile.instruction(index));
        let instruction_stages = instruction_stages.map(|instruction| instruction.stage().map(Stage::index)).collect();
        let changes = cache::changes(dockerfile, &stages);
        let final_stages = linked.final_stages(file);
        let asking = questions::settings(dockerfile);
        Self {
            variables,
            stages,
            scripts,
            in_force,
            accounts,
            leftovers: OnceLock::new(),
            instruction_stages,
            final_stages,
            changes,
            asking,
        }
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
