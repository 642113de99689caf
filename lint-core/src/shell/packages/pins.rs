//! Which packages of an install have no version.

mod rows;
#[cfg(test)]
mod tests;
mod words;

pub(super) use rows::{APK, APT, CARGO, COMPOSER, DNF, GEM, GO, NODE, PACMAN, PIP, UV, ZYPPER};

use super::{Action, Manager, Verb, action, has};
use crate::know::Know;
use crate::shell::options::is_option;
use crate::shell::{Command, Word};
use crate::span::Span;

/// How a version is given to the packages of a manager. One row serves all managers that read the same notation.
#[expect(clippy::struct_excessive_bools, reason = "independent facts about a notation, not a state")]
#[derive(Debug)]
pub struct Pins {
    /// The sub-commands (their first words) whose operands may carry versions; none: all that install.
    pub verbs: &'static [&'static str],
    /// Of these a version that is not written comes from the project's own files, and nothing is fetched without one.
    pub locked: &'static [&'static str],
    /// The sub-command that runs its first operand, with arguments after it.
    pub runs: &'static [&'static str],
    /// What to write after a name.
    pub write: &'static str,
    /// What may stand between a name and its version.
    pub separators: &'static [&'static str],
    /// Versions that are whatever is newest.
    pub moving: &'static [&'static str],
    /// A version may end the name: `bash-5.2`, `bash-5.2-1.el9`.
    pub dashed: bool,
    /// Endings of package files.
    pub files: &'static [&'static str],
    /// What paths of local packages begin with.
    pub paths: &'static [&'static str],
    /// Any operand with a slash is a path or an address.
    pub slash_is_path: bool,
    /// What stands between the address of a repository and a revision; none: no repositories.
    pub revision: Option<char>,
    /// `owner/name` is a repository.
    pub short_repositories: bool,
    /// What operands begin with that are no packages of the index: groups, conflicts, modules of the language itself.
    pub not_packages: &'static [&'static str],
    /// What operands end with that are to be removed or are groups.
    pub not_packages_after: &'static [&'static str],
    /// The name begins with a domain; what does not is part of the project or the language.
    pub domains: bool,
    /// Flags that give the versions of all operands: one version, a file of constraints, a date.
    pub flags: &'static [&'static str],
    /// Environment variables that do the same.
    pub variables: &'static [&'static str],
    /// What follows `--` is for the build of the package.
    pub ends_at_dashes: bool,
    /// Sub-commands whose operands are written in another way.
    pub others: &'static [(&'static str, &'static Self)],
}

/// Why a package is not pinned.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Loose {
    /// It has no version.
    NoVersion,
    /// It is a repository without a tag or commit.
    NoRevision,
    /// Its version is the newest: `@latest`.
    Moving,
}

/// A package without a version.
#[derive(Clone, Debug)]
pub struct LoosePackage<'a> {
    /// The word that names it; several may come from one word with a variable.
    pub word: Word<'a>,
    /// Its name, variables resolved.
    pub name: String,
    /// Why.
    pub why: Loose,
    /// How it would be written with a version.
    pub pinned: String,
}

/// An install with packages that have no version.
#[derive(Clone, Debug)]
pub struct LooseInstall<'a> {
    /// The command.
    pub command: Command<'a>,
    /// Which manager.
    pub manager: &'static Manager,
    /// The sub-command.
    pub verb: Word<'a>,
    /// The packages, at least one.
    pub packages: Vec<LoosePackage<'a>>,
}

impl LoosePackage<'_> {
    /// Whether a part of the name after a dash begins with a digit, as versions do: `java-21-openjdk`.
    pub fn has_number(&self) -> bool {
        self.name.split('-').skip(1).any(|part| part.starts_with(|first: char| first.is_ascii_digit()))
    }

    /// Whether the word before it is an option (one without a value, or it would be the value).
    pub fn is_after_option(&self, command: Command<'_>) -> bool {
        let before = command.args().take_while(|word| word.local_span().start < self.word.local_span().start).last();
        before.is_some_and(|word| is_option(&word.lossy()))
    }
}

