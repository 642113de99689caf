//! What a stage ends up with, inherited through FROM.

use super::Variables;
use super::active_shell::{ActiveShell, ChosenBy, ShellComments};
use crate::dockerfile::{Dockerfile, From, ImageRef, Instruction, InstructionView, Stage};
use crate::know::{Know, Why};
use crate::shell::{Dialect, Program};
use crate::span::Span;

/// What a stage is built upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    /// An earlier stage of the file.
    Stage(u32),
    /// An image.
    Image(ImageName),
    /// Nothing (`FROM scratch`).
    Scratch,
    /// It comes from a variable, or the line is broken.
    Unknown(Why),
}

/// An image by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageName {
    /// The whole reference, variables resolved.
    pub text: String,
    /// The name without the default registry (`nginx`, `grafana/grafana`).
    pub familiar: String,
    /// The tag.
    pub tag: Option<String>,
    /// Whether a digest pins it.
    pub has_digest: bool,
}

impl ImageName {
    /// Reads a reference without variables; `None` when it is none.
    pub fn parse(text: &str) -> Option<Self> {
        let image = ImageRef::parse(text)?;
        Some(Self {
            text: text.to_owned(),
            familiar: image.familiar(),
            tag: image.tag.map(str::to_owned),
            has_digest: image.digest.is_some(),
        })
    }

    /// What is known of the image.
    pub fn facts(&self) -> Option<crate::images::Image> {
        crate::images::lookup(&self.familiar, self.tag.as_deref())
    }
}

/// A USER instruction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFact {
    /// The instruction.
    pub instruction: u32,
    /// Its value.
    pub span: Span,
    /// The value with its variables resolved: `name`, `uid`, `name:group`.
    pub text: Know<String>,
}

impl UserFact {
    /// The user without the group.
    pub fn user(&self) -> Know<&str> {
        self.text.as_ref().map(|text| text.split(':').next().unwrap_or(""))
    }

    /// Whether it is root, by name or number. An empty value is root's too.
    pub fn is_root(&self) -> Know<bool> {
        self.user().map(|user| matches!(user, "root" | "0" | "") || (user.bytes().all(|byte| byte == b'0')))
    }
}

/// What a stage ends up with.
#[derive(Clone, Debug)]
pub struct StageFacts {
    /// Its number.
    pub index: u32,
    /// What it is built upon.
    pub base: Base,
    /// The stages it is based on, nearest first.
    pub ancestors: Vec<u32>,
    /// The image at the root of the chain.
    pub image: Know<ImageName>,
    /// The last USER of the chain in this file; absent: none, so the image's own user.
    pub user: Option<UserFact>,
    /// The last ENTRYPOINT of the chain, an instruction index.
    pub entrypoint: Option<u32>,
    /// The last CMD of the chain. A new ENTRYPOINT in a later stage resets it.
    pub cmd: Option<u32>,
    /// The last HEALTHCHECK of the chain.
    pub healthcheck: Option<u32>,
    /// The last STOPSIGNAL of the chain.
    pub stopsignal: Option<u32>,
    /// The volumes of the chain.
    pub volumes: Vec<(String, Span)>,
    /// The working directory, where known.
    pub workdir: Know<String>,
    /// The shell at the stage's start, at each SHELL and each comment that names one, with the first instruction it holds for.
    shells: Vec<(u32, ActiveShell)>,
}

impl StageFacts {
    /// The shell that runs the shell form of an instruction of the stage.
    pub fn shell_at(&self, instruction: u32) -> ActiveShell {
        let after = self.shells.partition_point(|&(from, _)| from <= instruction);
        self.shells.get(after.saturating_sub(1)).map_or(ActiveShell::default_of(Program::Sh), |&(_, shell)| shell)
    }

    /// The shell at the stage's end.
    pub fn shell(&self) -> ActiveShell {
        self.shell_at(u32::MAX)
    }

    /// The family of the shell that runs the shell form of an instruction of the stage.
    pub fn dialect_at(&self, instruction: u32) -> Dialect {
        self.shell_at(instruction).program.dialect()
    }

    /// The family of the shell at the stage's end.
    pub fn dialect(&self) -> Dialect {
        self.shell().program.dialect()
    }

    /// Whether SHELL was given in the chain: the author chose the shell with care.
    pub fn sets_shell(&self) -> bool {
        self.shells.iter().any(|(_, shell)| shell.chosen_by == ChosenBy::Instruction)
    }

    /// What is known of the image at the root of the chain.
    pub fn image_facts(&self) -> Option<crate::images::Image> {
        self.image.as_ref().known().and_then(ImageName::facts)
    }
}

/// Reads all stages, in order: each may build on an earlier one.
pub(super) fn read(dockerfile: &Dockerfile, variables: &Variables) -> Vec<StageFacts> {
    let mut stages: Vec<StageFacts> = Vec::new();
    let comments = ShellComments::read(dockerfile);
    for stage in dockerfile.stages() {
        let mut facts = begin(dockerfile, variables, stage, &stages, &comments);
        for instruction in stage.instructions() {
            if let Some(shell) = comments.above(instruction.index()).filter(|_| instruction.as_from().is_none()) {
                facts.shells.push((instruction.index(), shell));
            }
            apply(&mut facts, instruction, variables);
        }
        stages.push(facts);
    }
    stages
}

