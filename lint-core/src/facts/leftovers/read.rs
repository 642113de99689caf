//! Reads a RUN from its first command to its last: what fills a cache, what empties it.

use super::paths::UNKNOWN;
use super::{Filler, Leftover, Miss, NearMiss, Setting, Settings, is_plain};
use crate::dockerfile::{Dockerfile, Instruction, Keyword, Mount, Stage};
use crate::facts::{ScriptFacts, StageFacts, Variables};
use crate::know::Know;
use crate::shell::packages::caches::{Cache, CacheKind, Cleans};
use crate::shell::packages::{self, Action, Manager, Verb};
use crate::shell::{Command, Word};
use crate::span::Span;
use std::collections::HashMap;

/// How many commands of one RUN are remembered: more than any real one has.
const MAX_OPEN: usize = 200;

/// Reads all RUN instructions of a file.
pub(super) fn read(
    dockerfile: &Dockerfile,
    variables: &Variables,
    stages: &[StageFacts],
    scripts: &[ScriptFacts],
    settings: &Settings,
) -> Vec<Leftover> {
    let mut leftovers = Vec::new();
    let mut first = 0;
    for of_run in scripts.chunk_by(|a, b| a.instruction == b.instruction) {
        let start = first;
        first += of_run.len();
        let run = of_run.first().and_then(|script| dockerfile.instruction(script.instruction));
        let Some(run) = run.filter(|run| run.keyword() == Keyword::Run) else { continue };
        let mut reader = Reader {
            run,
            stage: run.stage().map(Stage::index),
            variables,
            stages,
            settings,
            locals: HashMap::new(),
            folder: None,
            mounts: run.as_run().into_iter().flat_map(|run| run.mounts()).collect(),
            open: Vec::new(),
            misses: Vec::new(),
            always_cleaned: Vec::new(),
            installed: Vec::new(),
            removes_others: false,
        };
        let mut commands: Vec<(usize, &ScriptFacts, Command<'_>)> = Vec::new();
        for (at, script) in of_run.iter().enumerate() {
            commands.extend(script.script.commands().map(|command| (start + at, script, command)));
        }
        // Scripts inside commands come after the script that they stand in.
        commands.sort_by_key(|(_, _, command)| command.span().start);
        for (script, facts, command) in commands {
            reader.command(script, facts, command);
        }
        reader.finish(&mut leftovers);
    }
    leftovers
}

pub(super) struct Reader<'a> {
    pub(super) run: Instruction<'a>,
    pub(super) stage: Option<u32>,
    pub(super) variables: &'a Variables,
    pub(super) stages: &'a [StageFacts],
    pub(super) settings: &'a Settings,
    /// Variables that the commands set.
    pub(super) locals: HashMap<String, Know<String>>,
    /// Where `cd` went.
    pub(super) folder: Option<String>,
    pub(super) mounts: Vec<Mount<'a>>,
    /// What was filled and not yet emptied.
    pub(super) open: Vec<Open>,
    pub(super) misses: Vec<(CacheKind, NearMiss)>,
    /// What functions empty, whenever they are called.
    pub(super) always_cleaned: Vec<CacheKind>,
    /// The caches whose managers install something.
    pub(super) installed: Vec<CacheKind>,
    pub(super) removes_others: bool,
}

pub(super) struct Open {
    pub(super) cache: &'static Cache,
    /// Where this command puts it, when not in the usual folders.
    pub(super) folder: Option<String>,
    pub(super) filler: Filler,
}

/// A cache is kept: in a folder of its own, or in the usual ones.
struct Kept {
    folder: Option<String>,
}

impl<'a> Reader<'a> {
    fn command(&mut self, script: usize, facts: &ScriptFacts, command: Command<'a>) {
        self.assign(command);
        let Some(name) = command.name() else { return };
        if let Some(action) = packages::action(command) {
            self.clean(command, &action);
            self.fill(script, facts, command, &action);
            return;
        }
        match name.as_ref() {
            "yarn" | "yarnpkg" => self.plain_yarn(script, facts, command),
            "rm" => self.remove(facts, command),
            "find" => self.find(command),
            "cd" => {
                let to = command.args().next().map(|word| self.text(word));
                self.folder = to.filter(|path| path.starts_with(['/', '~']) && !path.contains(UNKNOWN));
            }
            _ if is_cleanup_script(command) => self.open.clear(),
            _ => {}
        }
    }

    fn clean(&mut self, command: Command<'a>, action: &Action<'a>) {
        for cache in action.manager.caches() {
            let miss = match cache.cleaned_by(command, action) {
                Some(Cleans::All) => {
                    if command.in_function() {
                        self.always_cleaned.push(cache.kind);
                    }
                    self.open.retain(|open| open.cache.kind != cache.kind);
                    self.misses.push((cache.kind, NearMiss { span: command.span(), why: Miss::TooEarly }));
                    continue;
                }
                Some(Cleans::Part) => NearMiss { span: command.span(), why: Miss::Part },
                None => continue,
            };
            self.misses.push((cache.kind, miss));
        }
    }

    fn fill(&mut self, script: usize, facts: &ScriptFacts, command: Command<'a>, action: &Action<'a>) {
        let verb = second_word(command, action).map_or(vec![action.verb_word], |second| vec![action.verb_word, second]);
        let module = action.manager.name == "pip" && !command.name().is_some_and(|name| name.starts_with("pip"));
        let module = if module { " -m pip" } else { "" };
        if matches!(action.verb, Verb::Install | Verb::Upgrade) {
            self.installed.extend(action.manager.caches().map(|cache| cache.kind));
        }
        for cache in action.manager.caches().filter(|cache| cache.filled_by.contains(&action.verb)) {
            self.open(cache, script, facts, command, (action.manager, action.verb, module, &verb));
        }
    }

