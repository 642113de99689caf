//! Commands that make no sense in a build.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A build has no terminal, no machine of its own and no processes that outlive a RUN: an editor waits for nobody, a
    /// service that is started is gone in the next line, and what `free` or `ps` say is about the machine that builds.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends nginx && service nginx start
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --no-install-recommends nginx
    /// CMD ["nginx", "-g", "daemon off;"]
    /// ```
    ///
    /// A service that the same RUN goes on to use is fine, and so is `kill` for what it has put into the background, `ssh`
    /// with an SSH mount, and `mount` with `--security=insecure`:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN service postgresql start && psql -f /schema.sql
    /// RUN ./server & ./warm-cache && kill $!
    /// RUN --mount=type=ssh ssh -T git@example.com
    /// ```
    pub static RULE = {
        id: "no-nonsense-command", summary: "Leave out commands that make no sense in a build", category: Clarity, severity: Info,
        since: "0.2.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL3001", "semgrep/nonsensical-command"],
        differs: [
            "hadolint/DL3001" => "Not reported: a service that the same RUN goes on to use, `kill` beside a background process, \
             `ssh` with an SSH mount, and `mount` under `--security=insecure`.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

/// The commands that hadolint knows.
const ITS_COMMANDS: [&str; 9] = ["free", "kill", "mount", "ps", "service", "shutdown", "ssh", "top", "vim"];

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    for at in cx.facts.commands_in(run) {
        let Some(name) = at.command.name() else { continue };
        let Some((why, help)) = why(&name) else { continue };
        let Some(word) = at.command.name_word().filter(|_| !has_purpose(&at, &name)) else { continue };
        let finding = sink.report(word.span(), format!("`{name}` {why}")).help(help);
        if !at.is_plainly(&name) || !ITS_COMMANDS.contains(&name.as_ref()) {
            finding.not_as("hadolint/DL3001");
        }
    }
}

fn why(name: &str) -> Option<(&'static str, &'static str)> {
    Some(match name {
        "vim" | "vi" | "nano" | "top" | "htop" => ("waits for a terminal, and a build has none", "leave it out"),
        "service" => ("starts what is gone when RUN ends", "start the program in CMD or ENTRYPOINT"),
        "shutdown" | "reboot" | "halt" | "poweroff" => ("has no machine to stop in a build", "leave it out"),
        "mount" => (
            "needs rights that a build has not, and its work is gone when RUN ends",
            "use `RUN --mount=…` in the build, or a volume at run time",
        ),
        "ssh" => ("needs a key that must not be in the image", "use `RUN --mount=type=ssh`"),
        "kill" => ("finds no process of the container in a build", "leave it out"),
        "ps" | "free" | "ifconfig" => {
            ("tells of the machine that builds, not of the container that will run", "leave it out")
        }
        _ => return None,
    })
}

/// Whether the RUN gives the command something to work on.
fn has_purpose(at: &CommandAt<'_>, name: &str) -> bool {
    let view = at.instruction.as_run();
    let mut commands = at.script.script.commands();
    match name {
        "kill" | "ps" => commands.any(|command| command.background()),
        "service" => {
            let last = commands.len().saturating_sub(1) as u32;
            commands.any(|command| command.name().is_some_and(|name| name == "service") && command.index() < last)
        }
        "ssh" => view.is_some_and(|view| view.mounts().any(|mount| mount.kind() == "ssh")),
        "mount" => view
            .and_then(|view| view.security())
            .is_some_and(|flag| flag.value().is_some_and(|value| value.cooked() == "insecure")),
        _ => false,
    }
}
