//! What package managers keep besides what they install: where it lies, what fills it, and how each is told not to.
//!
//! Sources: the managers' manual pages (apt-get(8), apt.conf(5), apk(8), dnf(8), yum(8), zypper(8)), pip's and Yarn's
//! documentation.

use super::Verb::{self, Install, UpdateIndex, Upgrade};
use super::{Action, Manager};
use crate::shell::Command;

/// What is kept, and by whom.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum CacheKind {
    /// The package lists of apt.
    AptLists,
    /// The packages that apt fetched. Images of Debian and Ubuntu delete them by a hook.
    AptPackages,
    /// The index of apk.
    ApkIndex,
    /// What dnf, yum and their like know of the repositories, and the packages they fetched.
    RpmMetadata,
    /// The same of zypper.
    ZypperMetadata,
    /// What pip fetched, and the wheels it built.
    PipDownloads,
    /// What Yarn fetched.
    YarnDownloads,
}

/// A cache of package managers.
#[derive(Debug)]
pub struct Cache {
    /// What is kept.
    pub kind: CacheKind,
    /// The managers that fill it, by name.
    pub managers: &'static [&'static str],
    /// What of theirs fills it.
    pub filled_by: &'static [Verb],
    /// Where it lies; `~` is the home folder. Several where versions differ.
    pub folders: &'static [&'static str],
    /// Flags with which a command leaves nothing in it.
    pub off_flags: &'static [&'static str],
    /// Environment variables that switch it off, whatever they hold.
    pub off_variables: &'static [&'static str],
    /// Flags whose value is the folder.
    pub folder_flags: &'static [&'static str],
    /// Environment variables whose value is the folder, or the one that holds it: then with the rest of the path.
    pub folder_variables: &'static [(&'static str, &'static str)],
    /// Text in an argument that puts it elsewhere (`Dir::State`).
    pub moved_by: &'static [&'static str],
    /// The sub-commands that empty it: the first word, and of what else one must be there (nothing: nothing need be).
    pub cleaners: &'static [(&'static str, &'static [&'static str])],
    /// The commands of the same name that leave it alone, or a part of it: the first words.
    pub lesser_cleaners: &'static [&'static str],
}

const APT: &[&str] = &["apt-get", "apt", "aptitude"];
const APT_IDLE: &[&str] = &["-s", "--simulate", "--dry-run", "--just-print", "--no-act", "--recon", "--print-uris"];

