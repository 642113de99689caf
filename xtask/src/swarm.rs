//! The page about stacks: what `docker stack deploy` makes of each key, and which rule says so.

use plimsoll_core::compose::swarm::{self, Key, Treatment};
use plimsoll_core::registry::Registry;
use std::fmt::Write as _;

const INTRO: &str = "\
# Stack files

`docker stack deploy` reads Compose files by a loader and a schema of its own, which are older than those of Docker Compose. \
It ignores some keys, with or without a word, refuses others, and reads some differently. Here is what becomes of each key, \
and which rule says so. The facts are those of docker/cli 28.2 and its schema 3.13.

A file is taken for a stack by its name (`docker-stack.yml`, `shop.stack.yml`, `docker-compose.swarm.yml`) or by what only a \
Swarm makes something of: overlay networks, external configs and secrets, and `mode: global`, `placement`, `update_config`, \
`rollback_config` or `endpoint_mode` under `deploy`. A `version: \"3.x\"` alone does not make a stack, and a file with what \
stacks refuse is none unless its name says so. Where that is wrong, `target: swarm` or `target: compose` in a \
configuration says what deploys the files, at the top or for some of them in an entry of `overrides`, and `--target` on the \
command line wins over it (see [Configuration](../configuration.md)).

";

const BESIDES: &str = "
## What is different besides

- Each file of several `-c` is read and checked by itself, and then merged. All must have the same `version`.
- Only `${NAME}`, `${NAME:-default}`, `${NAME-default}`, `${NAME:?error}` and `${NAME?error}` are filled in, from the environment \
alone: `.env` is not read (`swarm-dotenv-not-read`, `interpolation-stack-dialect`).
- A number in quotes is a text, and a text without quotes may be a number: `published: \"8080\"` and `cpus: 0.5` are refused \
(`compose-schema`).
- `x-…` may stand at the top level, in services, networks, volumes, configs and secrets, and nowhere below \
(`swarm-unknown-key`).
- Items that stand twice in a list are refused (`compose-schema`).
";

/// `docs/compat/swarm.md`
pub(crate) fn page(registry: &Registry) -> String {
    let mut out = format!("{}{INTRO}", super::generate::MARK);
    let count = |treatment| swarm::SERVICE.iter().filter(|key| key.treatment == treatment).count();
    let _ = writeln!(
        out,
        "Of the {} keys of a service, {} work, {} of them differently; {} are ignored with a warning, {} with a hint, {} \
         silently; {} are refused.",
        swarm::SERVICE.len(),
        count(Treatment::Works) + count(Treatment::Differs),
        count(Treatment::Differs),
        count(Treatment::Ignored),
        count(Treatment::Deprecated),
        count(Treatment::Silent),
        count(Treatment::Forbidden) + count(Treatment::Unknown),
    );
    table(&mut out, registry, "Keys of a service", &swarm::SERVICE);
    table(&mut out, registry, "Top-level keys", &swarm::TOP);
    let is_deploy = |key: &&Key| key.name.starts_with("deploy.");
    table(&mut out, registry, "Keys of `deploy`", swarm::NESTED.iter().filter(is_deploy));
    table(&mut out, registry, "Keys elsewhere", swarm::NESTED.iter().filter(|key| !is_deploy(key)));
    out.push_str(BESIDES);
    out
}

fn table<'k>(out: &mut String, registry: &Registry, title: &str, keys: impl IntoIterator<Item = &'k Key>) {
    let _ = write!(out, "\n## {title}\n\n| key | in a stack | what to know | rules |\n|---|---|---|---|\n");
    for key in keys {
        let rules = key.all_rules().into_iter().filter(|rule| registry.get(rule).is_some());
        let rules: Vec<String> = rules.map(|rule| format!("[`{rule}`](../rules/{rule}.md)")).collect();
        let _ = writeln!(
            out,
            "| `{}` | {} | {} | {} |",
            key.name,
            key.treatment.as_str(),
            key.note.replace('|', "\\|"),
            rules.join(", ")
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_that_is_ignored_or_refused_has_a_rule() {
        let registry = Registry::new().with(plimsoll_rules::ALL);
        for key in swarm::SERVICE.iter().chain(&swarm::TOP) {
            let has_rule = key.all_rules().iter().any(|rule| registry.get(rule).is_some());
            assert!(has_rule || key.treatment <= Treatment::Differs, "{}", key.name);
        }
        let page = page(&registry);
        assert!(page.contains("| `profiles` | refused | split the file"), "{page}");
    }
}
