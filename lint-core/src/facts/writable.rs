//! What a stage hands to the user it runs as: the directories its program writes.

use super::{DockerfileFacts, StageFacts};
use crate::compose::writable::is_at_or_below;
use crate::dockerfile::{Dockerfile, Exec, Instruction, InstructionView, Keyword, Stage};
use crate::know::Know;
use crate::shell::{Command, Word, packages};
use crate::sockets::normal;
use crate::span::Span;
use std::collections::HashSet;

/// A directory that a Dockerfile hands to a user.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Handed {
    /// The directory.
    pub path: String,
    /// The words that name it.
    pub span: Span,
    /// Whether a memory file system can stand in for it: logs, process ids, caches. Otherwise it is data for a volume.
    pub volatile: bool,
    /// Whether the program surely writes there: not a home directory below `/var/lib`, not what only the build uses.
    pub certain: bool,
}

/// Directories (and what lies below them) that programs write at run time, when they are theirs.
const WRITTEN: [&str; 8] = ["/var/log", "/run", "/var/run", "/var/cache", "/var/spool", "/var/tmp", "/tmp", "/var/lib"];
/// Of these, the ones that hold data.
const DATA: [&str; 2] = ["/var/lib", "/var/spool"];
/// Names of directories that say the same anywhere.
const VOLATILE_NAMES: [&str; 12] =
    ["log", "logs", "cache", ".cache", "tmp", "temp", "run", "pid", "pids", "sessions", "sockets", "client_temp"];
/// Names of directories of data.
const DATA_NAMES: [&str; 5] = ["data", "uploads", "upload", "storage", "spool"];

/// How many directories are told: nobody mounts more.
const MAX_HANDED: usize = 64;
/// How deep they may lie.
const MAX_DEPTH: usize = 64;

/// A path and the directories above it, without the root.
fn at_and_above(path: &str) -> Vec<String> {
    let path = normal(path);
    let slashes = path.match_indices('/').map(|(at, _)| at).skip(1).take(MAX_DEPTH);
    let mut all: Vec<String> = slashes.filter_map(|at| Some(path.get(..at)?.to_owned())).collect();
    if all.len() < MAX_DEPTH && path != "/" {
        all.push(path);
    }
    all
}

/// The directories that a stage and those it is based on hand to a user other than root and that its program plainly
/// writes at run time, in order, each once. Without those that a `COPY` or `ADD` fills, where logs are links to the
/// container's output, and without the paths of `VOLUME`, which are writable anyway.
pub fn handed(dockerfile: &Dockerfile, facts: &DockerfileFacts, stage: &StageFacts) -> Vec<Handed> {
    let mut found: Vec<Handed> = Vec::new();
    let (mut filled, mut linked): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for instruction in chain(dockerfile, stage) {
        match instruction.view() {
            InstructionView::Run(_) => commands(facts, instruction, |command| {
                found.extend(handed_by(command, facts, instruction));
                linked.extend(output_links(command));
            }),
            InstructionView::Copy(transfer) | InstructionView::Add(transfer) => {
                filled.extend(transfer.destination().map(|to| to.cooked().into_owned()));
            }
            _ => {}
        }
    }
    let volumes: HashSet<String> = stage.volumes.iter().map(|(volume, _)| normal(volume)).collect();
    let inner = filled.iter().chain(&linked).chain(&volumes).flat_map(|path| at_and_above(path));
    let inner: HashSet<String> = inner.collect();
    let mut seen: HashSet<String> = HashSet::new();
    found.retain(|handed| {
        let above = at_and_above(&handed.path);
        let new = !above.iter().any(|path| seen.contains(path) || volumes.contains(path));
        seen.insert(handed.path.clone());
        new && !above.is_empty() && !inner.contains(&handed.path)
    });
    found.truncate(MAX_HANDED);
    found
}

/// The instructions of the stages that a stage is based on, the farthest first, and its own.
fn chain<'a>(dockerfile: &'a Dockerfile, stage: &StageFacts) -> Vec<Instruction<'a>> {
    let stages = stage.ancestors.iter().rev().chain([&stage.index]);
    stages.filter_map(|&index| dockerfile.stage(index)).flat_map(Stage::instructions).collect()
}

fn commands<'a>(facts: &'a DockerfileFacts, instruction: Instruction<'_>, mut each: impl FnMut(Command<'a>)) {
    for script in facts.scripts_of(instruction) {
        script.script.commands().for_each(&mut each);
    }
}

