//! The instructions of a file as one line of JSON, for tools that compare parsers.

use super::Dockerfile;
use crate::source::LineIndex;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct File<'a> {
    path: &'a str,
    errors: usize,
    instructions: Vec<Entry<'a>>,
}

#[derive(Serialize)]
struct Entry<'a> {
    keyword: String,
    start: u32,
    end: u32,
    flags: Vec<Cow<'a, str>>,
    heredocs: Vec<&'a str>,
}

/// The file's instructions as JSON on one line: keyword in upper case, first and last line (1-based), flags, heredocs.
pub fn ast_json(path: &str, file: &Dockerfile) -> String {
    let lines = LineIndex::new(file.text());
    let instructions = file
        .instructions()
        .map(|instruction| {
            let span = instruction.span();
            Entry {
                keyword: instruction.keyword_text().to_ascii_uppercase(),
                start: lines.line(span.start) + 1,
                end: lines.line(span.end) + 1,
                flags: instruction.flags().map(super::Flag::cooked).collect(),
                heredocs: instruction.heredocs().map(super::Heredoc::name).collect(),
            }
        })
        .collect();
    serde_json::to_string(&File { path, errors: file.errors().len(), instructions }).unwrap_or_default()
}
