//! The shell scripts of the build context that the container of a stage starts with.

use super::{StageFacts, scripts};
use crate::cx::DockerfileCx;
use crate::diagnostic::FileId;
use crate::dockerfile::{Exec, Instruction, InstructionView, Stage};
use crate::path::RelPath;
use crate::shell::{self, Continuations, Dialect, Script};
use crate::span::{OffsetMap, Span};

/// A script that ENTRYPOINT or CMD starts.
#[derive(Debug)]
pub struct EntryScript {
    /// The word in the Dockerfile that starts it.
    pub entry: Span,
    /// Its file name.
    pub name: String,
    /// Its file.
    pub file: FileId,
    /// Its text, parsed; spans are those of its file.
    pub script: Script,
}

impl DockerfileCx<'_> {
    /// The scripts for `sh` and `bash` that a stage starts and that COPY or ADD takes from the context.
    pub fn entry_scripts(&self, stage: &StageFacts) -> Vec<EntryScript> {
        let started = [stage.entrypoint, stage.cmd].into_iter().flatten();
        started.filter_map(|index| self.entry_script(stage, self.dockerfile.instruction(index)?)).collect()
    }

    fn entry_script(&self, stage: &StageFacts, at: Instruction<'_>) -> Option<EntryScript> {
        let exec = match at.view() {
            InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
            InstructionView::Cmd(cmd) => cmd.exec(),
            _ => return None,
        };
        let program = scripts::first_program(exec)?;
        let entry = match exec {
            Exec::Json(args) => args.items().find(|item| item.value() == program.as_str())?.span(),
            Exec::Shell(text) => text.span(),
            Exec::Empty => return None,
        };
        let last = |stage: u32| self.dockerfile.stage(stage).map(Stage::instructions)?.last();
        let chain = [stage.index].into_iter().chain(stage.ancestors.iter().copied());
        let copied = if scripts::is_script(&program) { scripts::copied_from } else { scripts::copied_by_name };
        let source = [Some(at)].into_iter().chain(chain.map(last)).flatten().find_map(|at| copied(at, &program))?;
        let (file, text) = scripts::folders(self.linked, self.file).into_iter().find_map(|folder| {
            let path = RelPath::join(&folder, &source)?;
            Some((self.linked.project().by_path(&path)?, self.text_of(&path)?))
        })?;
        matches!(Dialect::of_shebang(text), Some(Dialect::Posix | Dialect::Bash)).then_some(())?;
        let script = shell::parse(text, OffsetMap::shift(0), Continuations::Shell);
        let name = program.rsplit('/').next().unwrap_or("").to_owned();
        (!script.is_opaque()).then_some(EntryScript { entry, name, file, script })
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::testing::with_stage;

    fn names(text: &str) -> Vec<String> {
        with_stage(text, |cx, stage| {
            let facts = cx.facts.stage(stage.index()).expect("facts");
            cx.entry_scripts(facts).into_iter().map(|script| script.name).collect()
        })
    }

    #[test]
    fn scripts_of_the_context_are_read_and_others_are_not() {
        let case = |copy: &str, script: &str| {
            format!("FROM debian:13\n{copy}\nENTRYPOINT [\"tini\", \"--\", \"/start.sh\"]\n==> start.sh\n{script}\n")
        };
        assert_eq!(names(&case("COPY start.sh /start.sh", "#!/bin/sh\ntrue")), ["start.sh"]);
        for (copy, script) in [("RUN true", "#!/bin/sh"), ("COPY start.sh /start.sh", "#!/usr/bin/python3")] {
            assert_eq!(names(&case(copy, script)), Vec::<String>::new(), "{copy} {script}");
        }
    }
}
