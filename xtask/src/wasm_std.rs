//! A standard library for `wasm32-unknown-unknown`, wherever it can be had.
//!
//! For a quick build, compiled:
//!
//! 1. The toolchain may have one: a probe is compiled to see.
//! 2. `rustup target add` fetches it, where its server can be reached; it gets a minute.
//!
//! For the module at its smallest, as source, because the compiled one is made for speed and to tell of panics that nobody
//! can read in a browser (docs/decisions/0007):
//!
//! 1. The toolchain may have it.
//! 2. `rustup component add` fetches it, with a minute likewise.
//! 3. On Debian and its kin, the `rust-src` package of rustc's own version holds it. It is fetched through apt with a
//!    private list and cache, so nothing of the system changes.
//!
//! Each of the two stands in for the other where that cannot be had.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::tools::{self, Result, output, succeeds_within};

/// The target's name.
pub(crate) const TARGET: &str = "wasm32-unknown-unknown";

/// Debian suites to look in for `rust-src`, the likeliest first.
const SUITES: [&str; 3] = ["trixie-backports", "trixie", "sid"];

/// Where the standard library comes from.
pub(crate) enum WasmStd {
    /// The toolchain has it.
    Prebuilt,
    /// Cargo builds it from the source in this `library` folder.
    Source(PathBuf),
}

impl WasmStd {
    /// The compiled one, or else the source.
    pub(crate) fn quick() -> Result<Self> {
        match Self::prebuilt() {
            Some(found) => Ok(found),
            None => Self::source(),
        }
    }

    /// The source, or else the compiled one.
    pub(crate) fn small() -> Result<Self> {
        Self::source().or_else(|error| {
            println!("xtask: {error}");
            Self::prebuilt().ok_or(error)
        })
    }

    /// The toolchain's own, fetched where it is not there yet.
    pub(crate) fn prebuilt() -> Option<Self> {
        (!debian_only() && (probe() || (rustup(&["target", "add", TARGET]) && probe()))).then_some(Self::Prebuilt)
    }

    fn source() -> Result<Self> {
        if !debian_only() {
            let library = sysroot()?.join("lib/rustlib/src/rust/library");
            if is_complete(&library) || (rustup(&["component", "add", "rust-src"]) && is_complete(&library)) {
                return Ok(Self::Source(library));
            }
        }
        let release = rustc_release()?;
        let cache = tools::target().join("wasm-std");
        let library = cache.join(format!("src-{release}/usr/src/rustc-{release}/library"));
        if is_source_of(&library, &release) {
            return Ok(Self::Source(library));
        }
        println!("xtask: taking Debian's rust-src {release} (kept in {})", cache.display());
        fetch(&cache, &release).map_err(|error| {
            format!(
                "no source of the standard library for {TARGET}: {error}\nOn most machines `rustup component add \
                 rust-src` is enough."
            )
        })?;
        if !is_source_of(&library, &release) {
            return Err(format!("the unpacked rust-src in {} is not that of rustc {release}", library.display()));
        }
        Ok(Self::Source(library))
    }

    /// Tells a cargo command about it. Only for the WASM step: the settings hold for every target.
    pub(crate) fn apply(&self, cargo: &mut Command) {
        if let Self::Source(library) = self {
            cargo
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_UNSTABLE_BUILD_STD", "std,panic_abort")
                .env("CARGO_UNSTABLE_BUILD_STD_FEATURES", "optimize_for_size")
                .env("__CARGO_TESTS_ONLY_SRC_ROOT", library);
        }
    }
}

/// Whether Debian's source is the only way: `PLIMSOLL_WASM_STD=debian` in the environment says so.
fn debian_only() -> bool {
    env::var("PLIMSOLL_WASM_STD").is_ok_and(|way| way == "debian")
}

/// Asks rustup for a part of the toolchain.
fn rustup(arguments: &[&str]) -> bool {
    println!("xtask: asking rustup (at most 60 s): rustup {}", arguments.join(" "));
    let mut rustup = Command::new("rustup");
    let done = succeeds_within(rustup.args(arguments).current_dir(tools::root()), Duration::from_mins(1));
    if !done {
        println!("xtask: rustup could not");
    }
    done
}

/// The folder of the toolchain.
fn sysroot() -> Result<PathBuf> {
    let folder = output(Command::new("rustc").args(["--print", "sysroot"]).current_dir(tools::root()))?;
    Ok(PathBuf::from(folder.trim()))
}

