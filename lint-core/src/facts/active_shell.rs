//! The shell that runs the shell form: by SHELL, by a comment, by the base image.

use crate::dockerfile::Dockerfile;
use crate::shell::Program;

/// The shell that runs the shell form of instructions.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct ActiveShell {
    /// Which program it is.
    pub program: Program,
    /// It ends at the first command that fails: `-e` is among its options.
    pub errexit: bool,
    /// A pipeline fails with any of its commands: `-o pipefail` is among its options.
    pub pipefail: bool,
    /// What says so.
    pub chosen_by: ChosenBy,
}

/// What says which shell runs.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ChosenBy {
    /// Nothing: the platform's own.
    Default,
    /// A SHELL instruction.
    Instruction,
    /// `# hadolint shell=…`, for a base image whose own SHELL cannot be seen.
    Comment,
}

impl ActiveShell {
    /// The platform's own shell.
    pub(super) const fn default_of(program: Program) -> Self {
        Self { program, errexit: false, pipefail: false, chosen_by: ChosenBy::Default }
    }

    /// Reads the words of a SHELL instruction or of a comment.
    pub(super) fn of_words(words: &[&str], chosen_by: ChosenBy) -> Self {
        let mut shell = Self { program: Program::of_shell(words), errexit: false, pipefail: false, chosen_by };
        let mut named = false;
        for word in words {
            // The word after `-o` and its clusters (`-eo`) is the name of an option.
            if named {
                shell.errexit |= *word == "errexit";
                shell.pipefail |= *word == "pipefail";
            }
            let cluster = word.strip_prefix('-').filter(|cluster| !cluster.starts_with('-')).unwrap_or("");
            shell.errexit |= !named && cluster.contains('e');
            named = !named && cluster.contains('o');
        }
        shell
    }
}

/// The comments `# hadolint shell=…` of a file: before the first FROM for all stages, later for what follows in the stage.
#[derive(Debug, Default)]
pub(super) struct ShellComments {
    default: Option<ActiveShell>,
    /// With the instruction that each stands above.
    later: Vec<(u32, ActiveShell)>,
}

impl ShellComments {
    pub(super) fn read(dockerfile: &Dockerfile) -> Self {
        let mut found = Self::default();
        let instructions: Vec<_> = dockerfile.instructions().collect();
        let first = instructions.iter().position(|at| at.as_from().is_some()).unwrap_or(instructions.len());
        for comment in dockerfile.comments().filter(|comment| !comment.inside_instruction()) {
            let Some(shell) = shell_of(comment.text()) else { continue };
            let after = instructions.partition_point(|at| at.span().start < comment.span().end);
            if after <= first {
                found.default = Some(shell);
            } else if let Some(next) = instructions.get(after) {
                found.later.push((next.index(), shell));
            }
        }
        found
    }

    /// The shell of stages whose base is an image.
    pub(super) const fn for_all(&self) -> Option<ActiveShell> {
        self.default
    }

    /// The shell named right above an instruction.
    pub(super) fn above(&self, instruction: u32) -> Option<ActiveShell> {
        let from = self.later.partition_point(|&(at, _)| at < instruction);
        let here = self.later.iter().skip(from).take_while(|&&(at, _)| at == instruction);
        here.last().map(|&(_, shell)| shell)
    }
}

/// Reads ` hadolint shell=/bin/bash # why`.
fn shell_of(comment: &str) -> Option<ActiveShell> {
    let (name, value) = comment.trim().strip_prefix("hadolint")?.split_once('=')?;
    if !name.starts_with([' ', '\t']) || name.trim() != "shell" {
        return None;
    }
    let words: Vec<&str> = value.split_ascii_whitespace().take_while(|word| !word.starts_with('#')).collect();
    (!words.is_empty()).then(|| ActiveShell::of_words(&words, ChosenBy::Comment))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_read_off_the_words() {
        for (words, errexit, pipefail) in [
            (&["/bin/sh", "-c"][..], false, false),
            (&["/bin/bash", "-eo", "pipefail", "-c"], true, true),
            (&["/bin/bash", "-o", "pipefail", "-c"], false, true),
            (&["/bin/bash", "-euxo", "pipefail", "-c"], true, true),
            (&["bash", "-o", "errexit", "-c"], true, false),
            (&["bash", "-o", "noexec", "-c"], false, false),
            (&["bash", "--noprofile", "-c"], false, false),
        ] {
            let shell = ActiveShell::of_words(words, ChosenBy::Instruction);
            assert_eq!((shell.errexit, shell.pipefail), (errexit, pipefail), "{words:?}");
        }
    }

    #[test]
    fn only_a_whole_comment_names_a_shell() {
        let program = |comment| shell_of(comment).map(|shell| shell.program);
        assert_eq!(program(" hadolint shell=/bin/bash"), Some(Program::Bash));
        assert_eq!(program("hadolint  shell = powershell # Windows"), Some(Program::PowerShell));
        assert_eq!(program(" hadolint shell="), None);
        assert_eq!(program(" hadolint ignore=DL3008"), None);
        assert_eq!(program(" hadolintshell=bash"), None);
        assert_eq!(program(" we use hadolint shell=bash"), None);
    }

    #[test]
    fn a_comment_holds_for_all_stages_or_for_the_rest_of_its_own() {
        use crate::cx::DockerfileCx;
        use crate::path::RelPath;
        use crate::project::{File, Origin, Project};

        let text = "# hadolint shell=/bin/bash\nFROM a AS one\nRUN 1\nSHELL [\"/bin/ash\", \"-ec\"]\nENV A=1\nRUN 2\n\
                    FROM b\nRUN 3\n# hadolint shell=pwsh\nRUN 4\nFROM one\nRUN 5\n";
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let runs = cx.dockerfile.instructions().filter(|at| at.keyword() == crate::dockerfile::Keyword::Run);
        let shells: Vec<_> = runs.map(|run| cx.stage_of(run).unwrap().shell_at(run.index())).collect();
        let programs: Vec<_> = shells.iter().map(|shell| shell.program).collect();
        assert_eq!(programs, [Program::Bash, Program::Ash, Program::Bash, Program::PowerShell, Program::Ash]);
        assert!(shells[1].errexit && shells[4].errexit && !shells[0].errexit);
        let sets: Vec<_> = cx.facts.stages().iter().map(super::super::StageFacts::sets_shell).collect();
        assert_eq!(sets, [true, false, true]);
    }
}
