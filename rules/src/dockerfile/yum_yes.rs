//! Questions of yum that nobody answers.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::Verb;

declare_rule! {
    /// `yum` asks before each change. A build has no terminal: the question gets no answer, and the build stops with
    /// "Operation aborted."
    ///
    /// ```dockerfile,expect
    /// FROM amazonlinux:2
    /// RUN yum install curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM amazonlinux:2
    /// RUN yum install -y curl
    /// ```
    ///
    /// What answers it: `-y`, `--assumeyes`, `yes |` before it, or `assumeyes` in the configuration or by `--setopt`. A
    /// variable that cannot be resolved may hold the answer. Upgrades and removals ask, too.
    ///
    /// ```dockerfile
    /// FROM amazonlinux:2
    /// RUN echo assumeyes=1 >> /etc/yum.conf && yum install curl
    /// ```
    pub static RULE = {
        id: "yum-yes", summary: "Answer the question of yum with `-y`",
        category: Correctness, severity: Error, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3030", "semgrep/missing-yum-assume-yes-switch"],
        differs: [
            "hadolint/DL3030" => "Answers from a pipe, a variable or the configuration of yum count.",
        ],
    }
    Check::Command(&["yum"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(question) = cx.unanswered(at) else { return };
    let (place, flag) = &question.insertion;
    let finding = sink.report(question.span, question.message()).help(format!("write `{}`", question.answered)).fix(
        Safe,
        "Insert `-y`",
        |edit| edit.insert(*place, flag.as_str()),
    );
    if !at.is_plain() || question.verb != Verb::Install {
        finding.not_as("hadolint/DL3030");
    }
}
