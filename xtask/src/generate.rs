//! The documentation that the rules' declarations give: a page for each rule, the table of all, the table of aliases.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use plimsoll::terminal::{self, Look};
use plimsoll_core::fix::Applicability;
use plimsoll_core::registry::Registry;
use plimsoll_core::render::{self, View};
use plimsoll_core::rule::{Rule, RuleMeta};
use plimsoll_core::testing::{self, Fence};

use crate::tools::{self, Result};
use crate::{compat, configuration, swarm};

/// What refreshes the files.
const COMMAND: &str = "cargo xtask gen";

/// The first line of the pages that are made of all rules.
pub(crate) const MARK: &str = "<!-- Written by `cargo xtask gen` from the rules' declarations. -->\n\n";

/// How findings look on the pages.
const LOOK: Look = Look { width: 100, color: false, unicode: true, links: false };

/// Families in the order of the table, with words for people.
const FAMILIES: [(&str, &str); 5] = [
    ("dockerfile", "Dockerfiles"),
    ("compose", "Compose and stack files"),
    ("swarm", "Stack files, for `docker stack deploy`"),
    ("project", "A service together with what it builds"),
    ("general", "Any file"),
];

/// Writes the files and takes away those of rules that are gone.
pub(crate) fn write() -> Result {
    let (root, generated) = (tools::root(), files());
    let stale = stale(root, &generated);
    for path in &stale {
        let (full, text) = (root.join(path), generated.get(path));
        let done = match text {
            Some(text) => full.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&full, text)),
            None => fs::remove_file(&full),
        };
        done.map_err(|error| format!("{path}: {error}"))?;
        println!("{} {path}", if text.is_some() { "wrote" } else { "removed" });
    }
    println!("{} generated files, {} of them changed", generated.len(), stale.len());
    Ok(())
}

/// An error that names the files that differ from what would be written.
pub(crate) fn check() -> Result {
    let generated = files();
    let stale: Vec<String> = stale(tools::root(), &generated).into_iter().collect();
    if stale.is_empty() {
        println!("{} generated files are up to date", generated.len());
        return Ok(());
    }
    Err(format!("these generated files are stale; run `{COMMAND}` and commit them:\n  {}", stale.join("\n  ")))
}

/// The paths that differ: other text, not there, or left over.
fn stale(root: &Path, generated: &BTreeMap<String, String>) -> BTreeSet<String> {
    let read = |path: &str| fs::read_to_string(root.join(path)).ok().map(|text| text.replace("\r\n", "\n"));
    let differs = |(path, text): (&String, &String)| (read(path).as_ref() != Some(text)).then(|| path.clone());
    let mut stale: BTreeSet<String> = generated.iter().filter_map(differs).collect();
    let pages = fs::read_dir(root.join("docs/rules")).into_iter().flatten().flatten();
    let pages = pages.map(|entry| format!("docs/rules/{}", entry.file_name().to_string_lossy()));
    stale.extend(pages.filter(|path| !generated.contains_key(path)));
    stale
}

/// All generated files: path and text.
fn files() -> BTreeMap<String, String> {
    let registry = Registry::new().with(plimsoll_rules::ALL);
    let mut files = BTreeMap::new();
    for (&rule, (family, module)) in plimsoll_rules::ALL.iter().zip(plimsoll_rules::MODULES) {
        let source = format!("rules/src/{family}/{module}.rs");
        files.insert(format!("docs/rules/{}.md", rule.meta.id), page(&registry, rule, &source));
    }
    files.insert("docs/rules/README.md".to_owned(), table());
    files.insert("docs/aliases.md".to_owned(), aliases(registry.rules()));
    files.insert("docs/compat/hadolint.md".to_owned(), compat::hadolint(&registry));
    files.insert("docs/compat/buildkit.md".to_owned(), compat::buildkit(&registry));
    files.insert("docs/compat/dclint.md".to_owned(), compat::dclint(&registry));
    files.insert("docs/compat/compose-lint.md".to_owned(), compat::compose_lint(&registry));
    files.insert("docs/compat/cis-docker.md".to_owned(), compat::cis(&registry));
    files.insert("docs/compat/swarm.md".to_owned(), swarm::page(&registry));
    files.insert("docs/configuration.md".to_owned(), configuration::page(&registry));
    files.insert("docs/plimsoll.schema.json".to_owned(), render::schema(&registry));
    files
}

