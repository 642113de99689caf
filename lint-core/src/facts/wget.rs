//! Calls of wget that write their progress into the log, and whose wget it is.

use super::{Base, StageFacts};
use crate::cx::{CommandAt, DockerfileCx};
use crate::dockerfile::{Instruction, Keyword, Onbuild};
use crate::images::{Shell, Tool};
use crate::shell::packages::{Verb, action};
use crate::shell::{Command, RedirectOp};

/// Whose wget runs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Wget {
    /// GNU's.
    Gnu,
    /// That of `BusyBox`, which knows few options.
    BusyBox,
    /// It cannot be seen.
    Unknown,
}

/// A call of wget in RUN that shows its progress.
#[derive(Copy, Clone, Debug)]
pub struct NoisyWget<'a> {
    /// The command.
    pub at: CommandAt<'a>,
    /// Whose wget it is there.
    pub program: Wget,
}

impl<'a> DockerfileCx<'a> {
    /// The calls of wget that show their progress, by the RUN they stand in.
    pub fn noisy_wgets(&self) -> Vec<Vec<NoisyWget<'a>>> {
        let mut runs = Vec::new();
        let mut ends: Vec<Wget> = Vec::new();
        for (stage, facts) in self.dockerfile.stages().zip(self.facts.stages()) {
            let mut program = match facts.base {
                Base::Stage(parent) => ends.get(parent as usize).copied().unwrap_or(Wget::Unknown),
                _ => of_image(facts),
            };
            for instruction in stage.instructions() {
                let run = instruction.as_onbuild().and_then(Onbuild::inner).unwrap_or(instruction);
                if run.keyword() == Keyword::Run {
                    let calls = self.calls_in(run, &mut program);
                    runs.extend(Some(calls).filter(|calls| !calls.is_empty()));
                }
            }
            ends.push(program);
        }
        runs
    }

    fn calls_in(&self, run: Instruction<'a>, program: &mut Wget) -> Vec<NoisyWget<'a>> {
        let mut calls = Vec::new();
        for at in self.facts.commands_in(run) {
            if at.command.name().is_some_and(|name| name == "wget") {
                calls.extend(shows_progress(at.command).then_some(NoisyWget { at, program: *program }));
            } else if installs_wget(at.command) {
                *program = Wget::Gnu;
            }
        }
        calls
    }
}

/// Where an image is known and brings none of its own, a wget that is called there was installed.
fn of_image(stage: &StageFacts) -> Wget {
    let tools = stage.image_facts().and_then(|image| image.tools);
    match stage.image_shell() {
        _ if tools.is_some_and(|tools| tools.contains(&Tool::BusyboxWget)) => Wget::BusyBox,
        Shell::Ash => Wget::BusyBox,
        Shell::Bash | Shell::Dash => Wget::Gnu,
        Shell::None | Shell::Unknown => Wget::Unknown,
    }
}

fn installs_wget(command: Command<'_>) -> bool {
    action(command).is_some_and(|action| {
        action.verb == Verb::Install && action.packages.iter().any(|package| package.literal_prefix() == "wget")
    })
}

fn shows_progress(command: Command<'_>) -> bool {
    const QUIET: [(Option<char>, &str); 7] = [
        (None, "progress"),
        (Some('q'), "quiet"),
        (Some('o'), "output-file"),
        (Some('a'), "append-output"),
        (None, "no-verbose"),
        (Some('V'), "version"),
        (Some('h'), "help"),
    ];
    let is_quiet = QUIET.iter().any(|&(short, long)| command.has_flag(short, long))
        || command.args().any(|word| word.lossy().starts_with("-nv"));
    !is_quiet && !drops_errors(command)
}

/// Whether what it says goes to a file.
fn drops_errors(command: Command<'_>) -> bool {
    use RedirectOp::{Append, AppendBoth, Clobber, DuplicateOutput, Write, WriteBoth};
    let mut is_output_kept = true;
    command.redirects().any(|redirect| match (redirect.fd(), redirect.op()) {
        (_, WriteBoth | AppendBoth) | (2, Write | Append | Clobber) => true,
        (1, Write | Append | Clobber) => {
            is_output_kept = false;
            false
        }
        (2, DuplicateOutput) => !is_output_kept,
        _ => false,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn programs(text: &str) -> Vec<Wget> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        cx.noisy_wgets().into_iter().flatten().map(|call| call.program).collect()
    }

    #[test]
    fn the_program_is_that_of_the_image_until_one_is_installed() {
        for (text, expected) in [
            ("FROM debian:13\nRUN wget x", &[Wget::Gnu][..]),
            ("FROM alpine:3.23\nRUN wget x\nRUN apk add wget && wget y", &[Wget::BusyBox, Wget::Gnu]),
            ("FROM alpine:3.23\nRUN apk add wget=~1 && wget y", &[Wget::BusyBox]),
            ("FROM acme/x:1\nRUN wget x", &[Wget::Unknown]),
            ("FROM acme/x:1-alpine\nRUN wget x", &[Wget::BusyBox]),
            (
                "FROM acme/x:1 AS a\nRUN dnf install -y wget\nFROM a\nRUN wget x\nFROM acme/x:1\nRUN wget y",
                &[Wget::Gnu, Wget::Unknown],
            ),
            (
                "FROM debian:13\nRUN wget -q x && wget -nv x && wget x 2>&1 && wget x >y 2>&1 && wget -o l x",
                &[Wget::Gnu],
            ),
        ] {
            assert_eq!(programs(text), expected, "{text}");
        }
    }
}
