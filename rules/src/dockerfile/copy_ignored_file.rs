//! Sources that an ignore file keeps out of the build context.

use plimsoll_core::prelude::*;

declare_rule! {
    /// What `.dockerignore` ignores is not sent to the build: COPY and ADD do not find it, and the build stops with
    /// "not found", although the file is there.
    ///
    /// ```project,expect
    /// ==> .dockerignore
    /// dist
    /// ==> Dockerfile
    /// FROM nginx:1.29
    /// COPY dist /usr/share/nginx/html
    /// ```
    ///
    /// A later line with `!` takes a path back:
    ///
    /// ```project
    /// ==> .dockerignore
    /// *
    /// !dist/**
    /// ==> Dockerfile
    /// FROM nginx:1.29
    /// COPY dist /usr/share/nginx/html
    /// ```
    ///
    /// `Dockerfile.dockerignore` beside a Dockerfile takes the place of the context's `.dockerignore`. The contexts are
    /// those of the services that build the Dockerfile; one that no service builds is taken to be built in its own folder.
    /// With several contexts a source is reported when none of them has it. Wildcards, variables without a value,
    /// addresses and other stages are not looked at.
    pub static RULE = {
        id: "copy-ignored-file", summary: "Do not copy what `.dockerignore` ignores", category: Correctness,
        severity: Error, since: "0.2.0", presets: [Recommended, Buildkit], aliases: ["buildkit/CopyIgnoredFile"],
        differs: [
            "buildkit/CopyIgnoredFile" => "Ignore files with `!` lines are read, too, and wildcards are left alone: what they stand for is not known.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for source in cx.ignored_sources() {
        let Some(&(first, line)) = source.lines.first() else { continue };
        let Some(file) = cx.linked.project().file(first) else { continue };
        let (name, pattern) = (file.path(), line.of(file.source().text()));
        let path = &source.path;
        let (message, help) = if path.is_empty() {
            (
                format!("nothing is copied: `{name}` ignores the whole build context"),
                format!("add lines with `!` below `{pattern}` for what the build needs"),
            )
        } else {
            (
                format!("`{path}` is not in the build context: `{name}` ignores it"),
                format!("add `!{path}` at the end of `{name}`, or remove `{pattern}`"),
            )
        };
        let mut finding = sink.report(source.span, message).help(help);
        if path.is_empty() {
            finding = finding.severity(Severity::Warning);
        }
        if source.has_exceptions {
            finding = finding.not_as("buildkit/CopyIgnoredFile");
        }
        for &(file, line) in source.lines.iter().take(4) {
            finding = finding.label_in(file, line, "ignores it");
        }
    }
}
