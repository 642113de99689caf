//! From raw findings to a report: severities, ignore comments, order.

use super::Options;
use crate::compose::{self, Role};
use crate::config::{INVALID, Set, Settings};
use crate::diagnostic::{Diagnostic, FileId};
use crate::project::{FileKind, Linked};
use crate::registry::{Enabled, RuleSet};
use crate::report::{FileSummary, Report, Summary};
use crate::rule::Preset;
use crate::suppress::Suppressions;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

pub(super) fn report(
    linked: &Linked<'_>,
    settings: &Settings,
    options: &Options,
    mut findings: Vec<Diagnostic>,
) -> Report {
    let project = linked.project();
    let mut summary = Summary::default();
    let set = |finding: &Diagnostic| set_of(linked, settings, finding);
    let is_linted =
        |id: FileId| project.is_given(id) && project.file(id).is_some_and(|file| !settings.is_ignored(file.path()));
    findings.retain(|finding| is_of_preset(&set(finding).rules, finding));
    findings.retain(|finding| {
        let engine = set(finding).rules.get(finding.rule).is_some() || finding.rule == super::run::INTERNAL_ERROR;
        engine && places(finding).any(is_linted)
    });
    let before = findings.len();
    findings.retain(|finding| !is_spared(linked, &set(finding).rules, finding));
    summary.spared = before - findings.len();
    findings.retain_mut(|finding| {
        let Some(enabled) = set(finding).rules.get(finding.rule) else { return true };
        let severity = enabled.severity_of(finding);
        finding.severity = severity.unwrap_or(finding.severity);
        severity.is_some()
    });
    if options.inline_ignores {
        let mut suppressions = Suppressions::new(linked);
        let before = findings.len();
        findings.retain(|finding| {
            let set = set(finding);
            let of_rule = set.rules.get(finding.rule).map_or(&[][..], |enabled| enabled.rule.meta.aliases);
            !set.allows_hiding(finding) || !suppressions.hides(finding, of_rule)
        });
        summary.suppressed = before - findings.len();
        findings.extend(suppressions.unused(linked, settings));
        findings.extend(suppressions.unexplained(linked, settings));
    }
    findings.extend(settings.problems().iter().filter(|problem| is_reported(settings, problem)).cloned());
    keep_line_ends(linked, &mut findings);
    findings.sort_by(|a, b| order(linked, a, b));
    // What several services take from one place is one finding, whichever of them may be edited.
    findings.dedup_by(|next, before| {
        let is_same = next.rule == before.rule
            && next.code == before.code
            && next.primary == before.primary
            && next.message == before.message;
        if is_same && before.fixes.is_empty() {
            before.fixes = std::mem::take(&mut next.fixes);
        }
        is_same
    });
    let misread: HashSet<FileId> =
        findings.iter().filter(|found| found.rule == INVALID).map(|found| found.primary.file).collect();
    let is_told_of = |id: FileId| is_linted(id) || misread.contains(&id);
    let mut files: Vec<FileSummary> = project
        .files()
        .filter(|(id, file)| file.inline().is_none() && is_told_of(*id))
        .map(|(file, entry)| FileSummary { file, kind: entry.kind() })
        .collect();
    files.sort_by(|a, b| path(linked, a.file).cmp(path(linked, b.file)));
    summary.files = files.len();
    summary.dockerfiles = files.iter().filter(|file| file.kind == FileKind::Dockerfile).count();
    summary.compose_files = files.iter().filter(|file| file.kind == FileKind::Compose).count();
    summary.builds =
        linked.builds().iter().filter(|build| build.stage.is_known() && project.is_given(build.compose)).count();
    for finding in &findings {
        summary.count(finding);
    }
    Report { findings, files, summary }
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = FileId> {
    std::iter::once(finding.primary.file).chain(finding.labels.iter().map(|label| label.file))
}

/// Under the preset of another tool only what that tool would report is reported.
fn is_of_preset(rules: &RuleSet, finding: &Diagnostic) -> bool {
    let Some(enabled) = rules.get(finding.rule) else { return true };
    let is_of = |&preset| is_told_by(preset, enabled, finding);
    finding.not_as.is_empty() || enabled.presets.is_empty() || enabled.presets.iter().any(is_of)
}

/// Whether the preset is ours, or that of a tool that would report this finding too.
fn is_told_by(preset: Preset, enabled: &Enabled, finding: &Diagnostic) -> bool {
    let of_tool = |prefix| finding.aliases(enabled.rule.meta.aliases).any(|alias| alias.starts_with(prefix));
    preset.alias_prefix().is_none_or(of_tool)
}

/// Rules write `\n`; a file with CRLF line ends gets those.
fn keep_line_ends(linked: &Linked<'_>, findings: &mut [Diagnostic]) {
    let mut windows: HashMap<FileId, bool> = HashMap::new();
    for edit in findings.iter_mut().flat_map(|finding| &mut finding.fixes).flat_map(|fix| &mut fix.edits) {
        let is_windows = || linked.project().file(edit.file).is_some_and(|file| file.source().text().contains("\r\n"));
        if edit.text.contains('\n') && *windows.entry(edit.file).or_insert_with(is_windows) {
            edit.text = edit.text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
    }
}

/// Missing-hardening findings in files that are plainly for development are not made, unless the rule was asked for or
/// is on through the preset of another tool, whose users are to find what they had.
fn is_spared(linked: &Linked<'_>, rules: &RuleSet, finding: &Diagnostic) -> bool {
    let Some(enabled) = rules.get(finding.rule) else { return false };
    let is_of_tool = |&preset: &Preset| preset.alias_prefix().is_some() && is_told_by(preset, enabled, finding);
    enabled.rule.meta.posture
        && !enabled.explicit
        && is_development(path(linked, finding.primary.file))
        && !enabled.presets.iter().any(is_of_tool)
}

fn is_development(path: &str) -> bool {
    matches!(compose::file_role(path), Role::Override | Role::Development | Role::Test)
}

/// What is wrong in a configuration is said unless the rule about it is off for files without one.
fn is_reported(settings: &Settings, problem: &Diagnostic) -> bool {
    settings.plain().rules.get(problem.rule).is_some()
}

fn set_of<'s>(linked: &Linked<'_>, settings: &'s Settings, finding: &Diagnostic) -> &'s Set {
    linked.project().file(finding.primary.file).map_or(settings.plain(), |file| settings.of(file.path()))
}

fn path<'a>(linked: &Linked<'a>, file: FileId) -> &'a str {
    linked.project().file(file).map_or("", |file| file.path().as_str())
}

/// By path, place, rule and words: a total order, so that the output is the same for any order of work.
fn order(linked: &Linked<'_>, a: &Diagnostic, b: &Diagnostic) -> Ordering {
    let key = |finding: &Diagnostic| (finding.primary.span.start, finding.primary.span.end, finding.rule);
    let path = |finding: &Diagnostic| path(linked, finding.primary.file);
    let paths = if a.primary.file == b.primary.file { Ordering::Equal } else { path(a).cmp(path(b)) };
    paths.then_with(|| key(a).cmp(&key(b))).then_with(|| a.message.cmp(&b.message))
}
