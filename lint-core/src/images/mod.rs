//! What is known of the common public images: the ground on which rules can be precise, and silent elsewhere.
//!
//! All of it is data of this project, as tables: no file is read at run time. Each fact names its source in a comment
//! (a path in the image's upstream repository, or its documentation). What is not stated is not known: rules are then
//! silent.

mod accounts;
mod applications;
mod bases;
mod data_stores;
mod deprecated;
mod end_of_life;
mod end_of_life_languages;
mod end_of_life_servers;
mod end_of_life_services;
mod end_of_life_systems;
mod environment;
mod messaging;
mod moving;
mod names;
mod packages;
mod system_shell;
mod tools;
mod web_servers;
mod workdirs;

pub use accounts::known_accounts;
pub use deprecated::{Deprecated, deprecated};
pub use end_of_life::{AS_OF, Date, EndOfLife, end_of_life};
pub use environment::environment;
pub use moving::is_moving_tag;
pub use packages::{Account, PackageManager, accounts_created_by};
pub use system_shell::{SystemShell, system_shell};
pub use workdirs::workdir;

use std::collections::HashMap;
use std::sync::LazyLock;

/// The facts on one image and tag.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Image {
    /// The user that its configuration names.
    pub user: User,
    /// The ids of the process that serves, after the entry point has stepped down: `999:999`. Known only if fixed.
    pub runtime_uid: Option<&'static str>,
    /// The ports it exposes.
    pub ports: &'static [Port],
    /// The volumes it declares: each one that nobody names becomes an anonymous volume.
    pub volumes: &'static [&'static str],
    /// Where it keeps what must outlive the container.
    pub data_paths: &'static [&'static str],
    /// Paths where people mount a volume although this image keeps nothing there.
    pub wrong_mounts: &'static [&'static str],
    /// Loses data without a volume on its data paths.
    pub stateful: bool,
    /// What must be a tmpfs or a volume when the root is read-only, besides the volumes and data paths.
    pub writable_paths: &'static [&'static str],
    /// True when `writable_paths` is all there is and a tmpfs on each of them hides nothing. False: offer no fix.
    pub writable_known: bool,
    /// What it needs when all capabilities are dropped.
    pub capabilities: Capabilities,
    /// What its first process is.
    pub pid1: Pid1,
    /// The shell it holds.
    pub shell: Shell,
    /// The programs for requests that it holds, when known.
    pub tools: Option<&'static [Tool]>,
    /// True when the image itself has a HEALTHCHECK.
    pub healthcheck: bool,
    /// A command that tells whether it serves, made of what the image holds. For shell form.
    pub probe: Option<&'static str>,
    /// The number of open files that its documentation asks for.
    pub nofile: Option<u32>,
    /// What it is for.
    pub purpose: Purpose,
}

/// A user in an image's configuration.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum User {
    /// No user, or root.
    Root,
    /// A user by name, or by number in the name, with its number when it is fixed.
    Name {
        /// As the image says it.
        name: &'static str,
        /// Its number.
        uid: Option<u32>,
    },
    /// Not known, or it depends on the tag.
    Unknown,
}

/// A port that an image exposes.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Port {
    /// The number.
    pub number: u16,
    /// UDP instead of TCP.
    pub udp: bool,
}

/// The capabilities that an image needs when all are dropped.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Capabilities {
    /// These, read off the entry point's calls; nobody has measured it. A missing one is not an error on its own.
    Known(&'static [&'static str]),
    /// Not known, or up to the program that the user puts in.
    Unknown,
}

/// What runs as an image's first process.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Pid1 {
    /// The server, by exec; it reaps nothing that it did not start.
    Service,
    /// An init: tini, dumb-init, s6 and the like.
    Init,
    /// An interactive shell, as a base image's default.
    Shell,
    /// A language runtime or whatever the user's CMD is.
    Runtime,
    /// Not known.
    Unknown,
}

/// The shell in an image.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Shell {
    /// GNU bash (and a POSIX `sh`).
    Bash,
    /// busybox' ash.
    Ash,
    /// Debian's dash alone.
    Dash,
    /// None: shell forms cannot work.
    None,
    /// Not known.
    Unknown,
}

/// A program for requests.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Tool {
    /// curl.
    Curl,
    /// GNU wget.
    Wget,
    /// busybox' wget: few options.
    BusyboxWget,
}

/// What an image is for.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Distributions and language images: one builds upon them.
    Base,
    /// It serves as it is.
    Server,
    /// Build tools and command lines.
    Tool,
    /// It stands between a client and the engine's socket: the one place where the socket may be mounted.
    SocketProxy,
}

/// What one row of a table states. A fact that is not stated comes from a wider row.
#[derive(Copy, Clone)]
struct Facts {
    user: Option<User>,
    runtime_uid: Option<&'static str>,
    ports: Option<&'static [Port]>,
    volumes: Option<&'static [&'static str]>,
    data_paths: Option<&'static [&'static str]>,
    wrong_mounts: Option<&'static [&'static str]>,
    stateful: Option<bool>,
    writable_paths: Option<&'static [&'static str]>,
    writable_known: Option<bool>,
    capabilities: Option<Capabilities>,
    pid1: Option<Pid1>,
    shell: Option<Shell>,
    tools: Option<&'static [Tool]>,
    healthcheck: Option<bool>,
    probe: Option<&'static str>,
    nofile: Option<u32>,
    purpose: Option<Purpose>,
}

