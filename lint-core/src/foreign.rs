//! The ids of other tools, and how bad each takes its findings: facts from the tools themselves.

use crate::diagnostic::Severity;
use crate::rule::Preset;

/// A rule of another tool.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Foreign {
    /// Its id there.
    pub id: &'static str,
    /// The severity in the tool's own words.
    pub word: &'static str,
    /// Ours for it.
    pub severity: Severity,
}

const fn error(id: &'static str, word: &'static str) -> Foreign {
    Foreign { id, word, severity: Severity::Error }
}

const fn warning(id: &'static str, word: &'static str) -> Foreign {
    Foreign { id, word, severity: Severity::Warning }
}

const fn info(id: &'static str, word: &'static str) -> Foreign {
    Foreign { id, word, severity: Severity::Info }
}

/// The rules of dclint 3.1, all on by default. Its errors fail a run, its warnings do not; the finer word in parentheses
/// has no effect there.
pub const DCLINT: [Foreign; 15] = [
    error("no-build-and-image", "error (major)"),
    error("no-duplicate-container-names", "error (critical)"),
    error("no-duplicate-exported-ports", "error (critical)"),
    warning("no-quotes-in-volumes", "warning (info)"),
    error("no-unbound-port-interfaces", "error (major)"),
    error("no-version-field", "error (minor)"),
    warning("require-project-name-field", "warning (minor)"),
    warning("require-quotes-in-ports", "warning (minor)"),
    error("service-container-name-regex", "error (critical)"),
    warning("service-dependencies-alphabetical-order", "warning (info)"),
    error("service-image-require-explicit-tag", "error (major)"),
    warning("service-keys-order", "warning (minor)"),
    warning("service-ports-alphabetical-order", "warning (info)"),
    warning("services-alphabetical-order", "warning (minor)"),
    warning("top-level-properties-order", "warning (major)"),
];

/// What dclint checks before its rules and calls by a name, too.
pub const DCLINT_FILE: [Foreign; 3] = [
    error("invalid-schema", "error (critical)"),
    error("invalid-yaml", "error (critical)"),
    error("unknown-error", "error (critical)"),
];

/// The rules of compose-lint 0.36, all on by default. Its `high` and `critical` fail a run.
pub const COMPOSE_LINT: [Foreign; 27] = [
    error("CL-0001", "critical"),
    error("CL-0002", "critical"),
    warning("CL-0003", "medium"),
    warning("CL-0004", "medium"),
    warning("CL-0005", "medium"),
    warning("CL-0006", "medium"),
    info("CL-0007", "low"),
    error("CL-0008", "high"),
    error("CL-0009", "high"),
    error("CL-0010", "high"),
    error("CL-0011", "high"),
    error("CL-0013", "high"),
    info("CL-0014", "low"),
    error("CL-0016", "critical"),
    info("CL-0017", "low"),
    warning("CL-0018", "medium"),
    warning("CL-0019", "medium"),
    error("CL-0020", "high"),
    error("CL-0021", "high"),
    info("CL-0022", "low"),
    error("CL-0024", "critical"),
    error("CL-0025", "critical"),
    warning("CL-0026", "medium"),
    warning("CL-0027", "medium"),
    error("CL-0028", "high"),
    error("CL-0029", "high"),
    error("CL-0030", "high"),
];

/// The tags that compose-lint knows to move; it calls an image with any other one pinned to a tag.
pub const COMPOSE_LINT_MOVING_TAGS: [&str; 6] = ["latest", "stable", "edge", "nightly", "dev", "test"];

/// How bad the tool of a preset takes findings of this id.
pub fn severity(preset: Preset, id: &str) -> Option<Severity> {
    let of = |rules: &[Foreign]| rules.iter().find(|rule| rule.id == id).map(|rule| rule.severity);
    match preset {
        Preset::Hadolint => Some(hadolint(id)),
        // A check of BuildKit has no severity: each is a warning.
        Preset::Buildkit => Some(Severity::Warning),
        Preset::Dclint => of(&DCLINT).or_else(|| of(&DCLINT_FILE)),
        Preset::ComposeLint => of(&COMPOSE_LINT),
        Preset::Recommended | Preset::Strict | Preset::All => None,
    }
}

/// The severity of a rule of hadolint 2.15, by its id (`DL3008`). ShellCheck's come with each finding.
pub fn hadolint(id: &str) -> Severity {
    const ERRORS: [&str; 15] = [
        "DL1000", "DL3000", "DL3004", "DL3011", "DL3012", "DL3020", "DL3021", "DL3023", "DL3024", "DL3026", "DL3043",
        "DL3044", "DL3061", "DL4000", "DL4004",
    ];
    const INFOS: [&str; 11] =
        ["DL3001", "DL3009", "DL3010", "DL3015", "DL3019", "DL3047", "DL3049", "DL3050", "DL3059", "DL3060", "DL3066"];
    match id {
        "DL3048" => Severity::Style,
        id if ERRORS.contains(&id) => Severity::Error,
        id if INFOS.contains(&id) => Severity::Info,
        _ => Severity::Warning,
    }
}

/// A well-formed id of another tool, which need not be covered by a rule of ours: `DL3061`, `SC2086`, `CL-0012`. Not a
/// mistake of the user's; nor is the rule that only some hosts have.
pub fn is_known(name: &str) -> bool {
    if name == "shellcheck" {
        return true;
    }
    let bare = name.rsplit('/').next().unwrap_or(name);
    let numbered = |prefix: &str, rest: &str| {
        let is_prefix = ["DL", "SC", "CL-"].iter().any(|known| known.eq_ignore_ascii_case(prefix));
        is_prefix && rest.len() == 4 && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_numbered =
        bare.split_at_checked(bare.len().saturating_sub(4)).is_some_and(|(prefix, rest)| numbered(prefix, rest));
    is_numbered || DCLINT.iter().chain(&DCLINT_FILE).any(|rule| rule.id == bare)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_listed_once_and_in_order() {
        let sorted = |rules: &[Foreign]| rules.windows(2).all(|pair| pair[0].id < pair[1].id);
        assert!(sorted(&DCLINT) && sorted(&DCLINT_FILE) && sorted(&COMPOSE_LINT));
    }

    #[test]
    fn each_tool_has_its_own_scale() {
        assert_eq!(severity(Preset::Hadolint, "DL3048"), Some(Severity::Style));
        assert_eq!(severity(Preset::Buildkit, "StageNameCasing"), Some(Severity::Warning));
        assert_eq!(severity(Preset::Dclint, "no-version-field"), Some(Severity::Error));
        assert_eq!(severity(Preset::ComposeLint, "CL-0007"), Some(Severity::Info));
        assert_eq!(severity(Preset::ComposeLint, "CL-0012"), None);
        assert_eq!(severity(Preset::All, "DL3048"), None);
    }

    #[test]
    fn ids_of_other_tools_are_known_without_a_rule() {
        for id in
            ["DL9999", "hadolint/DL3008", "sc2086", "CL-0012", "compose-lint/CL-0001", "invalid-schema", "shellcheck"]
        {
            assert!(is_known(id), "{id}");
        }
        for id in ["DL12", "CL0001", "no-such-rule", "", "é000"] {
            assert!(!is_known(id), "{id}");
        }
    }
}
