//! Shells that stay in front of the program they start.

use plimsoll_core::facts::memory;
use plimsoll_core::facts::pid1::{self, FirstProcess};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A shell starts the program and stays in front of it: signals end at the shell, so `docker stop` waits ten seconds
    /// and kills the program without a word.
    ///
    /// `exec` before the last command makes the program take the shell's place. Read are `["sh", "-c", "…"]` in CMD,
    /// ENTRYPOINT, `command` and `entrypoint`, and entrypoint scripts that lie in the build context. The shell form of
    /// CMD and ENTRYPOINT is the matter of `json-args`.
    ///
    /// Fine are scripts that end with `exec`, that `trap` the signal, or whose last command ends soon; services with
    /// `init: true`; `bash -c` with an only command, which bash replaces itself by; whatever cannot be seen.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// CMD ["sh", "-c", "bin/migrate && bin/serve --port 80"]
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// CMD ["sh", "-c", "bin/migrate && exec bin/serve --port 80"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// CMD ["bin/serve", "--port", "80"]
    /// ```
    ///
    /// ```project,expect
    /// ==> Dockerfile
    /// FROM debian:13
    /// COPY start.sh /usr/local/bin/
    /// ENTRYPOINT ["start.sh"]
    /// ==> start.sh
    /// #!/bin/sh
    /// /opt/ledger/bin/ledger "$@"
    /// ```
    pub static RULE = {
        id: "shell-without-exec", summary: "End start scripts with `exec`", category: Reliability, severity: Warning, fix: Unsafe,
        since: "0.1.0", presets: [Strict], aliases: [],
    }
    Check::Stage(in_dockerfile), Check::Service(in_service)
}

fn in_dockerfile(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    if !cx.facts.is_final(stage.index()) {
        return;
    }
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    report(&pid1::of_stage(cx, facts), sink);
}

fn in_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if memory::runs_once(cx.compose, service)
        || service.init.is_some()
        || (service.command.is_none() && service.entrypoint.is_none())
        || at.may_lack_parts(cx)
    {
        return;
    }
    let first = pid1::of_service(cx, at);
    // What the Dockerfile says is reported there.
    if first.entry.is_some_and(|place| place.file == cx.file && place.span != service.key_span) {
        report(&first, sink);
    }
}

fn report(first: &FirstProcess, sink: &mut Sink<'_>) {
    let (Some(last), Some(shell)) = (first.last_command(), first.entry) else { return };
    // `su` and `sudo` stay in front of the program themselves: `su-in-entrypoint` says so.
    if last.shell_form || last.forks {
        return;
    }
    let in_script = last.place.file != shell.file;
    let (place, other) = if in_script { (shell, last.place) } else { (last.place, shell) };
    let words = if in_script { "the last command of the script" } else { "the shell" };
    let finding = sink
        .report_in(
            place.file,
            place.span,
            format!("`{}` runs `{}` without `exec` and stays in front of it", first.name, last.text),
        )
        .label_in(other.file, other.span, words);
    finding.help("write `exec` before it: signals then reach the program").fix(
        Unsafe,
        "Write `exec` before the last command",
        |edits| {
            edits.replace_in(last.place.file, Span::empty(last.place.span.start), "exec ");
        },
    );
}
