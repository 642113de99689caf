//! The page about `plimsoll.yaml`, from the tables that its reader uses.

use plimsoll_core::config::{INLINE_KEYS, KEYS, Key, OVERRIDE_KEYS, SHARED};
use plimsoll_core::options::{OptionKind, OptionSpec};
use plimsoll_core::registry::Registry;
use std::fmt::Write as _;

const INTRO: &str = "\
# Configuration

Plimsoll needs none. A `plimsoll.yaml` (or `.plimsoll.yaml`) holds for the files of its folder and of all folders below it; the \
nearest one above a file wins, and nothing is merged between levels but what `extends` names. Nothing above the root of the \
git repository is looked at. `plimsoll init` writes one to begin with, `plimsoll config PATH` shows what holds for a file and \
where each part of it comes from.

```yaml
# yaml-language-server: $schema=https://plimsoll-lint.github.io/plimsoll.schema.json
extends: [recommended]
rules:
  no-latest-tag: error          # a severity, `on` or `off`
  DL3008: off                   # other tools' ids work, too
  SC2086: info                  # and ShellCheck's codes
  style: off                    # a whole category
  shellcheck: {minimum-severity: info}
overrides:
  - files: [\"test/**\", \"*.dev\"]
    rules: {cap-drop-all: off}
  - files: [\"deploy/*.yaml\"]
    target: swarm               # deployed by `docker stack deploy`, whatever the names and contents say
ignore: [\"vendor/**\"]
sets:                           # Compose files that are loaded together, as with `-f a -f b`, in this order
  - [compose.yaml, compose.prod.yaml]
  - [compose.yaml, compose.dev.yaml]
fail-level: warning
trusted-registries: [docker.io, \"*.example.org\"]
labels: {org.opencontainers.image.source: url}
inline-ignores: {require-reason: true, forbid: [no-docker-socket]}
```

The command line wins over the configuration: `--select` runs only what it names, `--preset` replaces `extends`, `--ignore` \
wins over all, `--target` replaces `target`. `--config FILE` (or `PLIMSOLL_CONFIG`) names one configuration for all files, `--config 'rules: {DL3008: off}'` \
gives its text, `--isolated` reads none.

A mistake in a configuration is a finding like any other ([`invalid-config`](rules/invalid-config.md)), and the rest of it holds. \
A name that a newer version may know is a warning; everything else is an error, and the run ends with exit code 2. \
Keys that begin with `x-` are yours.

Where there is no configuration of ours, a `.hadolint.yaml` is obeyed: see [Coming from hadolint](compat/hadolint.md).
";

/// `docs/configuration.md`
pub(crate) fn page(registry: &Registry) -> String {
    let mut out = format!("{}{INTRO}", crate::generate::MARK);
    let shared = || SHARED.iter().map(|option| (option.name, option.docs));
    let own = |keys: &'static [Key]| keys.iter().map(|key| (key.name, key.docs));
    table(&mut out, "Keys", own(&KEYS).chain(shared()));
    table(&mut out, "Keys of an entry of `overrides`", own(&OVERRIDE_KEYS).chain(shared()));
    table(&mut out, "Keys of `inline-ignores`", own(&INLINE_KEYS));
    out.push_str("\n## Options of rules\n\n| rule | option | holds | what |\n|---|---|---|---|\n");
    let is_shared = |option: &&OptionSpec| SHARED.iter().any(|shared| shared.name == option.name);
    for rule in registry.rules() {
        for option in rule.meta.options.iter().filter(|option| !is_shared(option)) {
            let id = rule.meta.id;
            let (name, kind, docs) = (option.name, holds(option.kind), option.docs);
            let _ = writeln!(out, "| [`{id}`](rules/{id}.md) | `{name}` | {kind} | {docs} |");
        }
    }
    out
}

fn table(out: &mut String, title: &str, rows: impl Iterator<Item = (&'static str, &'static str)>) {
    let _ = write!(out, "\n## {title}\n\n| key | what |\n|---|---|\n");
    for (name, docs) in rows {
        let _ = writeln!(out, "| `{name}` | {docs} |");
    }
}

/// What an option holds, in words.
pub(crate) fn holds(kind: OptionKind) -> String {
    let listed = |words: &[&str]| words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ");
    match kind {
        OptionKind::Flag => "`true` or `false`".to_owned(),
        OptionKind::Number => "a number".to_owned(),
        OptionKind::Word(words) => format!("one of {}", listed(words)),
        OptionKind::Texts => "a list".to_owned(),
        OptionKind::Words(words) => format!("names, each with one of {}", listed(words)),
    }
}
