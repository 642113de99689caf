//! The one door between this crate and the engine.
//!
//! **STUB.** The engine is not connected yet: [`check`] is a handful of line scans that find enough to build and test the
//! page with. Everything below [`Options`] and [`CheckOutput`] is to be replaced; nothing outside of this file knows.

use plimsoll_core::diagnostic::{Category, Diagnostic, FileId, Label, Severity};
use plimsoll_core::fix::{Applicability, Edit, Fix};
use plimsoll_core::path::RelPath;
use plimsoll_core::source::Source;
use plimsoll_core::span::Span;
use serde_json::{Value, json};

/// What a check may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The set of rules: `recommended` (the default), `strict`, `all`, …
    pub preset: Option<String>,
}

impl Options {
    /// Reads the JSON object that a page passes; keys it does not know are ignored.
    pub fn parse(text: &str) -> Result<Self, String> {
        let value: Value = serde_json::from_str(text).map_err(|error| format!("options: {error}"))?;
        let Value::Object(options) = value else { return Err("options: expected a JSON object".to_owned()) };
        let preset = match options.get("preset") {
            None | Some(Value::Null) => None,
            Some(Value::String(name)) if PRESETS.contains(&name.as_str()) => Some(name.clone()),
            Some(other) => {
                return Err(format!("options: there is no preset {other}; the presets are {}", PRESETS.join(", ")));
            }
        };
        Ok(Self { preset })
    }
}

/// What a check gives back.
pub struct CheckOutput {
    /// The text of `plimsoll check --format json`.
    pub report: String,
    /// The report's findings, in its order. A file's id is its index in the list that was checked.
    pub findings: Vec<Diagnostic>,
}

// ---- The stub begins here. ----

const PRESETS: [&str; 9] =
    ["recommended", "strict", "security", "performance", "compose", "swarm", "hadolint", "buildkit", "all"];

struct Rule {
    id: &'static str,
    alias: &'static str,
    summary: &'static str,
    severity: Severity,
    category: Category,
    fix: Option<Applicability>,
    docs: &'static str,
}

const RULES: [Rule; 5] = [
    Rule {
        id: "no-latest-tag",
        alias: "hadolint/DL3007",
        summary: "Name a version instead of `latest`",
        severity: Severity::Warning,
        category: Category::Reproducibility,
        fix: None,
        docs: "`latest` is whatever was pushed last: the same Dockerfile builds *another* image next week.\n\n```dockerfile\nFROM alpine:3.22\n```\n\n- Choose a release and write it down.\n- A digest pins it for good.\n\nSee [the reference](https://docs.docker.com/reference/dockerfile/#from).\n",
    },
    Rule {
        id: "json-args",
        alias: "hadolint/DL3025",
        summary: "Write CMD and ENTRYPOINT as JSON",
        severity: Severity::Warning,
        category: Category::Reliability,
        fix: Some(Applicability::Unsafe),
        docs: "A plain command line runs under `/bin/sh -c`. The shell is then process 1 and **does not pass signals on**: `docker stop` waits ten seconds and kills.\n\n```dockerfile\nCMD [\"node\", \"server.js\"]\n```\n",
    },
    Rule {
        id: "no-maintainer",
        alias: "buildkit/MaintainerDeprecated",
        summary: "Use a label instead of MAINTAINER",
        severity: Severity::Warning,
        category: Category::Clarity,
        fix: Some(Applicability::Safe),
        docs: "`MAINTAINER` is deprecated. A label says the same and can be read with `docker inspect`.\n",
    },
    Rule {
        id: "no-version-field",
        alias: "dclint/no-version-field",
        summary: "Leave `version` out of Compose files",
        severity: Severity::Warning,
        category: Category::Clarity,
        fix: Some(Applicability::Safe),
        docs: "Compose ignores the top-level `version` key and warns about it.\n",
    },
    Rule {
        id: "published-port-not-exposed",
        alias: "",
        summary: "Publish a port that the image listens on",
        severity: Severity::Info,
        category: Category::Correctness,
        fix: None,
        docs: "The service publishes a container port that the image built here does not `EXPOSE`. One of the two is likely wrong.\n\n1. Look at what the program listens on.\n2. Make both files say so.\n",
    },
];

const FALLBACK: Rule =
    Rule { id: "", alias: "", summary: "", severity: Severity::Info, category: Category::Clarity, fix: None, docs: "" };

