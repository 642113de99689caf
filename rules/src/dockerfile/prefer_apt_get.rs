//! `apt` in a script.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages;

declare_rule! {
    /// `apt` is made for people at a terminal. Its manual page says that its command line and output may change, and it
    /// warns about that in every build log; `apt-get` and `apt-cache` stay as they are.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt install -y --no-install-recommends curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl
    /// ```
    ///
    /// The fix is offered for what `apt-get` does in the same way. `apt upgrade` installs new packages, where an upgrade
    /// needs them: it becomes `apt-get upgrade --with-new-pkgs`.
    pub static RULE = {
        id: "prefer-apt-get", summary: "Use `apt-get` or `apt-cache` in scripts", category: Style, severity: Style,
        fix: Safe, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3027", "checkov/CKV_DOCKER_9", "semgrep/prefer-apt-get"],
    }
    Check::Command(&["apt"], check)
}

/// What `apt-get` does in the same way.
const SAME: [&str; 12] = [
    "update",
    "install",
    "reinstall",
    "remove",
    "purge",
    "autoremove",
    "upgrade",
    "dist-upgrade",
    "build-dep",
    "source",
    "clean",
    "autoclean",
];

fn check(_: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(word) = at.command.name_word().filter(|_| at.script.keyword == Keyword::Run) else { return };
    let verb = packages::action(at.command).map(|action| action.verb_word);
    let text = verb.and_then(|verb| verb.literal()).unwrap_or_default();
    let same = match text.as_ref() {
        "full-upgrade" => "apt-get dist-upgrade".to_owned(),
        "upgrade" => "apt-get upgrade --with-new-pkgs".to_owned(),
        "search" | "show" | "policy" | "depends" | "rdepends" | "showsrc" | "madison" => format!("apt-cache {text}"),
        "list" => "dpkg-query --list".to_owned(),
        _ if SAME.contains(&text.as_ref()) => format!("apt-get {text}"),
        _ => "apt-get …".to_owned(),
    };
    let name = if text.is_empty() { "apt".to_owned() } else { format!("apt {text}") };
    let mut finding = sink
        .report(word.span(), format!("`{name}` is for terminals: its command line may change"))
        .help(format!("write `{same}`"));
    if !at.is_plain() {
        finding = finding.not_as("hadolint/DL3027");
    }
    let Some(verb) = verb.filter(|_| word.raw() == "apt") else { return };
    if SAME.contains(&text.as_ref()) || text == "full-upgrade" {
        finding.fix(Safe, format!("Write `{same}`"), |edit| {
            edit.replace(word.span(), "apt-get");
            if text == "full-upgrade" {
                edit.replace(verb.span(), "dist-upgrade");
            } else if text == "upgrade" && !at.command.has_flag(None, "with-new-pkgs") {
                edit.insert(verb.span().end, " --with-new-pkgs");
            }
        });
    }
}
