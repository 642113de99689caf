//! Package managers as data: what a command does to the packages of an image.

use super::options::{is_option, takes_next};
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

use Verb::{Clean, Install, Other, Remove, UpdateIndex, Upgrade};
use WithoutNames::{Same, UpgradesAll};

const APT_VERBS: &[(&str, Verb)] = &[
    ("install", Install),
    ("reinstall", Install),
    ("build-dep", Install),
    ("upgrade", Upgrade),
    ("dist-upgrade", Upgrade),
    ("full-upgrade", Upgrade),
    ("safe-upgrade", Upgrade),
    ("update", UpdateIndex),
    ("remove", Remove),
    ("purge", Remove),
    ("autoremove", Remove),
    ("autopurge", Remove),
    ("clean", Clean),
    ("autoclean", Clean),
    ("distclean", Clean),
];
const APT_VALUES: &[&str] = &[
    "-o",
    "--option",
    "-c",
    "--config-file",
    "-t",
    "--target-release",
    "--default-release",
    "-a",
    "--host-architecture",
    "-P",
    "--build-profiles",
    "--solver",
    "--with-source",
];
const APT_YES: &[&str] = &["-y", "--yes", "--assume-yes", "-qq"];
const DNF_VERBS: &[(&str, Verb)] = &[
    ("install", Install),
    ("reinstall", Install),
    ("localinstall", Install),
    ("groupinstall", Install),
    ("group install", Install),
    ("module install", Install),
    ("builddep", Install),
    ("update", Upgrade),
    ("upgrade", Upgrade),
    ("up", Upgrade),
    ("update-minimal", Upgrade),
    ("upgrade-minimal", Upgrade),
    ("distro-sync", Upgrade),
    ("makecache", UpdateIndex),
    ("check-update", UpdateIndex),
    ("remove", Remove),
    ("erase", Remove),
    ("autoremove", Remove),
    ("clean", Clean),
];
const DNF_VALUES: &[&str] = &[
    "-c",
    "--config",
    "-d",
    "--debuglevel",
    "-e",
    "--errorlevel",
    "-x",
    "--exclude",
    "-R",
    "--randomwait",
    "--repo",
    "--repoid",
    "--enablerepo",
    "--disablerepo",
    "--installroot",
    "--releasever",
    "--setopt",
    "--disableplugin",
    "--enableplugin",
    "--forcearch",
    "--advisory",
    "--comment",
    "--downloaddir",
    "--destdir",
    "--color",
    "--repofrompath",
];
const DNF_YES: &[&str] = &["-y", "--assumeyes", "--yes"];
const PIP_VERBS: &[(&str, Verb)] =
    &[("install", Install), ("wheel", Other), ("download", Other), ("uninstall", Remove), ("cache purge", Clean)];
const PIP_VALUES: &[&str] = &[
    "-r",
    "--requirement",
    "-c",
    "--constraint",
    "-e",
    "--editable",
    "-t",
    "--target",
    "-i",
    "--index-url",
    "--pypi-url",
    "--extra-index-url",
    "-f",
    "--find-links",
    "--platform",
    "--python-version",
    "--implementation",
    "--abi",
    "--root",
    "--prefix",
    "--src",
    "--upgrade-strategy",
    "-C",
    "--config-settings",
    "--global-option",
    "--install-option",
    "--no-binary",
    "--only-binary",
    "--progress-bar",
    "--report",
    "--python",
    "--log",
    "--proxy",
    "--retries",
    "--timeout",
    "--exists-action",
    "--trusted-host",
    "--cert",
    "--client-cert",
    "--cache-dir",
    "--use-feature",
    "--use-deprecated",
    "--default-timeout",
    "--root-user-action",
    "--group",
    "-p",
    "--build-constraint",
    "--index-strategy",
    "--link-mode",
    "--extra",
    "--resolution",
    "--with",
];
const NODE_VALUES: &[&str] = &[
    "--prefix",
    "--registry",
    "-C",
    "--dir",
    "--cwd",
    "-w",
    "--workspace",
    "--filter",
    "-F",
    "--loglevel",
    "--omit",
    "--include",
    "--cache",
    "--network-timeout",
    "--modules-folder",
    "--mutex",
    "--network-concurrency",
    "--tag",
    "--fetch-retries",
    "--userconfig",
    "--cache-folder",
    "--store-dir",
    "--reporter",
    "--maxsockets",
    "--fetch-timeout",
];