/// `chown -R app /var/log/app`, `install -d -o app /run/app`, `chmod 1777 /var/cache/app`.
fn handed_by(command: Command<'_>, facts: &DockerfileFacts, at: Instruction<'_>) -> Vec<Handed> {
    let lookup = |name: &str| facts.variable(at, name);
    let known = |word: Word<'_>| word.expand(&lookup).known();
    let mut paths = match command.name().as_deref() {
        Some("chown") => command.positionals(&["--from", "--reference"]),
        Some("chmod") => command.positionals(&["--reference"]),
        Some("install") if command.has_flag(Some('d'), "directory") => {
            let Some(owner) = command.option_value(Some('o'), "owner").and_then(known) else { return Vec::new() };
            let paths = command.positionals(&["-o", "-g", "-m", "--owner", "--group", "--mode"]);
            return if is_root(&owner) { Vec::new() } else { directories(&paths, &lookup) };
        }
        _ => return Vec::new(),
    };
    if paths.is_empty() {
        return Vec::new();
    }
    let first = known(paths.remove(0));
    let hands = match command.name().as_deref() {
        // Who it is may come from a variable; that it is handed over is plain.
        Some("chown") => first.is_none_or(|owner| !is_root(&owner)),
        _ => first.is_some_and(|mode| mode.ends_with('7') && mode.len() <= 4),
    };
    if hands { directories(&paths, &lookup) } else { Vec::new() }
}

fn is_root(owner: &str) -> bool {
    matches!(owner.split([':', '.']).next(), Some("root" | "0" | ""))
}

