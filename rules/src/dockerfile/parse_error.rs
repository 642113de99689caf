//! What `docker build` refuses.

use plimsoll_core::SyntaxErrorKind;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The build refuses this Dockerfile, before its first step or at the instruction itself.
    ///
    /// Each mistake is one finding at its place, and the rest of the file is linted all the same. What counts as a
    /// mistake is what BuildKit says: an unknown flag or one without its value, an unterminated heredoc or quote, a missing
    /// argument, a `${variable}` with an operator that does not exist, a mode, signal or name of an image that is none.
    /// Keywords that do not exist are reported by `unknown-instruction`, instructions before the first FROM by
    /// `from-first`, and ports by `valid-port`.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// COPY --form=build /app /app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.22
    /// ENV SHORT_COMMIT=${COMMIT:0:7}
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// COPY --from=build /app /app
    /// ENV SHORT_COMMIT=${COMMIT:-none}
    /// ```
    ///
    /// A value that comes from a variable is judged where the file itself says what the variable holds. The instruction that
    /// an ONBUILD keeps is judged as the build of the image based on this one will judge it.
    pub static RULE = {
        id: "parse-error", summary: "Write a Dockerfile that the build accepts", category: Syntax, severity: Error, fix: Unsafe,
        since: "0.1.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL1000", "dockerfilelint/invalid_line", "dockerfilelint/extra_args", "dockerfilelint/missing_args",
            "dockerfilelint/required_params", "dockerfilelint/label_invalid", "dockerfile-utils/INVALID_SYNTAX",
            "dockerfile-utils/DUPLICATED_ESCAPE_DIRECTIVE", "dockerfile-utils/INVALID_ESCAPE_DIRECTIVE",
            "dockerfile-utils/FLAG_DUPLICATE", "dockerfile-utils/FLAG_INVALID_LINK_VALUE",
            "dockerfile-utils/FLAG_EXPECTED_BOOLEAN_VALUE", "dockerfile-utils/FLAG_MISSING_VALUE",
            "dockerfile-utils/UNKNOWN_ADD_FLAG", "dockerfile-utils/UNKNOWN_COPY_FLAG",
            "dockerfile-utils/UNKNOWN_FROM_FLAG", "dockerfile-utils/UNKNOWN_HEALTHCHECK_FLAG",
            "dockerfile-utils/ARGUMENT_MISSING", "dockerfile-utils/ARGUMENT_EXTRA", "dockerfile-utils/ARGUMENT_UNNECESSARY",
            "dockerfile-utils/ARGUMENT_REQUIRES_ONE", "dockerfile-utils/ARGUMENT_REQUIRES_AT_LEAST_ONE",
            "dockerfile-utils/ARGUMENT_REQUIRES_TWO", "dockerfile-utils/ARGUMENT_REQUIRES_AT_LEAST_TWO",
            "dockerfile-utils/ARGUMENT_REQUIRES_ONE_OR_THREE", "dockerfile-utils/SHELL_REQUIRES_ONE",
            "dockerfile-utils/SHELL_JSON_FORM", "dockerfile-utils/INVALID_REFERENCE_FORMAT",
            "dockerfile-utils/INVALID_BUILD_STAGE_NAME", "dockerfile-utils/INVALID_AS", "dockerfile-utils/INVALID_SIGNAL",
            "dockerfile-utils/SYNTAX_MISSING_NAMES", "dockerfile-utils/SYNTAX_MISSING_SINGLE_QUOTE",
            "dockerfile-utils/SYNTAX_MISSING_DOUBLE_QUOTE", "dockerfile-utils/UNSUPPORTED_MODIFIER",
        ],
        differs: [
            "hadolint/DL1000" => "What the build accepts is no finding, although hadolint cannot read it: heredocs without an \
                empty line below, `RUN --mount` without a target, single quotes within values.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for error in cx.dockerfile.errors().iter().filter(|error| error.kind == SyntaxErrorKind::Refused) {
        sink.report_syntax(error, Unsafe);
    }
    // hadolint does not judge values.
    for error in cx.refusals() {
        sink.report_syntax(&error, Unsafe).not_as("hadolint/DL1000");
    }
}
