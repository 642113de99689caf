//! One line a finding, for editors, error matchers and people in a hurry.

use super::{View, one_line};
use crate::diagnostic::Diagnostic;
use std::fmt::Write as _;

pub(super) fn render(view: &View<'_>) -> String {
    let mut out = String::new();
    for finding in &view.report.findings {
        line(view, finding, &mut out);
    }
    out
}

/// `path:line:col: severity[id] message`.
pub(super) fn line(view: &View<'_>, finding: &Diagnostic, out: &mut String) {
    let start = view.start(&finding.primary);
    let _ = writeln!(
        out,
        "{}:{}:{}: {}[{}] {}",
        one_line(&view.path(finding.primary.file)),
        start.line,
        start.column,
        finding.severity.as_str(),
        finding.name(),
        one_line(&finding.message)
    );
}

#[cfg(test)]
mod tests {
    use crate::render::sample::Sample;

    #[test]
    fn each_finding_is_one_line() {
        let mut sample = Sample::new(&[("api/Dockerfile", "FROM a\nRUN é x\n")]);
        sample.finding("some-rule", "RUN", "first\nsecond \u{1b}[31m");
        sample.finding("other-rule", "x", "third");
        assert_eq!(
            sample.view().concise(),
            "api/Dockerfile:2:1: warning[some-rule] first second \u{fffd}[31m\n\
             api/Dockerfile:2:7: warning[other-rule] third\n"
        );
    }
}