fn begin(
    dockerfile: &Dockerfile,
    variables: &Variables,
    stage: Stage<'_>,
    earlier: &[StageFacts],
    comments: &ShellComments,
) -> StageFacts {
    let base = base_of(dockerfile, variables, stage);
    let first = stage.from_instruction().map_or(0, Instruction::index);
    if let Base::Stage(parent) = base
        && let Some(parent) = earlier.get(parent as usize)
    {
        let mut ancestors = vec![parent.index];
        ancestors.extend(&parent.ancestors);
        let shells = vec![(first, parent.shell())];
        return StageFacts { index: stage.index(), base, ancestors, shells, ..parent.clone() };
    }
    let image = match &base {
        Base::Image(image) => Know::Known(image.clone()),
        Base::Scratch | Base::Stage(_) => Know::Absent,
        Base::Unknown(why) => Know::Unknown(why.clone()),
    };
    let windows = matches!(&image, Know::Known(image) if is_windows(&image.familiar));
    let platform = ActiveShell::default_of(if windows { Program::Cmd } else { Program::Sh });
    StageFacts {
        index: stage.index(),
        base,
        ancestors: Vec::new(),
        image,
        user: None,
        entrypoint: None,
        cmd: None,
        healthcheck: None,
        stopsignal: None,
        volumes: Vec::new(),
        workdir: Know::Absent,
        shells: vec![(first, comments.for_all().unwrap_or(platform))],
    }
}

fn base_of(dockerfile: &Dockerfile, variables: &Variables, stage: Stage<'_>) -> Base {
    let Some(image) = stage.from().and_then(From::image) else { return Base::Unknown(Why::SyntaxError) };
    match image.expand(&|name| variables.lookup(None, u32::MAX, name)) {
        Know::Known(name) if name == "scratch" => Base::Scratch,
        Know::Known(name) => match dockerfile.stage_by_name(&name, stage.index()) {
            Some(parent) => Base::Stage(parent.index()),
            None => ImageName::parse(&name).map_or(Base::Unknown(Why::SyntaxError), Base::Image),
        },
        Know::Absent => Base::Unknown(Why::SyntaxError),
        Know::Unknown(why) => Base::Unknown(why),
    }
}

fn is_windows(familiar: &str) -> bool {
    familiar.contains("windows/") || familiar.contains("windowsservercore") || familiar.contains("nanoserver")
}

fn apply(facts: &mut StageFacts, instruction: Instruction<'_>, variables: &Variables) {
    let index = instruction.index();
    let lookup = |name: &str| variables.lookup(Some(facts.index), index, name);
    match instruction.view() {
        InstructionView::User(user) => {
            let Some(value) = user.value() else { return };
            let text = value.expand(&lookup);
            facts.user = Some(UserFact { instruction: index, span: value.span(), text });
        }
        InstructionView::Entrypoint(_) => {
            facts.entrypoint = Some(index);
            // "If CMD is defined from the base image, setting ENTRYPOINT will reset CMD to an empty value"
            // (Dockerfile reference, "Understand how CMD and ENTRYPOINT interact").
            let own = instruction.stage().is_some_and(|stage| {
                facts.cmd.is_some_and(|cmd| stage.from_instruction().is_some_and(|from| cmd > from.index()))
            });
            if !own {
                facts.cmd = None;
            }
        }
        InstructionView::Cmd(_) => facts.cmd = Some(index),
        InstructionView::Healthcheck(_) => facts.healthcheck = Some(index),
        InstructionView::Stopsignal(_) => facts.stopsignal = Some(index),
        InstructionView::Workdir(workdir) => {
            let Some(value) = workdir.value() else { return };
            let path = value.expand(&lookup);
            facts.workdir = match (path, &facts.workdir) {
                (Know::Known(path), _) if path.starts_with('/') => Know::Known(path),
                (Know::Known(path), Know::Known(base)) => Know::Known(format!("{}/{path}", base.trim_end_matches('/'))),
                (Know::Known(_) | Know::Absent, _) => Know::Unknown(Why::ExternalImage(String::new())),
                (unknown, _) => unknown,
            };
        }
        InstructionView::Volume(volume) => {
            let paths = volume.paths().filter_map(|path| {
                let text = match path.as_word() {
                    Some(word) => word.expand(&lookup).known()?,
                    None => path.cooked().into_owned(),
                };
                Some((text, path.span()))
            });
            let paths: Vec<_> = paths.collect();
            facts.volumes.extend(paths);
        }
        InstructionView::Shell(shell) => {
            let Some(args) = shell.args() else { return };
            let words: Vec<String> = args.items().map(|item| item.value().into_owned()).collect();
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            facts.shells.push((index + 1, ActiveShell::of_words(&words, ChosenBy::Instruction)));
        }
        _ => {}
    }
}
