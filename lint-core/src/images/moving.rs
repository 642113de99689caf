//! Tags that are moved to another image from time to time.

/// Names of channels and branches: what they point at is replaced with every release, or every commit.
const CHANNELS: [&str; 34] = [
    "latest",
    "stable",
    "edge",
    "nightly",
    "daily",
    "weekly",
    "dev",
    "devel",
    "develop",
    "development",
    "test",
    "testing",
    "main",
    "master",
    "trunk",
    "head",
    "mainline",
    "canary",
    "beta",
    "alpha",
    "rc",
    "next",
    "unstable",
    "snapshot",
    "current",
    "lts",
    "rolling",
    "release",
    "prod",
    "production",
    "preview",
    "experimental",
    "staging",
    "insiders",
];

/// Names of variants: without a version beside them they are `latest` with another base or with parts added.
const VARIANTS: [&str; 15] = [
    "alpine",
    "slim",
    "fpm",
    "apache",
    "cli",
    "management",
    "jre",
    "jdk",
    "full",
    "minimal",
    "debian",
    "ubuntu",
    "cpu",
    "cuda",
    "rootless",
];

/// Whether a tag names no version: a channel, a branch, or a variant alone (`stable-alpine`, `fpm`). A tag with a digit or
/// with the name of a distribution's release in it is none.
///
/// ```
/// use plimsoll_core::images::is_moving_tag;
///
/// assert!(is_moving_tag("latest") && is_moving_tag("mainline-alpine") && is_moving_tag("fpm-alpine"));
/// assert!(!is_moving_tag("1.27-alpine") && !is_moving_tag("bookworm") && !is_moving_tag("testing-20260101"));
/// ```
pub fn is_moving_tag(tag: &str) -> bool {
    let known = |word: &str| CHANNELS.contains(&word) || VARIANTS.contains(&word);
    let tag = tag.to_ascii_lowercase();
    tag.split(['-', '_', '.']).next().is_some_and(known)
        && tag.split(['-', '_', '.']).all(|word| known(word) || is_plain(word))
}

/// A word that adds no version: letters only, and no release's name.
fn is_plain(word: &str) -> bool {
    const RELEASES: [&str; 16] = [
        "stretch", "buster", "bullseye", "bookworm", "trixie", "forky", "sid", "xenial", "bionic", "focal", "jammy",
        "noble", "plucky", "questing", "resolute", "ltsc",
    ];
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphabetic()) && !RELEASES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn channels_and_bare_variants_move() {
        for tag in ["latest", "LTS", "nightly", "lts-slim", "edge_rootless", "management-alpine", "main", "latest-full"]
        {
            assert!(is_moving_tag(tag), "{tag}");
        }
    }

    #[test]
    fn versions_and_names_of_one_build_do_not() {
        for tag in
            ["", "1", "v1-latest", "latest-8.2", "main-3f2a91c", "bookworm-slim", "stable-bookworm", "acme", "x-latest"]
        {
            assert!(!is_moving_tag(tag), "{tag}");
        }
    }
}
