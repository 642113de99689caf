//! Reports as text for machines: pure functions from a report to a string, the same bytes on every host.
//!
//! The playground shows "what GitHub will show" with the very function the command line uses.

mod concise;
mod github;
mod json;
mod paths;
mod rules;
mod schema;
mod summary;

pub use paths::PathStyle;
pub use rules::{markdown, rules, rules_json};
pub use schema::schema;
pub use summary::{files, plural, summary_line};

use crate::diagnostic::{FileId, Label};
use crate::project::Project;
use crate::registry::Registry;
use crate::report::Report;
use crate::source::Position;
use std::borrow::Cow;

/// The report as JSON, version 1, with paths as the project has them.
pub fn json(report: &Report, project: &Project, registry: &Registry) -> String {
    json::render(&View::new(report, project, registry))
}

/// The report as GitHub workflow commands, with paths as the project has them.
pub fn github(report: &Report, project: &Project, registry: &Registry) -> String {
    github::render(&View::new(report, project, registry))
}

/// One line a finding, `path:line:col: severity[id] message`, with paths as the project has them.
pub fn concise(report: &Report, project: &Project, registry: &Registry) -> String {
    concise::render(&View::new(report, project, registry))
}

/// A report with all that is needed to write it down.
#[derive(Copy, Clone, Debug)]
pub struct View<'a> {
    /// What was found.
    pub report: &'a Report,
    /// The files it was found in.
    pub project: &'a Project,
    /// The rules that found it.
    pub registry: &'a Registry,
    /// How paths are written; `None`: as the project has them.
    pub paths: Option<&'a PathStyle>,
}

impl<'a> View<'a> {
    /// A view with paths as the project has them.
    pub fn new(report: &'a Report, project: &'a Project, registry: &'a Registry) -> Self {
        Self { report, project, registry, paths: None }
    }

    /// The same with paths written in this style.
    #[must_use]
    pub fn with_paths(self, paths: &'a PathStyle) -> Self {
        Self { paths: Some(paths), ..self }
    }

    /// As [`json`].
    pub fn json(&self) -> String {
        json::render(self)
    }

    /// As [`github`].
    pub fn github(&self) -> String {
        github::render(self)
    }

    /// As [`concise`].
    pub fn concise(&self) -> String {
        concise::render(self)
    }

    /// A file's path as it is written.
    pub fn path(&self, file: FileId) -> Cow<'a, str> {
        let Some(path) = self.project.file(file).map(crate::project::File::path) else { return Cow::Borrowed("") };
        self.paths.map_or(Cow::Borrowed(path.as_str()), |style| style.show(path))
    }

    /// Line and column of an offset.
    pub fn position(&self, file: FileId, offset: u32) -> Position {
        self.project.file(file).map_or(Position { line: 1, column: 1 }, |file| file.source().position(offset))
    }

    /// Where a label begins.
    pub fn start(&self, label: &Label) -> Position {
        self.position(label.file, label.span.start)
    }

    /// Where a label ends: the place after its last character.
    pub fn end(&self, label: &Label) -> Position {
        self.position(label.file, label.span.end)
    }
}

/// `text` on one line and without control characters, so that a file cannot write commands into a log or a terminal.
pub fn one_line(text: &str) -> Cow<'_, str> {
    if !text.contains(|c: char| c.is_control()) {
        return Cow::Borrowed(text);
    }
    let plain = |c: char| match c {
        '\n' | '\r' | '\t' => ' ',
        c if c.is_control() => '\u{fffd}',
        c => c,
    };
    Cow::Owned(text.chars().map(plain).collect())
}

#[cfg(test)]
pub(crate) mod sample;
