//! Empty lines within an instruction.

use plimsoll_core::prelude::*;

declare_rule! {
    /// After a line that goes on comes an empty one. BuildKit skips it and warns: the instruction goes on below it, which
    /// is easily read otherwise, and a later version will refuse it. Comment lines are fine.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN make && \
    ///
    ///     make install
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN make && \
    ///     make install
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN make && \
    ///     # the program alone
    ///     make install
    /// ```
    ///
    /// Where the line after it begins with a keyword, the instruction above probably goes on by mistake; there the fix is
    /// left to the author.
    pub static RULE = {
        id: "no-empty-continuation", summary: "Leave no empty line within an instruction", category: Correctness,
        severity: Warning, fix: Safe, since: "0.2.0", presets: [Recommended, Buildkit],
        aliases: ["buildkit/NoEmptyContinuation", "dockerfile-utils/EMPTY_CONTINUATION_LINE"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for instruction in cx.dockerfile.instructions() {
        let mut lines = instruction.empty_continuation_lines();
        let Some(first) = lines.next() else { continue };
        let keyword = instruction.keyword_text();
        let message = format!("an empty line stands within `{keyword}`, which goes on below it");
        let mut finding = sink.report(first, message);
        let others: Vec<Span> = lines.collect();
        for other in &others {
            finding = finding.label(*other, "is empty, too");
        }
        if let Some(next) = instruction.keyword_after_empty_line() {
            let word = next.of(cx.dockerfile.text());
            finding.label(next, format!("belongs to `{keyword}`")).help(format!(
                "if `{word}` is an instruction of its own, end the line above without the escape character"
            ));
            continue;
        }
        finding.help("take the empty line away, or put `#` there").fix(Safe, "Take the empty lines away", |edit| {
            edit.delete(first);
            for other in others {
                edit.delete(other);
            }
        });
    }
}
