//! Comments that silence findings.

use plimsoll_core::prelude::*;
use plimsoll_core::project::Linked;
use plimsoll_core::suppress::{self, Form};

declare_rule! {
    /// A comment in the file silences what others agreed upon, where nobody sees it but who reads that file. A team that
    /// keeps its exceptions in the configuration, under review, may want none of them.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// # hadolint ignore=DL3008
    /// RUN apt-get install -y git
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// # We ignore the version here.
    /// RUN apt-get install -y git
    /// ```
    ///
    /// All forms are found, in Dockerfiles and in Compose files: Plimsoll's own, hadolint's, and BuildKit's `# check=skip=…`.
    /// An ignore comment does not silence this rule.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29
    ///     # plimsoll: ignore[no-privileged] talks to the hardware
    ///     privileged: true
    /// ```
    pub static RULE = {
        id: "no-inline-ignore", summary: "Keep exceptions in the configuration, not in comments", category: Clarity, severity: Info,
        since: "0.2.0", presets: [], aliases: ["hadolint/DL1001"],
    }
    Check::Dockerfile(check_dockerfile),
    Check::Compose(check_compose),
}

fn check_dockerfile(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    check(cx.linked, cx.file, sink);
}

fn check_compose(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    check(cx.linked, cx.file, sink);
}

fn check(linked: &Linked<'_>, file: FileId, sink: &mut Sink<'_>) {
    for comment in suppress::comments(linked, file) {
        let names: Vec<String> = comment.names.iter().map(|name| format!("`{}`", name.text)).collect();
        let message = match names.as_slice() {
            [] => "the comment silences every rule".to_owned(),
            [name] => format!("the comment silences {name}"),
            names => format!("the comment silences {}", names.join(", ")),
        };
        let finding = sink
            .report_in(comment.file, comment.comment, message)
            .help("take it out, and put into the configuration what is meant to stay");
        // Hadolint's rule is about its comments for one instruction.
        let text = linked.project().file(comment.file).map_or("", |file| comment.comment.of(file.source().text()));
        let is_wide = text.split('=').next().is_some_and(|form| form.contains("stage") || form.contains("global"));
        if comment.form != Form::Hadolint || is_wide {
            finding.not_as("hadolint/DL1001");
        }
    }
}
