//! Services whose first process does an init's work badly.

use plimsoll_core::facts::memory;
use plimsoll_core::facts::pid1::{self, FirstProcess, Kind, ShellStays};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::{self, EntryValue};

declare_rule! {
    /// The first process of a container gets its signals and its orphans. A shell, npm, `sleep` and `tail` do neither
    /// pass signals on nor reap: `docker stop` waits ten seconds and kills, and zombies pile up.
    ///
    /// `init: true` puts a small init in front (in a stack too). The better cure for shells is `exec` before the last
    /// command, so that the program takes the shell's place; several processes need the init all the same.
    ///
    /// The first process is what ENTRYPOINT, CMD, `entrypoint` and `command` say together. `sh -c` and entrypoint
    /// scripts that lie in the build context are read. Reported is a shell whose last command is not run by `exec` (bash
    /// and busybox replace themselves by an *only* command, Debian's `sh` does not; what bash does with the last of
    /// several depends on its version), a shell that loops or waits, `npm`, `yarn` and `pnpm`, `sleep` and `tail -f`, and
    /// any program with other services started beside it.
    ///
    /// Fine are tini, dumb-init, s6 and their like, images known to hold one, supervisord, scripts that `trap` the
    /// signal, programs of their own (also `node` and `python`), services that end by themselves, and whatever cannot be
    /// seen.
    ///
    /// ```yaml,expect
    /// services:
    ///   nap:
    ///     image: debian:13.2-slim
    ///     command: ["bash", "-c", "sleep 5000"]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   nap:
    ///     image: debian:13.2-slim
    ///     command: ["bash", "-c", "sleep 5000"]
    ///     init: true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: acme/web:3.2
    ///     command: sh -c "bin/migrate && exec bin/serve"
    /// ```
    ///
    /// ```project,expect
    /// ==> Dockerfile
    /// FROM node:24.11-slim
    /// CMD ["npm", "start"]
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     build: .
    /// ```
    pub static RULE = {
        id: "init-process", summary: "Give services an init where their first process is none", category: Reliability,
        severity: Warning, fix: Unsafe, since: "0.1.0", presets: [Recommended], aliases: [], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let shares_pids = service.pid.is_some();
    let given = service.init.as_ref().is_some_and(|init| init.bool() != Know::Known(false));
    if given
        || shares_pids
        || at.may_lack_parts(cx)
        || memory::is_scaled_to_zero(service)
        || memory::runs_once(cx.compose, service)
    {
        return;
    }
    let first = pid1::of_service(cx, at);
    if !first.needs_init() {
        return;
    }
    let mut finding = sink.report(service.missing_span(), message(&service.name, &first));
    if let Some(place) = first.place {
        let words = if first.last_command().is_some_and(|last| last.place == place) {
            "a shell runs it"
        } else {
            "the first process"
        };
        finding = finding.label_in(place.file, place.span, words);
    }
    if let Some(last) = first.last_command().filter(|last| Some(last.place) != first.place) {
        finding = finding.label_in(last.place.file, last.place.span, "does not take the shell's place");
    }
    for daemon in &first.daemons {
        finding = finding.label_in(daemon.file, daemon.span, "starts another process");
    }
    finding = finding.help(if first.last_command().is_some() && first.daemons.is_empty() {
        "add `init: true`, or write `exec` before the last command"
    } else {
        "add `init: true`"
    });
    let insert = match &service.init {
        Some(init) if init.is_editable() => edit::replace_scalar(init.node, "true"),
        None if service.is_editable() => edit::insert_entry(service.node, "init", &EntryValue::Scalar("true".into())),
        _ => None,
    };
    finding.fix(Unsafe, "Add `init: true`", |edits| {
        edits.extend(insert);
    });
}

fn message(service: &str, first: &FirstProcess) -> String {
    let name = &first.name;
    match &first.kind {
        _ if !first.daemons.is_empty() => format!("`{service}` runs several processes and has no init"),
        Kind::Runner => format!("`{service}` has no init: `{name}` does not pass signals on to the program it runs"),
        Kind::Idle => format!("`{service}` has no init: no signal ends `{name}` as the first process"),
        Kind::Shell(ShellStays::Last(last)) if last.shell_form => {
            format!("`{service}` has no init: its first process is a shell, which passes no signals on")
        }
        Kind::Shell(_) => format!("`{service}` has no init: `{name}` is a shell, which passes no signals on"),
        _ => format!("`{service}` has no init"),
    }
}
