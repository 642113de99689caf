//! `init`: a configuration to begin with, or another linter's converted.

mod compose_lint;
mod dclint;
mod foreign;

use crate::Code;
use crate::args::InitArgs;
use crate::load::{Content, read};
use crate::output::{Output, aside, complain};
use crate::walk::reason;
use plimsoll_core::config::{Config, Dialect, FailLevel, Level, NAMES, RuleSetting};
use plimsoll_core::options::OptionValue;
use plimsoll_core::path::RelPath;
use plimsoll_core::registry::Registry;
use plimsoll_core::source::Source;
use plimsoll_core::yaml;
use std::fmt::Write as _;
use std::path::Path;

/// Where the JSON Schema is published, for editors.
const SCHEMA: &str = "# yaml-language-server: $schema=https://plimsoll-lint.github.io/plimsoll.schema.json\n";

const TEMPLATE: &str = "\
# The configuration of Plimsoll: it holds for this folder and all below it.
# `plimsoll config PATH` shows what holds for a file; every key is optional.

# Where to start from: recommended, strict, all, hadolint, buildkit, dclint, compose-lint, or the path of another
# configuration.
extends: [recommended]

# Rules by their ids, by the ids that other tools have for them, or by category:
# off, on, style, info, warning, error, or a mapping with `severity` and the rule's options.
rules: {}
  # no-latest-tag: error
  # DL3008: off
  # SC2086: info

# What differs for some files.
# overrides:
#   - files: [\"test/**\", \"*.dev\"]
#     rules: {cap-drop-all: off}

# What deploys the Compose files, where their names and contents do not say: compose, swarm.
# target: swarm

# Files that are not linted.
# ignore: [\"vendor/**\"]

# Compose files that are loaded together, as with `-f a -f b`, in this order.
# sets:
#   - [compose.yaml, compose.prod.yaml]

# From which severity on a run fails: style (any finding), info, warning, error, never.
# fail-level: warning

# The registries that images may come from.
# trusted-registries: [docker.io, registry.example.org]

# Labels that every image carries, with the type of their values: text, url, semver, hash, rfc3339, spdx, email.
# labels:
#   org.opencontainers.image.source: url

# What comments such as `# plimsoll: ignore[no-latest-tag] why` may do.
# inline-ignores:
#   require-reason: true
#   forbid: [no-docker-socket]
";

/// Runs `init`.
pub(crate) fn run(registry: &Registry, args: &InitArgs) -> Code {
    let text = match &args.from {
        None => format!("{SCHEMA}{TEMPLATE}"),
        Some(from) => match convert(registry, from) {
            Ok(text) => text,
            Err(why) => {
                complain(&format!("{}: {why}", from.display()));
                return Code::Usage;
            }
        },
    };
    if args.stdout {
        return Output::new(None).write(&text);
    }
    if let Some(known) = NAMES.iter().map(|name| args.folder.join(name)).find(|path| path.exists() && !args.force) {
        complain(&format!("{} is there already; --force writes over it, --stdout prints", known.display()));
        return Code::Usage;
    }
    let [name, ..] = NAMES;
    let target = args.folder.join(name);
    if let Err(error) = std::fs::write(&target, &text) {
        complain(&format!("{}: cannot be written: {}", target.display(), reason(&error)));
        return Code::Unreadable;
    }
    aside(&format!("wrote {}\n", target.display()));
    if args.from.is_none() {
        others(&args.folder);
    }
    Code::Clean
}

/// Says what other linters' configurations there are.
fn others(folder: &Path) {
    let known = [".hadolint.yaml"].iter().chain(&dclint::NAMES).chain(&compose_lint::NAMES);
    for name in known.filter(|name| folder.join(name).exists()) {
        let read = if *name == ".hadolint.yaml" { "no longer read" } else { "not read" };
        aside(&format!(
            "there is a `{name}`, too, which is {read}: `plimsoll init --force --from {name}` converts it\n"
        ));
    }
}