/// A row that states nothing: the rest of every row.
const UNSTATED: Facts = Facts {
    user: None,
    runtime_uid: None,
    ports: None,
    volumes: None,
    data_paths: None,
    wrong_mounts: None,
    stateful: None,
    writable_paths: None,
    writable_known: None,
    capabilities: None,
    pid1: None,
    shell: None,
    tools: None,
    healthcheck: None,
    probe: None,
    nofile: None,
    purpose: None,
};

/// Facts on the images and tags that two globs match.
struct Row {
    image: &'static str,
    tag: &'static str,
    facts: Facts,
}

const fn tcp(number: u16) -> Port {
    Port { number, udp: false }
}

const fn udp(number: u16) -> Port {
    Port { number, udp: true }
}

const fn named(name: &'static str, uid: u32) -> User {
    User::Name { name, uid: Some(uid) }
}

/// The facts on an image by its familiar name (`nginx`, `grafana/grafana`, `gcr.io/distroless/static-debian12`) and tag.
///
/// Every row whose globs match counts; for each fact the most specific row that states it wins. No tag is `latest`.
///
/// ```
/// use plimsoll_core::images::lookup;
///
/// assert_eq!(lookup("postgres", Some("16")).unwrap().runtime_uid, Some("999:999"));
/// assert_eq!(lookup("postgres", Some("16-alpine")).unwrap().runtime_uid, Some("70:70"));
/// assert!(lookup("acme/web", None).is_none());
/// ```
pub fn lookup(familiar_name: &str, tag: Option<&str>) -> Option<Image> {
    let (name, tag) = (names::normalise(familiar_name), tag.unwrap_or("latest"));
    let by_name = INDEX.by_name.get(name).map_or(&[][..], Vec::as_slice).iter();
    let by_glob = INDEX.by_glob.iter().filter(|(_, row)| names::matches(row.image, name));
    let mut rows: Vec<(usize, &Row)> =
        by_name.chain(by_glob).filter(|(_, row)| names::matches(row.tag, tag)).copied().collect();
    if rows.is_empty() {
        return None;
    }
    rows.sort_by_key(|&(at, row)| (names::weight(row.image), names::weight(row.tag), at));
    Some(rows.iter().fold(UNSTATED, |wide, (_, row)| row.facts.or(wide)).image())
}

/// The rows of all tables with their places: those of one image by its name, and those of many.
struct Index {
    by_name: HashMap<&'static str, Vec<(usize, &'static Row)>>,
    by_glob: Vec<(usize, &'static Row)>,
}

static INDEX: LazyLock<Index> = LazyLock::new(|| {
    let tables = [bases::ROWS, web_servers::ROWS, data_stores::ROWS, messaging::ROWS, applications::ROWS, tools::ROWS];
    let mut index = Index { by_name: HashMap::new(), by_glob: Vec::new() };
    for (at, row) in tables.into_iter().flatten().enumerate() {
        let place =
            if row.image.contains('*') { &mut index.by_glob } else { index.by_name.entry(row.image).or_default() };
        place.push((at, row));
    }
    index
});

impl Facts {
    /// These facts, and the wider row's where these say nothing.
    fn or(self, wide: Self) -> Self {
        Self {
            user: self.user.or(wide.user),
            runtime_uid: self.runtime_uid.or(wide.runtime_uid),
            ports: self.ports.or(wide.ports),
            volumes: self.volumes.or(wide.volumes),
            data_paths: self.data_paths.or(wide.data_paths),
            wrong_mounts: self.wrong_mounts.or(wide.wrong_mounts),
            stateful: self.stateful.or(wide.stateful),
            writable_paths: self.writable_paths.or(wide.writable_paths),
            writable_known: self.writable_known.or(wide.writable_known),
            capabilities: self.capabilities.or(wide.capabilities),
            pid1: self.pid1.or(wide.pid1),
            shell: self.shell.or(wide.shell),
            tools: self.tools.or(wide.tools),
            healthcheck: self.healthcheck.or(wide.healthcheck),
            probe: self.probe.or(wide.probe),
            nofile: self.nofile.or(wide.nofile),
            purpose: self.purpose.or(wide.purpose),
        }
    }

    /// The facts, with "not known" for what no row states.
    fn image(self) -> Image {
        Image {
            user: self.user.unwrap_or(User::Unknown),
            runtime_uid: self.runtime_uid,
            ports: self.ports.unwrap_or_default(),
            volumes: self.volumes.unwrap_or_default(),
            data_paths: self.data_paths.unwrap_or_default(),
            wrong_mounts: self.wrong_mounts.unwrap_or_default(),
            stateful: self.stateful.unwrap_or_default(),
            writable_paths: self.writable_paths.unwrap_or_default(),
            writable_known: self.writable_known.unwrap_or_default(),
            capabilities: self.capabilities.unwrap_or(Capabilities::Unknown),
            pid1: self.pid1.unwrap_or(Pid1::Unknown),
            shell: self.shell.unwrap_or(Shell::Unknown),
            tools: self.tools,
            healthcheck: self.healthcheck.unwrap_or_default(),
            probe: self.probe,
            nofile: self.nofile,
            purpose: self.purpose.unwrap_or(Purpose::Server),
        }
    }
}

#[cfg(test)]
mod tests;