/// The caches that are known.
pub static CACHES: &[Cache] = &[
    Cache {
        kind: CacheKind::AptLists,
        managers: APT,
        filled_by: &[UpdateIndex],
        folders: &["/var/lib/apt/lists"],
        off_flags: APT_IDLE,
        off_variables: &[],
        folder_flags: &[],
        folder_variables: &[],
        moved_by: &["Dir::State", "dir::state"],
        cleaners: &[("distclean", &[]), ("dist-clean", &[])],
        lesser_cleaners: &["clean", "autoclean", "auto-clean"],
    },
    Cache {
        kind: CacheKind::AptPackages,
        managers: APT,
        filled_by: &[Install, Upgrade],
        folders: &["/var/cache/apt/archives"],
        off_flags: APT_IDLE,
        off_variables: &[],
        folder_flags: &[],
        folder_variables: &[],
        moved_by: &["Dir::Cache", "dir::cache"],
        cleaners: &[("clean", &[]), ("distclean", &[]), ("dist-clean", &[])],
        lesser_cleaners: &["autoclean", "auto-clean"],
    },
    Cache {
        kind: CacheKind::ApkIndex,
        managers: &["apk"],
        filled_by: &[Install, Upgrade, UpdateIndex],
        folders: &["/var/cache/apk", "/etc/apk/cache"],
        off_flags: &["--no-cache", "--no-network", "-s", "--simulate"],
        off_variables: &[],
        folder_flags: &["--cache-dir"],
        folder_variables: &[],
        moved_by: &[],
        cleaners: &[("cache", &["clean", "purge"])],
        lesser_cleaners: &[],
    },
    Cache {
        kind: CacheKind::RpmMetadata,
        managers: &["dnf", "yum", "microdnf", "tdnf"],
        filled_by: &[Install, Upgrade],
        folders: &["/var/cache/dnf", "/var/cache/libdnf5", "/var/cache/yum", "/var/cache/tdnf"],
        off_flags: &["--assumeno"],
        off_variables: &[],
        folder_flags: &[],
        folder_variables: &[],
        moved_by: &["cachedir"],
        // The metadata are what is large: the packages are deleted after the install, unless `keepcache` is set.
        cleaners: &[("clean", &["all", "metadata"])],
        lesser_cleaners: &["clean"],
    },
    Cache {
        kind: CacheKind::ZypperMetadata,
        managers: &["zypper"],
        filled_by: &[Install, Upgrade],
        folders: &["/var/cache/zypp"],
        off_flags: &["-D", "--dry-run"],
        off_variables: &[],
        folder_flags: &["--cache-dir", "-C"],
        folder_variables: &[],
        moved_by: &["--pkg-cache-dir", "--raw-cache-dir", "--solv-cache-dir"],
        // Alone it deletes packages, which zypper does not keep by default.
        cleaners: &[
            ("clean", &["-a", "--all", "-m", "--metadata", "-M", "--raw-metadata"]),
            ("cc", &["-a", "--all", "-m", "--metadata", "-M", "--raw-metadata"]),
        ],
        lesser_cleaners: &["clean", "cc"],
    },
    Cache {
        kind: CacheKind::PipDownloads,
        managers: &["pip"],
        filled_by: &[Install],
        folders: &["~/.cache/pip"],
        // pip takes any beginning of a flag that no other flag shares.
        off_flags: &["--no-cache-dir", "--no-cache", "--no-cache-di", "--dry-run"],
        // Any value switches it off, also `0`, `off` and `false` (pip's `_handle_no_cache_dir`).
        off_variables: &["PIP_NO_CACHE_DIR", "PIP_NO_CACHE"],
        folder_flags: &["--cache-dir"],
        folder_variables: &[("PIP_CACHE_DIR", ""), ("XDG_CACHE_HOME", "/pip")],
        moved_by: &[],
        cleaners: &[("cache", &["purge", "remove"])],
        lesser_cleaners: &[],
    },
    Cache {
        kind: CacheKind::YarnDownloads,
        managers: &["yarn"],
        filled_by: &[Install],
        // Yarn 1 as root uses the second.
        folders: &["~/.cache/yarn", "/usr/local/share/.cache/yarn"],
        off_flags: &[],
        off_variables: &[],
        folder_flags: &["--cache-folder"],
        folder_variables: &[("YARN_CACHE_FOLDER", ""), ("XDG_CACHE_HOME", "/yarn")],
        moved_by: &[],
        cleaners: &[("cache", &["clean", "clear"])],
        lesser_cleaners: &[],
    },
];

impl Manager {
    /// The caches that the manager fills.
    pub fn caches(&self) -> impl Iterator<Item = &'static Cache> {
        let name = self.name;
        CACHES.iter().filter(move |cache| cache.managers.contains(&name))
    }
}

impl Cache {
    /// Whether the command tells the manager to leave nothing in the cache.
    pub(crate) fn is_off(&self, command: Command<'_>) -> bool {
        self.off_flags.iter().any(|flag| {
            if flag.starts_with("--") { command.has_flag(None, flag) } else { command.args().any(|word| word.is(flag)) }
        })
    }

    /// Whether an argument puts the cache elsewhere.
    pub(crate) fn is_moved(&self, command: Command<'_>) -> bool {
        let moves = |text: &str| self.moved_by.iter().any(|word| text.contains(word));
        !self.moved_by.is_empty() && command.args().any(|word| moves(&word.lossy()))
    }

    /// Whether the command empties the cache: wholly, in part, or not at all.
    pub(crate) fn cleaned_by(&self, command: Command<'_>, action: &Action<'_>) -> Option<Cleans> {
        let verb = action.verb_word.literal()?;
        let has = |wanted: &&str| match wanted.strip_prefix('-') {
            Some(letter) if letter.len() == 1 => command.has_flag(letter.chars().next(), ""),
            _ => command.args().any(|word| word.is(wanted)),
        };
        let mut of_verb = self.cleaners.iter().filter(|(cleaner, _)| *cleaner == verb);
        if of_verb.any(|(_, needs)| needs.is_empty() || needs.iter().any(has)) {
            return Some(Cleans::All);
        }
        self.lesser_cleaners.contains(&verb.as_ref()).then_some(Cleans::Part)
    }
}

/// What of a cache a command deletes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Cleans {
    /// All that matters.
    All,
    /// Something else, or not enough.
    Part,
}