fn directories(words: &[Word<'_>], lookup: &dyn Fn(&str) -> Know<String>) -> Vec<Handed> {
    let mut found = Vec::new();
    for word in words.iter().filter(|word| !word.has_glob() && !word.has_brace_expansion()) {
        let Some(path) = word.expand(lookup).known().filter(|path| path.starts_with('/')) else { continue };
        let path = normal(&path);
        if let Some(volatile) = is_written(&path) {
            let certain = is_certain(&path);
            found.push(Handed { path, span: word.span(), volatile, certain });
        }
    }
    found
}

/// Whether programs write this directory at run time, and whether memory can stand in for it.
fn is_written(path: &str) -> Option<bool> {
    let name = path.rsplit('/').next().unwrap_or("");
    if name.contains('.') && !name.starts_with('.') {
        return None; // a file, in all likelihood
    }
    if DATA_NAMES.contains(&name) {
        return Some(false);
    }
    if VOLATILE_NAMES.contains(&name) {
        return Some(true);
    }
    let below = |base: &&str| is_at_or_below(path, base) && path != normal(base);
    WRITTEN.iter().find(|base| below(base))?;
    Some(!DATA.iter().any(below))
}

fn is_certain(path: &str) -> bool {
    const DOUBTFUL: [&str; 7] =
        ["/tmp", "/var/tmp", "/var/lib", "/var/spool", "/var/cache/fontconfig", "/var/cache/apt", "/var/cache/man"];
    let is_home_cache =
        path.rsplit('/').next() == Some(".cache") || path.starts_with("/home/") || path.starts_with("/root");
    let is_named = path.rsplit('/').next().is_some_and(|name| DATA_NAMES.contains(&name) && name != "spool");
    !is_home_cache && (is_named || !DOUBTFUL.iter().any(|base| is_at_or_below(path, base)))
}

/// `ln -sf /dev/stdout /var/log/app/access.log`: what is written there goes to the container's output.
fn output_links(command: Command<'_>) -> Option<String> {
    if command.name().as_deref() != Some("ln") {
        return None;
    }
    let words = command.positionals(&[]);
    let [target, link] = words.as_slice() else { return None };
    let target = target.literal()?;
    let is_output = matches!(target.as_ref(), "/dev/stdout" | "/dev/stderr") || target.starts_with("/proc/");
    is_output.then(|| link.literal().map(std::borrow::Cow::into_owned)).flatten()
}

/// Words that tell what a stage runs: its packages, the image at its root, its entry point and command.
pub fn words(dockerfile: &Dockerfile, facts: &DockerfileFacts, stage: &StageFacts) -> Vec<String> {
    let mut words: Vec<String> = stage.image.as_ref().known().map(|image| image.familiar.clone()).into_iter().collect();
    for instruction in chain(dockerfile, stage).into_iter().filter(|instruction| instruction.keyword() == Keyword::Run)
    {
        commands(facts, instruction, |command| {
            let action = packages::action(command).filter(|action| action.verb == packages::Verb::Install);
            let names = action.into_iter().flat_map(|action| action.packages);
            words.extend(names.filter_map(|name| Some(name.literal()?.split(['=', '<', '>', '~']).next()?.to_owned())));
        });
    }
    for index in [stage.entrypoint, stage.cmd].into_iter().flatten() {
        let exec = match dockerfile.instruction(index).map(Instruction::view) {
            Some(InstructionView::Entrypoint(entrypoint)) => entrypoint.exec(),
            Some(InstructionView::Cmd(cmd)) => cmd.exec(),
            _ => continue,
        };
        match exec {
            Exec::Json(args) => words.extend(args.items().take(3).map(|item| item.value().into_owned())),
            Exec::Shell(text) => words.extend(text.text().split_ascii_whitespace().take(3).map(str::to_owned)),
            Exec::Empty => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn handed_in(text: &str) -> Vec<(String, bool)> {
        let mut project = Project::new();
        let id = project.insert(File::parse(RelPath::new("Dockerfile"), text.as_bytes().to_vec()), Origin::Given);
        let linked = project.link();
        let dockerfile = project.file(id).and_then(File::dockerfile).expect("a Dockerfile");
        let facts = linked.facts(id).expect("facts");
        let stage = facts.stages().last().expect("a stage");
        handed(dockerfile, facts, stage).into_iter().map(|handed| (handed.path, handed.volatile)).collect()
    }

    fn one(run: &str) -> Vec<(String, bool)> {
        handed_in(&format!("FROM debian:13\nENV LOGS=/var/log/app\n{run}\nUSER app\n"))
    }

    #[test]
    fn directories_are_handed_over_by_chown_install_and_chmod() {
        let log = vec![("/var/log/app".to_owned(), true)];
        assert_eq!(one("RUN mkdir -p /var/log/app && chown -R app:app /var/log/app"), log);
        assert_eq!(one("RUN chown -R app \"$LOGS\""), log);
        assert_eq!(one("RUN install -d -o app -g app -m 0750 /var/log/app"), log);
        assert_eq!(one("RUN chmod 777 /var/log/app"), log);
        assert_eq!(one("ARG U\nRUN chown $U /var/log/app /app"), log);
        assert_eq!(
            one("RUN chown app /var/lib/app /srv/cache"),
            [("/var/lib/app".to_owned(), false), ("/srv/cache".to_owned(), true)]
        );
    }

    #[test]
    fn what_stays_with_root_or_holds_the_program_is_not() {
        for run in [
            "RUN chown -R root:root /var/log/app",
            "RUN chown -R 0 /var/log/app",
            "RUN chown -R app:app /app /home/app",
            "RUN install -d /var/log/app",
            "RUN chmod 755 /var/log/app",
            "RUN chown app /var/log/*",
            "RUN chown app $UNKNOWN",
            "RUN chown app /var/run/app.pid",
        ] {
            assert_eq!(one(run), [], "{run}");
        }
    }

    #[test]
    fn links_to_the_output_volumes_and_filled_directories_do_not_count() {
        assert_eq!(one("RUN chown app /var/log/app && ln -sf /dev/stdout /var/log/app/access.log"), []);
        assert_eq!(one("RUN chown app /var/lib/app\nVOLUME /var/lib"), []);
        assert_eq!(one("RUN chown app /var/lib/app\nVOLUME /var/lib/app/data"), []);
        assert_eq!(one("RUN chown app /srv/data\nCOPY seed /srv/data/"), []);
    }

    #[test]
    fn homes_and_temporary_directories_may_never_be_written() {
        for path in ["/var/lib/app", "/tmp", "/tmp/build", "/home/app/.cache", "/var/cache/fontconfig"] {
            assert!(!is_certain(path), "{path}");
        }
        for path in ["/var/log/app", "/run/app", "/var/cache/app", "/srv/uploads", "/var/lib/app/data"] {
            assert!(is_certain(path), "{path}");
        }
    }

    #[test]
    fn stages_inherit_from_the_stages_they_are_based_on() {
        let text = "FROM debian:13 AS base\nRUN chown app /var/cache/app\nFROM alpine AS other\nRUN chown app /var/log/x\nFROM base\n";
        assert_eq!(handed_in(text), [("/var/cache/app".to_owned(), true)]);
    }
}
