//! useradd with a high uid.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `useradd` writes an empty login record for the new user into `/var/log/lastlog` and `/var/log/faillog`, at a place
    /// that its number decides. For a high number these become files of gigabytes with a hole in them, and a layer stores
    /// the hole byte by byte.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN useradd --uid 1000700000 app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN useradd --no-log-init --uid 1000700000 app
    /// ```
    ///
    /// A number below 100000 does no harm, and one that only the build knows is not judged:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ARG APP_UID
    /// RUN useradd --uid 1001 app && useradd --uid $APP_UID other
    /// ```
    pub static RULE = {
        id: "useradd-no-log-init", summary: "Call useradd with --no-log-init for a high uid", category: Size, severity: Warning,
        fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint], aliases: ["hadolint/DL3046"],
        differs: [
            "hadolint/DL3046" => "`--uid` counts like `-u`, and a variable by its value: one without a value is not judged.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

/// The records below this number fit into some thirty megabytes.
const HIGH: u64 = 100_000;

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    for at in cx.facts.commands_in(run) {
        let command = at.command;
        if command.name().is_none_or(|name| name != "useradd") || command.has_flag(Some('l'), "no-log-init") {
            continue;
        }
        let (Some(word), Some(name)) = (command.option_value(Some('u'), "uid"), command.name_word()) else { continue };
        let Know::Known(uid) = word.expand(&|name| cx.facts.variable(run, name)) else { continue };
        if !uid.parse::<u64>().is_ok_and(|uid| uid >= HIGH) {
            continue;
        }
        let message =
            format!("the uid `{uid}` makes `useradd` write a huge sparse log, and the layer stores all of it");
        let mut finding = sink.report(word.span(), message).help("write `useradd --no-log-init …`");
        if !at.is_plainly("useradd") || command.option_value(Some('u'), "").is_none() {
            finding = finding.not_as("hadolint/DL3046");
        }
        if !at.is_exec_form() {
            finding.fix(Safe, "Add `--no-log-init`", |edit| edit.insert(name.span().end, " --no-log-init"));
        }
    }
}
