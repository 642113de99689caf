//! The shell scripts of a Dockerfile, wherever they stand.

use super::shell_variables::ShellVariables;
use super::{StageFacts, exec_words};
use crate::cx::DockerfileCx;
use crate::diagnostic::FileId;
use crate::dockerfile::{Dockerfile, Exec, HealthcheckKind, Instruction, InstructionView, JsonArgs, Keyword, Onbuild};
use crate::project::Linked;
use crate::shell::{self, Command, Continuations, Dialect, Program, Script};
use crate::span::OffsetMap;

/// Where a script stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ScriptOrigin {
    /// The shell form of an instruction.
    ShellForm,
    /// The script argument of `["sh", "-c", "…"]`.
    Json,
    /// A heredoc that a shell reads.
    Heredoc,
    /// The script argument of a command in another script (`sh -c "…"`, `eval "…"`).
    Nested,
    /// The words of a RUN in exec form that starts no shell.
    ExecForm,
}

/// A script with its place.
#[derive(Debug)]
pub struct ScriptFacts {
    /// The instruction, an index into the tree.
    pub instruction: u32,
    /// Its kind.
    pub keyword: Keyword,
    /// Where the script stands in it.
    pub origin: ScriptOrigin,
    /// The program that reads it. Of a script inside a command it is that of the script around it.
    pub program: Program,
    /// The language; scripts in Cmd and PowerShell hold no commands for us.
    pub dialect: Dialect,
    /// The words that start its shell, up to the script: `bash`, `-eu`, `-c`. None: it is the one of SHELL, or of `eval`
    /// the one around it.
    pub started_by: Vec<String>,
    /// The tree.
    pub script: Script,
    /// What it sets.
    pub(super) variables: ShellVariables,
}

/// How deep scripts inside scripts are followed.
const MAX_NESTING: usize = 4;

pub(super) fn read(dockerfile: &Dockerfile, stages: &[StageFacts]) -> Vec<ScriptFacts> {
    let mut scripts = Vec::new();
    for instruction in dockerfile.instructions() {
        let instruction = instruction.as_onbuild().and_then(Onbuild::inner).unwrap_or(instruction);
        let program = instruction
            .stage()
            .and_then(|stage| stages.get(stage.index() as usize))
            .map_or(Program::Sh, |stage| stage.shell_at(instruction.index()).program);
        of_instruction(instruction, program, &mut scripts);
    }
    scripts.sort_by_key(|script| script.instruction);
    scripts
}

fn of_instruction(instruction: Instruction<'_>, program: Program, scripts: &mut Vec<ScriptFacts>) {
    let exec = match instruction.view() {
        InstructionView::Run(run) => run.exec(),
        InstructionView::Cmd(cmd) => cmd.exec(),
        InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
        InstructionView::Healthcheck(check) => match check.kind() {
            HealthcheckKind::Cmd(exec) => exec,
            _ => return,
        },
        _ => return,
    };
    let mut add =
        |origin, program, script, started_by| push(instruction, origin, program, script, started_by, scripts, 0);
    match exec {
        Exec::Shell(text) => {
            let only_heredocs = is_only_heredocs(instruction);
            if !only_heredocs {
                let map = OffsetMap::shift(text.span().start);
                if program.dialect().is_shell() {
                    add(
                        ScriptOrigin::ShellForm,
                        program,
                        shell::parse(text.text().into_owned(), map, Continuations::Removed),
                        Vec::new(),
                    );
                }
            }
            if instruction.heredocs().next().is_none() {
                return;
            }
            let line = text.text();
            let fed: Vec<&str> = feeding_words(&line).collect();
            let reader = if only_heredocs { Some(program) } else { fed_shell(&fed) };
            for heredoc in instruction.heredocs() {
                let (body, map) = heredoc.text();
                let own = Program::of_shebang(&body).filter(|_| only_heredocs);
                let Some(program) = own.or(reader) else { break };
                if program.dialect().is_shell() {
                    let words = if only_heredocs { shebang(&body) } else { fed.clone() };
                    let words = words.into_iter().map(str::to_owned).collect();
                    add(ScriptOrigin::Heredoc, program, shell::parse(body, map, Continuations::Shell), words);
                }
            }
        }
        Exec::Json(args) => {
            if let Some((program, script, started_by)) = json_script(args) {
                add(ScriptOrigin::Json, program, script, started_by);
            } else if instruction.keyword() == Keyword::Run {
                add(ScriptOrigin::ExecForm, Program::Sh, exec_words::script(args), Vec::new());
            }
        }
        Exec::Empty => {}
    }
}

