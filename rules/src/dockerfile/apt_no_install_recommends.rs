//! Recommended packages that come along.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::{self, Action};

declare_rule! {
    /// apt installs what a package recommends as well as what it needs: documentation, daemons, mail servers, whole
    /// desktops. Images grow, and with them the number of programs that must be patched.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends ca-certificates curl
    /// ```
    ///
    /// A recommended package is sometimes needed (`ca-certificates` of `curl`): name it then. `--install-recommends` says
    /// that all of them are wanted, and a configuration that decides it is as good as the flag:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN echo 'APT::Install-Recommends "false";' > /etc/apt/apt.conf.d/90recommends
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// Options in a variable that we cannot see are not judged. In stages that are not shipped the finding is a matter of
    /// form, and left out of the preset `strict`.
    pub static RULE = {
        id: "apt-no-install-recommends", summary: "Install no recommended packages by accident", category: Size,
        severity: Info, fix: Unsafe, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: [
            "hadolint/DL3015", "trivy/DS-0029", "semgrep/missing-no-install-recommends", "cis/4.3",
            "dockerfilelint/apt-get_recommends",
        ],
        differs: [
            "hadolint/DL3015" => "Every way to decide it counts: `--install-recommends`, any value of \
             `-o APT::Install-Recommends`, a file in `/etc/apt/apt.conf.d`.",
        ],
    }
    Check::Command(&["apt-get", "apt", "aptitude"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(action) = packages::action(at.command).filter(|action| action.verb_word.is("install")) else { return };
    let (Some(program), Some(word)) = (at.command.name(), at.command.name_word()) else { return };
    if at.script.keyword != Keyword::Run || is_idle(at) || cx.facts.decides_recommends(at) {
        return;
    }
    let ships = at.instruction.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    if !ships && sink.is_by_own_preset() {
        return;
    }
    let flag = if program == "aptitude" { "--without-recommends" } else { "--no-install-recommends" };
    let mut finding = sink
        .report(
            word.span().to(action.verb_word.span()),
            format!("`{program} install` brings recommended packages along"),
        )
        .help(format!("write `{program} install {flag} …`, and name those that are needed"));
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    if program != "apt-get" || !at.is_plain() {
        finding = finding.not_as("hadolint/DL3015");
    }
    finding.fix(Unsafe, format!("Insert `{flag}`"), |edit| edit.insert(after_flags(at, &action), format!(" {flag}")));
}

/// Whether it installs nothing.
fn is_idle(at: &CommandAt<'_>) -> bool {
    ["simulate", "dry-run", "just-print", "no-act", "download-only", "print-uris"]
        .iter()
        .any(|flag| at.command.has_flag(None, flag))
}

/// Before the first package: after the sub-command and the flags that follow it.
fn after_flags(at: &CommandAt<'_>, action: &Action<'_>) -> u32 {
    let verb = action.verb_word.span();
    let Some(first) = action.packages.first().map(|word| word.span()) else { return verb.end };
    let before = at.command.args().take_while(|word| word.span().end <= first.start && !word.is("--")).last();
    before.map_or(verb.end, |word| word.span().end.max(verb.end))
}
