//! Debian packages without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The same Dockerfile installs another `curl` next month: what was tested is not what is built, and two machines
    /// that build on different days have different images.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y curl
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y curl=8.14.* git/trixie-backports ./tool.deb
    /// ```
    ///
    /// The price is real: Debian and Ubuntu drop a version from the mirror as soon as its fix is out, and then the
    /// build fails until the pin is raised. Pin what your program depends on, leave the upstream version open with `*`,
    /// or take the packages from a dated mirror (`snapshot.debian.org`, `snapshot.ubuntu.com`) and switch the rule off.
    ///
    /// A variable is resolved when the file or the script says what it holds. One that cannot be resolved is passed
    /// over, unless it is only a part of a name:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ARG PACKAGES
    /// RUN apt-get update && apt-get install -y $PACKAGES
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// ARG PHP
    /// RUN apt-get update && apt-get install -y php$PHP-cli
    /// ```
    ///
    /// `curl-` is removed and `lamp-server^` is a task: neither has a version. `apt` and `aptitude` are looked at, too.
    pub static RULE = {
        id: "pin-apt-versions", summary: "Give the packages of `apt-get install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3008"],
        differs: [
            "hadolint/DL3008" =>
                "A variable that no ARG, ENV or assignment of the script resolves is passed over: it may hold a \
                 version.",
        ],
    }
    Check::Command(&["apt-get", "apt", "aptitude"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let help = format!(
        "write `{}`; `apt-cache policy` shows versions, and `=8.14.*` leaves the revision open",
        loose.pinned()
    );
    let finding = sink.report(loose.span(), loose.message()).help(help);
    if !at.is_plain() || loose.manager.name != "apt-get" {
        finding.not_as("hadolint/DL3008");
    }
}
