//! The places of a report's findings, as an editor in a browser wants them.

use plimsoll_core::diagnostic::FileId;
use plimsoll_core::span::Span;
use serde_json::{Map, Value, json};

use crate::engine::{self, CheckOutput};
use crate::utf16::Utf16Map;

/// A JSON array parallel to the report's findings; see `EditorFinding` in `types.ts`.
pub(crate) fn json(checked: &CheckOutput) -> String {
    let registry = engine::registry();
    let project = &checked.project;
    let maps: Vec<Utf16Map> = project.files().map(|(_, file)| Utf16Map::new(file.source().text())).collect();
    let range = |file: FileId, span: Span| {
        let map = maps.get(file.index());
        let offset = |byte| map.map_or(0, |map| map.offset(byte));
        Map::from_iter([("from".to_owned(), offset(span.start).into()), ("to".to_owned(), offset(span.end).into())])
    };
    let path = |file: FileId| project.file(file).map_or("", |file| file.path().as_str());
    let findings = checked.findings.iter().map(|finding| {
        let labels = finding.labels.iter().map(|label| Value::Object(range(label.file, label.span)));
        let fixes = finding.fixes.iter().map(|fix| {
            let edits = fix.edits.iter().map(|edit| {
                let mut value = range(edit.file, edit.span);
                value.insert("path".to_owned(), path(edit.file).into());
                value.insert("text".to_owned(), edit.text.as_str().into());
                Value::Object(value)
            });
            json!({ "edits": edits.collect::<Vec<_>>() })
        });
        let mut value = range(finding.primary.file, finding.primary.span);
        let posture = registry.get(finding.rule).is_some_and(|rule| rule.meta.posture);
        value.insert("posture".to_owned(), posture.into());
        value.insert("labels".to_owned(), labels.collect());
        value.insert("fixes".to_owned(), fixes.collect());
        Value::Object(value)
    });
    findings.collect::<Value>().to_string()
}
