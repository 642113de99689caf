//! Programs started through `su` or `sudo`.

use plimsoll_core::facts::memory;
use plimsoll_core::facts::pid1::{self, FirstProcess, Kind, Place};
use plimsoll_core::images;
use plimsoll_core::prelude::*;

declare_rule! {
    /// `su` and `sudo` start the program as their child and stay in front of it: the container's first process is not the
    /// program, signals are passed on at best, and a session is opened that nobody closes.
    ///
    /// An entrypoint that fixes the owner of a mounted folder as root ends with `exec gosu USER …`, `su-exec` or
    /// `setpriv`, which take its place. Read are ENTRYPOINT, CMD, the scripts of the build context that they start, and the
    /// `command` and `entrypoint` of services. With `exec` before it, it is information. The `su` of busybox (Alpine) does
    /// take the shell's place.
    ///
    /// ```project,expect
    /// ==> Dockerfile
    /// FROM debian:13
    /// COPY start.sh /usr/local/bin/
    /// ENTRYPOINT ["start.sh"]
    /// ==> start.sh
    /// #!/bin/sh -e
    /// chown ledger /var/lib/ledger
    /// su - ledger -c "/opt/ledger/bin/ledger"
    /// ```
    ///
    /// ```project
    /// ==> Dockerfile
    /// FROM debian:13
    /// COPY start.sh /usr/local/bin/
    /// ENTRYPOINT ["start.sh"]
    /// ==> start.sh
    /// #!/bin/sh -e
    /// chown ledger /var/lib/ledger
    /// exec gosu ledger /opt/ledger/bin/ledger
    /// ```
    pub static RULE = {
        id: "su-in-entrypoint", summary: "Step down from root with `exec gosu`, not with `su`", category: Reliability,
        severity: Warning, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Stage(in_dockerfile), Check::Service(in_service)
}

fn in_dockerfile(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let facts = cx.facts.stage(stage.index()).filter(|_| cx.facts.is_final(stage.index()));
    let Some(facts) = facts else { return };
    report(&pid1::of_stage(cx, facts), is_ash(facts.image_facts()), sink);
}

fn in_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let own = service.command.is_some() || service.entrypoint.is_some();
    if !own || memory::runs_once(cx.compose, service) || at.may_lack_parts(cx) {
        return;
    }
    let first = pid1::of_service(cx, at);
    // What the Dockerfile says is reported there.
    if first.entry.is_some_and(|place| place.file == cx.file && place.span != service.key_span) {
        report(&first, is_ash(at.image_facts()), sink);
    }
}

fn is_ash(image: Option<images::Image>) -> bool {
    image.is_some_and(|image| image.shell == images::Shell::Ash)
}

fn report(first: &FirstProcess, is_ash: bool, sink: &mut Sink<'_>) {
    let Some(entry) = first.entry else { return };
    let (place, text, by_exec) = match (&first.kind, first.last_command()) {
        (_, Some(last)) if last.forks => (last.place, last.text.clone(), false),
        (Kind::Program, _) if matches!(first.name.as_str(), "su" | "sudo" | "runuser") => {
            (first.place.unwrap_or(entry), first.name.clone(), true)
        }
        _ => return,
    };
    if by_exec && is_ash && text == "su" {
        return;
    }
    let Place { file, span } = if place.file == entry.file { place } else { entry };
    let stays = if by_exec { "stays in front of the program" } else { "and the shell stay in front of the program" };
    let mut finding = sink
        .report_in(file, span, format!("`{text}` {stays}"))
        .help("write `exec gosu USER …`, `exec su-exec USER …` or `exec setpriv …` instead");
    if place.file != entry.file {
        finding = finding.label_in(place.file, place.span, "in the script that it starts");
    }
    if by_exec {
        finding.severity(Severity::Info);
    }
}