fn convert(registry: &Registry, from: &Path) -> Result<String, String> {
    let name = from.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    dclint::refuse(&name)?;
    let bytes = match read(from) {
        Ok(Content::Bytes(bytes)) => bytes,
        Ok(Content::TooLarge(_)) => return Err("too large".to_owned()),
        Err(error) => return Err(reason(&error)),
    };
    let source = Source::from_bytes(RelPath::new(&name), bytes);
    let tree = yaml::parse(source.text().clone());
    if let Some(tool) = foreign::tool_of(&name, &tree) {
        foreign::say_errors(from, &source, &tree);
        return match tool {
            foreign::Tool::Dclint => dclint::converted(registry, &name, &tree),
            foreign::Tool::ComposeLint => Ok(compose_lint::converted(registry, &name, &tree)),
        };
    }
    let (config, problems) = Config::read(&tree, Dialect::Hadolint, registry);
    for problem in &problems {
        let at = source.position(problem.span.start);
        let words = (problem.severity.as_str(), &problem.message);
        complain(&format!("{}:{}:{}: {}: {}", from.display(), at.line, at.column, words.0, words.1));
    }
    Ok(written(registry, &name, &config))
}

/// The configuration as YAML.
fn written(registry: &Registry, name: &str, config: &Config) -> String {
    let mut out = format!("{SCHEMA}# Converted from `{name}` by `plimsoll init --from`.\n\n");
    out.push_str("# What hadolint reports, with its severities, and what Plimsoll recommends besides.\n");
    out.push_str("extends: [hadolint, recommended]\n");
    if !config.rules.is_empty() {
        out.push_str("\nrules:\n");
    }
    let mut known: Vec<String> = Vec::new();
    // The last word on a rule is the one that counts.
    let mut lines = Vec::new();
    for setting in config.rules.iter().rev() {
        let (key, comment) = key(registry, setting);
        if known.contains(&key) {
            continue;
        }
        let level = match setting.level {
            Level::Off => "off",
            Level::On(Some(severity)) => severity.as_str(),
            Level::On(None) | Level::Same => "on",
        };
        lines.push(format!("  {key}: {level}{comment}\n"));
        known.push(key);
    }
    out.extend(lines.into_iter().rev());
    for (name, value) in config.shared.iter() {
        let _ = match value {
            OptionValue::Flag(flag) => writeln!(out, "\n{name}: {flag}"),
            OptionValue::Texts(texts) => {
                let items: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
                writeln!(out, "\n{name}: [{}]", items.join(", "))
            }
            OptionValue::Words(pairs) => {
                let _ = writeln!(out, "\n{name}:");
                pairs.iter().try_for_each(|(label, kind)| writeln!(out, "  {}: {kind}", quoted(label)))
            }
            OptionValue::Number(_) | OptionValue::Word(_) => Ok(()),
        };
    }
    // Findings of style do not fail a run of hadolint by default.
    let level = config.fail_level.map_or("info", FailLevel::as_str);
    let _ = writeln!(out, "\nfail-level: {level}");
    if !config.inline.enabled {
        out.push_str("\ninline-ignores: false\n");
    }
    out
}

/// Our id for hadolint's, and hadolint's as a comment; hadolint's alone where none or several of ours answer to it.
fn key(registry: &Registry, setting: &RuleSetting) -> (String, String) {
    match registry.resolve(&setting.name).as_slice() {
        [rule] => {
            let shared = rule.meta.aliases.iter().filter(|alias| alias.starts_with("hadolint/")).count() > 1;
            if shared {
                (setting.name.clone(), format!(" # {}", rule.meta.id))
            } else {
                (rule.meta.id.to_owned(), format!(" # {}", setting.name))
            }
        }
        _ => (setting.name.clone(), String::new()),
    }
}

fn quoted(text: &str) -> String {
    let plain = text.starts_with(|first: char| first.is_ascii_alphanumeric())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || "._-/".contains(letter));
    if plain { text.to_owned() } else { serde_json::to_string(text).unwrap_or_default() }
}
