//! Downloads in RUN that ADD can make.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::Command;
use plimsoll_core::shell::fetch::{FileFetch, fetch_to_file};

declare_rule! {
    /// `ADD <url>` fetches a file without curl or wget in the image, checks it with `--checksum`, and asks the server on
    /// each build whether it has changed: a RUN is taken from the cache whatever the server has.
    ///
    /// The other side: ADD cannot try again, and a download that is unpacked and removed in the same RUN leaves nothing
    /// behind. So the rule is in no preset, and reports only files that stay as they came.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// RUN curl -fsSL https://example.org/tool -o /usr/local/bin/tool && chmod +x /usr/local/bin/tool
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD --chmod=755 --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool /usr/local/bin/tool
    /// ```
    ///
    /// Headers, credentials, addresses that the shell puts together, and files that the same RUN works on, need the
    /// command and are fine:
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN curl -fsSL https://example.org/tool.tgz -o /tmp/tool.tgz && tar -xzf /tmp/tool.tgz -C /opt && rm /tmp/tool.tgz
    /// ```
    pub static RULE = {
        id: "prefer-add-over-curl", summary: "Fetch files with ADD instead of curl or wget", category: Reproducibility,
        severity: Info, since: "0.2.0", presets: [], aliases: [],
    }
    Check::Command(&["curl", "wget"], check)
}

/// Commands that do to a file what flags of ADD do, or check it.
const HARMLESS: [&str; 8] = ["chmod", "chown", "echo", "printf", "sha256sum", "sha512sum", "shasum", "test"];

/// The longest script that is looked through.
const MAX_COMMANDS: usize = 200;

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let command = at.command;
    let is_plain = at.instruction.keyword() == Keyword::Run
        && !(command.is_conditional() || command.in_substitution() || command.in_function() || command.in_subshell());
    let Some(fetch) = fetch_to_file(command).filter(|_| is_plain) else { return };
    let lookup = |name: &str| cx.facts.variable(at.instruction, name);
    let commands = at.script.script.commands();
    if !fetch.url.expand(&lookup).is_known()
        || commands.len() > MAX_COMMANDS
        || commands.clone().any(|other| works_on(other, command, &fetch))
    {
        return;
    }
    let to = fetch.path.map(|path| path.lossy()).filter(|path| path.starts_with('/'));
    let to = to.as_deref().unwrap_or("<folder>/");
    let program = command.name().unwrap_or_default();
    sink.report(command.span(), format!("`{program}` fetches `{}`, which `ADD` can do and check", fetch.name))
        .help(format!("write `ADD --checksum=sha256:<hash> {} {to}`", fetch.url.lossy()));
}

/// Whether another command of the script does something with the file that ADD cannot.
fn works_on(other: Command<'_>, fetching: Command<'_>, fetch: &FileFetch<'_>) -> bool {
    let is_harmless = other.name().is_some_and(|name| HARMLESS.contains(&&*name));
    other.index() != fetching.index() && !is_harmless && other.words().any(|word| word.lossy().contains(&fetch.name))
}
