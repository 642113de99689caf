//! The last line of a report: counts, and what was left out.

use crate::diagnostic::Severity;
use crate::report::{Report, Summary};

/// What was found and what was hidden, in one line without its line end.
///
/// `3 errors, 5 warnings in 4 files (2 fixable with --fix, 1 more with --unsafe-fixes; 3 ignored inline)`
pub fn summary_line(report: &Report) -> String {
    let summary = &report.summary;
    let hidden = hidden(summary);
    if summary.findings() == 0 {
        let mut inside = read(summary);
        if !hidden.is_empty() {
            inside.push(hidden.join(", "));
        }
        return with_parentheses(format!("No findings in {}", files(summary.files)), &inside.join("; "));
    }
    let counts: Vec<String> = Severity::ALL.into_iter().rev().filter_map(|severity| count(summary, severity)).collect();
    let mut places: Vec<u32> = report.findings.iter().map(|finding| finding.primary.file.0).collect();
    places.sort_unstable();
    places.dedup();
    let place = if places.len() == summary.files || places.is_empty() {
        files(summary.files.max(places.len()))
    } else {
        format!("{} of {}", places.len(), files(summary.files))
    };
    let linked = if summary.builds > 0 { plural(summary.builds, "build linked", "builds linked") } else { String::new() };
    let inside = [linked, fixable(summary), hidden.join(", ")];
    let inside: Vec<&str> = inside.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    with_parentheses(format!("{} in {place}", counts.join(", ")), &inside.join("; "))
}

fn with_parentheses(mut line: String, inside: &str) -> String {
    if !inside.is_empty() {
        line.push_str(" (");
        line.push_str(inside);
        line.push(')');
    }
    line
}

fn count(summary: &Summary, severity: Severity) -> Option<String> {
    let (count, one, many) = match severity {
        Severity::Error => (summary.error, "error", "errors"),
        Severity::Warning => (summary.warning, "warning", "warnings"),
        Severity::Info => (summary.info, "info", "info"),
        Severity::Style => (summary.style, "style", "style"),
    };
    (count > 0).then(|| plural(count, one, many))
}

/// `4 Dockerfiles, 3 Compose files, 5 builds linked`: what a clean run looked at.
fn read(summary: &Summary) -> Vec<String> {
    let parts = [
        (summary.dockerfiles, "Dockerfile", "Dockerfiles"),
        (summary.compose_files, "Compose file", "Compose files"),
        (summary.builds, "build linked", "builds linked"),
    ];
    let parts: Vec<String> =
        parts.into_iter().filter(|part| part.0 > 0).map(|(count, one, many)| plural(count, one, many)).collect();
    if parts.is_empty() { Vec::new() } else { vec![parts.join(", ")] }
}

fn fixable(summary: &Summary) -> String {
    match (summary.fixable, summary.fixable_unsafe) {
        (0, 0) => String::new(),
        (safe, 0) => format!("{safe} fixable with --fix"),
        (0, more) => format!("{more} fixable with --unsafe-fixes"),
        (safe, more) => format!("{safe} fixable with --fix, {more} more with --unsafe-fixes"),
    }
}

fn hidden(summary: &Summary) -> Vec<String> {
    let mut parts = Vec::new();
    if summary.suppressed > 0 {
        parts.push(format!("{} ignored inline", summary.suppressed));
    }
    if summary.spared > 0 {
        parts.push(format!("{} spared in development files", summary.spared));
    }
    parts
}

/// `1 file`, `2 files`.
pub fn files(count: usize) -> String {
    plural(count, "file", "files")
}

/// A count with its noun.
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(summary: Summary) -> String {
        summary_line(&Report { summary, ..Report::default() })
    }

    #[test]
    fn a_clean_run_says_what_it_read() {
        let summary = Summary { files: 12, dockerfiles: 4, compose_files: 3, builds: 5, ..Summary::default() };
        assert_eq!(line(summary), "No findings in 12 files (4 Dockerfiles, 3 Compose files, 5 builds linked)");
        let summary = Summary { files: 1, dockerfiles: 1, suppressed: 2, ..Summary::default() };
        assert_eq!(line(summary), "No findings in 1 file (1 Dockerfile; 2 ignored inline)");
    }

    #[test]
    fn findings_are_counted_from_the_worst_and_what_was_hidden_is_said() {
        let summary = Summary {
            files: 4,
            error: 3,
            warning: 5,
            fixable: 2,
            fixable_unsafe: 1,
            suppressed: 3,
            spared: 12,
            ..Summary::default()
        };
        assert_eq!(
            line(summary),
            "3 errors, 5 warnings in 4 files (2 fixable with --fix, 1 more with --unsafe-fixes; \
             3 ignored inline, 12 spared in development files)"
        );
    }

    #[test]
    fn one_of_each_is_singular_and_nothing_hidden_is_not_mentioned() {
        let summary = Summary { files: 1, error: 1, warning: 1, info: 1, style: 1, ..Summary::default() };
        assert_eq!(line(summary), "1 error, 1 warning, 1 info, 1 style in 1 file");
    }
}
