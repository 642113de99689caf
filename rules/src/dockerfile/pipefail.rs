//! Pipes that hide a failure.

use plimsoll_core::dockerfile::Onbuild;
use plimsoll_core::facts::{LossyPipe, Remedy};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A pipe has the status of its last command: when the download in `curl … | sh` fails, the shell reads nothing, is
    /// content, and the build goes on with an image that lacks what was to be installed.
    ///
    /// ```dockerfile,expect
    /// FROM fedora:43
    /// RUN curl -fsSL https://example.com/install.sh | sh
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM fedora:43
    /// RUN set -o pipefail && curl -fsSL https://example.com/install.sh | sh
    /// ```
    ///
    /// The `sh` of Debian and Ubuntu does not know the option; bash does:
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN wget -qO- https://example.com/data.json | jq .version > /version
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// SHELL ["/bin/bash", "-o", "pipefail", "-c"]
    /// RUN wget -qO- https://example.com/data.json | jq .version > /version
    /// ```
    ///
    /// The option counts wherever it is set: in SHELL, also that of a stage this one is based on, by `set` before the pipe,
    /// in the `#!` line of a heredoc, by `bash -o pipefail -c`. A heredoc with a `#!` line and the script of `bash -c` run in
    /// a shell of their own, for which SHELL says nothing.
    ///
    /// ```dockerfile
    /// FROM alpine:3.23
    /// RUN set -eo pipefail; wget -qO- https://example.com/tool.tgz | tar -xz -C /opt
    /// ```
    ///
    /// Where little can go wrong the finding is information: `echo`, `printf` or `cat` before the pipe, a pipe whose status
    /// nobody takes (`a | b || true`, a condition, `$(a | b)` among the words of a command), or a last command that fails by
    /// itself on input that is cut short (`tar`, `gpg`, `sha256sum -c`). `strict` leaves these out. Mind that with the option
    /// `yes | ./install` and `find … | head -n1` fail, because nobody reads to the end.
    /// PowerShell and cmd have no such option and are spared. A SHELL that the base image brings cannot be seen from here.
    pub static RULE = {
        id: "pipefail", summary: "Let a pipe fail when any of its commands fails", category: Reliability, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL4006", "semgrep/set-pipefail"],
        differs: [
            "hadolint/DL4006" => "`pipefail` also counts when it is set by SHELL in the stage that this one is based on, by \
             `set` in the script, or in the `#!` line of a heredoc; and RUN of Windows images is spared.",
        ],
    }
    Check::Dockerfile(check)
}

const MOSTLY_HARMLESS: &str = "mostly harmless: leave it, or see that the shell runs with `pipefail`";
const SHELL: &str = r#"SHELL ["/bin/bash", "-o", "pipefail", "-c"]"#;

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    // Whether a fix gives the stage a SHELL, which those based on it inherit.
    let mut given: Vec<bool> = Vec::new();
    for (stage, facts) in cx.dockerfile.stages().zip(cx.facts.stages()) {
        let mut is_given = match facts.base {
            Base::Stage(parent) => given.get(parent as usize).copied().unwrap_or(false),
            _ => false,
        };
        for instruction in stage.instructions() {
            let run = instruction.as_onbuild().and_then(Onbuild::inner).unwrap_or(instruction);
            if run.keyword() == Keyword::Run {
                is_given |= report(cx, run, is_given, sink);
            }
        }
        given.push(is_given);
    }
}

/// Reports the pipes of a RUN as one finding; true when its fix inserts a SHELL.
fn report(cx: &DockerfileCx<'_>, run: Instruction<'_>, is_given: bool, sink: &mut Sink<'_>) -> bool {
    let lossy = cx.facts.lossy_pipes(run);
    let matters = lossy.iter().any(|pipe| pipe.matters);
    let mut graded = lossy.iter().filter(|pipe| pipe.matters == matters);
    let Some(pipe) = graded.next() else { return false };
    if !matters && sink.is_by_preset(Preset::Strict) {
        return false;
    }
    let help = if matters { help(pipe.remedy) } else { MOSTLY_HARMLESS.to_owned() };
    let mut finding = sink.report(pipe.span(), message(pipe)).help(help);
    if !matters {
        finding = finding.severity(Severity::Info);
    }
    for other in graded.filter(|_| matters).take(4) {
        finding = finding.label(other.span(), "so may this");
    }
    // Hadolint looks at the SHELL of the stage, and at RUN itself.
    let is_inside = |pipe: &LossyPipe<'_>| pipe.script.origin == ScriptOrigin::Nested;
    let is_covered = cx.facts.has_own_shell(run) && cx.facts.shell_sets_pipefail(run);
    if run.is_onbuild_inner() || is_covered || lossy.iter().all(is_inside) {
        finding = finding.not_as("hadolint/DL4006");
    }
    let is_alone = lossy.iter().all(|other| other.script.script.span() == pipe.script.script.span());
    if !matters || run.is_onbuild_inner() || !is_alone || !pipe.bears_pipefail() {
        return false;
    }
    if let Some((at, text)) = pipe.switch_on(cx.dockerfile.text()) {
        finding.fix(Unsafe, "Set the option in the script", |edit| edit.insert(at, text));
        return false;
    }
    let inserts = pipe.remedy == Remedy::Bash && !is_given;
    if inserts {
        let above = run.comments_above().next().map_or(run.keyword_span(), |comment| comment.span());
        finding.fix(Unsafe, "Run it in a bash with the option", |edit| edit.insert(above.start, format!("{SHELL}\n")));
    }
    inserts
}

fn message(pipe: &LossyPipe<'_>) -> String {
    let name = pipe.pipe.left_command().and_then(|command| command.name_word()).map(|word| word.raw());
    match (pipe.matters, name) {
        (true, Some(name)) => format!("`{name}` may fail unnoticed: the pipe has the status of its last command alone"),
        (true, None) => {
            "what stands before `|` may fail unnoticed: the pipe has the status of its last command".to_owned()
        }
        (false, Some(name)) => format!("the pipe has the status of its last command, whatever becomes of `{name}`"),
        (false, None) => "the pipe has the status of its last command, whatever stands before `|`".to_owned(),
    }
}

fn help(remedy: Remedy) -> String {
    match remedy {
        Remedy::Set => "begin the script with `set -o pipefail`".to_owned(),
        Remedy::Bash => format!("put `{SHELL}` above it"),
        Remedy::Option => "give the option to its shell: `bash -o pipefail -c …`".to_owned(),
        Remedy::Unknown => format!("put `{SHELL}` above it, if the image has bash, or write to a file first"),
    }
}
