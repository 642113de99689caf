//! Copied files that belong to another user than root.

use plimsoll_core::dockerfile::Flag;
use plimsoll_core::prelude::*;

declare_rule! {
    /// What belongs to the user the program runs as can be changed by whoever takes the program over: its code, its
    /// scripts, its configuration. Files of root that others may read are enough to run it.
    ///
    /// Most advice says the opposite (give the files to the user), so the rule is in no preset. Data that the program
    /// writes does belong to its user.
    ///
    /// ```dockerfile,expect
    /// FROM node:24-slim
    /// COPY --chown=node:node . /app
    /// USER node
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim
    /// COPY . /app
    /// COPY --chown=root:root config.json /etc/app/
    /// USER node
    /// ```
    ///
    /// Stages that are not shipped are spared.
    pub static RULE = {
        id: "copy-chown-flag", summary: "Leave copied files to root", category: Security, severity: Info,
        since: "0.2.0", presets: [], aliases: [],
    }
    Check::Instruction(&[Keyword::Copy, Keyword::Add], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(flag) = instruction.flag("chown") else { return };
    let ships = instruction.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    let Some(owner) = cx.facts.flag_value(instruction, flag).known().filter(|_| ships) else { return };
    let user = owner.split(':').next().unwrap_or("");
    if !matches!(user, "" | "root" | "0") {
        report(flag, user, sink);
    }
}

fn report(flag: Flag<'_>, user: &str, sink: &mut Sink<'_>) {
    sink.report(flag.span(), format!("what is copied belongs to `{user}`, who can then change it"))
        .help("leave the flag out: files of root can be read, and need no owner for that");
}
