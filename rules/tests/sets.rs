//! Files that are loaded together: a file that changes nothing changes no finding, and what is said stands where it is said.

mod folders;

use folders::files_below;
use plimsoll_core::compose::{self, file_role, is_stack};
use plimsoll_core::config::Settings;
use plimsoll_core::diagnostic::Diagnostic;
use plimsoll_core::engine::Options;
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project};
use plimsoll_core::registry::{Registry, RuleSet, Selection};
use plimsoll_core::rule::Preset;
use plimsoll_core::testing;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

const BASE: &str = "compose.yaml";
const OVERRIDE: &str = "compose.override.yaml";

fn settings() -> Settings {
    let registry = Registry::new().with(plimsoll_rules::ALL);
    let selection = Selection { preset: Some(Preset::All), ..Selection::default() };
    RuleSet::new(&registry, &selection).0.into()
}

/// The findings with their files; only one that does not fit its file, if there is such a one.
fn lint(settings: &Settings, files: &[(&str, &str)]) -> Vec<(String, Diagnostic)> {
    let mut project = Project::new();
    for (path, text) in files {
        let kind = if *path == BASE || *path == OVERRIDE { Some(FileKind::Compose) } else { None };
        let path = RelPath::new(path);
        let bytes = text.as_bytes().to_vec();
        let file = match kind {
            Some(kind) => File::parse_as(path, bytes, kind),
            None => File::parse(path, bytes),
        };
        project.insert(file, Origin::Given);
    }
    for path in project.wanted() {
        project.absent(path);
    }
    let report = plimsoll_core::engine::check(&project.link(), settings, &Options::default());
    let path = |finding: &Diagnostic| project.file(finding.primary.file).unwrap().path().to_string();
    for finding in &report.findings {
        for label in std::iter::once(&finding.primary).chain(&finding.labels) {
            let text = project.file(label.file).unwrap().source().text();
            let is_there = label.span.end as usize <= text.len() && !label.span.is_elsewhere();
            if !is_there {
                return vec![(path(finding), finding.clone())];
            }
        }
    }
    report.findings.into_iter().map(|finding| (path(&finding), finding)).collect()
}

/// What is said in a file: the rule, the place, the words.
fn said(findings: &[(String, Diagnostic)], file: &str) -> BTreeSet<String> {
    // The order of services is that of each file, and a comment may stand where nothing is said any more.
    let is_of_text = |rule: &str| matches!(rule, "services-order" | "unused-suppression");
    let here = findings.iter().filter(|(path, finding)| path == file && !is_of_text(finding.rule));
    here.map(|(_, finding)| format!("{} {:?} {}", finding.rule, finding.primary.span, finding.message)).collect()
}

/// Its name, the text of its Compose file, and its other files by their paths.
type Case = (String, String, Vec<(String, String)>);

/// The cases of the rules' fixtures with one Compose file, no stack: its text and the other files.
fn cases() -> Vec<Case> {
    let mut paths = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/rules"), &mut paths);
    let mut cases = Vec::new();
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let files = testing::split(&fs::read_to_string(&path).unwrap(), "Dockerfile");
        let (own, others): (Vec<_>, Vec<_>) = files.into_iter().partition(|(name, _)| name == BASE);
        let Some((_, text)) = own.into_iter().next() else { continue };
        let yaml = plimsoll_core::yaml::parse(text.as_str().into());
        let model = compose::read(&yaml);
        let is_alone = others.iter().all(|(name, _)| !matches!(name.rsplit('.').next(), Some("yaml" | "yml" | "env")));
        // A part of a service in a file alone makes that lenient.
        let is_whole = |service: &compose::Service<'_>| {
            service.image.is_some() || service.build.is_some() || service.provider || service.extends.is_some()
        };
        let is_plain = !yaml.is_recovered() && yaml.errors().is_empty();
        let has_services = !model.services.is_empty() && model.services.iter().all(is_whole);
        let is_compose = !is_stack(&model, BASE) && file_role(BASE) == compose::Role::Main;
        if is_alone && is_plain && has_services && is_compose {
            cases.push((path.display().to_string(), text, others));
        }
    }
    assert!(cases.len() > 300, "only {} cases", cases.len());
    cases
}

/// A file that names the same services and says nothing about them.
fn neutral(text: &str) -> Option<String> {
    let yaml = plimsoll_core::yaml::parse(text.into());
    let names: Vec<String> = compose::read(&yaml).services.iter().map(|service| service.name.to_string()).collect();
    let is_plain = |name: &String| name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric());
    names.iter().all(is_plain).then(|| {
        let services = names.iter().map(|name| format!("  {name}: {{x-note: nothing}}\n")).collect::<Vec<_>>().concat();
        format!("services:\n{services}")
    })
}

fn with_others<'c>(others: &'c [(String, String)], own: &[(&'c str, &'c str)]) -> Vec<(&'c str, &'c str)> {
    others.iter().map(|(path, text)| (path.as_str(), text.as_str())).chain(own.iter().copied()).collect()
}

