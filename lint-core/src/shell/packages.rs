//! Package managers as data: what a command does to the packages of an image.

mod answers;
pub mod caches;
mod pins;
mod table;
mod uv_flags;

pub use answers::{Answers, unanswered};
pub use pins::{Loose, LooseInstall, LoosePackage, Pins, loose_install};
pub use table::MANAGERS;

use Verb::{Clean, Install, Other, Remove, UpdateIndex, Upgrade};
use WithoutNames::UpgradesAll;

use super::options::{self, is_option, takes_next};
use super::{Command, Word};

/// A package manager. Adding one is adding a row to [`MANAGERS`].
#[derive(Debug)]
pub struct Manager {
    /// The name that stands for the family: `apt-get`, `pip`.
    pub name: &'static str,
    /// Command names; `name*` matches a version after it (`pip3.11`).
    pub commands: &'static [&'static str],
    /// Sub-commands (one or two words) and what they do.
    pub verbs: &'static [(&'static str, Verb)],
    /// Flags whose value is the next word.
    pub value_flags: &'static [&'static str],
    /// Flags that answer every question with yes; empty when it does not ask.
    pub assume_yes: &'static [&'static str],
    /// What an upgrade or install without names does.
    pub without_names: WithoutNames,
    /// How its packages are pinned.
    pub pins: &'static Pins,
    /// How it is kept from asking.
    pub answers: &'static Answers,
}

/// What a sub-command without package names does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum WithoutNames {
    /// The same as with names.
    Same,
    /// `upgrade` with names installs these (`dnf upgrade bash`), without it upgrades the system.
    UpgradesAll,
}

/// What a sub-command does.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verb {
    /// Installs packages.
    Install,
    /// Upgrades the whole system.
    Upgrade,
    /// Fetches the index of packages.
    UpdateIndex,
    /// Removes packages.
    Remove,
    /// Deletes caches.
    Clean,
    /// Something else.
    Other,
}

/// What one command does.
#[derive(Clone, Debug)]
pub struct Action<'a> {
    /// Which manager.
    pub manager: &'static Manager,
    /// What it does.
    pub verb: Verb,
    /// The sub-command.
    pub verb_word: Word<'a>,
    /// The operands after it: package names, files, URLs.
    pub packages: Vec<Word<'a>>,
}

impl Manager {
    /// True when the command answers every question with yes (or the manager asks none).
    pub fn assumes_yes(&self, command: Command<'_>) -> bool {
        self.assume_yes.is_empty() || self.assume_yes.iter().any(|flag| has(command, flag))
    }
}

/// Whether a flag is given: `-y` also in a bundle, `--yes` also with a value, anything else as it is.
fn has(command: Command<'_>, flag: &str) -> bool {
    match flag.strip_prefix('-') {
        Some(letter) if letter.len() == 1 => command.has_flag(letter.chars().next(), ""),
        _ if flag.starts_with("--") => command.has_flag(None, flag),
        _ => command.args().any(|word| word.is(flag)),
    }
}

/// The manager of a command name.
pub fn manager(name: &str) -> Option<&'static Manager> {
    MANAGERS.iter().find(|manager| {
        manager.commands.iter().any(|command| match command.strip_suffix('*') {
            Some(prefix) => {
                name.strip_prefix(prefix).is_some_and(|rest| rest.bytes().all(|byte| byte.is_ascii_digit()))
            }
            None => *command == name,
        })
    })
}

/// What a command does to packages; `None` when it is no package manager or names no sub-command.
pub fn action(command: Command<'_>) -> Option<Action<'_>> {
    let name = command.name()?;
    if name.starts_with("python") || name.starts_with("pypy") {
        return python_module(command);
    }
    let manager = manager(&name)?;
    let args: Vec<Word<'_>> = command.args().collect();
    if manager.name == "pacman" { pacman(manager, &args) } else { with_args(manager, &args) }
}

/// `python -m pip install …`
fn python_module(command: Command<'_>) -> Option<Action<'_>> {
    let mut args = command.args();
    let module = args.find(|word| word.is("-m") || !is_option(&word.lossy()))?;
    if !module.is("-m") {
        return None;
    }
    let manager = manager(&args.next()?.literal()?)?;
    with_args(manager, &args.collect::<Vec<_>>())
}

fn with_args<'a>(manager: &'static Manager, args: &[Word<'a>]) -> Option<Action<'a>> {
    let mut words = operands(manager, args).into_iter();
    let verb_word = words.next()?;
    let first = verb_word.literal()?;
    let mut packages: Vec<Word<'a>> = words.collect();
    let pair = packages.first().and_then(|second| second.literal()).map(|second| format!("{first} {second}"));
    let find = |name: &str| manager.verbs.iter().find(|(verb, _)| *verb == name).map(|(_, verb)| *verb);
    let mut verb = match pair.and_then(|pair| find(&pair)) {
        Some(verb) => {
            packages.remove(0);
            verb
        }
        None => find(&first).unwrap_or(Other),
    };
    if verb == Upgrade && manager.without_names == UpgradesAll && !packages.is_empty() {
        verb = Install;
    }
    Some(Action { manager, verb, verb_word, packages })
}

/// The words that are neither flags nor their values.
fn operands<'a>(manager: &Manager, args: &[Word<'a>]) -> Vec<Word<'a>> {
    // Flags of the go tool have one dash and many letters: they are not bundles.
    let exact = manager.name == "go";
    options::operands(args.iter().copied(), |text| {
        manager.value_flags.contains(&text) || (!exact && takes_next(text, manager.value_flags))
    })
}

/// Pacman's verbs are clusters of letters: `-Syu`.
fn pacman<'a>(manager: &'static Manager, args: &[Word<'a>]) -> Option<Action<'a>> {
    let verb_word = args.iter().copied().find(|word| {
        let text = word.lossy();
        text.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
            || matches!(text.as_ref(), "--sync" | "--remove" | "--upgrade" | "--query" | "--database")
    })?;
    let packages = operands(manager, args);
    let has = |letter: char, long: &str| {
        args.iter().any(|word| {
            let text = word.lossy();
            text == long || (text.starts_with('-') && !text.starts_with("--") && text.contains(letter))
        })
    };
    let verb = if has('R', "--remove") {
        Remove
    } else if has('U', "--upgrade") {
        Install
    } else if !has('S', "--sync") {
        Other
    } else if has('c', "--clean") {
        Clean
    } else if !packages.is_empty() {
        Install
    } else if has('u', "--sysupgrade") {
        Upgrade
    } else if has('y', "--refresh") {
        UpdateIndex
    } else {
        Other
    };
    Some(Action { manager, verb, verb_word, packages })
}
