//! Accounts with whatever number is free.

use plimsoll_core::facts::{Account, AccountKind, AccountPrograms, AccountTool};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A user or group is made without a number, so it gets whichever is free.
    ///
    /// The next base image, or one package more, and the number is another one. Files on a volume keep the old one: after
    /// the rebuild they belong to nobody, or to somebody else. Give every account a number of your own.
    ///
    /// The forms of shadow (`useradd`, `groupadd`), Debian and busybox (`adduser`, `addgroup`) are read, with bundled
    /// options and variables. It is fine when the number is set later by `usermod` or `groupmod`, in another branch of a
    /// condition, or comes from a variable. The group that comes with a user takes the user's number and needs none of its
    /// own. `adduser user group` makes no account. Stages that are not shipped may do as they like, unless a shipped one
    /// copies their `/etc/passwd` or `/etc/group`.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// RUN useradd --system app
    /// USER app
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN groupadd --system --gid 910 app && useradd --system --uid 910 --gid app app
    /// USER app
    /// ```
    ///
    /// On Alpine:
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// RUN adduser -S -D -H app
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// RUN addgroup -S -g 910 app && adduser -S -D -H -u 910 -G app app
    /// ```
    ///
    /// There is a fix where the file itself says the number:
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// RUN useradd -r app && install -d -o 910 /var/lib/app
    /// USER 910
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13-slim
    /// RUN useradd --uid 910 -r app && install -d -o 910 /var/lib/app
    /// USER 910
    /// ```
    pub static RULE = {
        id: "fixed-uid-gid", summary: "Give every user and group a fixed number", category: Reliability, severity: Warning,
        fix: Unsafe, since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    if !cx.facts.accounts_ship(facts.index) {
        return;
    }
    for account in cx.facts.accounts_without_id(facts) {
        report(cx, facts, account, sink);
    }
}

fn report(cx: &DockerfileCx<'_>, stage: &StageFacts, account: &Account, sink: &mut Sink<'_>) {
    let kind = if account.kind == AccountKind::User { "user" } else { "group" };
    let name = match &account.name {
        Know::Known(name) => name.as_str(),
        _ => account.name_span.of(cx.dockerfile.text()),
    };
    let chosen = cx.facts.suggested_id(stage, account);
    let number = chosen.unwrap_or(if account.system { 910 } else { 10001 });
    let short = AccountPrograms::of(stage) == AccountPrograms::Busybox && account.tool != AccountTool::Useradd;
    let option = match (account.kind, short) {
        (AccountKind::User, true) => "-u",
        (AccountKind::User, false) => "--uid",
        (AccountKind::Group, true) => "-g",
        (AccountKind::Group, false) => "--gid",
    };
    let mut finding = sink
        .report(account.span, format!("the {kind} `{name}` gets whatever number is free when the image is built"))
        .help(format!("add `{option} {number}`: then files on volumes keep their owner when the image is rebuilt"));
    if let Some(owner) = cx.facts.use_of(stage, account) {
        let text = if owner.is_user { "the container runs as it" } else { "files are handed to it here" };
        finding = finding.label(owner.span, text);
        if let Some((path, span)) = stage.volumes.first() {
            finding = finding.label(*span, format!("files in `{path}` outlive the image and keep the old number"));
        }
    }
    if chosen.is_some() {
        finding.fix(Unsafe, format!("Add `{option} {number}`"), |edit| {
            edit.insert(account.option_at, format!(" {option} {number}"));
        });
    }
}