#[test]
fn a_file_that_says_nothing_changes_no_finding_of_the_one_below() {
    let settings = settings();
    let mut wrong = Vec::new();
    for (case, text, others) in cases() {
        let Some(neutral) = neutral(&text) else { continue };
        let alone = lint(&settings, &with_others(&others, &[(BASE, &text)]));
        let together = lint(&settings, &with_others(&others, &[(BASE, &text), (OVERRIDE, &neutral)]));
        let (before, after) = (said(&alone, BASE), said(&together, BASE));
        let other = said(&together, OVERRIDE);
        if before != after || !other.is_empty() {
            let lost: Vec<_> = before.difference(&after).collect();
            let new: Vec<_> = after.difference(&before).collect();
            wrong.push(format!("{case}\n  lost {lost:#?}\n  new {new:#?}\n  in the other {other:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_file_says_over_another_is_said_there() {
    let settings = settings();
    let mut wrong = Vec::new();
    for (case, text, others) in cases() {
        let Some(neutral) = neutral(&text) else { continue };
        // Longer than the other, so that a place of one does not fit the other.
        let neutral = format!("{}{neutral}", "# nothing\n".repeat(400));
        let alone = lint(&settings, &with_others(&others, &[(BASE, &text)]));
        let together = lint(&settings, &with_others(&others, &[(BASE, &neutral), (OVERRIDE, &text)]));
        let (before, after) = (said(&alone, BASE), said(&together, OVERRIDE));
        let new: Vec<_> = after.difference(&before).collect();
        if !new.is_empty() {
            wrong.push(format!("{case}\n  new {new:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

/// What may differ when one file says again what another says: rules about what is laid over what.
fn is_of_sets(rule: &str) -> bool {
    rule.starts_with("override-") || rule == "init-process"
}

/// The findings of a file that it does not have by itself.
fn new_in(together: &[(String, Diagnostic)], file: &str, alone: &BTreeSet<String>) -> Vec<String> {
    let of_rule = |said: &String| is_of_sets(said.split(' ').next().unwrap_or(""));
    said(together, file).difference(alone).filter(|said| !of_rule(said)).cloned().collect()
}

#[test]
fn a_file_laid_over_itself_says_nothing_new() {
    let settings = settings();
    let mut wrong = Vec::new();
    let padding = "# nothing\n".repeat(400);
    for (case, text, others) in cases() {
        // Longer than the other, so that a place of one does not fit the other.
        let padded = format!("{padding}{text}");
        let alone = said(&lint(&settings, &with_others(&others, &[(BASE, &text)])), BASE);
        let moved = said(&lint(&settings, &with_others(&others, &[(BASE, &padded)])), BASE);
        let together = lint(&settings, &with_others(&others, &[(BASE, &text), (OVERRIDE, &padded)]));
        let new = [new_in(&together, BASE, &alone), new_in(&together, OVERRIDE, &moved)].concat();
        if !new.is_empty() {
            wrong.push(format!("{case}\n  new {new:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}

/// A file that says something about each mapping of the same services and resources, but nothing that counts.
fn thin(text: &str) -> Option<String> {
    let yaml = plimsoll_core::yaml::parse(text.into());
    let root = yaml.root()?;
    let is_plain =
        |name: &str| name.starts_with(char::is_alphabetic) && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let note = "{x-note: nothing}";
    let mut out = String::new();
    for section in ["services", "networks", "volumes", "secrets", "configs"] {
        let Some(entries) = root.get(section).map(|entry| entry.value.entries()) else { continue };
        writeln!(out, "{section}:").ok()?;
        for entry in entries {
            let name = entry.key.text().filter(|name| is_plain(name))?.to_owned();
            let inner = ["build", "deploy", "healthcheck", "logging", "develop", "credential_spec"];
            let inner = inner.iter().filter(|key| {
                section == "services" && entry.value.get(key).is_some_and(|entry| entry.value.is_mapping())
            });
            let inner: Vec<String> = inner.map(|key| format!("{key}: {note}")).collect();
            let inner = if inner.is_empty() { note.to_owned() } else { format!("{{{}}}", inner.join(", ")) };
            writeln!(out, "  {name}: {inner}").ok()?;
        }
    }
    Some(out)
}

#[test]
fn a_file_that_says_little_adds_nothing() {
    let settings = settings();
    let mut wrong = Vec::new();
    // Where a key stands twice, the later one may be pointed at.
    let words = |findings: &[(String, Diagnostic)]| -> BTreeSet<String> {
        let is_of_text =
            |rule: &str| rule.ends_with("-order") || matches!(rule, "compose-schema" | "unused-suppression");
        // Only as a part of a set a service is known to lack what it runs.
        let is_of_sets = |rule: &str| is_of_sets(rule) || is_of_text(rule) || rule == "service-needs-image-or-build";
        let findings = findings.iter().filter(|(_, finding)| !is_of_sets(finding.rule));
        findings.map(|(_, finding)| format!("{} {}", finding.rule, finding.message)).collect()
    };
    for (case, text, others) in cases() {
        let Some(thin) = thin(&text) else { continue };
        let alone = lint(&settings, &with_others(&others, &[(BASE, &text)]));
        let together = lint(&settings, &with_others(&others, &[(BASE, &text), (OVERRIDE, &thin)]));
        let new: Vec<String> = words(&together).difference(&words(&alone)).cloned().collect();
        if !new.is_empty() {
            wrong.push(format!("{case}\n  new {new:#?}"));
        }
    }
    assert!(wrong.is_empty(), "{} cases\n{}", wrong.len(), wrong.join("\n"));
}