fn url(rule: &str) -> String {
    format!("{}/blob/main/docs/rules/{rule}.md", env!("CARGO_PKG_REPOSITORY"))
}

fn rule(id: &str) -> &'static Rule {
    RULES.iter().find(|rule| rule.id == id).unwrap_or(&FALLBACK)
}

fn metadata(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "aliases": if rule.alias.is_empty() { vec![] } else { vec![rule.alias] },
        "summary": rule.summary,
        "docs": rule.docs,
        "severity": rule.severity.as_str(),
        "category": rule.category.as_str(),
        "fix": rule.fix.map(Applicability::as_str),
        "url": url(rule.id),
    })
}

/// A rule's documentation as JSON, or `null`.
pub fn explain(id: &str) -> String {
    RULES
        .iter()
        .find(|rule| rule.id == id || rule.alias == id)
        .map_or_else(|| "null".to_owned(), |rule| metadata(rule).to_string())
}

/// All rules as a JSON array.
pub fn rules() -> String {
    RULES.iter().map(metadata).collect::<Value>().to_string()
}

/// The paths that the project would like to see.
pub fn wanted(files: &[(String, String)]) -> Vec<String> {
    let mut wanted = Vec::new();
    for (_, text) in files.iter().filter(|(path, _)| is_yaml(path)) {
        for line in text.lines() {
            let Some(folder) = line.trim().strip_prefix("build: ./") else { continue };
            let path = format!("{}/Dockerfile", folder.trim_end_matches('/'));
            if !files.iter().any(|(other, _)| *other == path) {
                wanted.push(path);
            }
        }
    }
    wanted
}

fn is_yaml(path: &str) -> bool {
    path.ends_with("yaml") || path.ends_with("yml")
}

/// Checks all files.
pub fn check(files: &[(String, String)], _options: &Options) -> CheckOutput {
    let mut findings = Vec::new();
    for (at, (path, text)) in files.iter().enumerate() {
        let file = FileId(at as u32);
        for (start, line) in lines(text) {
            if is_yaml(path) {
                compose_line(files, file, start, line, &mut findings);
            } else {
                dockerfile_line(file, start, line, &mut findings);
            }
        }
    }
    CheckOutput { report: report(files, &findings), findings }
}

fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len() as u32;
        (start, line.trim_end())
    })
}

fn finding(id: &str, file: FileId, span: Span, message: String, help: &str) -> Diagnostic {
    let rule = rule(id);
    Diagnostic {
        rule: rule.id,
        severity: rule.severity,
        message,
        primary: Label { file, span, text: String::new() },
        labels: Vec::new(),
        help: Some(help.to_owned()),
        fixes: Vec::new(),
    }
}

fn fix(title: &str, applicability: Applicability, file: FileId, span: Span, text: String) -> Fix {
    Fix { title: title.to_owned(), applicability, edits: vec![Edit { file, span, text }] }
}

fn dockerfile_line(file: FileId, start: u32, line: &str, findings: &mut Vec<Diagnostic>) {
    let whole = Span::new(start, start + line.len() as u32);
    let Some((keyword, rest)) = line.split_once(' ') else { return };
    let arguments = Span::new(whole.end - rest.len() as u32, whole.end);
    match keyword {
        "FROM" => {
            let image = rest.split(' ').next().unwrap_or("");
            if image.ends_with(":latest") {
                let span = Span::new(arguments.start, arguments.start + image.len() as u32);
                let message = format!("`{image}` is another image next week");
                findings.push(finding("no-latest-tag", file, span, message, "name a release, such as `:3.22`"));
            }
        }
        "CMD" | "ENTRYPOINT" if !rest.starts_with('[') => {
            let words: Vec<&str> = rest.split_whitespace().collect();
            let message = format!("`{keyword}` runs under a shell that does not pass signals on");
            let mut found = finding("json-args", file, arguments, message, "write it as a JSON array");
            let text = json!(words).to_string().replace("\",\"", "\", \"");
            found.fixes.push(fix("Write it as a JSON array", Applicability::Unsafe, file, arguments, text));
            findings.push(found);
        }
        "MAINTAINER" => {
            let mut found =
                finding("no-maintainer", file, whole, "`MAINTAINER` is deprecated".to_owned(), "use a label");
            let text = format!("LABEL org.opencontainers.image.authors=\"{rest}\"");
            found.fixes.push(fix("Replace it with a label", Applicability::Safe, file, whole, text));
            findings.push(found);
        }
        _ => {}
    }
}

