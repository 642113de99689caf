//! One finding, or what one service lacks, as a block of text.

use super::look::{self, Look};
use super::snippet::{Context, Sources, printable};
use super::wrap;
use plimsoll_core::diagnostic::{Diagnostic, Label, Severity};
use plimsoll_core::fix::{Applicability, Fix};
use plimsoll_core::project::FileKind;
use plimsoll_core::render::{View, one_line, plural};
use std::fmt::Write as _;

/// Alternatives that are shown beside the preferred fix.
const ALTERNATIVES: usize = 2;

/// Lines between two labels that are drawn in one box.
const NEAR: u32 = 3;

/// A finding: header, source lines of every file it touches, help, fixes.
pub(super) fn finding(view: &View<'_>, sources: &Sources<'_>, look: &Look, finding: &Diagnostic, out: &mut String) {
    let url = view.registry.get(finding.rule).map(|rule| rule.meta.url());
    let rule = look.link(url.as_deref().unwrap_or(""), finding.name());
    let word = finding.severity.as_str();
    out.push_str(&look.paint(look::severity_style(finding.severity), word));
    let _ = write!(out, "[{rule}]: ");
    let at = word.len() + finding.name().len() + 4;
    message(look, &finding.message, at, out);

    // The primary place comes first, together with what is close to it.
    let primary = &finding.primary;
    let same_file = finding.labels.iter().filter(|label| label.file == primary.file);
    let (near, far): (Vec<&Label>, Vec<&Label>) =
        same_file.partition(|label| sources.lines_between(primary, label) <= NEAR);
    let near: Vec<&Label> = std::iter::once(primary).chain(near).collect();
    if !sources.draw(look, finding.severity, &near, Context::Some, out) {
        place(view, look, primary, out);
    }
    if !far.is_empty() {
        sources.draw(look, Severity::Info, &far, Context::None, out);
    }
    others(view, sources, look, finding, out);
    if let Some(help) = &finding.help {
        field(look, "help", help, out);
    }
    for (at, fix) in finding.fixes.iter().take(1 + ALTERNATIVES).enumerate() {
        field(look, if at == 0 { "fix" } else { "or" }, &format!("{} ({})", fix.title, how(fix)), out);
    }
}

/// The places in other files, file by file.
fn others(view: &View<'_>, sources: &Sources<'_>, look: &Look, finding: &Diagnostic, out: &mut String) {
    let mut files = Vec::new();
    for label in finding.labels.iter().filter(|label| label.file != finding.primary.file) {
        if !files.contains(&label.file) {
            files.push(label.file);
        }
    }
    for file in files {
        let labels: Vec<&Label> = finding.labels.iter().filter(|label| label.file == file).collect();
        if !sources.draw(look, Severity::Info, &labels, Context::None, out) {
            for label in labels {
                place(view, look, label, out);
            }
        }
    }
}

/// What one service lacks: the service once, a line for each rule.
pub(super) fn posture(view: &View<'_>, sources: &Sources<'_>, look: &Look, group: &[&Diagnostic], out: &mut String) {
    let Some(first) = group.first() else { return };
    let worst = group.iter().map(|finding| finding.severity).max().unwrap_or(first.severity);
    out.push_str(&look.paint(look::severity_style(worst), worst.as_str()));
    out.push_str(": ");
    let subject = subject(view, &first.primary);
    let lacks = format!("{subject} lacks {}", plural(group.len(), "hardening", "hardenings"));
    message(look, &lacks, worst.as_str().len() + 2, out);
    let bare = Label { text: String::new(), ..first.primary.clone() };
    if !sources.draw(look, worst, &[&bare], Context::None, out) {
        place(view, look, &first.primary, out);
    }
    let names = group.iter().map(|finding| finding.rule.len()).max().unwrap_or(0);
    for finding in group {
        let url = view.registry.get(finding.rule).map(|rule| rule.meta.url());
        let name = look.link(url.as_deref().unwrap_or(""), finding.rule);
        let name = look.paint(look::severity_style(finding.severity), &name);
        let gap = names - finding.rule.len();
        let _ = write!(out, "  {name}{:gap$}  ", "");
        let says = predicate(&one_line(&finding.message), &subject).to_owned();
        let says = match &finding.help {
            Some(help) => format!("{says}: {help}"),
            None => says,
        };
        wrap(&printable(&says), names + 4, names + 4, look.width, out);
    }
    let count = |level| group.iter().filter(|finding| best(finding) == Some(level)).count();
    let (safe, unsafe_) = (count(Applicability::Safe), count(Applicability::Unsafe));
    let mut fixes = Vec::new();
    if safe > 0 {
        fixes.push(format!("{safe} safe, run with --fix"));
    }
    if unsafe_ > 0 {
        fixes.push(format!("{unsafe_} unsafe, run with --fix --unsafe-fixes"));
    }
    if !fixes.is_empty() {
        field(look, "fix", &fixes.join("; "), out);
    }
}

fn best(finding: &Diagnostic) -> Option<Applicability> {
    finding.fixes.iter().map(|fix| fix.applicability).max()
}

/// `` service `web` ``: the words under the label name it.
fn subject(view: &View<'_>, label: &Label) -> String {
    let file = view.project.file(label.file);
    let name = file.map_or("", |file| label.span.of(file.source().text())).trim_matches(['"', '\'', ':', ' ']);
    let is_dockerfile = file.is_some_and(|file| file.kind() == FileKind::Dockerfile);
    match name {
        _ if is_dockerfile => "the image".to_owned(),
        "" => "the service".to_owned(),
        name => format!("service `{}`", one_line(name)),
    }
}

/// The message without its subject, which stands above the list already.
fn predicate<'m>(message: &'m str, subject: &str) -> &'m str {
    let name = subject.strip_prefix("service ").unwrap_or(subject);
    let rest = message.strip_prefix(subject).or_else(|| message.strip_prefix(name));
    rest.and_then(|rest| rest.strip_prefix(' ').or_else(|| rest.strip_prefix(": "))).unwrap_or(message)
}

fn message(look: &Look, text: &str, at: usize, out: &mut String) {
    let mut wrapped = String::new();
    wrap(&printable(&one_line(text)), at, 2, look.width, &mut wrapped);
    out.push_str(&look.paint(look::BOLD, wrapped.trim_end()));
    out.push('\n');
}

/// `--> path:line:col`, where there is no line to show.
fn place(view: &View<'_>, look: &Look, label: &Label, out: &mut String) {
    let at = view.start(label);
    let path = view.path(label.file);
    let place = format!("  --> {}:{}:{}", one_line(&path), at.line, at.column);
    out.push_str(&look.paint(look::DIM, &place));
    if !label.text.is_empty() {
        let _ = write!(out, ": {}", one_line(&label.text));
    }
    out.push('\n');
}

fn field(look: &Look, name: &str, text: &str, out: &mut String) {
    const INDENT: usize = 8;
    let gap = INDENT - 3 - name.len();
    let _ = write!(out, "  {}{:gap$}", look.paint(look::CYAN, &format!("{name}:")), "");
    wrap(&printable(text), INDENT, INDENT, look.width, out);
}

fn how(fix: &Fix) -> &'static str {
    match fix.applicability {
        Applicability::Safe => "safe, run with --fix",
        Applicability::Unsafe => "unsafe, run with --fix --unsafe-fixes",
        Applicability::DisplayOnly => "by hand: it needs a value that only you know",
    }
}
