//! Reports made by hand, for the renderers' tests.

use super::View;
use crate::diagnostic::{Diagnostic, FileId, Label, Severity};
use crate::path::RelPath;
use crate::project::{File, FileKind, Origin, Project};
use crate::registry::Registry;
use crate::report::{FileSummary, Report};
use crate::span::Span;

pub(crate) struct Sample {
    pub(crate) report: Report,
    pub(crate) project: Project,
    pub(crate) registry: Registry,
}

impl Sample {
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let mut project = Project::new();
        let mut report = Report::default();
        for (path, text) in files {
            let file = File::parse_as(RelPath::new(path), text.as_bytes().to_vec(), FileKind::Other);
            let kind = if path.ends_with("yaml") { FileKind::Compose } else { FileKind::Dockerfile };
            report.files.push(FileSummary { file: project.insert(file, Origin::Given), kind });
            report.summary.files += 1;
        }
        Self { report, project, registry: Registry::new() }
    }

    /// The first place of `needle` in the file.
    pub(crate) fn label(&self, file: u32, needle: &str, text: &str) -> Label {
        let file = FileId(file);
        let start = self.project.file(file).and_then(|file| file.source().text().find(needle)).expect("needle") as u32;
        Label { file, span: Span::new(start, start + needle.len() as u32), text: text.to_owned() }
    }

    /// A warning in the first file.
    pub(crate) fn finding(&mut self, rule: &'static str, needle: &str, message: &str) -> &mut Diagnostic {
        let primary = self.label(0, needle, "");
        self.report.findings.push(Diagnostic::new(rule, Severity::Warning, primary, message));
        self.report.findings.last_mut().expect("just pushed")
    }

    pub(crate) fn view(&mut self) -> View<'_> {
        let kept = (self.report.summary.files, self.report.summary.suppressed);
        self.report.summary = crate::report::Summary { files: kept.0, suppressed: kept.1, ..Default::default() };
        for finding in &self.report.findings {
            self.report.summary.count(finding);
        }
        View::new(&self.report, &self.project, &self.registry)
    }
}
