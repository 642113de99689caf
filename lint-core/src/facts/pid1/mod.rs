//! What the first process of a container is: it gets the signals, and the orphans.
//!
//! The words of ENTRYPOINT, CMD, `entrypoint` and `command` are followed through wrappers, `sh -c` and the scripts that
//! stand in the build context, down to the program that stays.

mod line;
mod script;
mod words;

use crate::cx::{Built, ComposeCx, DockerfileCx, ServiceAt};
use crate::diagnostic::FileId;
use crate::dockerfile::{Exec, Instruction, InstructionView};
use crate::facts::{ScriptOrigin, StageFacts};
use crate::images;
use crate::know::Know;
use crate::shell::Dialect;
use crate::span::Span;
use line::{Line, Source, Word};

/// The first process of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FirstProcess {
    /// What it is.
    pub kind: Kind,
    /// How it is written, in short: `npm start`, `sh -c`, `start.sh`.
    pub name: String,
    /// Where it is written; it may be in a script.
    pub place: Option<Place>,
    /// The word of CMD, ENTRYPOINT, `command` or `entrypoint` that leads to it.
    pub entry: Option<Place>,
    /// Services that are started besides it.
    pub daemons: Vec<Place>,
}

/// Kinds of first processes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// tini, s6 and the like: it forwards signals and reaps.
    Init,
    /// A supervisor of several services, such as supervisord.
    Supervisor,
    /// A program of its own.
    Program,
    /// A shell that stays: it forwards nothing.
    Shell(ShellStays),
    /// npm, yarn, pnpm: they run a shell that runs the program.
    Runner,
    /// `sleep`, `tail -f`: without an init no signal ends them.
    Idle,
    /// It cannot be seen.
    Unknown,
}

/// Why a shell stays the first process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShellStays {
    /// Its last command is not run by `exec`.
    Last(LastCommand),
    /// A loop, a pipeline or `wait` is its last command.
    Busy(Place),
}

/// The last command of a shell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastCommand {
    /// Where it stands.
    pub place: Place,
    /// Its first words as written.
    pub text: String,
    /// The command runs another one as its child (`su`, `sudo`): `exec` alone is no cure.
    pub forks: bool,
    /// True in the shell form of an instruction: there the exec form is the better cure.
    pub shell_form: bool,
    /// True when the script holds nothing but this command.
    pub single: bool,
}

/// A place in a file.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub file: FileId,
    /// Where in it.
    pub span: Span,
}

impl FirstProcess {
    fn new(kind: Kind, name: impl Into<String>, place: Option<Place>) -> Self {
        Self { kind, name: name.into(), place, entry: place, daemons: Vec::new() }
    }

    fn unknown() -> Self {
        Self::new(Kind::Unknown, "", None)
    }

    /// Whether an init in front of it would make a difference that is certain.
    pub fn needs_init(&self) -> bool {
        match self.kind {
            Kind::Init | Kind::Supervisor | Kind::Unknown => false,
            Kind::Program => !self.daemons.is_empty(),
            Kind::Shell(_) | Kind::Runner | Kind::Idle => true,
        }
    }

    /// How many services it starts, as far as can be seen; a supervisor counts as two.
    pub fn services(&self) -> usize {
        let own = match &self.kind {
            Kind::Supervisor => 2,
            Kind::Program | Kind::Runner | Kind::Shell(ShellStays::Last(_)) => 1,
            _ => 0,
        };
        self.daemons.len() + own
    }

    /// The last command that the shell could hand itself over to.
    pub fn last_command(&self) -> Option<&LastCommand> {
        match &self.kind {
            Kind::Shell(ShellStays::Last(last)) => Some(last),
            _ => None,
        }
    }
}

/// The first process of a service.
pub fn of_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>) -> FirstProcess {
    let service = at.service;
    let built = at.built.clone().known();
    let entrypoint = service.entrypoint.as_ref().and_then(|line| Line::of_service(cx.file, service, line));
    let command = service.command.as_ref().and_then(|line| Line::of_service(cx.file, service, line));
    let follow = Follow { cx: built.map(|built| built.dockerfile), built, ash: is_ash(at.image_facts()) };
    if let Some(entrypoint) = entrypoint {
        return follow.line(&entrypoint.followed_by(command), 0);
    }
    if let Some(built) = built {
        return follow.stage(built.stage, command);
    }
    let init = at.image_facts().is_some_and(|image| image.pid1 == images::Pid1::Init);
    match command {
        Some(command) if !init => follow.line(&command, 0),
        _ => FirstProcess::new(if init { Kind::Init } else { Kind::Unknown }, "", None),
    }
}

