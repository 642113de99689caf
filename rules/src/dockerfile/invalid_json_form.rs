//! Arrays that are not JSON.

use plimsoll_core::prelude::*;

declare_rule! {
    /// What begins with a bracket but is not valid JSON is not refused: RUN gives the brackets to the shell, VOLUME declares
    /// paths such as `['/data']`, COPY looks for a file of that name. Mostly single quotes, a comma too many or
    /// a backslash of a Windows path are the cause.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// VOLUME ['/data']
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// VOLUME ["/data"]
    /// ```
    ///
    /// A test of the shell and a pattern for file names are no arrays:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// COPY [a-c]*.txt /data/
    /// RUN [ -f /data/a.txt ] && [ "$USER" = root ]
    /// ```
    ///
    /// CMD and ENTRYPOINT are reported by `json-args` where that rule applies; SHELL is refused by the build.
    pub static RULE = {
        id: "invalid-json-form", summary: "Write arrays as valid JSON", category: Correctness, severity: Error, fix: Unsafe,
        since: "0.2.0", presets: [Recommended],
        aliases: ["tally/invalid-json-form", "dockerfile-utils/JSON_IN_SINGLE_QUOTES", "dockerfilelint/invalid_format"],
    }
    Check::Instruction(
        &[
            Keyword::Run, Keyword::Copy, Keyword::Add, Keyword::Volume, Keyword::Healthcheck, Keyword::Cmd,
            Keyword::Entrypoint,
        ],
        check,
    )
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(span) = instruction.failed_json().filter(|_| instruction.is_meant_as_json()) else { return };
    let keyword = instruction.keyword();
    let starts_container = matches!(keyword, Keyword::Cmd | Keyword::Entrypoint);
    if starts_container && !is_left_by_json_args(cx, instruction) {
        return;
    }
    let reads = match keyword {
        Keyword::Copy | Keyword::Add | Keyword::Volume => "are read as paths",
        _ => "go to the shell",
    };
    let name = keyword.as_str();
    let message = format!("the arguments of `{name}` are no JSON array, and {reads}, brackets and all");
    let mut finding = sink.report(span, message);
    if let Some((reason, at)) = instruction.failed_json_reason() {
        finding = finding.label(at, reason);
    }
    let Some(repaired) = instruction.repaired_json() else {
        finding.help("a JSON array has strings in double quotes with commas between them");
        return;
    };
    finding.help(format!("write `{repaired}`")).fix(Unsafe, "Write a JSON array", |edit| edit.replace(span, repaired));
}

/// Whether `json-args` says nothing of it: a shell was chosen with care, or it is another than that of POSIX.
fn is_left_by_json_args(cx: &DockerfileCx<'_>, instruction: Instruction<'_>) -> bool {
    cx.stage_of(instruction).is_none_or(StageFacts::sets_shell) || cx.facts.dialect(instruction) != Dialect::Posix
}