impl LooseInstall<'_> {
    /// Whether the first package would have a version if it were in quotes: `flask>=3` writes a file called `=3`.
    pub fn is_cut_by_redirect(&self) -> bool {
        let end = self.packages.first().map(|package| package.word.local_span().end);
        self.command.redirects().any(|redirect| Some(redirect.local_span().start) == end)
    }

    /// The first package's word in the file.
    pub fn span(&self) -> Span {
        self.packages.first().map_or(Span::empty(0), |package| package.word.span())
    }

    /// The name of the first package.
    pub fn first(&self) -> &str {
        self.packages.first().map_or("", |package| &package.name)
    }

    /// The first package with a version.
    pub fn pinned(&self) -> &str {
        self.packages.first().map_or("", |package| &package.pinned)
    }

    /// True when each of them has the newest version.
    pub fn all_moving(&self) -> bool {
        self.packages.iter().all(|package| package.why == Loose::Moving)
    }

    /// What is wrong, in one sentence.
    pub fn message(&self) -> String {
        let names = self.names();
        if self.all_moving() {
            let verb = if self.packages.len() == 1 { "is" } else { "are" };
            return format!("{names} {verb} whatever is newest when the image is built");
        }
        format!("no version pins {names}: each build may install another one")
    }

    /// The packages in one phrase; of many the first two and a number.
    fn names(&self) -> String {
        let mut names: Vec<String> = Vec::new();
        for package in &self.packages {
            let name = format!("`{}`", package.name);
            if !names.contains(&name) {
                names.push(name);
            }
            if names.len() > 3 {
                break;
            }
        }
        match names.as_slice() {
            [] => String::new(),
            [only] => only.clone(),
            [first, second] => format!("{first} and {second}"),
            [first, second, third] => format!("{first}, {second} and {third}"),
            [first, second, ..] => format!("{first}, {second} and {} more", self.packages.len() - 2),
        }
    }
}

/// The packages that a command installs without a version. `lookup` gives the values of variables; what it does not
/// know may hold anything, so words with such variables are passed over unless they name a package all the same.
pub fn loose_install<'a>(command: Command<'a>, lookup: &dyn Fn(&str) -> Know<String>) -> Option<LooseInstall<'a>> {
    let action = action(command)?;
    let verb = action.verb_word.literal()?;
    let pins = action.manager.pins;
    let pins = pins.others.iter().find(|(other, _)| verb == *other).map_or(pins, |(_, pins)| pins);
    let runs = pins.runs.contains(&verb.as_ref());
    let installs = action.verb == Verb::Install && (pins.verbs.is_empty() || pins.verbs.contains(&verb.as_ref()));
    if !(runs || installs)
        || pins.flags.iter().any(|flag| has(command, flag))
        || is_pinned_outside(command, pins, lookup)
    {
        return None;
    }
    let locked = pins.locked.contains(&verb.as_ref());
    let words = operands(command, &action, pins);
    let words = words.get(..if runs { words.len().min(1) } else { words.len() })?;
    let has_short = pins.flags.iter().any(|flag| !flag.starts_with("--"));
    let mut packages = Vec::new();
    for text in words::read(words, action.manager.value_flags, lookup) {
        match text.value {
            // It may be a flag that pins everything, with its value.
            words::Value::Anything if has_short && !text.word.is_quoted() => return None,
            words::Value::Flag(flag) if pins.flags.contains(&flag.as_str()) => return None,
            words::Value::Operand(name) => {
                // What follows is a condition of pip.
                let name = name.split(';').next().unwrap_or(&name).trim();
                let found = pins.judge(name).filter(|found| found.0 == Loose::Moving || !locked);
                packages.extend(found.map(|(why, pinned)| LoosePackage {
                    word: text.word,
                    name: words::shown(name, name, text.word),
                    why,
                    pinned: words::shown(&pinned, name, text.word),
                }));
            }
            words::Value::Anything | words::Value::Flag(_) => {}
        }
    }
    let (manager, verb) = (action.manager, action.verb_word);
    (!packages.is_empty()).then_some(LooseInstall { command, manager, verb, packages })
}

/// Whether a variable of the environment pins what is installed.
fn is_pinned_outside(command: Command<'_>, pins: &Pins, lookup: &dyn Fn(&str) -> Know<String>) -> bool {
    pins.variables.iter().any(|name| {
        command.assignments().any(|assignment| assignment.name() == *name)
            || matches!(lookup(name), Know::Known(value) if !value.is_empty())
    })
}

/// The operands, without those that are meant for the build of the package.
fn operands<'a>(command: Command<'a>, action: &Action<'a>, pins: &Pins) -> Vec<Word<'a>> {
    let dashes = command.args().find(|word| word.is("--")).filter(|_| pins.ends_at_dashes);
    let end = dashes.map_or(u32::MAX, |dashes| dashes.local_span().start);
    action.packages.iter().copied().filter(|word| word.local_span().start < end).collect()
}

