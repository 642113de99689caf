//! hadolint's formats, as its version 2.15 writes them.

use super::args::Format;
use super::{PARSE_ERROR, VERSION};
use plimsoll_core::diagnostic::Severity;
use plimsoll_core::render::one_line;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// What was found in one file.
#[derive(Clone, Debug)]
pub(super) struct FileReport {
    /// Its path as it was named.
    pub(super) path: String,
    /// In the order of the text.
    pub(super) issues: Vec<Issue>,
}

/// One finding.
#[derive(Clone, Debug)]
pub(super) struct Issue {
    /// `DL3008`, `SC2086`.
    pub(super) code: String,
    /// From 1 on.
    pub(super) line: u32,
    /// From 1 on, in characters.
    pub(super) column: u32,
    pub(super) severity: Severity,
    pub(super) message: String,
}

/// The whole report.
pub(super) fn write(format: Format, reports: &[FileReport], shown: Option<&str>, colour: bool) -> String {
    let path = |report: &FileReport| shown.unwrap_or(&report.path).to_owned();
    match format {
        Format::Tty => lines(reports, &|report, issue| tty(report, issue, colour)),
        Format::Gnu => lines(reports, &gnu),
        Format::Json => list(reports, &json).to_string(),
        Format::Checkstyle => checkstyle(reports, &path),
        Format::Codeclimate => joined(reports, '\0', &|report, issue| climate(&path(report), issue).to_string()),
        Format::GitlabCodeclimate => gitlab(reports, &path),
        Format::Codacy => lines(reports, &|report, issue| {
            json!({ "filename": report.path, "line": issue.line, "message": issue.message, "patternId": issue.code })
                .to_string()
        }),
        Format::Sonarqube => {
            json!({ "issues": list(reports, &|report, issue| sonar(&path(report), issue)) }).to_string()
        }
        Format::Sarif => sarif(reports),
        Format::Junit => junit(reports, &path),
    }
}

fn lines(reports: &[FileReport], line: &dyn Fn(&FileReport, &Issue) -> String) -> String {
    joined(reports, '\n', line)
}

fn joined(reports: &[FileReport], end: char, line: &dyn Fn(&FileReport, &Issue) -> String) -> String {
    let mut out = String::new();
    for report in reports {
        for issue in &report.issues {
            out.push_str(&line(report, issue));
            out.push(end);
        }
    }
    out
}

fn list(reports: &[FileReport], value: &dyn Fn(&FileReport, &Issue) -> Value) -> Value {
    reports.iter().flat_map(|report| report.issues.iter().map(move |issue| value(report, issue))).collect()
}

fn tty(report: &FileReport, issue: &Issue, colour: bool) -> String {
    let word = issue.severity.as_str();
    let paint = match issue.severity {
        Severity::Error => "1;91",
        Severity::Warning => "1;93",
        Severity::Info => "92",
        Severity::Style => "96",
    };
    let word = if colour { format!("\u{1b}[{paint}m{word}\u{1b}[0m") } else { word.to_owned() };
    let message = one_line(&issue.message);
    if issue.code == PARSE_ERROR {
        return format!("{}:{}:{} {message}", one_line(&report.path), issue.line, issue.column);
    }
    format!("{}:{} {} {word}: {message}", one_line(&report.path), issue.line, issue.code)
}

fn gnu(report: &FileReport, issue: &Issue) -> String {
    let (path, line, message) = (one_line(&report.path), issue.line, one_line(&issue.message));
    if issue.code == PARSE_ERROR {
        return format!("hadolint:{path}:{line}:{}: {message}", issue.column);
    }
    format!("hadolint:{path}:{line}: {} {}: {message}", issue.code, issue.severity.as_str())
}

fn json(report: &FileReport, issue: &Issue) -> Value {
    json!({
        "code": issue.code, "column": issue.column, "file": report.path, "level": issue.severity.as_str(),
        "line": issue.line, "message": issue.message,
    })
}

fn checkstyle(reports: &[FileReport], path: &dyn Fn(&FileReport) -> String) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><checkstyle version=\"4.3\">");
    for report in reports {
        let _ = write!(out, "<file name=\"{}\">", xml(&path(report)));
        for issue in &report.issues {
            let _ = write!(
                out,
                "<error column=\"{}\" line=\"{}\" message=\"{}\" severity=\"{}\" source=\"{}\"/>",
                issue.column,
                issue.line,
                xml(&issue.message),
                issue.severity.as_str(),
                issue.code
            );
        }
        out.push_str("</file>");
    }
    out.push_str("</checkstyle>");
    out
}

fn climate(path: &str, issue: &Issue) -> Value {
    let severity = match (issue.code.as_str(), issue.severity) {
        (PARSE_ERROR, _) | (_, Severity::Error) => "blocker",
        (_, Severity::Warning) => "major",
        (_, Severity::Info) => "info",
        (_, Severity::Style) => "minor",
    };
    json!({
        "categories": ["Bug Risk"], "check_name": issue.code, "description": issue.message,
        "location": { "lines": { "begin": issue.line, "end": issue.line }, "path": path },
        "severity": severity, "type": "issue",
    })
}

