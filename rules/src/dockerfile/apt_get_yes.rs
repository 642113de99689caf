//! Questions of apt-get that nobody answers.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `apt-get` asks before it installs more than what was named, or removes something. A build has no terminal: the
    /// question gets no answer, and the build stops with "Abort."
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get install --no-install-recommends curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// `DEBIAN_FRONTEND=noninteractive` silences the questions of packages, not this one. What answers it: `-y`,
    /// `--yes`, `--assume-yes`, `-qq`, `yes |` before it, or `APT::Get::Assume-Yes` in the configuration or in an
    /// option. A simulation (`-s`) asks nothing, and a variable that cannot be resolved may hold the answer.
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN echo 'APT::Get::Assume-Yes "true";' > /etc/apt/apt.conf.d/90yes
    /// RUN apt-get update && apt-get install curl
    /// ```
    ///
    /// `apt` and `aptitude` ask the same; upgrades and removals ask, too.
    pub static RULE = {
        id: "apt-get-yes", summary: "Answer the question of apt-get with `-y`",
        category: Correctness, severity: Warning, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3014", "trivy/DS-0021", "semgrep/missing-assume-yes-switch",
            "dockerfilelint/apt-get_missing_param",
        ],
        differs: [
            "hadolint/DL3014" =>
                "A simulation asks nothing, and answers from a pipe, a variable or the configuration of apt count.",
        ],
    }
    Check::Command(&["apt-get", "apt", "aptitude"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(question) = cx.unanswered(at) else { return };
    let (place, flag) = &question.insertion;
    let finding = sink.report(question.span, question.message()).help(format!("write `{}`", question.answered)).fix(
        Safe,
        "Insert `-y`",
        |edit| edit.insert(*place, flag.as_str()),
    );
    if !at.is_plain() || question.manager.name != "apt-get" || !question.name.ends_with(" install") {
        finding.not_as("hadolint/DL3014");
    }
}
