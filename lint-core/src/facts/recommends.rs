//! Whether an install of apt says what happens to recommended packages.

use super::DockerfileFacts;
use super::leftovers::Setting;
use crate::cx::CommandAt;
use crate::dockerfile::Stage;
use crate::know::Know;
use crate::shell::{Command, Part};

impl DockerfileFacts {
    /// Whether a command, or the configuration before it, says whether recommended packages are installed, or may say so
    /// where we do not see it.
    pub fn decides_recommends(&self, at: &CommandAt<'_>) -> bool {
        says_so(at.command) || self.may_say_so(at) || self.has_setting(at.instruction, Setting::NoRecommends)
    }

    /// Options in a variable.
    fn may_say_so(&self, at: &CommandAt<'_>) -> bool {
        let stage = at.instruction.stage().map(Stage::index);
        let mut parts = at.command.words().flat_map(|word| word.parts());
        parts.any(|part| {
            let Part::Variable { variable, .. } = part else { return false };
            match self.variables.lookup(stage, at.instruction.index(), variable.name()) {
                Know::Known(value) => is_about_it(&value),
                Know::Absent | Know::Unknown(_) => {
                    let name = variable.name().to_ascii_lowercase();
                    ["opt", "flag", "arg", "param"].iter().any(|word| name.contains(word))
                }
            }
        })
    }
}

/// `--no-install-recommends`, `--install-recommends`, `-o APT::Install-Recommends=0`, aptitude's `-R`.
fn says_so(command: Command<'_>) -> bool {
    let is_aptitude = command.name().is_some_and(|name| name == "aptitude");
    command.args().any(|word| is_about_it(&word.lossy()))
        || is_aptitude && (command.has_flag(Some('R'), "") || command.has_flag(Some('r'), ""))
}

fn is_about_it(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    ["install-recommends", "without-recommends", "with-recommends"].iter().any(|word| text.contains(word))
}