fn push(
    instruction: Instruction<'_>,
    origin: ScriptOrigin,
    program: Program,
    script: Script,
    started_by: Vec<String>,
    scripts: &mut Vec<ScriptFacts>,
    depth: usize,
) {
    let inner = |command: Command<'_>| {
        let script = command.nested()?;
        let words = starting_words(command, script.span().start);
        Some((script, words))
    };
    let nested: Vec<(Script, Vec<String>)> =
        if depth < MAX_NESTING { script.commands().filter_map(inner).collect() } else { Vec::new() };
    scripts.push(ScriptFacts {
        instruction: instruction.index(),
        keyword: instruction.keyword(),
        origin,
        program,
        dialect: program.dialect(),
        started_by,
        variables: ShellVariables::read(&script),
        script,
    });
    for (script, started_by) in nested {
        push(instruction, ScriptOrigin::Nested, program, script, started_by, scripts, depth + 1);
    }
}

/// The words of a command up to the script that begins at `script`; none of `eval`, which starts no shell.
fn starting_words(command: Command<'_>, script: u32) -> Vec<String> {
    let Some(name) = command.name().filter(|name| name != "eval") else { return Vec::new() };
    let options = command.args().take_while(|word| word.span().end <= script);
    std::iter::once(name.into_owned()).chain(options.map(|word| word.lossy().into_owned())).collect()
}

/// What stands after `#!` in the first line.
fn shebang(body: &str) -> Vec<&str> {
    let line = body.strip_prefix("#!").and_then(|rest| rest.lines().next());
    line.unwrap_or("").split_ascii_whitespace().collect()
}

/// `RUN <<EOF` and nothing else: the body is the script.
pub(crate) fn is_only_heredocs(instruction: Instruction<'_>) -> bool {
    let mut heredocs = instruction.heredocs();
    let Some(first) = heredocs.next() else { return false };
    heredocs.next().is_none() && first.marker_span().covers(instruction.args_span())
}

/// The words of the command that a heredoc stands in: `bash -e` of `bash -e <<EOF` and of `<<EOF bash -e`.
fn feeding_words(text: &str) -> impl Iterator<Item = &str> {
    let words = text.split_ascii_whitespace().take_while(|word| !word.starts_with(['>', '|', '&', ';']));
    let mut after_marker = false;
    words.filter(move |word| {
        let is_delimiter = std::mem::replace(&mut after_marker, matches!(*word, "<<" | "<<-"));
        !is_delimiter && !word.starts_with("<<")
    })
}

/// The shell of `bash <<EOF`, `sh -eux <<EOF`: it reads the body as its script.
fn fed_shell(words: &[&str]) -> Option<Program> {
    let [program, options @ ..] = words else { return None };
    let program = Program::of_name(program.rsplit('/').next()?);
    let is_option = |word: &&str| word.starts_with('-') && *word != "-c" || *word == "pipefail";
    (program.dialect().is_shell() && options.iter().all(is_option)).then_some(program)
}

/// The script of `["sh", "-c", "…"]`, and the words before it.
fn json_script(args: JsonArgs<'_>) -> Option<(Program, Script, Vec<String>)> {
    let mut items = args.items();
    let mut words = vec![items.next()?.value().into_owned()];
    let program = Program::of_name(words.first()?.rsplit('/').next()?);
    if !program.dialect().is_shell() {
        return None;
    }
    let mut found = false;
    for item in items {
        let value = item.value();
        if found {
            return Some((program, shell::parse(value.into_owned(), item.map(), Continuations::Shell), words));
        }
        // `-o pipefail`, `-eo pipefail`.
        let names_option = words.last().is_some_and(|last| last.starts_with('-') && last.ends_with('o'));
        if !value.starts_with('-') && !names_option {
            return None;
        }
        found = value.starts_with('-') && !value.starts_with("--") && value.contains('c');
        words.push(value.into_owned());
    }
    None
}

impl DockerfileCx<'_> {
    /// What the image of a stage starts, ENTRYPOINT before CMD.
    pub(super) fn started(&self, stage: &StageFacts) -> impl Iterator<Item = Exec<'_>> {
        let started = [stage.entrypoint, stage.cmd].into_iter().flatten();
        started.filter_map(|index| match self.dockerfile.instruction(index)?.view() {
            InstructionView::Entrypoint(entrypoint) => Some(entrypoint.exec()),
            InstructionView::Cmd(cmd) => Some(cmd.exec()),
            _ => None,
        })
    }

    /// The program that the image of a stage starts by its own ENTRYPOINT or CMD, as written, after shells and inits.
    pub fn started_program(&self, stage: &StageFacts) -> Option<String> {
        self.started(stage).find_map(first_program)
    }
}

/// The programs that the file starts and copies out of its context: their paths there.
pub(crate) fn copied_programs(dockerfile: &Dockerfile) -> Vec<String> {
    let mut sources = Vec::new();
    for instruction in dockerfile.instructions() {
        let exec = match instruction.view() {
            InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
            InstructionView::Cmd(cmd) => cmd.exec(),
            _ => continue,
        };
        let Some(program) = first_program(exec) else { continue };
        sources.extend(if is_script(&program) {
            copied_from(instruction, &program)
        } else {
            copied_by_name(instruction, &program)
        });
    }
    sources
}

