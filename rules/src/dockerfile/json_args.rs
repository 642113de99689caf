//! CMD and ENTRYPOINT in shell form.

use plimsoll_core::dockerfile::{Healthcheck, HealthcheckKind, json_array};
use plimsoll_core::prelude::*;
use plimsoll_core::shell::{Command, Joiner, Script};
use std::borrow::Cow;

declare_rule! {
    /// In shell form `/bin/sh -c` becomes the container's first process, and it passes no signals on: `docker stop` may
    /// wait its ten seconds and then kill the program in the middle of its work. A shell-form ENTRYPOINT also drops CMD
    /// and every argument given to `docker run`.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// CMD node server.js
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// An array that is not JSON is shell form too, and then the brackets are part of the command:
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// CMD ['node', 'server.js']
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// Where a variable is needed, let the shell give its place to the program: with `exec`, signals arrive. Such lines
    /// are fine; `exec` before a command that needs no shell is reported as information, and so is
    /// a shell under `dumb-init`, which signals the processes below it, too.
    ///
    /// ```dockerfile
    /// FROM eclipse-temurin:21-jre
    /// CMD exec java $JAVA_OPTS -jar /app.jar
    /// ```
    ///
    /// A SHELL instruction says that the shell was chosen with care, as for BuildKit, and the shell of a HEALTHCHECK lives for
    /// the moment of the check. Both are told as information where no shell is needed, and not at all by the recommended
    /// rules. Windows signals every process of a container, so images of Windows are spared. An instruction that a later one
    /// of its stage replaces is left to `single-cmd` and `single-entrypoint`.
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// HEALTHCHECK CMD curl -f http://localhost/ || exit 1
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM nginx:1.29
    /// HEALTHCHECK CMD ["curl", "-f", "http://localhost/"]
    /// ```
    pub static RULE = {
        id: "json-args", summary: "Write CMD and ENTRYPOINT as a JSON array", category: Reliability, severity: Warning,
        fix: Unsafe, since: "0.1.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: ["hadolint/DL3025", "buildkit/JSONArgsRecommended", "semgrep/prefer-json-notation"],
        differs: [
            "hadolint/DL3025" => "A HEALTHCHECK that needs its shell, a line that hands over with `exec`, Windows, and an instruction that a later one replaces are fine.",
            "buildkit/JSONArgsRecommended" => "A line that hands over with `exec` is fine, and an instruction that a later one replaces is left to `single-cmd` and `single-entrypoint`.",
        ],
    }
    Check::Instruction(&[Keyword::Cmd, Keyword::Entrypoint], check),
    Check::Instruction(&[Keyword::Healthcheck], check_healthcheck)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let exec = match instruction.view() {
        InstructionView::Cmd(cmd) => cmd.exec(),
        InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
        _ => return,
    };
    let (Exec::Shell(text), Some(stage)) = (exec, cx.stage_of(instruction)) else { return };
    let is_windows = !matches!(cx.facts.dialect(instruction), Dialect::Posix | Dialect::Bash);
    if is_windows || is_replaced(stage, instruction) {
        return;
    }
    let mut scripts = cx.facts.scripts_of(instruction);
    let Some(script) = scripts.find(|script| script.origin == ScriptOrigin::ShellForm) else { return };
    if stage.sets_shell() {
        let words = script.script.as_exec_words();
        return report_needless_shell(instruction, words, text.span(), sink);
    }
    if instruction.failed_json().is_some() && text.raw().trim_end().ends_with(']') {
        return report_failed_json(instruction, sink);
    }
    report_shell_form(instruction, stage, &script.script, text.span(), sink);
}

/// Whether a later instruction of the stage takes its place.
fn is_replaced(stage: &StageFacts, instruction: Instruction<'_>) -> bool {
    let last = if instruction.keyword() == Keyword::Cmd { stage.cmd } else { stage.entrypoint };
    !instruction.is_onbuild_inner() && last != Some(instruction.index())
}

fn check_healthcheck(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(HealthcheckKind::Cmd(Exec::Shell(text))) = instruction.as_healthcheck().map(Healthcheck::kind) else {
        return;
    };
    if cx.stage_of(instruction).is_none_or(|stage| stage.healthcheck != Some(instruction.index())) {
        return;
    }
    let mut scripts = cx.facts.scripts_of(instruction);
    let Some(script) = scripts.find(|script| script.origin == ScriptOrigin::ShellForm) else { return };
    // Any status but 0 says that the container is not healthy.
    report_needless_shell(instruction, script.script.as_check_words(), text.span(), sink);
}

