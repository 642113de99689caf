//! Alpine packages without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The same Dockerfile installs another `curl` next month, and two machines that build on different days have
    /// different images.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23
    /// RUN apk add --no-cache curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.23
    /// RUN apk add --no-cache curl=~8.17 "git>2.50"
    /// ```
    ///
    /// A branch of Alpine keeps one version of each package, so an exact pin (`curl=8.17.0-r1`) fails as soon as a fix
    /// is out. `=~8.17` accepts the fixes and nothing else. With the branch in the tag of the image (`alpine:3.23`)
    /// versions hardly move: many teams pin that and switch the rule off.
    ///
    /// The name after `--virtual` is no package, nor is `!name`. A variable that neither the file nor the script
    /// resolves is passed over:
    ///
    /// ```dockerfile
    /// FROM alpine:3.23
    /// RUN apk add --no-cache --virtual .run-deps $(scanelf -n /usr/local/bin/tool)
    /// ```
    pub static RULE = {
        id: "pin-apk-versions", summary: "Give the packages of `apk add` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3018"],
        differs: [
            "hadolint/DL3018" =>
                "A variable that nothing in the file resolves, and the output of a command, is passed over: it may \
                 hold versions.",
        ],
    }
    Check::Command(&["apk"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let help =
        format!("write `{}`, which accepts later fixes of that version; `apk policy` shows versions", loose.pinned());
    let finding = sink.report(loose.span(), loose.message()).help(help);
    if !at.is_plain() {
        finding.not_as("hadolint/DL3018");
    }
}