/// The folders that a Dockerfile's contexts are: those of the services that build it, else its own.
pub(crate) fn folders(linked: &Linked<'_>, file: FileId) -> Vec<String> {
    let mut folders: Vec<String> = linked
        .builds_of(file)
        .filter_map(|build| Some(linked.build_ref(build)?.context.as_ref().known()?.0.clone()))
        .collect();
    folders.extend(linked.project().file(file).map(|file| file.path().parent().to_owned()));
    folders.dedup();
    folders
}

/// Whether a program is a script by its name.
pub(crate) fn is_script(program: &str) -> bool {
    let base = program.rsplit('/').next().unwrap_or(program);
    base.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "sh" | "bash"))
        || base.contains("entrypoint")
}

/// The first word of an exec form, after `sh`, `tini --` and the like.
pub(crate) fn first_program(exec: Exec<'_>) -> Option<String> {
    let words: Vec<String> = match exec {
        Exec::Json(args) => args.items().map(|item| item.value().into_owned()).collect(),
        Exec::Shell(text) => text.text().split_ascii_whitespace().map(str::to_owned).collect(),
        Exec::Empty => return None,
    };
    words.into_iter().find(|word| {
        let base = word.rsplit('/').next().unwrap_or(word);
        !word.starts_with('-')
            && !matches!(base, "sh" | "bash" | "ash" | "dash" | "exec" | "tini" | "dumb-init" | "catatonit" | "env")
    })
}

/// The file of the context that an earlier COPY or ADD of the same stage chain put at `program`.
pub(crate) fn copied_from(at: Instruction<'_>, program: &str) -> Option<String> {
    copied(at, program, true)
}

/// The same, when a COPY or ADD names the file itself.
pub(crate) fn copied_by_name(at: Instruction<'_>, program: &str) -> Option<String> {
    copied(at, program, false)
}

fn copied(at: Instruction<'_>, program: &str, with_context: bool) -> Option<String> {
    let name = program.rsplit('/').next()?;
    let stage = at.stage()?;
    let mut found = None;
    let mut workdir: Option<String> = None;
    for instruction in stage.instructions().filter(|instruction| instruction.index() < at.index()) {
        if let InstructionView::Workdir(path) = instruction.view() {
            workdir = path.value().map(|path| path.cooked().into_owned());
        }
        let Some(transfer) = instruction.as_copy().or_else(|| instruction.as_add()) else { continue };
        if transfer.from_flag().is_some() {
            continue;
        }
        let Some(destination) = transfer.destination() else { continue };
        let destination = destination.cooked();
        for source in transfer.sources() {
            if source.as_heredoc().is_some() {
                continue;
            }
            let source = source.cooked();
            let is_it = source.rsplit('/').next() == Some(name)
                || (destination.ends_with(name) && destination.rsplit('/').next() == Some(name));
            if is_it && !source.contains(['*', '?', '$']) {
                found = Some(source.trim_start_matches('/').to_owned());
            } else if with_context && matches!(source.as_ref(), "." | "./" | "/") {
                found = in_context(program, &destination, workdir.as_deref()).or(found);
            }
        }
    }
    found
}

/// Where `program` lies in the context, when the whole of it is copied to `destination`.
fn in_context(program: &str, destination: &str, workdir: Option<&str>) -> Option<String> {
    let here = matches!(destination.trim_end_matches('/'), "." | "");
    let relative = match program.strip_prefix('/') {
        None => program.strip_prefix("./").unwrap_or(program),
        Some(absolute) if destination == "/" => absolute,
        Some(_) => {
            let folder = if here { workdir? } else { destination };
            program.strip_prefix(folder.trim_end_matches('/'))?.strip_prefix('/')?
        }
    };
    // A name alone is looked up in PATH; the context's root is rarely in it.
    let is_path = program.contains('/') && !relative.contains('$') && !relative.is_empty();
    is_path.then(|| relative.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shell_that_reads_a_heredoc_is_known() {
        for (text, program) in [
            ("bash <<EOF", Some(Program::Bash)),
            ("/bin/sh -eux << EOF", Some(Program::Sh)),
            ("<<EOT bash", Some(Program::Bash)),
            ("<<-\"EOT\" bash -e", Some(Program::Bash)),
            ("bash -c x <<EOF", None),
            ("bash script.sh <<EOF", None),
            ("cat <<EOF", None),
            ("python3 <<EOF", None),
        ] {
            let words: Vec<&str> = feeding_words(text).collect();
            assert_eq!(fed_shell(&words), program, "{text}");
        }
    }
}
