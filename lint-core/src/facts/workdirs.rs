//! WORKDIR instructions with what is known before them.

use super::{Base, DockerfileFacts};
use crate::cx::DockerfileCx;
use crate::dockerfile::{InstructionView, PartKind, Word};
use crate::know::{Know, Why};
use crate::shell::Dialect;
use crate::sockets::normal;

/// A WORKDIR.
#[derive(Clone, Debug)]
pub struct WorkdirStep<'a> {
    /// Its value as written.
    pub word: Word<'a>,
    /// The value with its variables resolved.
    pub value: Know<String>,
    /// Whether it surely continues the directory before it.
    pub is_relative: bool,
    /// Whether it is the first of its stage and of the stages that one is based on.
    pub is_first: bool,
    /// The directory before it, as far as the file says.
    pub before: Know<String>,
    /// The directory from then on, in its shortest form.
    pub after: Know<String>,
}

impl<'a> DockerfileCx<'a> {
    /// The WORKDIR instructions, in order; what an ONBUILD does later is none.
    pub fn workdirs(&self) -> Vec<WorkdirStep<'a>> {
        let mut steps = Vec::new();
        for stage in self.dockerfile.stages() {
            let Some(facts) = self.facts.stage(stage.index()) else { continue };
            let (mut is_first, mut before) = match facts.base {
                Base::Stage(parent) => inherited(self.facts, parent),
                Base::Scratch => (true, Know::Known("/".to_owned())),
                _ => (true, of_image()),
            };
            let windows = matches!(facts.dialect(), Dialect::Cmd | Dialect::PowerShell);
            for instruction in stage.instructions() {
                let InstructionView::Workdir(workdir) = instruction.view() else { continue };
                let Some(word) = workdir.value() else { continue };
                let value = word.expand(&|name| self.facts.variable(instruction, name));
                let is_relative = is_relative(word, &value, windows);
                let after = match (&value, &before) {
                    (Know::Known(path), _) if path.starts_with('/') => Know::Known(normal(path)),
                    (Know::Known(path), _) if !is_relative && !path.is_empty() => Know::Unknown(Why::UnsupportedShell),
                    (Know::Known(path), Know::Known(before)) => Know::Known(normal(&format!("{before}/{path}"))),
                    (Know::Known(_), unknown) | (unknown, _) => unknown.clone(),
                };
                steps.push(WorkdirStep { word, value, is_relative, is_first, before, after: after.clone() });
                (is_first, before) = (false, after);
            }
        }
        steps
    }
}

/// The directory that an image sets, which we do not see.
const fn of_image() -> Know<String> {
    Know::Unknown(Why::ExternalImage(String::new()))
}

/// What a stage hands to those based on it: whether it sets none, and the one it ends with.
fn inherited(facts: &DockerfileFacts, parent: u32) -> (bool, Know<String>) {
    match facts.stage(parent).map(|parent| &parent.workdir) {
        Some(Know::Known(path)) => (false, Know::Known(normal(path))),
        Some(Know::Unknown(why)) => (false, Know::Unknown(why.clone())),
        Some(Know::Absent) | None => (true, of_image()),
    }
}

/// Whether a path is surely relative. An empty one is nothing, one with a drive letter belongs to Windows.
fn is_relative(word: Word<'_>, value: &Know<String>, windows: bool) -> bool {
    let first = match value {
        Know::Known(path) => path.clone(),
        // What stands before the first variable tells.
        _ => match word.parts().next().filter(|part| !matches!(part.kind, PartKind::Var(_))) {
            Some(part) => part.content.of(word.instruction().file().text()).to_owned(),
            None => return false,
        },
    };
    let is_drive = first.get(1..2) == Some(":") && first.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_rooted = first.starts_with('/') || windows && word.raw().trim_start_matches(['"', '\'']).starts_with('\\');
    !(first.is_empty() || is_drive || is_rooted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// Each WORKDIR: `+` for a first one, `~` for a relative one, and the directory from then on.
    fn steps(text: &str) -> Vec<String> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let steps = DockerfileCx::new(&linked, file).unwrap().workdirs().into_iter();
        let say = |step: WorkdirStep<'_>| {
            let after = step.after.known().unwrap_or_default();
            format!("{}{}{after}", if step.is_first { "+" } else { "" }, if step.is_relative { "~" } else { "" })
        };
        steps.map(say).collect()
    }

    #[test]
    fn a_relative_one_continues_the_one_before() {
        assert_eq!(
            steps("FROM a\nWORKDIR /app/\nWORKDIR src/./x\nWORKDIR ../y\n"),
            ["+/app", "~/app/src/x", "~/app/src/y"]
        );
        assert_eq!(steps("FROM a\nWORKDIR src\nWORKDIR x\nWORKDIR /y\n"), ["+~", "~", "/y"]);
        assert_eq!(steps("FROM scratch\nWORKDIR src\n"), ["+~/src"]);
    }

    #[test]
    fn stages_inherit_it() {
        assert_eq!(steps("FROM a AS b\nWORKDIR /b\nFROM b\nWORKDIR c\nFROM a\nWORKDIR d\n"), ["+/b", "~/b/c", "+~"]);
        assert_eq!(steps("FROM a AS b\nFROM b\nWORKDIR c\n"), ["+~"]);
    }

    #[test]
    fn variables_are_resolved_or_unknown() {
        assert_eq!(steps("FROM a\nENV D=app\nWORKDIR $D\nWORKDIR /$D\n"), ["+~", "/app"]);
        assert_eq!(steps("FROM a\nARG D\nWORKDIR $D\nWORKDIR x/$D\nWORKDIR /$D\nWORKDIR e\n"), ["+", "~", "", "~"]);
        assert_eq!(steps("FROM scratch\nWORKDIR $NONE\n"), ["+/"]);
    }

    #[test]
    fn drives_are_absolute() {
        assert_eq!(
            steps("FROM a\nWORKDIR C:\\\\app\nWORKDIR \"c:/x\"\n").iter().filter(|step| step.contains('~')).count(),
            0
        );
        let windows = "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nWORKDIR \\app\n";
        assert!(!steps(windows).concat().contains('~'));
    }
}
