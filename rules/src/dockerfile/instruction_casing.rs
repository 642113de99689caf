//! Keywords in several cases.

use plimsoll_core::dockerfile::{Case, From};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Keywords in one case let the eye find where an instruction begins. Most of the file decides which one: upper case, as
    /// nearly everybody writes it, unless more keywords are in lower case. A keyword in mixed case is always reported.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// COPY run.sh /
    /// cmd ["/run.sh"]
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// COPY run.sh /
    /// CMD ["/run.sh"]
    /// ```
    ///
    /// ```dockerfile
    /// from debian:13
    /// copy run.sh /
    /// cmd ["/run.sh"]
    /// ```
    ///
    /// As for BuildKit, an ARG above the first FROM and the instruction behind ONBUILD are not looked at.
    pub static RULE = {
        id: "instruction-casing", summary: "Write all keywords in the same case", category: Style, severity: Style,
        fix: Safe, since: "0.2.0", presets: [Strict, Buildkit],
        aliases: [
            "buildkit/ConsistentInstructionCasing", "dockerfilelint/uppercase_commands",
            "dockerfile-utils/CASING_INSTRUCTION",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let case = cx.dockerfile.keyword_case();
    let of_stages = cx.dockerfile.instructions().filter(|instruction| instruction.stage().is_some());
    for instruction in of_stages.filter(|instruction| instruction.keyword() != Keyword::Unknown) {
        let written = instruction.keyword_text();
        let wanted = case.apply(written);
        if written == wanted {
            continue;
        }
        let most = if case == Case::Upper { "upper" } else { "lower" };
        let message = match Case::of(written) {
            Some(_) => format!("`{written}` is not in {most} case, as most keywords of the file are"),
            None => format!("`{written}` mixes upper and lower case"),
        };
        // AS keeps step with its FROM.
        let as_word =
            instruction.as_from().and_then(From::as_word).filter(|word| Case::of(word.raw()) == Case::of(written));
        sink.report(instruction.keyword_span(), message).help(format!("write `{wanted}`")).fix(
            Safe,
            format!("Write `{wanted}`"),
            |edit| {
                edit.replace(instruction.keyword_span(), wanted);
                if let Some(word) = as_word {
                    edit.replace(word.span(), case.apply(word.raw()));
                }
            },
        );
    }
}
