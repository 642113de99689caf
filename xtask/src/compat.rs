//! The pages for people who come from another tool: every id of it, our rule, and where we differ on purpose.

mod cis;
mod compose;

pub(crate) use cis::page as cis;
pub(crate) use compose::{compose_lint, dclint};

use plimsoll_core::registry::{Registry, hadolint_severity};
use plimsoll_core::rule::{Preset, RuleMeta};
use std::fmt::Write as _;

/// hadolint 2.15's rules.
const HADOLINT: [u16; 72] = [
    1000, 1001, 3000, 3001, 3002, 3003, 3004, 3006, 3007, 3008, 3009, 3010, 3011, 3012, 3013, 3014, 3015, 3016, 3018,
    3019, 3020, 3021, 3022, 3023, 3024, 3025, 3026, 3027, 3028, 3029, 3030, 3032, 3033, 3034, 3035, 3036, 3037, 3038,
    3040, 3041, 3042, 3043, 3044, 3045, 3046, 3047, 3048, 3049, 3050, 3051, 3052, 3053, 3054, 3055, 3056, 3057, 3058,
    3059, 3060, 3061, 3062, 3063, 3064, 3065, 3066, 3067, 4000, 4001, 4003, 4004, 4005, 4006,
];

/// Rules of hadolint's that it has switched off.
const HADOLINT_OFF: [u16; 2] = [1001, 3057];

/// BuildKit's checks, as of August 2026.
const BUILDKIT: [&str; 22] = [
    "ConsistentInstructionCasing",
    "CopyIgnoredFile",
    "DuplicateStageName",
    "ExposeInvalidFormat",
    "ExposeProtoCasing",
    "FromAsCasing",
    "FromPlatformFlagConstDisallowed",
    "InvalidBaseImagePlatform",
    "InvalidDefaultArgInFrom",
    "InvalidDefinitionDescription",
    "JSONArgsRecommended",
    "LegacyKeyValueFormat",
    "MaintainerDeprecated",
    "MultipleInstructionsDisallowed",
    "NoEmptyContinuation",
    "RedundantTargetPlatform",
    "ReservedStageName",
    "SecretsUsedInArgOrEnv",
    "StageNameCasing",
    "UndefinedArgInFrom",
    "UndefinedVar",
    "WorkdirRelativePath",
];

/// Checks that files cannot answer.
const IMPOSSIBLE: [(&str, &str); 2] = [
    ("InvalidBaseImagePlatform", "needs the base image from its registry; Plimsoll reads files only"),
    ("unknown-error", "a failure of dclint itself"),
];

const HADOLINT_INTRO: &str = "\
# Coming from hadolint

Every rule of hadolint 2.15 has a rule here, and hadolint's ids work wherever a rule is named: `--ignore DL3008`, \
`rules: {DL3008: off}`, `# hadolint ignore=DL3008`, `plimsoll explain DL3008`.

- `plimsoll hadolint …` takes hadolint's own command line, environment, configuration and exit codes, and prints its formats: \
point an editor or a CI job that runs `hadolint` at it and nothing else changes.
- `plimsoll --preset hadolint` runs hadolint's default set with its severities.
- `plimsoll init --from .hadolint.yaml` converts a configuration; until then a `.hadolint.yaml` is obeyed where there is no \
`plimsoll.yaml`.

## What is different on the whole

- A file that hadolint cannot parse (`DL1000`: heredocs without an empty line behind them, mounts without a target, \
`localhost:5000/app:1`) is linted here. A real syntax error is one finding, and the rest of the file is linted all the same.
- A finding stands at the word that is wrong, inside a `RUN` of many lines too, not at the first line of the instruction.
- Commands are seen through `sudo`, `env`, `exec`, `xargs`, `sh -c \"…\"` and in heredocs.
- Values are followed through `ARG` and `ENV`, and through stages. What cannot be known is not reported.
- ShellCheck's findings (`SC…`) are all reported, each under its own code; hadolint prints one for each `RUN`. The shell is the one
that runs the text: scripts of cmd and PowerShell are left alone, and what the `sh` of the image understands is not called
undefined. `SC1090`, `SC1091` and `SC2187` are off, as in hadolint; others that are off or milder, and why, are listed with the
[decision](../decisions/0006-shellcheck-by-shuck.md).

## Rule by rule

*Off* means that hadolint reports it only when it is switched on. Where the last column is empty, both agree.
";

const BUILDKIT_INTRO: &str = "\
# Coming from `docker build --check`