/// The first process of a container of a stage.
pub fn of_stage(cx: &DockerfileCx<'_>, stage: &StageFacts) -> FirstProcess {
    Follow { cx: Some(*cx), built: None, ash: is_ash(stage.image_facts()) }.stage(stage, None)
}

fn is_ash(image: Option<images::Image>) -> Know<bool> {
    match image.map(|image| image.shell) {
        None | Some(images::Shell::Unknown) => Know::Absent,
        Some(shell) => Know::Known(shell == images::Shell::Ash),
    }
}

/// Follows words to the program that stays.
struct Follow<'a> {
    cx: Option<DockerfileCx<'a>>,
    built: Option<Built<'a>>,
    /// Whether the image's shell is busybox' ash, which replaces itself by its only command.
    ash: Know<bool>,
}

impl Follow<'_> {
    fn stage(&self, stage: &StageFacts, command: Option<Line>) -> FirstProcess {
        let Some(cx) = self.cx else { return FirstProcess::unknown() };
        let read = |index: u32| cx.dockerfile.instruction(index).and_then(|at| of_instruction(&cx, at));
        let entrypoint = stage.entrypoint.map(read);
        let cmd = || stage.cmd.and_then(read);
        match entrypoint {
            Some(None) => FirstProcess::unknown(),
            // The shell form of ENTRYPOINT ignores CMD.
            Some(Some(line)) if line.shell_form.is_some() => self.line(&line, 0),
            Some(Some(line)) => self.line(&line.followed_by(command.or_else(cmd)), 0),
            None if stage.image_facts().is_some_and(|image| image.pid1 == images::Pid1::Init) => {
                FirstProcess::new(Kind::Init, "", None)
            }
            None => match command.or_else(cmd) {
                Some(line) => self.line(&line, 0),
                None => FirstProcess::unknown(),
            },
        }
    }

    /// The text of a script that the stage copied out of the build context, with its file.
    fn script(&self, program: &str) -> Option<(FileId, String)> {
        let cx = self.cx?;
        let stage = self.built.map(|built| built.stage).or_else(|| cx.facts.final_stages().next())?;
        let at =
            [stage.entrypoint, stage.cmd].into_iter().flatten().filter_map(|index| cx.dockerfile.instruction(index));
        let last = cx.dockerfile.stage(stage.index).and_then(|stage| stage.instructions().last());
        let source = at.chain(last).find_map(|at| crate::facts::scripts::copied_from(at, program))?;
        crate::facts::scripts::folders(cx.linked, cx.file).into_iter().find_map(|folder| {
            let path = crate::path::RelPath::join(&folder, &source)?;
            Some((cx.linked.project().by_path(&path)?, cx.text_of(&path)?.to_owned()))
        })
    }
}

/// The line of a CMD or ENTRYPOINT; `None` where it cannot be read.
fn of_instruction(cx: &DockerfileCx<'_>, at: Instruction<'_>) -> Option<Line> {
    let exec = match at.view() {
        InstructionView::Cmd(cmd) => cmd.exec(),
        InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
        _ => return None,
    };
    let dialect = cx.facts.dialect(at);
    match exec {
        Exec::Json(args) => {
            let word = |item: crate::dockerfile::JsonString<'_>| {
                let text = item.value().into_owned();
                Word { text: Some(text.clone()), span: item.span(), source: Some(Source(text, item.map())) }
            };
            Some(Line { file: cx.file, words: args.items().map(word).collect(), shell_form: None })
        }
        Exec::Shell(text) if matches!(dialect, Dialect::Posix | Dialect::Bash) => {
            let script = cx.facts.scripts_of(at).find(|script| script.origin == ScriptOrigin::ShellForm)?;
            let shell = if dialect == Dialect::Bash { "bash" } else { "sh" };
            let word = |text: &str, span| Word { text: Some(text.to_owned()), span, source: None };
            let words = vec![word(shell, text.span()), word("-c", text.span()), word("", text.span())];
            Some(Line { file: cx.file, words, shell_form: Some(script.script.clone()) })
        }
        Exec::Shell(_) | Exec::Empty => None,
    }
}

#[cfg(test)]
mod tests;