/// What the addresses of repositories begin with.
const REPOSITORIES: [&str; 10] =
    ["git+", "hg+", "svn+", "bzr+", "git://", "git@", "ssh://", "github:", "gitlab:", "bitbucket:"];

impl Pins {
    /// Why an operand is not pinned, and how it would be; `None` when it is, when it is no package of an index, or when
    /// that is not known.
    fn judge(&self, text: &str) -> Option<(Loose, String)> {
        let begins = |prefixes: &[&str]| prefixes.iter().any(|prefix| text.starts_with(prefix));
        let ends = |suffixes: &[&str]| suffixes.iter().any(|suffix| text.ends_with(suffix));
        if text.is_empty() || ends(self.files) || ends(self.not_packages_after) {
            return None;
        }
        let unknown = words::may_hold_a_version(text);
        if let Some(mark) = self.revision
            && (begins(&REPOSITORIES) || (self.short_repositories && is_short_repository(text)))
        {
            return if unknown { None } else { self.judge_revision(text, mark) };
        }
        let version = self.separators.iter().find_map(|separator| version_after(text, separator));
        let is_other = begins(self.not_packages) && version.is_none();
        let is_path = begins(self.paths) || text.contains("://") || (self.slash_is_path && text.contains('/'));
        let is_ours = self.domains && !text.split('/').next().is_some_and(|domain| domain.contains('.'));
        if is_other || is_path || is_ours {
            return None;
        }
        if let Some(version) = version {
            return self.judge_moving(text, version, "VERSION");
        }
        let is_pinned = if self.dashed { text.contains(words::UNKNOWN) || ends_in_version(text) } else { unknown };
        (!is_pinned).then(|| (Loose::NoVersion, self.pinned(text)))
    }

    fn pinned(&self, name: &str) -> String {
        match name.split_once('@') {
            _ if name.starts_with('/') => format!("PACKAGE{}", self.write),
            // A repository of apk comes last.
            Some((name, repository)) if self.write.contains('~') => format!("{name}{}@{repository}", self.write),
            _ => format!("{name}{}", self.write),
        }
    }

    /// An address is pinned by a tag or commit after its path; `@` before it is the user's.
    fn judge_revision(&self, text: &str, mark: char) -> Option<(Loose, String)> {
        let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
        let path = rest.split_once('/').map_or(rest, |(_, path)| path);
        let end = path.find('#').filter(|_| mark != '#').unwrap_or(path.len());
        let (path, fragment) = path.split_at_checked(end)?;
        let address = text.get(..text.len() - fragment.len())?;
        match path.split_once(mark) {
            None => Some((Loose::NoRevision, format!("{address}{mark}TAG{fragment}"))),
            Some((_, revision)) => self.judge_moving(address, revision, "TAG"),
        }
    }

    /// `version` is the end of `text`.
    fn judge_moving(&self, text: &str, version: &str, instead: &str) -> Option<(Loose, String)> {
        let name = text.strip_suffix(version)?;
        self.moving.contains(&version).then(|| (Loose::Moving, format!("{name}{instead}")))
    }
}

/// What stands after a separator that is not the first character.
fn version_after<'t>(text: &'t str, separator: &str) -> Option<&'t str> {
    let from = text.chars().next()?.len_utf8();
    text.get(from..)?.split_once(separator).map(|(_, version)| version)
}

/// `owner/name`, which npm looks for on GitHub.
fn is_short_repository(text: &str) -> bool {
    !text.starts_with(['@', '.', '/', '~'])
        && !text.contains("://")
        && text.split_once('/').is_some_and(|(owner, _)| !owner.contains('@'))
}

/// Whether the part after the last dash is a version or release: they begin with a digit, the rest of names rarely does.
/// `java-17-openjdk` and `gcc-toolset-13-gcc` have numbers in their names.
fn ends_in_version(text: &str) -> bool {
    let mut parts = text.rsplit('-');
    let is_number = |part: &str| part.starts_with(|first: char| first.is_ascii_digit());
    let (Some(last), Some(before)) = (parts.next(), parts.next()) else { return false };
    is_number(last) || (last.starts_with('*') && is_number(before) && parts.next().is_some())
}