/// True when rustc compiles for the target: a library of another rustc would be refused.
fn probe() -> bool {
    let folder = tools::target().join("wasm-std");
    let source = folder.join("probe.rs");
    let written = fs::create_dir_all(&folder)
        .and_then(|()| fs::write(&source, "#![crate_type = \"lib\"]\npub fn probe() -> String { String::new() }\n"));
    if written.is_err() {
        return false;
    }
    let mut rustc = Command::new("rustc");
    rustc.args(["--target", TARGET, "--emit", "metadata", "--out-dir"]).arg(&folder).arg(&source);
    succeeds_within(&mut rustc, Duration::from_mins(1))
}

fn rustc_release() -> Result<String> {
    let version = output(Command::new("rustc").arg("-vV"))?;
    let release = version.lines().find_map(|line| line.strip_prefix("release: ")).unwrap_or_default();
    if release.is_empty() || !release.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') {
        return Err(format!("rustc `{release}` is no stable release, and Debian has the source of those only"));
    }
    Ok(release.to_owned())
}

/// True when `library` is the whole source, of whatever version.
fn is_complete(library: &Path) -> bool {
    ["Cargo.lock", "std/Cargo.toml", "core/src/lib.rs"].iter().all(|file| library.join(file).is_file())
}

/// True when `library` is complete and its version file names `release`.
fn is_source_of(library: &Path, release: &str) -> bool {
    let version = ["../version", "../src/version"].iter().find_map(|file| fs::read_to_string(library.join(file)).ok());
    is_complete(library)
        && version.is_some_and(|version| version.split([' ', '-', '+', '(', '\n']).next() == Some(release))
}

fn fetch(cache: &Path, release: &str) -> Result {
    let apt = Apt::new(cache)?;
    // A suite that the archive lacks is an error to apt. Whether any list came is seen at the next step.
    let _ = apt.command("apt-get").arg("update").stderr(Stdio::null()).status();
    let listing = output(apt.command("apt-cache").args(["madison", "rust-src"]))?;
    let versions = listing.lines().filter_map(|line| line.split('|').nth(1)).map(str::trim);
    let matches = |version: &&str| version.strip_prefix(release).is_some_and(|rest| rest.starts_with(['+', '-']));
    let Some(version) = versions.clone().find(matches) else {
        let there: Vec<&str> = versions.collect();
        return Err(format!("Debian has no rust-src {release}; it has: {}", there.join(", ")));
    };
    let debs = cache.join("debs");
    remake(&debs)?;
    let mut download = apt.command("apt-get");
    download.arg("download").arg(format!("rust-src={version}")).current_dir(&debs);
    tools::run(&mut download)?;
    let Some(deb) = files_in(&debs).into_iter().find(|path| path.extension().is_some_and(|end| end == "deb")) else {
        return Err("apt-get download left no package".to_owned());
    };
    let unpacked = cache.join(format!("src-{release}"));
    remake(&unpacked)?;
    tools::run(Command::new("dpkg-deb").arg("-x").arg(deb).arg(unpacked))
}

/// apt with lists and a cache of our own.
struct Apt {
    list: PathBuf,
    folder: PathBuf,
}

impl Apt {
    fn new(cache: &Path) -> Result<Self> {
        let folder = cache.join("apt");
        for part in ["lists/partial", "cache/archives/partial", "parts"] {
            fs::create_dir_all(folder.join(part)).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
        let archives = archives();
        if archives.is_empty() {
            return Err("there is no Debian archive under /etc/apt to take the package from".to_owned());
        }
        let lines = archives.iter().flat_map(|archive| SUITES.map(|suite| archive.line(suite)));
        let list = folder.join("private.list");
        fs::write(&list, lines.collect::<String>()).map_err(|error| format!("{}: {error}", list.display()))?;
        Ok(Self { list, folder })
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(program);
        command.arg("-qq");
        let settings = [
            format!("Dir::Etc::sourcelist={}", self.list.display()),
            format!("Dir::Etc::sourceparts={}", self.folder.join("parts").display()),
            format!("Dir::State::lists={}", self.folder.join("lists").display()),
            format!("Dir::Cache={}", self.folder.join("cache").display()),
            "Acquire::Languages=none".to_owned(),
            "APT::Sandbox::User=root".to_owned(),
            "Debug::NoLocking=1".to_owned(),
        ];
        for setting in settings {
            command.arg("-o").arg(setting);
        }
        command
    }
}

/// An archive of the machine's own sources.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Archive {
    address: String,
    keyring: Option<String>,
}

