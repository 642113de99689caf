//! GitHub workflow commands: annotations on a pull request.
//!
//! GitHub shows ten annotations of each level for a step and drops the rest without a word, so the worst come first and
//! what would be dropped is written into the log instead.

use super::{View, concise, one_line};
use crate::diagnostic::{Diagnostic, Severity};
use std::fmt::Write as _;

/// The annotations of one level that GitHub shows for a step.
const SHOWN: usize = 10;

pub(super) fn render(view: &View<'_>) -> String {
    let mut findings: Vec<&Diagnostic> = view.report.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let of_level = |wanted: &str| findings.iter().filter(|finding| level(finding.severity) == wanted).count();
    let too_many = ["error", "warning", "notice"].into_iter().any(|level| of_level(level) > SHOWN);
    let limit = |level: &str| if too_many && level == "notice" { SHOWN - 1 } else { SHOWN };

    let mut out = String::new();
    let mut rest = Vec::new();
    let mut written = [0_usize; 3];
    for finding in findings {
        let level = level(finding.severity);
        let [errors, warnings, notices] = &mut written;
        let count = match level {
            "error" => errors,
            "warning" => warnings,
            _ => notices,
        };
        if *count < limit(level) {
            *count += 1;
            annotation(view, finding, level, &mut out);
        } else {
            rest.push(finding);
        }
    }
    if !rest.is_empty() {
        let noun = if rest.len() == 1 { "finding" } else { "findings" };
        let _ = writeln!(out, "::notice::{} more {noun}; GitHub shows ten of a kind, the log has them all", rest.len());
        let _ = writeln!(out, "::group::{} more {noun}", rest.len());
        for finding in rest {
            log_line(view, finding, &mut out);
        }
        out.push_str("::endgroup::\n");
    }
    out
}

const fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info | Severity::Style => "notice",
    }
}

/// `::level file=…,line=…,…::message`.
fn annotation(view: &View<'_>, finding: &Diagnostic, level: &str, out: &mut String) {
    let primary = &finding.primary;
    let path = view.path(primary.file);
    let (start, end) = (view.start(primary), view.end(primary));
    // A span that takes the line end with it ends in the line, not at the start of the next.
    let end_line = if end.column == 1 && end.line > start.line { end.line - 1 } else { end.line };
    let _ = write!(out, "::{level} file={},line={},endLine={end_line}", property(&path), start.line);
    // The runner rejects columns of a range over several lines.
    if start.line == end.line {
        let _ = write!(out, ",col={},endColumn={}", start.column, end.column.max(start.column));
    }
    let _ = write!(out, ",title={}::", property(&format!("plimsoll ({})", finding.name())));
    // Properties do not show in the log: the message says the place again.
    let mut message = format!("{path}:{}:{}: {}", start.line, start.column, finding.message);
    for label in finding.labels.iter().filter(|label| !label.text.is_empty()) {
        let at = view.start(label);
        let _ = write!(message, "\n{}:{}:{}: {}", view.path(label.file), at.line, at.column, label.text);
    }
    if let Some(help) = &finding.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    out.push_str(&data(&message));
    out.push('\n');
}

/// A plain line that the runner cannot take for a command.
fn log_line(view: &View<'_>, finding: &Diagnostic, out: &mut String) {
    let path = view.path(finding.primary.file);
    if one_line(&path).trim_start().starts_with("::") || path.contains("##[") {
        out.push_str("./");
    }
    concise::line(view, finding, out);
}

/// Escapes the message of a command.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes a property of a command.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::Severity;
    use crate::render::sample::Sample;

    #[test]
    fn data_and_properties_are_escaped_each_in_their_way() {
        let mut sample = Sample::new(&[("a,b:c%/Dockerfile", "FROM a\nRUN x\n")]);
        sample.finding("some-rule", "RUN", "100% a,b:c\r\nd").help = Some("do".into());
        assert_eq!(
            sample.view().github(),
            "::warning file=a%2Cb%3Ac%25/Dockerfile,line=2,endLine=2,col=1,endColumn=4,title=plimsoll (some-rule)::\
             a,b:c%25/Dockerfile:2:1: 100%25 a,b:c%0D%0Ad%0Ahelp: do\n"
        );
    }

    #[test]
    fn columns_are_left_out_where_the_range_spans_lines() {
        let mut sample = Sample::new(&[("Dockerfile", "FROM a\nRUN x\\\n y\n")]);
        sample.finding("some-rule", "RUN x\\\n y", "long");
        let out = sample.view().github();
        assert!(out.starts_with("::warning file=Dockerfile,line=2,endLine=3,title="), "{out}");
    }

    #[test]
    fn labels_of_other_files_are_lines_of_the_message() {
        let mut sample = Sample::new(&[("Dockerfile", "FROM a\n"), ("compose.yaml", "services:\n  web: {}\n")]);
        let label = sample.label(1, "web", "built here");
        sample.finding("some-rule", "FROM", "old").labels.push(label);
        let out = sample.view().github();
        assert!(out.ends_with("::Dockerfile:1:1: old%0Acompose.yaml:2:3: built here\n"), "{out}");
    }

    #[test]
    fn the_worst_come_first_and_the_rest_goes_to_the_log() {
        let mut sample = Sample::new(&[("Dockerfile", "FROM a\n")]);
        for _ in 0..12 {
            sample.finding("warned", "FROM", "w");
        }
        for _ in 0..10 {
            sample.finding("noted", "FROM", "n").severity = Severity::Style;
        }
        sample.finding("failed", "FROM", "e").severity = Severity::Error;
        let out = sample.view().github();
        let lines: Vec<&str> = out.lines().collect();
        let count = |start: &str| lines.iter().filter(|line| line.starts_with(start)).count();
        assert!(lines[0].starts_with("::error "), "{out}");
        assert_eq!(count("::warning "), 10);
        assert_eq!(count("::notice "), 9, "the tenth notice says how many more there are");
        assert_eq!(count("::notice::3 more findings"), 1);
        assert_eq!(lines[lines.len() - 5], "::group::3 more findings");
        assert_eq!(lines[lines.len() - 4], "Dockerfile:1:1: warning[warned] w");
        assert_eq!(lines.last(), Some(&"::endgroup::"));
    }

    #[test]
    fn ten_of_each_kind_need_no_group() {
        let mut sample = Sample::new(&[("Dockerfile", "FROM a\n")]);
        for _ in 0..10 {
            sample.finding("noted", "FROM", "n").severity = Severity::Info;
        }
        let out = sample.view().github();
        assert_eq!(out.lines().count(), 10);
        assert!(out.lines().all(|line| line.starts_with("::notice file=")), "{out}");
    }
}
