//! ShellCheck's findings in the shell text of RUN (feature `shellcheck`), made by the crate `shuck-linter`.
//!
//! What a script is read as: by the shell of the stage, the shebang of a heredoc, or what `/bin/sh` is in the image.
//! ARG and ENV count as set. A finding has the number that ShellCheck gives it and words of its own; its place and its
//! fix are bytes of the Dockerfile. Nothing is read from outside, and scripts that are too large or too deep are left
//! alone (`guard`).

mod codes;
mod fixes;
mod guard;
mod lint;
mod own;
mod reader;
mod source;
#[cfg(test)]
mod tests;
mod weigh;
mod words;

use crate::cx::DockerfileCx;
use crate::diagnostic::Severity;
use crate::dockerfile::Keyword;
use crate::fix::Applicability;
use crate::span::Span;
use reader::Reader;
use source::Source;
use weigh::Scales;

/// A finding in a script of RUN.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// ShellCheck's number: 2086.
    pub code: u16,
    /// How bad it is here.
    pub severity: Severity,
    /// Where it is in the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
    /// A way to mend it.
    pub fix: Option<ScriptFix>,
}

/// A change that mends a [`Finding`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptFix {
    /// What it does.
    pub title: String,
    /// How far it may be trusted.
    pub applicability: Applicability,
    /// The bytes of the file that go, and what comes instead.
    pub edits: Vec<(Span, String)>,
}

/// How bad findings are taken.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Weights {
    /// As they are in a Dockerfile.
    Dockerfile,
    /// As ShellCheck takes them, wherever the script stands.
    ShellCheck,
}

/// The findings in all RUN of a file that are at least as bad as `minimum`.
pub fn findings(cx: &DockerfileCx<'_>, minimum: Severity, weights: Weights) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut budget = guard::Budget::new();
    for script in cx.facts.scripts().iter().filter(|script| script.keyword == Keyword::Run) {
        let Some(run) = cx.dockerfile.instruction(script.instruction) else { continue };
        let Some(reader) = source::reader(cx, run, script) else { continue };
        let Some(source) = Source::new(cx, run, script) else { continue };
        if !budget.allows(source.script()) {
            continue;
        }
        let file = cx.dockerfile.text();
        let mut here = Vec::new();
        if lint::run(file, &source, script, reader, minimum, &mut here) {
            own::run(script, reader, &mut here);
        }
        let scales = Scales { cx, run, script, reader, weights };
        here.retain_mut(|finding| scales.weigh(finding) && finding.severity >= minimum);
        // `{{.name}}` has four braces in one word.
        here.dedup_by(|next, first| {
            next.code == first.code
                && next.code == 1083
                && !first.span.to(next.span).of(file).contains([' ', '\t', '\n'])
        });
        found.append(&mut here);
    }
    found
}