Every check of BuildKit that files can answer has a rule here, and the checks' names work wherever a rule is named, also in \
`# check=skip=StageNameCasing`, as a directive and above one instruction.

`plimsoll --preset buildkit` reports exactly what `docker build --check` reports, but for the differences below, with exact \
places and with fixes, and without building anything.

## Check by check

Where the last column is empty, both agree.
";

/// `docs/compat/hadolint.md`
pub(crate) fn hadolint(registry: &Registry) -> String {
    let mut out = format!("{}{HADOLINT_INTRO}\n", super::generate::MARK);
    out.push_str(
        "| hadolint | severity there | here | severity | what | the difference |\n|---|---|---|---|---|---|\n",
    );
    for number in HADOLINT {
        let id = format!("DL{number}");
        let there = if HADOLINT_OFF.contains(&number) { "off" } else { hadolint_severity(&id).as_str() };
        row(&mut out, registry, "hadolint", &id, &format!(" {there} |"));
    }
    let carrier = registry.get("shellcheck").map(|rule| &rule.meta);
    let what = carrier.map_or("", |meta| meta.summary);
    let differs = carrier.map(|meta| differences(meta, "hadolint/")).unwrap_or_default();
    let _ = writeln!(
        out,
        "| `SC…` | as ShellCheck's | [`shellcheck`](../rules/shellcheck.md) | as ShellCheck's | {what} | {differs} |"
    );
    out
}

/// `docs/compat/buildkit.md`
pub(crate) fn buildkit(registry: &Registry) -> String {
    let mut out = format!("{}{BUILDKIT_INTRO}\n", super::generate::MARK);
    out.push_str("| check | here | severity | what | the difference |\n|---|---|---|---|---|\n");
    for name in BUILDKIT {
        row(&mut out, registry, "buildkit", name, "");
    }
    out
}

fn row(out: &mut String, registry: &Registry, tool: &str, id: &str, middle: &str) {
    let alias = format!("{tool}/{id}");
    let rules: Vec<&RuleMeta> =
        registry.rules().iter().map(|rule| &rule.meta).filter(|meta| meta.aliases.contains(&alias.as_str())).collect();
    if rules.is_empty() {
        let why = IMPOSSIBLE.iter().find(|(name, _)| *name == id).map_or("not covered", |(_, why)| why);
        let _ = writeln!(out, "| `{id}` |{middle} – | – | – | {why} |");
    }
    for meta in rules {
        let off = if Preset::Recommended.contains(meta) { "" } else { ", not in `recommended`" };
        let _ = writeln!(
            out,
            "| `{id}` |{middle} [`{rule}`](../rules/{rule}.md) | {}{off} | {} | {} |",
            meta.severity.as_str(),
            meta.summary.replace('|', "\\|"),
            differences(meta, &alias),
            rule = meta.id,
        );
    }
}

/// What a rule says about its differences from an id.
fn differences(meta: &RuleMeta, alias: &str) -> String {
    let told = meta.differs.iter().filter(|(from, _)| from.starts_with(alias)).map(|(_, how)| how.replace('|', "\\|"));
    told.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use plimsoll_core::foreign;

    #[test]
    fn every_id_that_files_can_answer_has_a_rule() {
        let registry = Registry::new().with(plimsoll_rules::ALL);
        let missing = |page: &str| -> Vec<String> {
            page.lines().filter(|line| line.contains("not covered")).map(str::to_owned).collect()
        };
        for page in [hadolint(&registry), buildkit(&registry), dclint(&registry), compose_lint(&registry)] {
            assert_eq!(missing(&page), Vec::<String>::new());
        }
    }

    #[test]
    fn every_alias_names_an_id_that_exists() {
        for rule in plimsoll_rules::ALL {
            for alias in rule.meta.aliases {
                if let Some(id) = alias.strip_prefix("hadolint/DL") {
                    assert!(id.parse().is_ok_and(|number| HADOLINT.contains(&number)), "{alias}");
                }
                if let Some(name) = alias.strip_prefix("buildkit/") {
                    assert!(BUILDKIT.contains(&name), "{alias}");
                }
                if let Some(name) = alias.strip_prefix("dclint/") {
                    let mut known = foreign::DCLINT.iter().chain(&foreign::DCLINT_FILE);
                    assert!(known.any(|rule| rule.id == name), "{alias}");
                }
                if let Some(name) = alias.strip_prefix("compose-lint/") {
                    assert!(foreign::COMPOSE_LINT.iter().any(|rule| rule.id == name), "{alias}");
                }
            }
        }
    }
}
