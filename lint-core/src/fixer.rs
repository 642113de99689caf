//! Applies fixes: round by round, to a fixed point, never for the worse.

use crate::config::Settings;
use crate::diagnostic::{Diagnostic, FileId};
use crate::engine::{self, Options};
use crate::fix::{Applicability, Edit, Fix};
use crate::path::RelPath;
use crate::project::{File, Parsed, Project};
use crate::span::Span;
use std::collections::{BTreeMap, BTreeSet};

/// How many rounds there are at most; more means that two rules undo each other's work. Many fixes insert at one place,
/// the end of a service, and each of them takes a round.
const MAX_ROUNDS: usize = 40;

/// What was fixed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fixed {
    /// The files whose text changed.
    pub changed: BTreeSet<RelPath>,
    /// How many findings of each rule were fixed.
    pub applied: BTreeMap<&'static str, usize>,
    /// Fixes that were dropped because they would have made things worse: bugs of ours.
    pub failed: Vec<String>,
}

/// Applies all fixes of at least `level` to the files that were given, until nothing is left to apply. The project then
/// holds the new texts.
///
/// Fixes are taken in the order of the findings; one that overlaps an earlier one waits for the next round. A fix that
/// adds a syntax error, or that does not end its own rule's finding, is undone and named in [`Fixed::failed`]. Files with
/// invalid UTF-8 are left alone.
pub fn fix(project: &mut Project, settings: &Settings, options: &Options, level: Applicability) -> Fixed {
    let mut fixed = Fixed::default();
    let mut blocked: BTreeSet<(&'static str, String)> = BTreeSet::new();
    let mut findings = engine::check(&project.link(), settings, options).findings;
    let mut rounds = 0;
    // The rules under suspicion: each gets a round of its own, since another rule's fix may have made its finding anew.
    let mut alone: BTreeSet<&'static str> = BTreeSet::new();
    while rounds < MAX_ROUNDS {
        let mut chosen = choose(project, &findings, level, &blocked);
        let suspect = alone.pop_first();
        if let Some(suspect) = suspect {
            chosen.retain(|one| one.rule == suspect);
        }
        if chosen.is_empty() && suspect.is_some() {
            continue;
        }
        if chosen.is_empty() {
            break;
        }
        let errors = syntax_errors(project);
        let before = apply(project, &chosen);
        let after = engine::check(&project.link(), settings, options).findings;
        let bad = worse(project, &chosen, &findings, &after, &errors);
        if bad.is_empty() {
            for one in &chosen {
                *fixed.applied.entry(one.rule).or_default() += 1;
                fixed.changed.extend(one.fix.edits.iter().filter_map(|edit| path(project, edit.file)));
            }
            findings = after;
            rounds += 1;
        } else if chosen.iter().any(|one| Some(one.rule) != chosen.first().map(|first| first.rule)) {
            project.replace_texts(before);
            alone.extend(bad.into_iter().map(|(rule, _)| rule));
        } else {
            project.replace_texts(before);
            for (rule, path) in bad {
                fixed.failed.push(format!("the fix of `{rule}` would have broken {path}; this is a bug in Plimsoll"));
                blocked.insert((rule, path));
            }
        }
    }
    fixed
}

struct Chosen<'f> {
    rule: &'static str,
    fix: &'f Fix,
}

fn choose<'f>(
    project: &Project,
    findings: &'f [Diagnostic],
    level: Applicability,
    blocked: &BTreeSet<(&'static str, String)>,
) -> Vec<Chosen<'f>> {
    let mut taken: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    let mut chosen = Vec::new();
    for finding in findings {
        let Some(fix) = finding.fixes.iter().find(|fix| fix.applicability >= level) else { continue };
        let writable = |edit: &Edit| {
            project.is_given(edit.file)
                && project.file(edit.file).is_some_and(|file| file.source().invalid_utf8().is_none())
                && path(project, edit.file).is_some_and(|path| !blocked.contains(&(finding.rule, path.to_string())))
        };
        if !fix.edits.iter().all(writable) {
            continue;
        }
        let free = |edit: &Edit| {
            taken.get(&edit.file).is_none_or(|others| others.iter().all(|other| !conflicts(other.span, edit.span)))
        };
        if !fix.edits.iter().all(free) {
            continue;
        }
        for edit in &fix.edits {
            taken.entry(edit.file).or_default().push(edit);
        }
        chosen.push(Chosen { rule: finding.rule, fix });
    }
    chosen
}

/// Whether two edits touch: an insertion at the edge of another edit conflicts too.
fn conflicts(a: Span, b: Span) -> bool {
    a.overlaps(b) || ((a.is_empty() || b.is_empty()) && a.start <= b.end && b.start <= a.end)
}

/// Applies the fixes, and gives back the texts that the edited files had before.
fn apply(project: &mut Project, chosen: &[Chosen<'_>]) -> BTreeMap<RelPath, String> {
    let mut edits: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in chosen.iter().flat_map(|one| &one.fix.edits) {
        edits.entry(edit.file).or_default().push(edit);
    }
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    for (file, edits) in edits {
        let Some(entry) = project.file(file) else { continue };
        let text = entry.source().text();
        before.insert(entry.path().clone(), text.to_string());
        after.insert(entry.path().clone(), edited(text, edits.iter().copied()));
    }
    project.replace_texts(after);
    before
}

/// The text after edits that do not overlap.
pub fn edited<'e>(text: &str, edits: impl IntoIterator<Item = &'e Edit>) -> String {
    let mut edits: Vec<&Edit> = edits.into_iter().collect();
    edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut out = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        if edit.span.start < at {
            continue;
        }
        out.push_str(Span::new(at, edit.span.start).of(text));
        out.push_str(&edit.text);
        at = edit.span.end;
    }
    out.push_str(Span::new(at, text.len() as u32).of(text));
    out
}

/// The rules and files for which the round made things worse.
fn worse(
    project: &Project,
    chosen: &[Chosen<'_>],
    before: &[Diagnostic],
    after: &[Diagnostic],
    errors: &BTreeMap<String, usize>,
) -> BTreeSet<(&'static str, String)> {
    let now = syntax_errors(project);
    let count = |findings: &[Diagnostic], rule: &str| findings.iter().filter(|finding| finding.rule == rule).count();
    let mut bad = BTreeSet::new();
    for one in chosen {
        let lingers = count(after, one.rule) >= count(before, one.rule);
        for path in one.fix.edits.iter().filter_map(|edit| path(project, edit.file)) {
            let path = path.to_string();
            if lingers || now.get(&path) > errors.get(&path) {
                bad.insert((one.rule, path));
            }
        }
    }
    bad
}

fn path(project: &Project, file: FileId) -> Option<RelPath> {
    project.file(file).map(|file| file.path().clone())
}

fn syntax_errors(project: &Project) -> BTreeMap<String, usize> {
    let errors = |file: &File| match file.parsed() {
        Parsed::Dockerfile(dockerfile) => dockerfile.errors().len(),
        Parsed::Compose(yaml) | Parsed::Config(yaml) => yaml.errors().len(),
        Parsed::Text | Parsed::Unreadable(_) => 0,
    };
    project.files().map(|(_, file)| (file.path().to_string(), errors(file))).collect()
}