fn compose_line(files: &[(String, String)], file: FileId, start: u32, line: &str, findings: &mut Vec<Diagnostic>) {
    if line.starts_with("version:") {
        let span = Span::new(start, start + line.len() as u32);
        let message = "Compose ignores `version`".to_owned();
        let mut found = finding("no-version-field", file, span, message, "remove the line");
        let with_line_end = Span::new(span.start, span.end + 1);
        found.fixes.push(fix("Remove the line", Applicability::Safe, file, with_line_end, String::new()));
        findings.push(found);
    }
    let Some((_, mapping)) = line.split_once("- \"") else { return };
    let Some((_, port)) = mapping.trim_end_matches('"').split_once(':') else { return };
    let Some(dockerfile) = files.iter().position(|(path, _)| path == "Dockerfile") else { return };
    let Some((_, text)) = files.get(dockerfile) else { return };
    let Some((at, expose)) = lines(text).find(|(_, line)| line.starts_with("EXPOSE ")) else { return };
    if expose.split(' ').any(|word| word == port) {
        return;
    }
    let end = start + line.len() as u32 - 1;
    let message = format!("port `{port}` is published, but the image built here does not expose it");
    let span = Span::new(end - mapping.len() as u32 + 1, end);
    let mut found = finding("published-port-not-exposed", file, span, message, "make both files name the same port");
    let label = Span::new(at + 7, at + expose.len() as u32);
    found.labels.push(Label {
        file: FileId(dockerfile as u32),
        span: label,
        text: "the image exposes this".to_owned(),
    });
    findings.push(found);
}

fn report(files: &[(String, String)], findings: &[Diagnostic]) -> String {
    let sources: Vec<Source> =
        files.iter().map(|(path, text)| Source::new(RelPath::new(path), text.as_str())).collect();
    let path = |file: FileId| files.get(file.index()).map_or("", |(path, _)| path.as_str());
    let position = |file: FileId, offset: u32| {
        let at = sources.get(file.index()).map(|source| source.position(offset));
        json!({ "line": at.map_or(1, |at| at.line), "column": at.map_or(1, |at| at.column), "offset": offset })
    };
    let label = |label: &Label| {
        json!({
            "path": path(label.file), "text": label.text,
            "start": position(label.file, label.span.start), "end": position(label.file, label.span.end),
        })
    };
    let edit = |edit: &Edit| json!({ "path": path(edit.file), "start": edit.span.start, "end": edit.span.end, "text": edit.text });
    let list = findings.iter().map(|finding| {
        let rule = rule(finding.rule);
        let fixes = finding.fixes.iter().map(|fix| {
            json!({
                "title": fix.title, "applicability": fix.applicability.as_str(),
                "edits": fix.edits.iter().map(edit).collect::<Value>(),
            })
        });
        let mut value = metadata(rule);
        if let Value::Object(map) = &mut value {
            for key in ["id", "docs", "summary", "fix"] {
                map.remove(key);
            }
            map.insert("rule".into(), finding.rule.into());
            map.insert("message".into(), finding.message.as_str().into());
            map.insert("help".into(), finding.help.as_deref().into());
            map.insert("path".into(), path(finding.primary.file).into());
            map.insert("start".into(), position(finding.primary.file, finding.primary.span.start));
            map.insert("end".into(), position(finding.primary.file, finding.primary.span.end));
            map.insert("labels".into(), finding.labels.iter().map(label).collect());
            map.insert("fixes".into(), fixes.collect());
        }
        value
    });
    let count = |severity: Severity| findings.iter().filter(|finding| finding.severity == severity).count();
    let value = json!({
        "version": 1,
        "findings": list.collect::<Value>(),
        "files": files.iter().map(|(path, _)| {
            json!({ "path": path, "kind": if is_yaml(path) { "compose" } else { "dockerfile" } })
        }).collect::<Value>(),
        "summary": {
            "files": files.len(), "error": count(Severity::Error), "warning": count(Severity::Warning),
            "info": count(Severity::Info), "style": count(Severity::Style), "suppressed": 0,
            "fixable": findings.iter().filter(|finding| !finding.fixes.is_empty()).count(),
        },
    });
    value.to_string()
}