impl Archive {
    fn line(&self, suite: &str) -> String {
        let keyring = self.keyring.as_ref().map(|keyring| format!("[signed-by={keyring}] ")).unwrap_or_default();
        format!("deb {keyring}{} {suite} main\n", self.address)
    }
}

fn archives() -> Vec<Archive> {
    let mut archives = Vec::new();
    let parts = files_in(Path::new("/etc/apt/sources.list.d"));
    for path in parts.iter().map(PathBuf::as_path).chain([Path::new("/etc/apt/sources.list")]) {
        let Ok(text) = fs::read_to_string(path) else { continue };
        let found = match path.extension().and_then(|end| end.to_str()) {
            Some("sources") => stanzas(&text),
            _ => one_line_sources(&text),
        };
        archives.extend(found);
    }
    let mut known = Vec::new();
    archives.retain(|archive| {
        let new = !known.contains(&archive.address);
        known.push(archive.address.clone());
        new && !archive.address.contains("security")
    });
    for archive in &mut archives {
        archive.keyring = archive.keyring.take().filter(|path| Path::new(path).exists()).or_else(debian_keyring);
    }
    archives
}

fn debian_keyring() -> Option<String> {
    ["gpg", "pgp"]
        .map(|end| format!("/usr/share/keyrings/debian-archive-keyring.{end}"))
        .into_iter()
        .find(|path| Path::new(path).exists())
}

/// Sources in deb822 form: stanzas of `Key: value` lines with an empty line between them.
fn stanzas(text: &str) -> Vec<Archive> {
    let mut archives = Vec::new();
    for stanza in text.split("\n\n") {
        let value = |key: &str| {
            let mut lines = stanza.lines().filter_map(|line| line.split_once(':'));
            lines.find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value.trim())
        };
        let binary = value("Types").is_some_and(|types| types.split_whitespace().any(|word| word == "deb"));
        let security = value("Suites").is_some_and(|suites| suites.contains("security"));
        if !binary || security || value("Enabled") == Some("no") {
            continue;
        }
        for address in value("URIs").unwrap_or_default().split_whitespace() {
            archives.push(Archive { address: address.to_owned(), keyring: value("Signed-By").map(str::to_owned) });
        }
    }
    archives
}

/// Sources in the old form: `deb [options] address suite components`.
fn one_line_sources(text: &str) -> Vec<Archive> {
    let mut archives = Vec::new();
    for line in text.lines() {
        let Some(rest) = line.trim().strip_prefix("deb ") else { continue };
        let rest = rest.trim_start();
        let (options, rest) = match rest.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
            Some((options, rest)) => (options, rest),
            None => ("", rest),
        };
        let mut words = rest.split_whitespace();
        let (Some(address), Some(suite)) = (words.next(), words.next()) else { continue };
        if suite.contains("security") {
            continue;
        }
        let keyring = options.split_whitespace().find_map(|option| option.strip_prefix("signed-by="));
        archives.push(Archive { address: address.to_owned(), keyring: keyring.map(str::to_owned) });
    }
    archives
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    paths.sort();
    paths
}

fn remake(folder: &Path) -> Result {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_of_sources_are_read_and_security_archives_are_left_out() {
        let archive = |keyring: Option<&str>| Archive {
            address: "http://mirror.example/debian".to_owned(),
            keyring: keyring.map(str::to_owned),
        };
        let modern = "# ours\nTypes: deb deb-src\nURIs: http://mirror.example/debian\nSuites: trixie\nSigned-By: /k.gpg\n\n\
                      Types: deb\nURIs: http://mirror.example/debian-security\nSuites: trixie-security\n\n\
                      Types: deb-src\nURIs: http://other.example/debian\nSuites: trixie\n";
        assert_eq!(stanzas(modern), [archive(Some("/k.gpg"))]);
        let old = "# deb http://no.example/debian x main\ndeb [arch=amd64 signed-by=/k.gpg] http://mirror.example/debian \
                   trixie main\ndeb http://mirror.example/debian trixie main\ndeb http://x.example/s trixie-security main\n";
        assert_eq!(one_line_sources(old), [archive(Some("/k.gpg")), archive(None)]);
    }

    #[test]
    fn a_folder_without_the_source_is_not_taken_for_it() {
        assert!(!is_source_of(Path::new("/nowhere/library"), "1.95.0"));
    }
}