fn page(registry: &Registry, rule: &'static Rule, source: &str) -> String {
    let meta = &rule.meta;
    let mut out = format!(
        "<!-- Written by `{COMMAND}` from {source}: change that file. -->\n\n# {}\n\n{}.\n\n",
        meta.id, meta.summary
    );
    out.push_str("| severity | category | fix | presets | since |\n|---|---|---|---|---|\n");
    let _ = writeln!(
        out,
        "| {} | {} | {} | {} | {} |\n",
        meta.severity.as_str(),
        meta.category.as_str(),
        fix(meta),
        meta.preset_words().join(", "),
        meta.since
    );
    out.push_str(with_findings(registry, meta).trim());
    out.push('\n');
    if !meta.options.is_empty() {
        out.push_str("\n## Options\n\n| option | holds | what |\n|---|---|---|\n");
        for option in meta.options {
            let _ = writeln!(out, "| `{}` | {} | {} |", option.name, configuration::holds(option.kind), option.docs);
        }
    }
    if !meta.differs.is_empty() {
        out.push_str("\n## Differences from other tools\n\n");
        for (from, how) in meta.differs {
            let _ = writeln!(out, "- `{from}`: {how}");
        }
    }
    if !meta.aliases.is_empty() {
        let names: Vec<String> = meta.aliases.iter().map(|alias| format!("`{alias}`")).collect();
        let _ = write!(out, "\nOther tools know it as {}.\n", names.join(", "));
    }
    let _ = write!(
        out,
        "\nTo silence it for the next instruction or key: `# plimsoll: ignore[{}] the reason`.\n\
         [The rule's source](../../{source}) · [its cases](../../fixtures/rules/{}) · [all rules](README.md)\n",
        meta.id, meta.id
    );
    // The engine's own rules have no cases of their own.
    if tools::root().join("fixtures/rules").join(meta.id).is_dir() {
        out
    } else {
        out.replace(&format!(" · [its cases](../../fixtures/rules/{})", meta.id), "")
    }
}

/// The documentation, each example with what is reported for it or what its fixes made of it.
fn with_findings(registry: &Registry, meta: &RuleMeta) -> String {
    let docs = render::markdown(meta.docs);
    let mut fences = testing::fences(meta.docs).into_iter();
    let (mut out, mut open): (String, Option<Fence>) = (String::new(), None);
    for line in docs.lines() {
        if !line.starts_with("```") {
            out.push_str(line);
        } else if let Some(fence) = open.take() {
            out.push_str("```\n");
            if fence.is_test() && fence.has("expect") {
                let _ = write!(out, "\n```text\n{}\n```", finding(registry, meta.id, &fence).trim_end());
            } else {
                out.pop();
            }
        } else {
            let fence = fences.next();
            let language = fence.as_ref().map_or("text", |fence| fence.language.as_str());
            if fence.as_ref().is_some_and(|fence| fence.has("fixed")) {
                let flags = if meta.fix == Some(Applicability::Safe) { "--fix" } else { "--fix --unsafe-fixes" };
                let _ = write!(out, "After `plimsoll {flags}`:\n\n");
            } else if fence.as_ref().is_some_and(|fence| fence.is_test() && !fence.has("expect"))
                && out.trim_end().ends_with("```")
            {
                out.push_str("Nothing is reported here:\n\n");
            }
            let _ = write!(out, "```{}", if language == "project" { "text" } else { language });
            open = fence;
        }
        out.push('\n');
    }
    out
}

/// What the terminal shows for an example, without the last line.
fn finding(registry: &Registry, id: &str, fence: &Fence) -> String {
    let project = testing::project(&fence.files());
    let report = testing::run(registry, &[id], &project);
    let view = View::new(&report, &project, registry);
    let text = terminal::text(&view, &LOOK, None);
    let text = text.strip_suffix(&terminal::last_line(&view, &LOOK)).unwrap_or(&text);
    text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
}

