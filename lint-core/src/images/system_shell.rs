//! What `/bin/sh` is in an image.

use super::names;

/// The program behind `/bin/sh`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SystemShell {
    /// Debian's dash.
    Dash,
    /// busybox' ash.
    Ash,
    /// GNU bash.
    Bash,
}

/// Debian and Ubuntu link `sh` to dash (Debian policy 10.4, Ubuntu wiki `DashAsBinSh`), and these are built on them; a
/// tag may name another system.
const ON_DEBIAN: [&str; 16] = [
    "debian",
    "ubuntu",
    "buildpack-deps",
    "node",
    "python",
    "golang",
    "rust",
    "ruby",
    "php",
    "perl",
    "gcc",
    "eclipse-temurin",
    "nginx",
    "mcr.microsoft.com/dotnet/sdk",
    "mcr.microsoft.com/dotnet/aspnet",
    "mcr.microsoft.com/dotnet/runtime",
];

/// Red Hat's family, SUSE and Arch link `sh` to bash (the `bash` package of each provides `/bin/sh`).
const WITH_BASH: [&str; 22] = [
    "fedora",
    "*/fedora/fedora*",
    "centos",
    "quay.io/centos/*",
    "rockylinux",
    "rockylinux/*",
    "almalinux",
    "almalinux/*",
    "amazonlinux",
    "public.ecr.aws/amazonlinux/*",
    "public.ecr.aws/lambda/*",
    "amazoncorretto",
    "oraclelinux",
    "container-registry.oracle.com/os/*",
    "redhat/*",
    "registry.access.redhat.com/*",
    "registry.redhat.io/*",
    "opensuse/*",
    "registry.suse.com/*",
    "archlinux",
    "archlinux/*",
    "photon",
];

/// Words of a tag, or of the last part of a name, that name a system.
#[rustfmt::skip] // a system a line
const WORDS: [(&[&str], Option<SystemShell>); 4] = [
    (&["alpine", "busybox"], Some(SystemShell::Ash)),
    (&["fedora", "centos", "rocky", "rockylinux", "alma", "almalinux", "ubi", "rhel", "amazonlinux", "al", "oraclelinux", "oracle", "opensuse", "sles", "archlinux", "azurelinux", "cbl"], Some(SystemShell::Bash)),
    (&["debian", "buster", "bullseye", "bookworm", "trixie", "ubuntu", "bionic", "focal", "jammy", "noble"], Some(SystemShell::Dash)),
    (&["nanoserver", "windowsservercore", "wolfi", "distroless"], None),
];

/// What `/bin/sh` is in an image, where its name or its tag says so.
///
/// ```
/// use plimsoll_core::images::{SystemShell, system_shell};
///
/// assert_eq!(system_shell("python", Some("3.13-slim")), Some(SystemShell::Dash));
/// assert_eq!(system_shell("python", Some("3.13-alpine3.22")), Some(SystemShell::Ash));
/// assert_eq!(system_shell("redhat/ubi9-minimal", None), Some(SystemShell::Bash));
/// assert_eq!(system_shell("acme/base", None), None);
/// ```
pub fn system_shell(familiar_name: &str, tag: Option<&str>) -> Option<SystemShell> {
    let name = names::normalise(familiar_name);
    let last = name.rsplit('/').next().unwrap_or(name);
    let words = tag.into_iter().chain([last]).flat_map(|part| part.split(['-', '_', '.']));
    for word in words {
        // `alpine3`, `ubi9`, `ubuntu24`
        let system = word.trim_end_matches(|c: char| c.is_ascii_digit());
        if let Some(&(_, shell)) = WORDS.iter().find(|(known, _)| known.contains(&system)) {
            return shell;
        }
    }
    match name {
        // docker-library/docker: every variant but those for Windows builds on Alpine.
        "docker" => Some(SystemShell::Ash),
        name if ON_DEBIAN.contains(&name) => Some(SystemShell::Dash),
        name if WITH_BASH.iter().any(|glob| names::matches(glob, name)) => Some(SystemShell::Bash),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_may_name_another_system() {
        assert_eq!(system_shell("eclipse-temurin", Some("21")), Some(SystemShell::Dash));
        assert_eq!(system_shell("eclipse-temurin", Some("21-ubi9-minimal")), Some(SystemShell::Bash));
        assert_eq!(system_shell("eclipse-temurin", Some("21-nanoserver")), None);
        assert_eq!(system_shell("amazoncorretto", Some("21-alpine")), Some(SystemShell::Ash));
        assert_eq!(system_shell("acme/web", Some("1.2-alpine")), Some(SystemShell::Ash));
        assert_eq!(system_shell("nvidia/cuda", Some("12.8-devel-ubuntu24.04")), Some(SystemShell::Dash));
        assert_eq!(system_shell("koalaman/shellcheck-alpine", Some("stable")), Some(SystemShell::Ash));
        assert_eq!(system_shell("acme/alpinist", Some("1.2")), None);
    }

    #[test]
    fn spellings_of_one_image_are_one() {
        assert_eq!(system_shell("docker.io/library/debian", Some("13")), Some(SystemShell::Dash));
        assert_eq!(system_shell("quay.io/centos/centos", Some("stream9")), Some(SystemShell::Bash));
    }
}
