//! The outcome of a run.

use crate::diagnostic::{Diagnostic, FileId, Severity};
use crate::fix::Applicability;
use crate::project::FileKind;

/// The outcome of a run: findings in order, and what was looked at.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Findings, sorted by path, place and rule; the same for any number of threads.
    pub findings: Vec<Diagnostic>,
    /// The files that were linted, sorted by path.
    pub files: Vec<FileSummary>,
    /// Counts.
    pub summary: Summary,
}

/// One file that was linted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileSummary {
    /// The file.
    pub file: FileId,
    /// Its kind.
    pub kind: FileKind,
}

/// What the last line says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Files linted.
    pub files: usize,
    /// Dockerfiles among them.
    pub dockerfiles: usize,
    /// Compose and stack files among them.
    pub compose_files: usize,
    /// Services that were read together with the Dockerfile they build.
    pub builds: usize,
    /// Findings by severity.
    pub error: usize,
    /// Findings by severity.
    pub warning: usize,
    /// Findings by severity.
    pub info: usize,
    /// Findings by severity.
    pub style: usize,
    /// Findings with a safe fix.
    pub fixable: usize,
    /// Findings whose best fix is unsafe.
    pub fixable_unsafe: usize,
    /// Findings that an ignore comment hid.
    pub suppressed: usize,
    /// Missing-hardening findings that were not made because the file is plainly for development.
    pub spared: usize,
}

impl Summary {
    /// Counts one finding.
    pub fn count(&mut self, finding: &Diagnostic) {
        match finding.severity {
            Severity::Error => self.error += 1,
            Severity::Warning => self.warning += 1,
            Severity::Info => self.info += 1,
            Severity::Style => self.style += 1,
        }
        match finding.fixes.iter().map(|fix| fix.applicability).max() {
            Some(Applicability::Safe) => self.fixable += 1,
            Some(Applicability::Unsafe) => self.fixable_unsafe += 1,
            Some(Applicability::DisplayOnly) | None => {}
        }
    }

    /// All findings.
    pub const fn findings(&self) -> usize {
        self.error + self.warning + self.info + self.style
    }
}

impl Report {
    /// The worst severity among the findings.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|finding| finding.severity).max()
    }
}