fn table() -> String {
    let rules = || plimsoll_rules::ALL.iter().zip(plimsoll_rules::MODULES);
    let mut out = format!(
        "<!-- Written by `{COMMAND}` from the rules' declarations. -->\n\n# Rules\n\n\
         {}. Which ones run is a matter of the preset (`--preset`); `recommended` is the default.\n\
         A *safe* fix keeps the image and the Compose model as they are and is made by `--fix`; an *unsafe* one may change \
         either and needs `--unsafe-fixes`.\n\
         Ids of other tools lead here, too: [what they are called](../aliases.md).\n",
        render::plural(rules().count(), "rule", "rules")
    );
    for (family, title) in FAMILIES {
        let _ = write!(
            out,
            "\n## {title}\n\n| rule | what | severity | category | fix | presets |\n|---|---|---|---|---|---|\n"
        );
        for (Rule { meta, .. }, _) in rules().filter(|(_, (of, _))| *of == family) {
            let _ = writeln!(
                out,
                "| [`{id}`]({id}.md) | {} | {} | {} | {} | {} |",
                meta.summary.replace('|', "\\|"),
                meta.severity.as_str(),
                meta.category.as_str(),
                fix(meta),
                meta.preset_words().join(", "),
                id = meta.id,
            );
        }
    }
    out
}

fn aliases(rules: &[&'static Rule]) -> String {
    let mut tools: BTreeMap<&str, BTreeMap<&str, Vec<&RuleMeta>>> = BTreeMap::new();
    for rule in rules {
        for (tool, id) in rule.meta.aliases.iter().filter_map(|alias| alias.split_once('/')) {
            tools.entry(tool).or_default().entry(id).or_default().push(&rule.meta);
        }
    }
    let mut out = format!(
        "<!-- Written by `{COMMAND}` from the rules' declarations. -->\n\n# Coming from another tool\n\n\
         The ids that other tools use are accepted wherever a rule is named: on the command line, in ignore comments and by \
         `plimsoll explain`, with the tool's name (`hadolint/DL3007`) or without it (`DL3007`).\n"
    );
    for (tool, ids) in &tools {
        let _ = write!(out, "\n## {tool}\n\n| {tool} | here | what |\n|---|---|---|\n");
        for (id, rules) in ids {
            for meta in rules {
                let _ = writeln!(
                    out,
                    "| `{id}` | [`{rule}`](rules/{rule}.md) | {} |",
                    meta.summary.replace('|', "\\|"),
                    rule = meta.id
                );
            }
        }
    }
    out
}

fn fix(meta: &RuleMeta) -> &'static str {
    meta.fix.map_or("none", Applicability::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_generated_files_are_up_to_date() {
        check().unwrap_or_else(|error| panic!("{error}"));
    }

    #[test]
    fn an_example_is_followed_by_what_is_reported_for_it() {
        let files = files();
        let page = &files["docs/rules/no-latest-tag.md"];
        assert!(page.contains("```dockerfile\nFROM debian:latest\n```\n\n```text\nwarning[no-latest-tag]: "), "{page}");
        assert!(!page.contains(",expect") && !page.contains("Found 1"), "{page}");
    }

    #[test]
    fn every_rule_is_in_the_table_and_every_alias_in_the_other_one() {
        let files = files();
        for rule in plimsoll_rules::ALL {
            let row = format!("| [`{id}`]({id}.md) |", id = rule.meta.id);
            assert!(files["docs/rules/README.md"].contains(&row), "{row}");
            for (_, id) in rule.meta.aliases.iter().filter_map(|alias| alias.split_once('/')) {
                assert!(files["docs/aliases.md"].contains(&format!("| `{id}` | [`{}`]", rule.meta.id)), "{id}");
            }
        }
    }

    #[test]
    fn a_changed_a_missing_and_a_left_over_file_are_stale() {
        let root = std::env::temp_dir().join(format!("plimsoll-gen-{}", std::process::id()));
        fs::create_dir_all(root.join("docs/rules")).unwrap();
        fs::write(root.join("docs/rules/same.md"), "same\r\n").unwrap();
        fs::write(root.join("docs/rules/changed.md"), "old\n").unwrap();
        fs::write(root.join("docs/rules/left-over.md"), "old\n").unwrap();
        let text = |text: &str| text.to_owned();
        let generated = BTreeMap::from([
            (text("docs/rules/same.md"), text("same\n")),
            (text("docs/rules/changed.md"), text("new\n")),
            (text("docs/rules/missing.md"), text("new\n")),
        ]);
        let stale = stale(&root, &generated);
        assert_eq!(
            stale.into_iter().collect::<Vec<_>>(),
            ["docs/rules/changed.md", "docs/rules/left-over.md", "docs/rules/missing.md"]
        );
        fs::remove_dir_all(root).unwrap();
    }
}