/// All managers that are known.
pub static MANAGERS: &[Manager] = &[
    Manager {
        name: "apt-get",
        commands: &["apt-get"],
        verbs: APT_VERBS,
        value_flags: APT_VALUES,
        assume_yes: APT_YES,
        without_names: Same,
    },
    Manager {
        name: "apt",
        commands: &["apt"],
        verbs: APT_VERBS,
        value_flags: APT_VALUES,
        assume_yes: APT_YES,
        without_names: Same,
    },
    Manager {
        name: "aptitude",
        commands: &["aptitude"],
        verbs: APT_VERBS,
        value_flags: APT_VALUES,
        assume_yes: &["-y", "--assume-yes"],
        without_names: Same,
    },
    Manager {
        name: "apk",
        commands: &["apk"],
        verbs: &[
            ("add", Install),
            ("fix", Install),
            ("upgrade", Upgrade),
            ("update", UpdateIndex),
            ("del", Remove),
            ("cache clean", Clean),
        ],
        value_flags: &[
            "-t",
            "--virtual",
            "-X",
            "--repository",
            "-p",
            "--root",
            "--arch",
            "--cache-dir",
            "--cache-max-age",
            "--keys-dir",
            "--repositories-file",
            "--wait",
            "--progress-fd",
            "--timeout",
        ],
        assume_yes: &[],
        without_names: UpgradesAll,
    },
    Manager {
        name: "yum",
        commands: &["yum"],
        verbs: DNF_VERBS,
        value_flags: DNF_VALUES,
        assume_yes: DNF_YES,
        without_names: UpgradesAll,
    },
    Manager {
        name: "dnf",
        commands: &["dnf", "dnf5"],
        verbs: DNF_VERBS,
        value_flags: DNF_VALUES,
        assume_yes: DNF_YES,
        without_names: UpgradesAll,
    },
    Manager {
        name: "microdnf",
        commands: &["microdnf"],
        verbs: DNF_VERBS,
        value_flags: DNF_VALUES,
        assume_yes: DNF_YES,
        without_names: UpgradesAll,
    },
    Manager {
        name: "tdnf",
        commands: &["tdnf"],
        verbs: DNF_VERBS,
        value_flags: DNF_VALUES,
        assume_yes: DNF_YES,
        without_names: UpgradesAll,
    },
    Manager {
        name: "zypper",
        commands: &["zypper"],
        verbs: &[
            ("install", Install),
            ("in", Install),
            ("source-install", Install),
            ("si", Install),
            ("update", Upgrade),
            ("up", Upgrade),
            ("patch", Upgrade),
            ("dist-upgrade", Upgrade),
            ("dup", Upgrade),
            ("refresh", UpdateIndex),
            ("ref", UpdateIndex),
            ("remove", Remove),
            ("rm", Remove),
            ("clean", Clean),
            ("cc", Clean),
        ],
        value_flags: &[
            "-R",
            "--root",
            "-c",
            "--config",
            "-D",
            "--reposd-dir",
            "-C",
            "--cache-dir",
            "--installroot",
            "-p",
            "--plus-repo",
            "--plus-content",
            "-r",
            "--repo",
            "-t",
            "--type",
            "--from",
            "--releasever",
        ],
        assume_yes: &["-n", "--non-interactive", "-y", "--no-confirm"],
        without_names: UpgradesAll,
    },
    Manager {
        name: "pacman",
        commands: &["pacman"],
        verbs: &[],
        value_flags: &[
            "-b",
            "--dbpath",
            "-r",
            "--root",
            "--config",
            "--cachedir",
            "--arch",
            "--color",
            "--ignore",
            "--ignoregroup",
            "--overwrite",
            "--hookdir",
            "--gpgdir",
            "--logfile",
            "--assume-installed",
        ],
        assume_yes: &["--noconfirm"],
        without_names: UpgradesAll,
    },
    Manager {
        name: "pip",
        commands: &["pip", "pip2", "pip3", "pip2.*", "pip3.*"],
        verbs: PIP_VERBS,
        value_flags: PIP_VALUES,
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "pipx",
        commands: &["pipx"],
        verbs: &[("install", Install), ("install-all", Install), ("inject", Install), ("uninstall", Remove)],
        value_flags: &["--python", "--pip-args", "--index-url", "-i", "--suffix", "--preinstall"],
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "uv",
        commands: &["uv"],
        verbs: &[
            ("pip install", Install),
            ("pip uninstall", Remove),
            ("pip sync", Other),
            ("tool install", Install),
            ("add", Install),
            ("sync", Other),
            ("cache clean", Clean),
            ("cache prune", Clean),
        ],
        value_flags: PIP_VALUES,
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "npm",
        commands: &["npm"],
        verbs: &[
            ("install", Install),
            ("i", Install),
            ("add", Install),
            ("ci", Other),
            ("update", Other),
            ("uninstall", Remove),
            ("remove", Remove),
            ("rm", Remove),
            ("cache clean", Clean),
        ],
        value_flags: NODE_VALUES,
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "yarn",
        commands: &["yarn", "yarnpkg"],
        verbs: &[
            ("add", Install),
            ("global add", Install),
            ("install", Install),
            ("remove", Remove),
            ("global remove", Remove),
            ("cache clean", Clean),
        ],
        value_flags: NODE_VALUES,
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "pnpm",
        commands: &["pnpm"],
        verbs: &[
            ("add", Install),
            ("install", Install),
            ("i", Install),
            ("remove", Remove),
            ("rm", Remove),
            ("store prune", Clean),
        ],
        value_flags: NODE_VALUES,
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "gem",
        commands: &["gem"],
        verbs: &[("install", Install), ("i", Install), ("update", Upgrade), ("uninstall", Remove), ("cleanup", Clean)],
        value_flags: &[
            "-v",
            "--version",
            "-i",
            "--install-dir",
            "-n",
            "--bindir",
            "-s",
            "--source",
            "-P",
            "--trust-policy",
            "-g",
            "--file",
            "--platform",
            "--config-file",
            "--build-root",
            "-p",
            "--http-proxy",
        ],
        assume_yes: &[],
        without_names: UpgradesAll,
    },
    Manager {
        name: "go",
        commands: &["go"],
        verbs: &[("install", Install), ("get", Install), ("clean", Clean)],
        value_flags: &["-C", "-p", "-mod", "-modfile", "-tags", "-ldflags", "-gcflags", "-asmflags", "-overlay", "-o"],
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "cargo",
        commands: &["cargo"],
        verbs: &[("install", Install), ("binstall", Install), ("uninstall", Remove), ("add", Other)],
        value_flags: &[
            "--version",
            "--vers",
            "--git",
            "--branch",
            "--tag",
            "--rev",
            "--path",
            "--root",
            "--index",
            "--registry",
            "-F",
            "--features",
            "--bin",
            "--example",
            "--target",
            "--target-dir",
            "--profile",
            "-j",
            "--jobs",
            "--config",
            "-Z",
            "-C",
            "--color",
        ],
        assume_yes: &[],
        without_names: Same,
    },
    Manager {
        name: "composer",
        commands: &["composer", "composer.phar"],
        verbs: &[
            ("require", Install),
            ("global require", Install),
            ("install", Install),
            ("create-project", Other),
            ("update", Other),
            ("remove", Remove),
            ("clear-cache", Clean),
            ("clearcache", Clean),
            ("cc", Clean),
        ],
        value_flags: &["-d", "--working-dir", "--prefer-install", "--ignore-platform-req", "--apcu-autoloader-prefix"],
        assume_yes: &["-n", "--no-interaction"],
        without_names: Same,
    },
];

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
    let mut found = Vec::new();
    let mut args = args.iter().copied();
    while let Some(word) = args.next() {
        let text = word.lossy();
        if text == "--" {
            found.extend(args);
            break;
        }
        if !is_option(&text) {
            found.push(word);
        } else if manager.value_flags.contains(&text.as_ref()) || (!exact && takes_next(&text, manager.value_flags)) {
            args.next();
        }
    }
    found
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
