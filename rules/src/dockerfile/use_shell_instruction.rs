//! A link in the place of `/bin/sh`.

use plimsoll_core::dockerfile::json_array;
use plimsoll_core::prelude::*;
use plimsoll_core::shell::{Command, Script, Word};

declare_rule! {
    /// A link over `/bin/sh` changes the shell of every script in the image, those of its packages too, and the next update
    /// of the shell's package may put the old one back. SHELL changes that of RUN, and of CMD and ENTRYPOINT in shell form.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN ln -sf /bin/bash /bin/sh
    /// RUN source ./env.sh && make
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// SHELL ["/bin/bash", "-c"]
    /// RUN source ./env.sh && make
    /// ```
    ///
    /// A link *to* `/bin/sh` changes nothing, and an image without a shell may be given one:
    ///
    /// ```dockerfile
    /// FROM gcr.io/distroless/base-debian12:debug
    /// RUN ["/busybox/ln", "-s", "/busybox/sh", "/bin/sh"]
    /// RUN ln -s /bin/sh /usr/local/bin/shell
    /// ```
    pub static RULE = {
        id: "use-shell-instruction", summary: "Choose the shell with SHELL instead of a link over /bin/sh", category: Clarity,
        severity: Warning, fix: Unsafe, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL4005", "semgrep/use-shell-instruction"],
        differs: ["hadolint/DL4005" => "Only a link that takes the place of `/bin/sh` counts, not one that points there."],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    for at in cx.facts.commands_in(run) {
        let Some((shell, link)) = link(at.command) else { continue };
        let array = program(shell).and_then(|program| json_array(&[program.as_str(), "-c"]));
        let message =
            format!("`{}` becomes `{}` for every program of the image, not only for RUN", link.lossy(), shell.lossy());
        let shown = array.as_deref().unwrap_or("[\"/bin/bash\", \"-c\"]");
        let mut finding = sink.report(link.span(), message).help(format!("write `SHELL {shown}`"));
        if !at.is_plainly("ln") || !link.is("/bin/sh") {
            finding = finding.not_as("hadolint/DL4005");
        }
        let is_all = at.script.origin == ScriptOrigin::ShellForm && does_nothing_else(&at.script.script);
        let is_plain = is_all && !run.is_onbuild_inner() && !run.head_span().of(cx.dockerfile.text()).contains('#');
        if let Some(array) = array.filter(|_| is_plain) {
            finding.fix(Unsafe, "Write SHELL", |edit| edit.replace(run.head_span(), format!("SHELL {array}")));
            // One SHELL takes the place of the whole RUN.
            return;
        }
    }
}

/// What `ln` puts in the place of `/bin/sh`, and that word; none where there was no shell before.
fn link(command: Command<'_>) -> Option<(Word<'_>, Word<'_>)> {
    if command.name().is_none_or(|name| name != "ln") {
        return None;
    }
    let words = command.positionals(&["-t", "--target-directory", "-S", "--suffix"]);
    let (&shell, &link) = (words.first()?, words.last()?);
    let text = shell.lossy();
    let makes_one = matches!(text.rsplit('/').next(), Some("sh" | "busybox" | "toybox"));
    (words.len() == 2 && (link.is("/bin/sh") || link.is("/usr/bin/sh")) && !makes_one).then_some((shell, link))
}

/// The path of a shell as SHELL needs it.
fn program(shell: Word<'_>) -> Option<String> {
    let text = shell.literal()?;
    if text.contains('/') { text.starts_with('/').then(|| text.into_owned()) } else { Some(format!("/bin/{text}")) }
}

/// Whether a script only puts the link into its place.
fn does_nothing_else(script: &Script) -> bool {
    let is_part = |command: Command<'_>| match command.name().as_deref() {
        Some("rm" | "unlink") => {
            command.positionals(&[]).iter().all(|word| word.is("/bin/sh") || word.is("/usr/bin/sh"))
        }
        _ => link(command).is_some(),
    };
    script.top_level().all(|statement| statement.simple_command().is_some_and(is_part))
}
