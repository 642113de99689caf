//! The report for people: what, where with the source lines, and what to do.

mod block;
mod look;
mod posture;
mod snippet;
mod wrap;

pub use look::{ColorChoice, Look};
pub use wrap::wrap;

use plimsoll_core::diagnostic::Diagnostic;
use plimsoll_core::render::{View, plural, summary_line};
use snippet::Sources;
use std::fmt::Write as _;

/// Renders all findings, at most `limit` of them, and the last line.
///
/// Findings about missing hardenings of one service are folded into one block.
pub fn text(view: &View<'_>, look: &Look, limit: Option<usize>) -> String {
    let sources = Sources::new(view);
    let mut out = String::new();
    let mut written = 0;
    for group in posture::fold(view) {
        if limit.is_some_and(|limit| written >= limit) {
            break;
        }
        written += group.len();
        match group.as_slice() {
            [finding] => block::finding(view, &sources, look, finding, &mut out),
            group => block::posture(view, &sources, look, group, &mut out),
        }
        out.push('\n');
    }
    let left = view.report.findings.len().saturating_sub(written);
    if left > 0 {
        let dots = if look.unicode { "…" } else { "..." };
        let _ = writeln!(
            out,
            "{dots} and {} (--max-findings 0 shows all)\n",
            plural(left, "more finding", "more findings")
        );
    }
    out.push_str(&last_line(view, look));
    out
}

/// The summary, in colour where there is some.
pub fn last_line(view: &View<'_>, look: &Look) -> String {
    let style = view.report.worst().map_or(look::GREEN, look::severity_style);
    let line = summary_line(view.report);
    let (counts, rest) = line.split_once(" in ").unwrap_or((&line, ""));
    format!("{} in {rest}\n", look.paint(style, counts))
}

/// How often each rule spoke, the most frequent first.
pub fn statistics(view: &View<'_>, look: &Look) -> String {
    let mut counts = std::collections::BTreeMap::<&str, (usize, Option<&Diagnostic>)>::new();
    for finding in &view.report.findings {
        let entry = counts.entry(finding.name()).or_default();
        entry.0 += 1;
        entry.1 = Some(finding);
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|&(rule, (count, _))| (std::cmp::Reverse(count), rule));
    let width = counts.iter().map(|(_, (count, _))| count.to_string().len()).max().unwrap_or(0);
    let names = counts.iter().map(|(rule, _)| rule.len()).max().unwrap_or(0);
    let mut out = String::new();
    for (rule, (count, finding)) in counts {
        let severity = finding.map_or(plimsoll_core::diagnostic::Severity::Style, |finding| finding.severity);
        let summary = finding.and_then(|finding| view.registry.get(finding.rule)).map_or("", |rule| rule.meta.summary);
        let rule = look.paint(look::severity_style(severity), &format!("{rule:names$}"));
        let _ = writeln!(out, "{count:>width$}  {rule}  {summary}");
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out
}