/// GitLab takes findings of one fingerprint for one finding: equal ones are told apart by their number.
fn gitlab(reports: &[FileReport], path: &dyn Fn(&FileReport) -> String) -> String {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut all = Vec::new();
    for report in reports {
        for issue in &report.issues {
            let text = format!("{}\0{}\0{}", path(report), issue.code, issue.message);
            let count = seen.entry(text.clone()).or_default();
            let print = fingerprint(&format!("{text}\0{count}"));
            *count += 1;
            let mut value = climate(&path(report), issue);
            if let Value::Object(map) = &mut value {
                map.insert("fingerprint".to_owned(), Value::from(print));
            }
            all.push(value);
        }
    }
    Value::from(all).to_string()
}

/// The same digits for the same text on every machine: FNV-1a of 128 bits.
fn fingerprint(text: &str) -> String {
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;
    const BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    let hash = text.bytes().fold(BASIS, |hash, byte| (hash ^ u128::from(byte)).wrapping_mul(PRIME));
    format!("{hash:032x}")
}

fn sonar(path: &str, issue: &Issue) -> Value {
    let (severity, kind) = match (issue.code.as_str(), issue.severity) {
        (PARSE_ERROR, _) => ("BLOCKER", "BUG"),
        (_, Severity::Error) => ("CRITICAL", "BUG"),
        (_, Severity::Warning) => ("MAJOR", "CODE_SMELL"),
        (_, Severity::Info) => ("MINOR", "CODE_SMELL"),
        (_, Severity::Style) => ("INFO", "CODE_SMELL"),
    };
    json!({
        "engineId": "Hadolint", "ruleId": issue.code, "severity": severity, "type": kind,
        "primaryLocation": {
            "filePath": path, "message": issue.message,
            "textRange": {
                "startLine": issue.line, "endLine": issue.line,
                "startColumn": issue.column.saturating_sub(1), "endColumn": issue.column,
            },
        },
    })
}

fn sarif(reports: &[FileReport]) -> String {
    let result = |report: &FileReport, issue: &Issue| {
        let level = match issue.severity {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Info | Severity::Style => "note",
        };
        let language = if issue.code.starts_with("SC") { "sh" } else { "dockerfile" };
        json!({
            "level": level, "ruleId": issue.code, "message": { "text": issue.message },
            "locations": [{ "physicalLocation": {
                "artifactLocation": { "uri": report.path },
                "region": {
                    "startLine": issue.line, "endLine": issue.line, "startColumn": issue.column,
                    "endColumn": issue.column, "sourceLanguage": language,
                },
            } }],
        })
    };
    json!({
        "$schema": "http://json.schemastore.org/sarif-2.1.0",
        "version": "2.1.0",
        "runs": [{
            "defaultSourceLanguage": "dockerfile",
            "results": list(reports, &result),
            "tool": { "driver": {
                "name": "Hadolint", "fullName": "Plimsoll in the place of hadolint", "version": VERSION,
                "downloadUri": "https://github.com/plimsoll-lint/plimsoll",
                "shortDescription": { "text": "A linter for Dockerfiles, Compose and Swarm stack files" },
            } },
        }],
    })
    .to_string()
}

fn junit(reports: &[FileReport], path: &dyn Fn(&FileReport) -> String) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?><testsuites name=\"Hadolint\">");
    for report in reports {
        let errors = report.issues.iter().filter(|issue| issue.code == PARSE_ERROR).count();
        let _ = write!(
            out,
            "<testsuite errors=\"{errors}\" failures=\"{}\" tests=\"{}\" id=\"hadolint\" name=\"{}\">",
            report.issues.len(),
            report.issues.len().max(1),
            xml(&path(report)),
        );
        if report.issues.is_empty() {
            out.push_str("<testcase id=\"hadolint\" name=\"no findings\"/>");
        }
        for issue in &report.issues {
            let (code, severity, message) = (&issue.code, issue.severity.as_str(), xml(&issue.message));
            let _ = write!(
                out,
                "<testcase id=\"hadolint.rule.{code}\" name=\"{code}\"><failure id=\"{code}\" message=\"{message}\" \
                 type=\"{severity}\">File: {}\nLine: {}\nColumn: {}\n{severity}: {message}\n</failure></testcase>",
                xml(&path(report)),
                issue.line,
                issue.column,
            );
        }
        out.push_str("</testsuite>");
    }
    out.push_str("</testsuites>");
    out
}

/// `text` for XML: its signs escaped, and without the control characters that XML cannot hold.
fn xml(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' => out.push_str("&#10;"),
            '\t' => out.push(' '),
            character if character.is_control() || ('\u{fffe}'..='\u{ffff}').contains(&character) => {}
            character => out.push(character),
        }
    }
    out
}
