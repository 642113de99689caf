//! Mistakes in the shell text of RUN.

use plimsoll_core::prelude::*;
use plimsoll_core::shellcheck::{self, Weights};

declare_rule! {
    /// The text of RUN is a shell script, and its mistakes are those of any script: a failure that nobody notices, output
    /// that falls apart at blanks, a construct that the image's shell does not know. They are reported under the numbers
    /// that ShellCheck gave them, each at its very place.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN cd /srv; make
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN cd /srv && make
    /// ```
    ///
    /// What counts is the shell that runs: that of SHELL, of a heredoc's `#!` line or of `bash <<EOF`; else `/bin/sh`,
    /// which is dash on Debian, ash on Alpine and bash on Fedora and its kin. A base image whose own SHELL cannot be seen
    /// is helped by `# hadolint shell=/bin/bash` above its FROM. Scripts for cmd and PowerShell are not read.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN rm -rf /var/lib/{apt,dpkg}/cache
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// SHELL ["/bin/bash", "-c"]
    /// RUN rm -rf /var/lib/{apt,dpkg}/cache
    /// ```
    ///
    /// A variable that ARG or ENV sets may stand without quotes: its value is known. Others may not:
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN cp settings.conf $HOME/settings.conf
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN cp settings.conf "$HOME"/settings.conf
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ENV TARGET=/opt/app
    /// RUN cp settings.conf $TARGET/settings.conf
    /// ```
    ///
    /// Most findings are as bad as ShellCheck takes them. RUN is started once, by its author, in an image whose files are
    /// known, so matters of odd file names are notes here (SC2038, SC2044), as is the split output of `$(…)` where nothing
    /// breaks by it (SC2046), and what is "not in POSIX sh" in an image whose shell is not known. A `!` that takes a command
    /// out of `set -e` (SC2251) is a warning: the check it stands for is none. The preset `hadolint` keeps ShellCheck's
    /// severities.
    ///
    /// One number can be ignored by name, in a comment (`# plimsoll: ignore[SC2086]`, `# hadolint ignore=SC2086`), and in
    /// heredocs by `# shellcheck disable=SC2086`. The pages of [ShellCheck's wiki](https://www.shellcheck.net/wiki/) tell
    /// more of each. Scripts above 64 kB, or of a nesting that no person writes, are left alone.
    pub static RULE = {
        id: "shellcheck", summary: "Heed what ShellCheck knows about the shell text of RUN", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.2.0", presets: [Recommended, Strict, Hadolint], aliases: [],
        options: [OptionSpec {
            name: "minimum-severity",
            kind: OptionKind::Word(&["style", "info", "warning", "error"]),
            docs: "The least severity that is reported. Not set: `warning` in the preset `recommended`, else `style`.",
        }],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let default = if sink.is_by_preset(Preset::Recommended) { Severity::Warning } else { Severity::Style };
    let minimum = sink.options().word("minimum-severity").and_then(Severity::parse).unwrap_or(default);
    let weights = if sink.is_by_preset(Preset::Hadolint) { Weights::ShellCheck } else { Weights::Dockerfile };
    for finding in shellcheck::findings(cx, minimum, weights) {
        let reported = sink
            .report(finding.span, finding.message)
            .code(format!("shellcheck/SC{}", finding.code))
            .severity(finding.severity)
            .help(finding.help);
        if let Some(fix) = finding.fix {
            reported.fix(fix.applicability, fix.title, |edit| {
                edit.extend(fix.edits);
            });
        }
    }
}
