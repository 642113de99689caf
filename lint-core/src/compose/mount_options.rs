//! The options behind the second colon of a short mount, and what the loader makes of them.

use super::Mount;
use crate::span::Span;

/// The options that the loader knows.
const KNOWN: [&str; 11] =
    ["ro", "rw", "z", "Z", "nocopy", "private", "rprivate", "shared", "rshared", "slave", "rslave"];

/// Options that have no effect any more, and those of Podman.
const IGNORED: [&str; 8] = ["cached", "delegated", "consistent", "default", "U", "O", "idmap", "copy"];

/// Options of `mount` that people expect to work.
const OF_MOUNT: [&str; 10] =
    ["exec", "noexec", "suid", "nosuid", "dev", "nodev", "noatime", "relatime", "bind", "rbind"];

/// An option that the loader drops without a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownOption {
    /// The option as written.
    pub option: String,
    /// Its place.
    pub span: Span,
    /// What was meant, in all likelihood.
    pub meant: Option<String>,
    /// Whether it is an option of `mount`, which a mount of Compose cannot set.
    pub is_of_mount: bool,
}

impl Mount<'_> {
    /// The options of the short form that have no effect because nobody knows them.
    pub fn unknown_options(&self) -> Vec<UnknownOption> {
        let is_unknown = |option: &str| {
            !option.contains('$')
                && !KNOWN.contains(&option)
                && !IGNORED
                    .iter()
                    .any(|known| option.eq_ignore_ascii_case(known) || option.starts_with(&format!("{known}=")))
        };
        let options = self.options.iter().filter(|(option, _)| is_unknown(option));
        options
            .map(|(option, span)| {
                let is_of_mount = OF_MOUNT.contains(&option.as_ref());
                let meant = if is_of_mount { None } else { meant(option) };
                UnknownOption { option: option.to_string(), span: *span, meant, is_of_mount }
            })
            .collect()
    }
}

/// `RO` is `ro`, `roz` two options without their comma, `readonly` what the long form says, `rshard` a slip.
fn meant(option: &str) -> Option<String> {
    let lower = option.to_ascii_lowercase();
    if matches!(lower.as_str(), "readonly" | "read_only" | "read-only" | "r") {
        return Some("ro".to_owned());
    }
    if matches!(lower.as_str(), "readwrite" | "read-write" | "write" | "w" | "wr") {
        return Some("rw".to_owned());
    }
    if let Some(known) = KNOWN.iter().find(|known| **known == lower) {
        return Some((*known).to_owned());
    }
    let two = KNOWN.iter().find_map(|first| {
        let rest = option.strip_prefix(first)?.trim_start_matches([';', '|', '.', ' ', '+']);
        KNOWN.contains(&rest).then(|| format!("{first},{rest}"))
    });
    if two.is_some() {
        return two;
    }
    // A slip in a word of two letters could be any other.
    let known = KNOWN.into_iter().filter(|known| known.len() > 2);
    if lower.len() > 3 { crate::nearest(&lower, known).map(str::to_owned) } else { None }
}

#[cfg(test)]
mod tests {
    fn unknown(options: &str) -> Vec<(String, Option<String>)> {
        let yaml = crate::yaml::parse(format!("services: {{a: {{volumes: ['./a:/a:{options}']}}}}").into());
        let compose = super::super::read(&yaml);
        let unknown = compose.services[0].volumes[0].unknown_options();
        unknown.into_iter().map(|unknown| (unknown.option, unknown.meant)).collect()
    }

    #[test]
    fn what_the_loader_knows_and_what_has_retired_is_left_alone() {
        for options in ["ro", "rw,Z", "ro,rslave", "cached", "delegated", "${MODE}", "ro,${MODE:-z}", "nocopy", "U"] {
            assert_eq!(unknown(options), [], "{options}");
        }
    }

    #[test]
    fn slips_have_a_likely_meaning() {
        for (option, meaning) in [
            ("RO", Some("ro")),
            ("roz", Some("ro,z")),
            ("readonly", Some("ro")),
            ("rshard", Some("rshared")),
            ("nocpy", Some("nocopy")),
            ("noexec", None),
            ("xyz", None),
        ] {
            assert_eq!(unknown(option), [(option.to_owned(), meaning.map(str::to_owned))], "{option}");
        }
    }
}
