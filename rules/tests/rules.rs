//! Every rule against its own documentation, its fixtures and the conventions: one test each.
//!
//! `PLIMSOLL_UPDATE=1 cargo test -p plimsoll-rules` rewrites the snapshots beside the fixtures.

use libtest_mimic::{Arguments, Failed, Trial};
use plimsoll_core::registry::Registry;
use plimsoll_core::rule::{Check, Rule};
use plimsoll_core::testing;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let arguments = Arguments::from_args();
    let mut trials = Vec::new();
    for (&rule, &(family, module)) in plimsoll_rules::ALL.iter().zip(plimsoll_rules::MODULES) {
        let id = rule.meta.id;
        trials.push(Trial::test(format!("{id}::metadata"), move || metadata(rule, module)));
        trials.push(Trial::test(format!("{id}::is_a_filter_over_facts"), move || is_a_filter(family, module)));
        if !rule.meta.docs.contains("```") && is_engine(rule) {
            continue;
        }
        trials.push(Trial::test(format!("{id}::documentation"), move || documentation(rule)));
        if is_engine(rule) {
            continue;
        }
        for case in cases(id) {
            let name = case.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            trials.push(Trial::test(format!("{id}::fixture::{name}"), move || fixture(id, &case)));
        }
        trials.push(Trial::test(format!("{id}::has_fixtures"), move || has_fixtures(id)));
    }
    trials.push(Trial::test("an_alias_with_a_number_names_few_rules", aliases_are_sane));
    trials.push(Trial::test("every_fixture_folder_belongs_to_a_rule", no_orphans));
    libtest_mimic::run(&arguments, trials).exit();
}

fn registry() -> Registry {
    Registry::new().with(plimsoll_rules::ALL)
}

fn is_engine(rule: &Rule) -> bool {
    rule.checks.iter().all(|check| matches!(check, Check::Engine))
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/rules")
}

fn cases(id: &str) -> Vec<PathBuf> {
    let Ok(folder) = fs::read_dir(fixtures().join(id)) else { return Vec::new() };
    let mut cases: Vec<PathBuf> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
    cases.sort();
    cases
}

fn all(failures: &[String]) -> Result<(), Failed> {
    if failures.is_empty() { Ok(()) } else { Err(failures.join("\n").into()) }
}

fn metadata(rule: &'static Rule, module: &str) -> Result<(), Failed> {
    let mut failures = testing::check_meta(rule);
    if rule.meta.id.replace('-', "_") != module {
        failures.push(format!("the id is `{}`, the file `{module}.rs`", rule.meta.id));
    }
    if is_engine(rule) {
        failures.retain(|failure| !failure.contains("`fixed` fence"));
    }
    all(&failures)
}

fn documentation(rule: &'static Rule) -> Result<(), Failed> {
    all(&testing::check_docs(&registry(), rule))
}

/// Rules are cheap filters over facts: no text scanning by hand, no tree walking, no state.
fn is_a_filter(family: &str, module: &str) -> Result<(), Failed> {
    const BANNED: [&str; 9] = [
        ".chars()",
        ".bytes()",
        "static mut",
        "RefCell",
        "Mutex",
        "shell::parse(",
        "yaml::parse(",
        "dockerfile::parse(",
        "as_bytes()",
    ];
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(family).join(format!("{module}.rs"));
    let text = fs::read_to_string(&path)?;
    let code = text.lines().filter(|line| !line.trim_start().starts_with("//"));
    let found: Vec<String> = code
        .flat_map(|line| BANNED.iter().filter(move |word| line.contains(**word)))
        .map(|word| format!("`{word}` belongs into a fact of lint-core, not into a rule"))
        .collect();
    all(&found)
}

fn fixture(id: &str, case: &Path) -> Result<(), Failed> {
    let text = fs::read_to_string(case)?;
    let files = testing::split(&text, "Dockerfile");
    let now = testing::snapshot(&registry(), id, &files);
    let good = case.file_stem().is_some_and(|name| name.to_string_lossy().starts_with("good"));
    if good && !now.is_empty() {
        return Err(format!("a good case has findings:\n{now}").into());
    }
    if !good && now.is_empty() {
        return Err("a bad case has no finding".into());
    }
    if good {
        return Ok(());
    }
    let snapshot = case.with_extension("snap");
    if env::var_os("PLIMSOLL_UPDATE").is_some() {
        fs::write(&snapshot, &now)?;
        return Ok(());
    }
    let before = fs::read_to_string(&snapshot).unwrap_or_default().replace("\r\n", "\n");
    if before == now {
        Ok(())
    } else {
        let hint = "run `PLIMSOLL_UPDATE=1 cargo test -p plimsoll-rules` and look at the difference";
        Err(format!("{} differs ({hint}); now:\n{now}\nbefore:\n{before}", snapshot.display()).into())
    }
}

fn has_fixtures(id: &str) -> Result<(), Failed> {
    let names: Vec<String> =
        cases(id).iter().map(|path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned()).collect();
    let has = |start: &str| names.iter().any(|name| name.starts_with(start));
    if has("bad") && has("good") {
        Ok(())
    } else {
        Err(format!("fixtures/rules/{id} needs a bad*.txt and a good*.txt, it has {names:?}").into())
    }
}

/// One check of BuildKit's is three rules of everybody else's.
const SPLIT: &str = "buildkit/MultipleInstructionsDisallowed";

fn aliases_are_sane() -> Result<(), Failed> {
    let mut claims: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for rule in plimsoll_rules::ALL {
        for alias in rule.meta.aliases {
            claims.entry(alias).or_default().push(rule.meta.id);
        }
    }
    // hadolint's and BuildKit's ids have one meaning; benchmark controls and scanner rules may be split among ours.
    let split: Vec<String> = claims
        .iter()
        .filter(|(alias, _)| **alias != SPLIT)
        .filter(|(alias, rules)| rules.len() > 1 && (alias.starts_with("hadolint/") || alias.starts_with("buildkit/")))
        .map(|(alias, rules)| format!("{alias} is claimed by {rules:?}"))
        .collect();
    all(&split)
}

fn no_orphans() -> Result<(), Failed> {
    let registry = registry();
    let orphans: Vec<String> = fs::read_dir(fixtures())?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| registry.get(name).is_none())
        .collect();
    all(&orphans)
}
