//! RUN with sudo.

use plimsoll_core::facts::SudoCall;
use plimsoll_core::prelude::*;

declare_rule! {
    /// RUN is root unless USER says otherwise, and then `sudo` does nothing but take the environment away. Where another
    /// user calls it, that user may become root without a password, and so may whoever breaks into the container.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN sudo apt-get update && sudo apt-get install -y --no-install-recommends git
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends git
    /// ```
    ///
    /// Change the user for the steps that need it:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// USER root
    /// RUN apt-get update && apt-get install -y --no-install-recommends git
    /// USER app
    /// ```
    ///
    /// Where it cannot be seen who runs the command, or where `sudo -u` starts it as another user, the finding is information,
    /// and not part of `recommended`. To install the package is fine; ENTRYPOINT and CMD are not looked at.
    pub static RULE = {
        id: "no-sudo", summary: "Change the user with USER instead of calling sudo", category: Security, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3004", "trivy/DS-0010", "checkov/CKV2_DOCKER_1", "semgrep/no-sudo-in-dockerfile",
            "dockle/DKL-DI-0001", "dockerfilelint/sudo_usage",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let mut is_plain = false;
    let mut calls = Vec::new();
    for at in cx.facts.commands_in(run) {
        if let Some(call) = SudoCall::of(at.command) {
            is_plain |= at.is_plainly("sudo");
            calls.push(SudoCall { removal: call.removal.filter(|_| !at.is_exec_form()), ..call });
        }
    }
    let Some(first) = calls.first() else { return };
    let is_root = cx.facts.is_root_at(run);
    let (message, help) = match (first.user, &is_root) {
        (Some(user), _) => (
            format!("`sudo` starts the command as `{}`: what USER and setpriv do without it", user.lossy()),
            format!("write `USER {}` above it", user.lossy()),
        ),
        (None, Know::Known(true)) => (
            "RUN is root here: `sudo` does nothing but take the environment away".to_owned(),
            "leave `sudo` out".to_owned(),
        ),
        (None, Know::Known(false)) => (
            "`sudo` works here only if the user may become root without a password".to_owned(),
            "write `USER root` above it, and the user again below".to_owned(),
        ),
        (None, _) => (
            "`sudo` is of no use to root, and for another user it is a way to root that stays open".to_owned(),
            "write `USER root` above it, and the user again below".to_owned(),
        ),
    };
    let is_weak = first.user.is_some() || is_root.is_unknown();
    if is_weak && sink.is_by_preset(Preset::Recommended) {
        return;
    }
    let mut finding = sink.report(first.word.span(), message).help(help);
    if is_weak {
        finding = finding.severity(Severity::Info);
    }
    for other in calls.iter().skip(1).take(4) {
        finding = finding.label(other.word.span(), "and here");
    }
    if !is_plain {
        finding = finding.not_as("hadolint/DL3004");
    }
    // A comment between the words would go, too.
    let text = cx.dockerfile.text();
    let removals = calls.iter().map(|call| call.removal.filter(|removal| !removal.of(text).contains('#')));
    let removals: Option<Vec<Span>> = removals.collect();
    if let Some(removals) = removals.filter(|_| is_root == Know::Known(true)) {
        finding.fix(Unsafe, "Leave `sudo` out", |edit| removals.into_iter().for_each(|removal| edit.delete(removal)));
    }
}
