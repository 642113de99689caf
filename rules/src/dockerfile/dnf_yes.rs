//! Questions of dnf that nobody answers.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::Verb;

declare_rule! {
    /// `dnf` asks before each change. A build has no terminal: the question gets no answer, and the build stops with
    /// "Operation aborted."
    ///
    /// ```dockerfile,expect
    /// FROM rockylinux:9
    /// RUN dnf install curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM rockylinux:9
    /// RUN dnf install -y curl
    /// ```
    ///
    /// What answers it: `-y`, `--assumeyes`, `yes |` before it, or `assumeyes` in the configuration or by `--setopt`. A
    /// variable that cannot be resolved may hold the answer. Upgrades and removals ask, too.
    ///
    /// ```dockerfile
    /// FROM rockylinux:9
    /// RUN echo assumeyes=1 >> /etc/dnf/dnf.conf && dnf install curl
    /// ```
    ///
    /// The microdnf of Red Hat's images never asks; where dnf5 stands behind the name, as in Fedora's, it does. Without
    /// `-y` it is reported as information, and not at all under the preset `recommended`:
    ///
    /// ```dockerfile,expect
    /// FROM registry.access.redhat.com/ubi9-minimal:9.6
    /// RUN microdnf install nginx
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM registry.access.redhat.com/ubi9-minimal:9.6
    /// RUN microdnf install -y nginx
    /// ```
    pub static RULE = {
        id: "dnf-yes", summary: "Answer the question of dnf with `-y`",
        category: Correctness, severity: Error, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3038", "semgrep/missing-dnf-assume-yes-switch"],
        differs: [
            "hadolint/DL3038" => "Answers from a pipe, a variable or the configuration of dnf count.",
        ],
    }
    Check::Command(&["dnf", "dnf5", "microdnf", "tdnf"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(question) = cx.unanswered(at) else { return };
    // That of Red Hat takes the flag and does not need it.
    let may_ask = question.manager.name == "microdnf";
    if may_ask && sink.is_by_preset(Preset::Recommended) {
        return;
    }
    let message = if may_ask {
        format!(
            "`{}` without `-y` asks where dnf5 stands behind the name, and nobody answers in a build",
            question.name
        )
    } else {
        question.message()
    };
    let (place, flag) = &question.insertion;
    let finding = sink
        .report(question.span, message)
        .severity(if may_ask { Severity::Info } else { Severity::Error })
        .help(format!("write `{}`", question.answered))
        .fix(Safe, "Insert `-y`", |edit| edit.insert(*place, flag.as_str()));
    if !at.is_plain() || question.verb != Verb::Install || question.manager.name == "tdnf" {
        finding.not_as("hadolint/DL3038");
    }
}
