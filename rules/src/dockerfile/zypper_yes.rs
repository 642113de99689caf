//! Questions of zypper that nobody answers.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `zypper` asks before each change. A build has no terminal: the question gets no answer, and the build stops.
    ///
    /// ```dockerfile,expect
    /// FROM opensuse/leap:15.6
    /// RUN zypper install curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install curl
    /// ```
    ///
    /// `-n` (`--non-interactive`) stands before the sub-command; after `install` it means `--name`. `-y` and
    /// `--no-confirm` after it are answers, too, and so is `yes |` before the command. A variable that cannot be
    /// resolved may hold the answer.
    ///
    /// ```dockerfile
    /// FROM opensuse/leap:15.6
    /// RUN zypper refresh && zypper install -y curl
    /// ```
    pub static RULE = {
        id: "zypper-yes", summary: "Answer the questions of zypper with `-n`",
        category: Correctness, severity: Error, fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3034", "semgrep/missing-zypper-no-confirm-switch"],
        differs: [
            "hadolint/DL3034" =>
                "`-n` after `install` is `--name` and answers nothing; answers from a pipe or a variable count.",
        ],
    }
    Check::Command(&["zypper"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(question) = cx.unanswered(at) else { return };
    let (place, flag) = &question.insertion;
    let finding = sink.report(question.span, question.message()).help(format!("write `{}`", question.answered)).fix(
        Safe,
        "Insert `-n`",
        |edit| edit.insert(*place, flag.as_str()),
    );
    if !at.is_plain() || !is_judged(&question.name) {
        finding.not_as("hadolint/DL3034");
    }
}

/// Whether hadolint knows the sub-command.
fn is_judged(name: &str) -> bool {
    ["install", "in", "remove", "rm", "source-install", "si", "patch"]
        .iter()
        .any(|verb| name.strip_suffix(verb).is_some_and(|rest| rest.ends_with(' ')))
}