    /// `yarn` alone installs.
    fn plain_yarn(&mut self, script: usize, facts: &ScriptFacts, command: Command<'a>) {
        let asks = ["--version", "--help"].iter().any(|flag| command.has_flag(None, flag));
        let letters = command.args().any(|word| word.is("-v") || word.is("-h"));
        let Some(manager) = packages::manager("yarn") else { return };
        if asks || letters || command.args().any(|word| !word.starts_with_literal("-")) {
            return;
        }
        for cache in manager.caches() {
            self.open(cache, script, facts, command, (manager, Verb::Install, "", &[]));
        }
    }

    fn open(
        &mut self,
        cache: &'static Cache,
        script: usize,
        facts: &ScriptFacts,
        command: Command<'a>,
        (manager, verb, module, verb_words): (&'static Manager, Verb, &str, &[Word<'a>]),
    ) {
        let (Some(word), Some(program)) = (command.name_word(), command.name()) else { return };
        let Some(Kept { folder }) = self.kept_in(cache, command) else { return };
        let name =
            verb_words.iter().fold(format!("{program}{module}"), |name, word| format!("{name} {}", word.lossy()));
        let verb_span = match verb_words {
            [first, .., last] => first.span().to(last.span()),
            [only] => only.span(),
            [] => word.span(),
        };
        let filler = Filler {
            manager,
            verb,
            name,
            span: word.span().to(verb_span),
            verb_span,
            verb_words: verb_words.len(),
            is_plain: is_plain(facts, command),
            script,
            command: command.index(),
        };
        if self.open.len() < MAX_OPEN {
            self.open.push(Open { cache, folder, filler });
        }
    }

    /// Whether a command leaves something of a cache as far as we can say, and where.
    fn kept_in(&self, cache: &Cache, command: Command<'a>) -> Option<Kept> {
        let is_off = cache.is_off(command) || cache.is_moved(command) || self.is_off(cache, command);
        if is_off || command.has_wrapper("chroot") {
            return None;
        }
        let mut flags = cache.folder_flags.iter().filter(|flag| flag.starts_with("--"));
        let folder = match flags.find_map(|flag| command.option_value(None, flag)) {
            Some(word) => Some(self.text(word)),
            None => match self.folder_by_variable(cache, command) {
                Know::Known(folder) => Some(folder),
                Know::Absent => None,
                Know::Unknown(_) => return None,
            },
        };
        let is_gone = match &folder {
            Some(folder) => folder.contains(UNKNOWN) || self.is_mounted(folder),
            None => cache.folders.iter().any(|folder| self.is_mounted(folder)),
        };
        (!is_gone).then_some(Kept { folder })
    }

    /// Whether the environment or the configuration switches a cache off.
    fn is_off(&self, cache: &Cache, command: Command<'a>) -> bool {
        let at = command.span().start;
        let set = |setting| self.stage.is_some_and(|stage| self.settings.is_set(self.stages, stage, at, setting));
        let configured = match cache.kind {
            CacheKind::AptPackages => !set(Setting::KeepsPackages),
            CacheKind::PipDownloads => set(Setting::PipWithoutCache),
            CacheKind::YarnDownloads => set(Setting::YarnBerry),
            _ => false,
        };
        let by_variable = |name: &&str| match self.environment(name, command) {
            // An empty value counts as none.
            Know::Known(value) => !value.is_empty(),
            Know::Absent => false,
            Know::Unknown(_) => true,
        };
        configured || cache.off_variables.iter().any(by_variable)
    }

    fn finish(self, leftovers: &mut Vec<Leftover>) {
        let Self { run, open, misses, always_cleaned, installed, removes_others, .. } = self;
        let from = leftovers.len();
        for Open { cache, filler, .. } in open {
            if always_cleaned.contains(&cache.kind) {
                continue;
            }
            let of_run = leftovers.iter_mut().skip(from);
            match of_run.into_iter().find(|left| left.cache.kind == cache.kind) {
                Some(left) => left.fillers.push(filler),
                None => leftovers.push(Leftover {
                    instruction: run.index(),
                    cache,
                    installs: installed.contains(&cache.kind),
                    near_miss: near_miss(&misses, cache.kind, filler.span),
                    fillers: vec![filler],
                    removes_others,
                }),
            }
        }
    }
}

/// The last that looks like it: before the command that fills the cache one that comes too early, else one after it.
fn near_miss(misses: &[(CacheKind, NearMiss)], kind: CacheKind, filler: Span) -> Option<NearMiss> {
    let mut of_kind = misses.iter().rev().filter(|(of, _)| *of == kind).map(|&(_, miss)| miss);
    of_kind.find(|miss| (miss.why == Miss::TooEarly) == (miss.span.start < filler.start))
}

/// The second word of a sub-command of two: `global add`.
fn second_word<'a>(command: Command<'a>, action: &Action<'a>) -> Option<Word<'a>> {
    let first = action.verb_word.literal()?;
    let mut after = command.args().skip_while(|word| word.span() != action.verb_word.span()).skip(1);
    let second = after.find(|word| !word.starts_with_literal("-"))?;
    let pair = format!("{first} {}", second.literal()?);
    action.manager.verbs.iter().any(|(verb, _)| *verb == pair).then_some(second)
}

/// `./cleanup.sh`, `bash /tmp/clean.sh`: it may empty anything.
fn is_cleanup_script(command: Command<'_>) -> bool {
    let Some(name) = command.name_word().map(|word| word.lossy()) else { return false };
    let base = name.rsplit('/').next().unwrap_or("");
    let is_shell = matches!(base, "sh" | "bash" | "ash" | "dash" | "." | "source");
    base.contains("clean") || (is_shell && command.args().any(|word| word.lossy().contains("clean")))
}