/// A shell that does no harm, and no good.
fn report_needless_shell(
    instruction: Instruction<'_>,
    words: Option<Vec<Cow<'_, str>>>,
    span: Span,
    sink: &mut Sink<'_>,
) {
    let Some(words) = words.filter(|_| !sink.is_by_preset(Preset::Recommended)) else { return };
    let (Some(json), Some(program)) = (json_array(&words), words.first()) else { return };
    let keyword = instruction.keyword().as_str();
    let keyword = if keyword == "HEALTHCHECK" { "HEALTHCHECK CMD" } else { keyword };
    sink.report(span, format!("`{keyword}` needs no shell to start `{program}`"))
        .severity(Severity::Info)
        .not_as("buildkit/JSONArgsRecommended")
        .help(format!("write `{keyword} {json}`"))
        .fix(Unsafe, "Write a JSON array", |edit| edit.replace(span, json));
}

fn report_failed_json(instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(span) = instruction.failed_json() else { return };
    let repaired = instruction.repaired_json();
    let keyword = instruction.keyword().as_str();
    let message = format!("the arguments of `{keyword}` are not JSON, so a shell runs them, brackets and all");
    let mut finding = sink.report(span, message);
    if let Some((reason, at)) = instruction.failed_json_reason() {
        finding = finding.label(at, reason);
    }
    let Some(repaired) = repaired else {
        finding.help("a JSON array has strings in double quotes with commas between them");
        return;
    };
    finding
        .help(format!("write `{keyword} {repaired}`"))
        .fix(Unsafe, "Write a JSON array", |edit| edit.replace(span, repaired));
}

fn report_shell_form(
    instruction: Instruction<'_>,
    stage: &StageFacts,
    script: &Script,
    span: Span,
    sink: &mut Sink<'_>,
) {
    let Some(last) = script.commands().filter(|command| !command.in_substitution()).last() else { return };
    let hands_over = last.raw_name().is_some_and(|name| name == "exec");
    let words = script.as_exec_words().and_then(|words| json_array(&words));
    let keyword = instruction.keyword().as_str();
    let is_entrypoint = instruction.keyword() == Keyword::Entrypoint;
    if hands_over && words.is_none() {
        return;
    }
    let program = last.name_word().map_or("the program", |word| word.raw());
    let other = if is_entrypoint { stage.cmd } else { stage.entrypoint };
    let other =
        other.and_then(|index| instruction.file().instruction(index)).filter(|other| is_entrypoint || other.is_json());
    let message = match (hands_over, is_entrypoint, other) {
        (true, ..) => format!("`{keyword}` needs no shell to start `{program}`"),
        (_, true, _) => {
            format!("`ENTRYPOINT` in shell form ignores CMD and arguments, and a shell keeps signals from `{program}`")
        }
        (_, _, None) => {
            format!("`CMD` in shell form: a shell becomes the first process and keeps signals from `{program}`")
        }
        (_, _, Some(_)) => format!("`CMD` in shell form puts a shell between `ENTRYPOINT` and `{program}`"),
    };
    let mut finding = sink.report(span, message);
    if hands_over || other.is_some_and(signals_a_group) {
        finding = finding.severity(Severity::Info);
    }
    if let Some(other) = other {
        let text = if is_entrypoint { "is ignored" } else { "gets `/bin/sh -c` and the command as its arguments" };
        finding = finding.label(other.head_span(), text);
    }
    let Some(json) = words else {
        finding.help(help(keyword, script));
        return;
    };
    finding
        .help(format!("write `{keyword} {json}`"))
        .fix(Unsafe, "Write a JSON array", |edit| edit.replace(span, json));
}

/// Whether it is an init that signals every process below it, shell or not.
fn signals_a_group(entrypoint: Instruction<'_>) -> bool {
    let Some(Exec::Json(args)) = entrypoint.as_entrypoint().map(|entrypoint| entrypoint.exec()) else { return false };
    args.items().next().is_some_and(|program| program.value().rsplit('/').next() == Some("dumb-init"))
}

/// What to write where the shell is needed.
fn help(keyword: &str, script: &Script) -> String {
    const NO_PROGRAMS: [&str; 8] = ["source", ".", "eval", "cd", "test", "[", "[[", ":"];
    let is_program = |command: &Command<'_>| !command.name().is_some_and(|name| NO_PROGRAMS.contains(&name.as_ref()));
    let simple = script.single_command().filter(|command| command.assignments().len() == 0 && is_program(command));
    let with_exec = simple.map(|_| format!("exec {}", script.text().trim()));
    match with_exec.filter(|command| command.len() < 100 && !command.contains('\n')) {
        Some(command) => match json_array(&["sh", "-c", &command]) {
            Some(json) => format!("let the shell give its place to the program: `{keyword} {json}`"),
            None => String::new(),
        },
        None if script.top_level().any(|statement| statement.background() || statement.joiner() == Joiner::Pipe) => {
            "start one program per container, or a supervisor that handles signals".to_owned()
        }
        None => format!(
            "put the steps into a script that ends with `exec program …`, and name it: `{keyword} [\"/entrypoint.sh\"]`"
        ),
    }
}
