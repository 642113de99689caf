//! How a file configures package managers for all that comes after.

use super::paths::empties;
use crate::dockerfile::{Dockerfile, Instruction, InstructionView, Stage, Transfer};
use crate::facts::{ScriptFacts, StageFacts};
use crate::shell::{Command, packages};
use std::borrow::Cow;
use std::collections::HashMap;

/// A setting of package managers.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum Setting {
    /// apt installs no recommended packages, or has a configuration that we do not see.
    NoRecommends,
    /// apt keeps the packages that it fetched: the hook of the Debian and Ubuntu images that deletes them is gone.
    KeepsPackages,
    /// pip keeps no cache, or has a configuration that we do not see.
    PipWithoutCache,
    /// Yarn is version 2 or later, whose cache may be a part of the program.
    YarnBerry,
}

/// The settings of a file: where in a stage each holds from.
#[derive(Debug, Default)]
pub(in crate::facts) struct Settings {
    from: HashMap<(u32, Setting), u32>,
}

impl Settings {
    pub(super) fn read(dockerfile: &Dockerfile, scripts: &[ScriptFacts]) -> Self {
        let mut settings = Self::default();
        for instruction in dockerfile.instructions() {
            if let InstructionView::Copy(transfer) | InstructionView::Add(transfer) = instruction.view() {
                settings.of_transfer(instruction, transfer);
            }
        }
        for script in scripts {
            let Some(run) = dockerfile.instruction(script.instruction) else { continue };
            for command in script.script.commands() {
                settings.of_command(run, command);
            }
        }
        settings
    }

    /// Whether a setting was made before an offset, in a stage or in those that it is based on.
    pub(super) fn is_set(&self, stages: &[StageFacts], stage: u32, before: u32, setting: Setting) -> bool {
        let ancestors = stages.get(stage as usize).into_iter().flat_map(|facts| &facts.ancestors);
        let mut chain = std::iter::once(&stage).chain(ancestors);
        !self.from.is_empty() && chain.any(|&stage| self.from.get(&(stage, setting)).is_some_and(|&from| from < before))
    }

    fn add(&mut self, at: Instruction<'_>, from: u32, setting: Setting) {
        let Some(stage) = at.stage().map(Stage::index) else { return };
        let first = self.from.entry((stage, setting)).or_insert(from);
        *first = from.min(*first);
    }

    fn of_transfer(&mut self, at: Instruction<'_>, transfer: Transfer<'_>) {
        let Some(destination) = transfer.destination() else { return };
        let (destination, from) = (destination.cooked(), at.span().start);
        let to_apt = destination.starts_with("/etc/apt/apt.conf");
        for source in transfer.sources() {
            let is_ours = source.as_heredoc().is_none_or(|heredoc| turns_recommends_off(heredoc.body()));
            let path = if source.as_heredoc().is_some() { destination.clone() } else { source.cooked() };
            let names = |name: &str| path.ends_with(name) || destination.ends_with(name);
            if to_apt && is_ours {
                self.add(at, from, Setting::NoRecommends);
            }
            if names("pip.conf") {
                self.add(at, from, Setting::PipWithoutCache);
            }
            if names(".yarnrc.yml") || names("/.yarn") || path == ".yarn" {
                self.add(at, from, Setting::YarnBerry);
            }
        }
    }

    fn of_command(&mut self, at: Instruction<'_>, command: Command<'_>) {
        let Some(name) = command.name() else { return };
        let from = command.span().start;
        let has = |text: &str| command.args().any(|word| word.lossy().contains(text));
        if matches!(name.as_ref(), "rm" | "mv") && has("/etc/apt/") {
            const HOOK: &str = "/etc/apt/apt.conf.d/docker-clean";
            if command.args().any(|word| empties(&word.lossy(), word.has_glob(), HOOK)) {
                self.add(at, from, Setting::KeepsPackages);
            }
        }
        let is_apt = matches!(name.as_ref(), "apt-get" | "apt" | "aptitude");
        if !is_apt && said(command).any(|text| turns_recommends_off(&text)) {
            self.add(at, from, Setting::NoRecommends);
        }
        let is_install = packages::action(command).is_some_and(|action| action.verb == packages::Verb::Install);
        if !is_install && said(command).any(|text| text.contains("no-cache-dir") || text.contains("no_cache_dir")) {
            self.add(at, from, Setting::PipWithoutCache);
        }
        let is_berry = match name.as_ref() {
            "yarn" | "yarnpkg" => has("--immutable") || (has("set") && has("version")) || has("focus"),
            "corepack" => ["yarn@2", "yarn@3", "yarn@4", "yarn@stable", "yarn@berry"].iter().any(|text| has(text)),
            _ => false,
        };
        if is_berry {
            self.add(at, from, Setting::YarnBerry);
        }
    }
}

/// The words of a command and the texts that are fed to it.
fn said(command: Command<'_>) -> impl Iterator<Item = Cow<'_, str>> {
    let bodies = command.redirects().filter_map(|redirect| redirect.heredoc_body().map(Cow::Borrowed));
    command.args().map(|word| word.lossy()).chain(bodies)
}

/// `APT::Install-Recommends "false";`
fn turns_recommends_off(text: &str) -> bool {
    const OFF: [&str; 5] = ["0", "false", "no", "off", "disable"];
    let text = text.to_ascii_lowercase();
    let mut values = text.split("install-recommends").skip(1);
    values.any(|rest| {
        let value = rest.trim_start_matches([' ', '"', '\'', '\\', '=', '\t']);
        OFF.iter().any(|off| value.starts_with(off))
    })
}
