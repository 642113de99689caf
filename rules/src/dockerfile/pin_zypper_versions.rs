//! Packages of zypper without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The same Dockerfile installs another `curl` next month, and two machines that build on different days have
    /// different images.
    ///
    /// ```dockerfile,expect
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM opensuse/leap:15.6
    /// RUN zypper -n install curl=8.6.0 "git>=2.43"
    /// ```
    ///
    /// Patterns, patches and names to be removed (`!name`) have no versions. A variable that neither the file nor the
    /// script resolves is passed over. Repositories drop old versions, so pins break builds from time to time: pin what
    /// your program depends on.
    pub static RULE = {
        id: "pin-zypper-versions", summary: "Give the packages of `zypper install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3037"],
        differs: [
            "hadolint/DL3037" => "Patterns, `curl-8.6.0`, and variables that nothing resolves are passed over.",
        ],
    }
    Check::Command(&["zypper"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let help = format!("write `{}`; `zypper search --details` shows versions", loose.pinned());
    let finding = sink.report(loose.span(), loose.message()).help(help);
    if !at.is_plain() {
        finding.not_as("hadolint/DL3037");
    }
}
