//! The pages for people who come from the linters of Compose files.

use super::row;
use plimsoll_core::foreign::{COMPOSE_LINT, DCLINT, DCLINT_FILE, Foreign};
use plimsoll_core::registry::Registry;
use std::fmt::Write as _;

const DCLINT_INTRO: &str = "\
# Coming from dclint

Every rule of dclint 3.1 has a rule here, and dclint's names work wherever a rule is named: \
`--ignore service-keys-order`, `rules: {no-version-field: off}`, `plimsoll explain require-quotes-in-ports`.

- `plimsoll --preset dclint` runs dclint's default set with its severities. Its orders and quotes are in no other preset but `all`.
- `# dclint disable`, `disable-line` and `disable-file` hide here what dclint would find, and so do `disable-next-line` and \
`enable`, which dclint does not know. Behind `--` a comment may say why.
- `plimsoll init --from .dclintrc` converts a configuration (JSON or YAML, or the key `dclint` of a `package.json`). Until then a \
`.dclintrc` is not read. One in JavaScript is a program and cannot be converted.
- Warnings do not fail a run of dclint: `--fail-level error` is the same, and the converted configuration says so.

## What is different on the whole

- A file that breaks the schema is linted all the same, and each mistake is a finding at its place. dclint reports the first one, at \
line 1, and none of its rules.
- A finding stands at the value that is wrong. dclint points at the key of a list, at the line above a list in brackets, at a \
comment beside it, or at the first line that looks like it: a top-level `networks` at the one of the first service.
- `extends`, `<<` and aliases are followed. An order keeps anchors before their aliases.
- A variable counts by its default, and is not judged without one.
- Fixes move lines and change quotes, and leave every other byte. dclint writes the whole file anew: lists in brackets get \
blanks, long lines are folded, and a top-level key that its order does not name is deleted.

## Rule by rule

Where the last column is empty, both agree. In dclint the word in parentheses changes nothing.
";

const COMPOSE_LINT_INTRO: &str = "\
# Coming from compose-lint

Every rule of compose-lint 0.36 has a rule here, and its ids work wherever a rule is named: `--ignore CL-0007`, \
`rules: {CL-0005: off}`, `# plimsoll: ignore[CL-0001] why`, `plimsoll explain CL-0003`.

- `plimsoll --preset compose-lint` runs its rules with its severities: `critical` and `high` are errors here, `medium` is a \
warning, `low` is information.
- Its runs fail from `high` on: that is `--fail-level error`.
- `plimsoll init --from .compose-lint.yml` converts a configuration. Until then it is not read. There is no exception for one \
service in a configuration here: each `exclude_services` becomes the comment to write above that service, with its reason.

## What is different on the whole

- A rule may carry several ids, and an id may be several rules; `off` is for the whole rule.
- What may stand in a file that is not seen is not called missing: that is so for an override, for a service with neither \
`image` nor `build`, for `extends` from a file that is not there, and for files named as a part (`base`, `common`). compose-lint \
ends with exit code 2 where `extends` or `include` names such a file, or with `--allow-partial-coverage` reports it, and reports it \
in the others.
- A variable counts by its default, and is not judged without one.
- In stacks nothing is asked for that Swarm ignores, and Windows containers are not asked for hardening of Linux.
- Missing hardening in files for development and tests is reported under `--preset compose-lint`, as there. `recommended` spares \
those files.
- What is hidden by a comment or the configuration is not listed.

## Rule by rule

Where the last column is empty, both agree.
";

/// `docs/compat/dclint.md`
pub(crate) fn dclint(registry: &Registry) -> String {
    page(registry, DCLINT_INTRO, "dclint", &[&DCLINT[..], &DCLINT_FILE])
}

/// `docs/compat/compose-lint.md`
pub(crate) fn compose_lint(registry: &Registry) -> String {
    page(registry, COMPOSE_LINT_INTRO, "compose-lint", &[&COMPOSE_LINT])
}

fn page(registry: &Registry, intro: &str, tool: &str, rules: &[&[Foreign]]) -> String {
    let mut out = format!("{}{intro}\n", crate::generate::MARK);
    let _ = writeln!(
        out,
        "| {tool} | severity there | here | severity | what | the difference |\n|---|---|---|---|---|---|"
    );
    for rule in rules.iter().copied().flatten() {
        row(&mut out, registry, tool, rule.id, &format!(" {} |", rule.word));
    }
    out
}
