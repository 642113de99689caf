//! Which USER, WORKDIR and SHELL hold at an instruction.

use super::{Base, DockerfileFacts, StageFacts, UserFact};
use crate::dockerfile::{Dockerfile, Instruction, Keyword, Shell, Stage, User};
use crate::images;
use crate::know::{Know, Why};

/// The instructions that hold at some place: the last of each kind above it, in its stage or in those that is based on.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    /// USER, an instruction index.
    pub user: Option<u32>,
    /// WORKDIR.
    pub workdir: Option<u32>,
    /// SHELL.
    pub shell: Option<u32>,
}

/// What holds where in a file.
#[derive(Debug)]
pub(super) struct Settings {
    /// What holds from an instruction on, in order: an entry for each FROM and each change.
    changes: Vec<(u32, InForce)>,
    /// What holds at the end of each stage.
    ends: Vec<InForce>,
}

pub(super) fn read(dockerfile: &Dockerfile, stages: &[StageFacts]) -> Settings {
    let mut changes = Vec::new();
    let mut ends: Vec<InForce> = Vec::new();
    for (stage, facts) in dockerfile.stages().zip(stages) {
        let mut now = match facts.base {
            Base::Stage(parent) => ends.get(parent as usize).copied().unwrap_or_default(),
            _ => InForce::default(),
        };
        changes.push((stage.from_instruction().map_or(0, Instruction::index), now));
        for instruction in stage.instructions() {
            let setting = match instruction.keyword() {
                Keyword::User => &mut now.user,
                Keyword::Workdir => &mut now.workdir,
                Keyword::Shell => &mut now.shell,
                _ => continue,
            };
            *setting = Some(instruction.index());
            changes.push((instruction.index() + 1, now));
        }
        ends.push(now);
    }
    Settings { changes, ends }
}

impl DockerfileFacts {
    /// What holds when an instruction begins: for one in ONBUILD, which runs in a later build, at the end of its stage.
    pub fn in_force(&self, at: Instruction<'_>) -> InForce {
        let Settings { changes, ends } = &self.in_force;
        if at.is_onbuild_inner() {
            return at.stage().and_then(|stage| ends.get(stage.index() as usize)).copied().unwrap_or_default();
        }
        let after = changes.partition_point(|&(from, _)| from <= at.index());
        after.checked_sub(1).and_then(|before| changes.get(before)).map_or_else(InForce::default, |found| found.1)
    }

    /// Whether an instruction runs as root: by USER, or else by what is known of the image.
    pub fn is_root_at(&self, at: Instruction<'_>) -> Know<bool> {
        let user = self.in_force(at).user.and_then(|index| at.file().instruction(index));
        if let Some(user) = user {
            let Some(value) = user.as_user().and_then(User::value) else { return Know::Unknown(Why::SyntaxError) };
            let text = value.expand(&|name| self.variable(user, name));
            return UserFact { instruction: user.index(), span: value.span(), text }.is_root();
        }
        let Some(stage) = at.stage().and_then(|stage| self.stage(stage.index())) else { return Know::Absent };
        match (&stage.image, stage.image_facts().map(|image| image.user)) {
            (Know::Absent, _) | (_, Some(images::User::Root)) => Know::Known(true),
            (_, Some(images::User::Name { .. })) => Know::Known(false),
            (Know::Known(image), _) => Know::Unknown(Why::ExternalImage(image.text.clone())),
            (Know::Unknown(why), _) => Know::Unknown(why.clone()),
        }
    }

    /// The words of the SHELL that holds at an instruction; none where it is the default.
    pub fn shell_words_at(&self, at: Instruction<'_>) -> Option<Vec<String>> {
        let shell = at.file().instruction(self.in_force(at).shell?)?;
        let args = shell.as_shell().and_then(Shell::args)?;
        Some(args.items().map(|item| item.value().into_owned()).collect())
    }

    /// Whether the SHELL that holds at an instruction stands in its own stage.
    pub fn has_own_shell(&self, at: Instruction<'_>) -> bool {
        let from = at.stage().and_then(Stage::from_instruction).map(Instruction::index);
        self.in_force(at).shell > from
    }
}

impl StageFacts {
    /// The shell that the image at the root of the chain holds: as its tag says Alpine, else by what is known of it.
    pub fn image_shell(&self) -> images::Shell {
        match &self.image {
            Know::Known(image) if image.tag.as_ref().is_some_and(|tag| tag.contains("alpine")) => images::Shell::Ash,
            _ => self.image_facts().map_or(images::Shell::Unknown, |image| image.shell),
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::cx::DockerfileCx;
    use crate::dockerfile::Keyword;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn last_run<T>(text: &str, ask: impl Fn(DockerfileCx<'_>, crate::dockerfile::Instruction<'_>) -> T) -> T {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let all = (0..).map_while(|index| cx.dockerfile.instruction(index));
        let run = all.filter(|at| at.keyword() == Keyword::Run).last().unwrap();
        ask(cx, run)
    }

    #[test]
    fn the_user_follows_the_stages() {
        for (text, expected) in [
            ("FROM debian:13\nRUN x", Some(true)),
            ("FROM acme/x:1\nRUN x", None),
            ("FROM acme/x:1\nUSER root\nRUN x", Some(true)),
            ("FROM debian:13\nRUN x\nUSER app\nRUN x\n", Some(false)),
            ("FROM debian:13 AS a\nUSER app\nFROM debian:13\nRUN x\n", Some(true)),
            ("FROM debian:13 AS a\nUSER app\nFROM a\nRUN x\n", Some(false)),
            ("FROM debian:13 AS a\nUSER app\nFROM a\nUSER 0:0\nRUN x\n", Some(true)),
            ("FROM debian:13\nARG U=app\nUSER $U\nRUN x\n", Some(false)),
            ("FROM debian:13\nARG U\nUSER $U\nRUN x\n", None),
            ("FROM scratch\nRUN x", Some(true)),
            ("FROM debian:13\nONBUILD RUN x\nUSER app\n", Some(false)),
        ] {
            assert_eq!(last_run(text, |cx, run| cx.facts.is_root_at(run).known()), expected, "{text}");
        }
    }

    #[test]
    fn the_shell_follows_the_stages() {
        for (text, expected, own) in [
            ("FROM x\nRUN x", None, false),
            ("FROM x\nSHELL [\"bash\", \"-c\"]\nRUN x", Some("bash -c"), true),
            ("FROM x AS a\nSHELL [\"bash\", \"-c\"]\nFROM a\nRUN x", Some("bash -c"), false),
            ("FROM x AS a\nSHELL [\"bash\", \"-c\"]\nFROM x\nRUN x", None, false),
        ] {
            let words = last_run(text, |cx, run| cx.facts.shell_words_at(run).map(|words| words.join(" ")));
            assert_eq!(words.as_deref(), expected, "{text}");
            assert_eq!(last_run(text, |cx, run| cx.facts.has_own_shell(run)), own, "{text}");
        }
    }
}
