//! The JSON report, version 1: lines and columns 1-based (columns in characters), offsets and edits in bytes.

use super::View;
use crate::diagnostic::{Diagnostic, FileId, Label};
use crate::fix::Fix;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct ReportJson<'a> {
    version: u32,
    findings: Vec<FindingJson<'a>>,
    files: Vec<FileJson<'a>>,
    summary: SummaryJson,
}

#[derive(Serialize)]
struct FindingJson<'a> {
    rule: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    aliases: Vec<Cow<'a, str>>,
    severity: &'a str,
    category: Option<&'a str>,
    message: &'a str,
    help: Option<&'a str>,
    url: Option<String>,
    path: Cow<'a, str>,
    start: PlaceJson,
    end: PlaceJson,
    labels: Vec<LabelJson<'a>>,
    fixes: Vec<FixJson<'a>>,
}

#[derive(Serialize)]
struct PlaceJson {
    line: u32,
    column: u32,
    offset: u32,
}

#[derive(Serialize)]
struct LabelJson<'a> {
    path: Cow<'a, str>,
    start: PlaceJson,
    end: PlaceJson,
    text: &'a str,
}

#[derive(Serialize)]
struct FixJson<'a> {
    title: &'a str,
    applicability: &'a str,
    edits: Vec<EditJson<'a>>,
}

#[derive(Serialize)]
struct EditJson<'a> {
    path: Cow<'a, str>,
    start: u32,
    end: u32,
    text: &'a str,
}

#[derive(Serialize)]
struct FileJson<'a> {
    path: Cow<'a, str>,
    kind: &'a str,
}

#[derive(Serialize)]
struct SummaryJson {
    files: usize,
    error: usize,
    warning: usize,
    info: usize,
    style: usize,
    fixable: usize,
    suppressed: usize,
}

pub(super) fn render(view: &View<'_>) -> String {
    let report = view.report;
    let file = |file: &crate::report::FileSummary| FileJson { path: view.path(file.file), kind: file.kind.as_str() };
    let summary = &report.summary;
    let json = ReportJson {
        version: 1,
        findings: report.findings.iter().map(|finding| finding_json(view, finding)).collect(),
        files: report.files.iter().map(file).collect(),
        summary: SummaryJson {
            files: summary.files,
            error: summary.error,
            warning: summary.warning,
            info: summary.info,
            style: summary.style,
            fixable: summary.fixable,
            suppressed: summary.suppressed,
        },
    };
    let mut out = serde_json::to_string(&json).unwrap_or_default();
    out.push('\n');
    out
}

fn finding_json<'a>(view: &View<'a>, finding: &'a Diagnostic) -> FindingJson<'a> {
    let meta = view.registry.get(finding.rule).map(|rule| &rule.meta);
    let primary = &finding.primary;
    FindingJson {
        rule: finding.rule,
        code: finding.code.as_deref(),
        aliases: finding.aliases(meta.map_or(&[], |meta| meta.aliases)).collect(),
        severity: finding.severity.as_str(),
        category: meta.map(|meta| meta.category.as_str()),
        message: &finding.message,
        help: finding.help.as_deref(),
        url: meta.map(crate::rule::RuleMeta::url),
        path: view.path(primary.file),
        start: place(view, primary.file, primary.span.start),
        end: place(view, primary.file, primary.span.end),
        labels: finding.labels.iter().map(|label| label_json(view, label)).collect(),
        fixes: finding.fixes.iter().map(|fix| fix_json(view, fix)).collect(),
    }
}

fn place(view: &View<'_>, file: FileId, offset: u32) -> PlaceJson {
    let position = view.position(file, offset);
    PlaceJson { line: position.line, column: position.column, offset }
}

fn label_json<'a>(view: &View<'a>, label: &'a Label) -> LabelJson<'a> {
    LabelJson {
        path: view.path(label.file),
        start: place(view, label.file, label.span.start),
        end: place(view, label.file, label.span.end),
        text: &label.text,
    }
}

fn fix_json<'a>(view: &View<'a>, fix: &'a Fix) -> FixJson<'a> {
    let edit = |edit: &'a crate::fix::Edit| EditJson {
        path: view.path(edit.file),
        start: edit.span.start,
        end: edit.span.end,
        text: &edit.text,
    };
    FixJson {
        title: &fix.title,
        applicability: fix.applicability.as_str(),
        edits: fix.edits.iter().map(edit).collect(),
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::FileId;
    use crate::fix::{Applicability, Edit, Fix};
    use crate::render::sample::Sample;
    use crate::span::Span;

    #[test]
    fn the_report_has_all_keys_in_the_documented_order() {
        let mut sample =
            Sample::new(&[("Dockerfile", "FROM a\nRUN \"ü\" b\n"), ("compose.yaml", "services:\n  web: {}\n")]);
        let label = sample.label(1, "web", "built here");
        let finding = sample.finding("some-rule", "b", "say \"b\"");
        finding.labels.push(label);
        finding.help = Some("do".into());
        finding.fixes.push(Fix {
            title: "Do".into(),
            applicability: Applicability::Safe,
            edits: vec![Edit { file: FileId(0), span: Span::new(7, 10), text: "x\n".into() }],
        });
        sample.report.summary.suppressed = 2;
        assert_eq!(
            sample.view().json(),
            concat!(
                r#"{"version":1,"findings":[{"rule":"some-rule","aliases":[],"severity":"warning","category":null,"#,
                r#""message":"say \"b\"","help":"do","url":null,"path":"Dockerfile","#,
                r#""start":{"line":2,"column":9,"offset":16},"end":{"line":2,"column":10,"offset":17},"#,
                r#""labels":[{"path":"compose.yaml","start":{"line":2,"column":3,"offset":12},"#,
                r#""end":{"line":2,"column":6,"offset":15},"text":"built here"}],"#,
                r#""fixes":[{"title":"Do","applicability":"safe","edits":[{"path":"Dockerfile","start":7,"end":10,"text":"x\n"}]}]}],"#,
                r#""files":[{"path":"Dockerfile","kind":"dockerfile"},{"path":"compose.yaml","kind":"compose"}],"#,
                r#""summary":{"files":2,"error":0,"warning":1,"info":0,"style":0,"fixable":1,"suppressed":2}}"#,
                "\n"
            )
        );
    }

    #[test]
    fn an_empty_report_is_a_whole_document() {
        let json = Sample::new(&[]).view().json();
        assert!(json.starts_with(r#"{"version":1,"findings":[],"files":[],"summary":{"files":0,"#), "{json}");
    }
}
