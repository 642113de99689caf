//! The places of a report's findings, as an editor in a browser wants them; see `EditorFinding` in `types.ts`.

use plimsoll_core::diagnostic::FileId;
use plimsoll_core::span::Span;
use serde::Serialize;

use crate::engine::{self, CheckOutput};
use crate::utf16::Utf16Map;

#[derive(Serialize)]
struct Finding<'a> {
    from: u32,
    to: u32,
    posture: bool,
    labels: Vec<Range>,
    fixes: Vec<Fix<'a>>,
}

#[derive(Serialize)]
struct Range {
    from: u32,
    to: u32,
}

#[derive(Serialize)]
struct Fix<'a> {
    edits: Vec<Edit<'a>>,
}

#[derive(Serialize)]
struct Edit<'a> {
    from: u32,
    to: u32,
    path: &'a str,
    text: &'a str,
}

/// A JSON array parallel to the report's findings.
pub(crate) fn json(checked: &CheckOutput) -> String {
    let registry = engine::registry();
    let project = &checked.project;
    let maps: Vec<Utf16Map> = project.files().map(|(_, file)| Utf16Map::new(file.source().text())).collect();
    let range = |file: FileId, span: Span| {
        let offset = |byte| maps.get(file.index()).map_or(0, |map| map.offset(byte));
        Range { from: offset(span.start), to: offset(span.end) }
    };
    let path = |file: FileId| project.file(file).map_or("", |file| file.path().as_str());
    let mut findings = Vec::with_capacity(checked.findings.len());
    for found in &checked.findings {
        let Range { from, to } = range(found.primary.file, found.primary.span);
        let fixes = found.fixes.iter().map(|fix| {
            let edits = fix.edits.iter().map(|change| {
                let Range { from, to } = range(change.file, change.span);
                Edit { from, to, path: path(change.file), text: &change.text }
            });
            Fix { edits: edits.collect() }
        });
        findings.push(Finding {
            from,
            to,
            posture: registry.get(found.rule).is_some_and(|rule| rule.meta.posture),
            labels: found.labels.iter().map(|label| range(label.file, label.span)).collect(),
            fixes: fixes.collect(),
        });
    }
    serde_json::to_string(&findings).unwrap_or_default()
}
