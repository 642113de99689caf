//! wget with a progress bar in the log.

use plimsoll_core::facts::{NoisyWget, Wget};
use plimsoll_core::prelude::*;

declare_rule! {
    /// `wget` writes a line of its progress for each fifty kilobytes into the log of the build, thousands of them for one
    /// large file, and what went wrong is somewhere among them.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN wget https://example.com/model.bin
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN wget --progress=dot:giga https://example.com/model.bin
    /// ```
    ///
    /// That is a line for each 32 megabytes. `-nv` and `-q`, a log file and `2>` are fine as well:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN wget -nv https://example.com/a && wget -qO- https://example.com/b && wget -o log https://example.com/c
    /// ```
    ///
    /// The `wget` of BusyBox, which Alpine has, does not know the option: there it is `-q`.
    pub static RULE = {
        id: "wget-progress", summary: "Keep the progress bar of wget out of the build log", category: Style, severity: Style, fix: Safe,
        since: "0.2.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL3047"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for calls in cx.noisy_wgets() {
        report(&calls, sink);
    }
}

/// Reports the calls of one RUN.
fn report(calls: &[NoisyWget<'_>], sink: &mut Sink<'_>) {
    let Some((first, others)) = calls.split_first() else { return };
    let program = first.program;
    let option = if program == Wget::BusyBox { "-q" } else { "--progress=dot:giga" };
    let Some(name) = first.at.command.name_word() else { return };
    let mut finding = sink
        .report(name.span(), "`wget` fills the log of the build with its progress")
        .help(format!("write `wget {option} …`"));
    for other in others.iter().filter_map(|other| other.at.command.name_word()).take(4) {
        finding = finding.label(other.span(), "and here");
    }
    if !calls.iter().any(|call| call.at.is_plainly("wget")) {
        finding = finding.not_as("hadolint/DL3047");
    }
    if calls.iter().any(|call| call.at.is_exec_form() || call.program != program) {
        return;
    }
    let safety = if program == Wget::Gnu { Safe } else { Unsafe };
    finding.fix(safety, format!("Add `{option}`"), |edit| {
        for name in calls.iter().filter_map(|call| call.at.command.name_word()) {
            edit.insert(name.span().end, format!(" {option}"));
        }
    });
}
