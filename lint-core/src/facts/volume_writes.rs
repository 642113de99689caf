//! What a Dockerfile writes into a path that it has declared a volume before.

use super::StageFacts;
use crate::compose::targets::clean;
use crate::cx::DockerfileCx;
use crate::dockerfile::{Instruction, InstructionView, Stage};
use crate::know::Know;
use crate::shell::{Command, RedirectOp, Word};
use crate::span::Span;
use std::collections::HashMap;

/// A write into a volume.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VolumeWrite {
    /// The path of the volume.
    pub volume: String,
    /// Where it is declared.
    pub declared: Span,
    /// The VOLUME instruction, when it is of the same stage.
    pub instruction: Option<u32>,
    /// The instruction that writes.
    pub at: u32,
    /// The word that names what is written.
    pub span: Span,
    /// What is written.
    pub path: String,
    /// True for RUN, whose change a classic builder loses.
    pub by_run: bool,
}

/// The volumes declared so far: where, and by which instruction of the stage.
type Volumes = HashMap<String, (Span, Option<u32>)>;

/// How deep a path is looked at.
const MAX_DEPTH: usize = 64;

/// Commands that change what all their operands name.
const CHANGES: [&str; 8] = ["mkdir", "touch", "chown", "chgrp", "chmod", "rm", "rmdir", "tee"];
/// Commands that write where their last operand says.
const PUTS: [&str; 6] = ["cp", "mv", "ln", "install", "rsync", "tar"];

impl DockerfileCx<'_> {
    /// The writes of a stage into volumes declared above, the first of each instruction.
    pub fn volume_writes(&self, stage: Stage<'_>) -> Vec<VolumeWrite> {
        let Some(facts) = self.facts.stage(stage.index()) else { return Vec::new() };
        let mut volumes = self.inherited_volumes(facts);
        let mut writes = Vec::new();
        for instruction in stage.instructions() {
            if let InstructionView::Volume(volume) = instruction.view() {
                for path in volume.paths() {
                    let Know::Known(text) = self.facts.path_of(instruction, path) else { continue };
                    if text.starts_with('/') && clean(&text) != "/" {
                        volumes.entry(clean(&text)).or_insert((path.span(), Some(instruction.index())));
                    }
                }
            } else if !volumes.is_empty() && !instruction.is_onbuild_inner() {
                writes.extend(self.write_of(instruction, &volumes));
            }
        }
        writes
    }

    /// The volumes of the stages that a stage is based on.
    fn inherited_volumes(&self, facts: &StageFacts) -> Volumes {
        let Some(&parent) = facts.ancestors.first() else { return Volumes::new() };
        let parent = self.facts.stage(parent);
        let volumes = parent.iter().flat_map(|parent| &parent.volumes);
        volumes.map(|(path, span)| (clean(path), (*span, None))).filter(|(path, _)| path != "/").collect()
    }

    fn write_of(&self, at: Instruction<'_>, volumes: &Volumes) -> Option<VolumeWrite> {
        let found = |path: &str, span: Span, by_run: bool| {
            let ends = path.match_indices('/').map(|(end, _)| end).skip(1).take(MAX_DEPTH).chain([path.len()]);
            let mut above = ends.filter_map(|end| path.get(..end));
            let (volume, &(declared, instruction)) = above.find_map(|path| volumes.get_key_value(path))?;
            let volume = volume.clone();
            Some(VolumeWrite { volume, declared, instruction, at: at.index(), span, path: path.to_owned(), by_run })
        };
        match at.view() {
            InstructionView::Copy(transfer) | InstructionView::Add(transfer) => {
                let to = transfer.destination()?;
                let path = self.absolute(at, &self.facts.path_of(at, to).known()?)?;
                found(&path, to.span(), false)
            }
            InstructionView::Run(_) => {
                let mut commands = self.facts.commands_in(at);
                commands.find_map(|command| {
                    let words = written_by(command.command);
                    words.into_iter().find_map(|word| {
                        let path = word.expand(&|name| self.facts.variable(at, name)).known()?;
                        let path = path.starts_with('/').then(|| clean(&path))?;
                        found(&path, word.span(), true)
                    })
                })
            }
            _ => None,
        }
    }

    /// A path of COPY or ADD, seen from the working directory.
    fn absolute(&self, at: Instruction<'_>, path: &str) -> Option<String> {
        if path.starts_with('/') {
            return Some(clean(path));
        }
        let workdir = self.facts.in_force(at).workdir.and_then(|index| self.dockerfile.instruction(index))?;
        let value = workdir.as_workdir()?.value()?;
        let folder = value.expand(&|name| self.facts.variable(workdir, name)).known()?;
        folder.starts_with('/').then(|| clean(&format!("{folder}/{path}")))
    }
}

/// The words that name what a command writes.
fn written_by(command: Command<'_>) -> Vec<Word<'_>> {
    let writes = |op: RedirectOp| {
        matches!(
            op,
            RedirectOp::Write
                | RedirectOp::Append
                | RedirectOp::Clobber
                | RedirectOp::WriteBoth
                | RedirectOp::AppendBoth
        )
    };
    let mut words: Vec<Word<'_>> =
        command.redirects().filter(|redirect| writes(redirect.op())).filter_map(|redirect| redirect.target()).collect();
    match command.name().as_deref() {
        Some("tar") => words.extend(command.option_value(Some('C'), "directory")),
        Some("install") if command.has_flag(Some('d'), "directory") => {
            words.extend(command.positionals(&["-o", "-g", "-m", "--owner", "--group", "--mode"]));
        }
        Some(name) if CHANGES.contains(&name) => {
            let skip = usize::from(matches!(name, "chown" | "chgrp" | "chmod"));
            words.extend(command.positionals(&["-m", "--mode", "--reference", "--from"]).into_iter().skip(skip));
        }
        Some(name) if PUTS.contains(&name) => {
            words.extend(command.option_value(Some('t'), "target-directory"));
            words.extend(command.positionals(&["-o", "-g", "-m", "-t"]).pop());
        }
        _ => {}
    }
    words
}

#[cfg(test)]
mod tests {
    use crate::facts::testing::with_stage;

    fn writes(lines: &str) -> Vec<String> {
        with_stage(&format!("FROM debian:13\n{lines}\n"), |cx, stage| {
            cx.volume_writes(stage).into_iter().map(|write| write.path).collect()
        })
    }

    #[test]
    fn what_changes_a_volume_is_found_whatever_does_it() {
        for run in [
            "mkdir /data/x",
            "cp a /data/x",
            "echo 1 > /data/x",
            "tar -xf a -C /data/x",
            "install -m 600 a /data/x",
            "tee /data/x",
        ] {
            assert_eq!(writes(&format!("VOLUME /data\nRUN {run}")), ["/data/x"], "{run}");
        }
        assert_eq!(writes("VOLUME [\"/data/\"]\nWORKDIR /data\nCOPY a x"), ["/data/x"]);
        assert_eq!(writes("ENV D=/data\nVOLUME $D\nRUN chown 1 $D"), ["/data"]);
    }

    #[test]
    fn reading_it_and_writing_before_it_or_beside_it_is_fine() {
        for lines in [
            "RUN mkdir /data\nVOLUME /data",
            "VOLUME /data\nRUN cp /data/x /y; cat /data/x > /y; mkdir /database",
            "VOLUME /data\nCOPY a x",
        ] {
            assert_eq!(writes(lines), Vec::<String>::new(), "{lines}");
        }
    }
}
