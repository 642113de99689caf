//! Packages of dnf without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The same Dockerfile installs another `nginx` next month, and two machines that build on different days have
    /// different images.
    ///
    /// ```dockerfile,expect
    /// FROM rockylinux:9
    /// RUN dnf install -y nginx
    /// ```
    ///
    /// ```dockerfile
    /// FROM rockylinux:9
    /// RUN dnf install -y nginx-1.26.* nodejs-22.4.1-1.el9.x86_64
    /// ```
    ///
    /// A version comes after a dash and begins with a digit. The numbers in `java-21-openjdk` and `gcc-toolset-14-gcc`
    /// are parts of names:
    ///
    /// ```dockerfile,expect
    /// FROM rockylinux:9
    /// RUN dnf install -y java-21-openjdk
    /// ```
    ///
    /// Modules have streams (`dnf module install nodejs:22`); groups (`@development`) and files have no versions. A
    /// word with a variable that neither the file nor the script resolves is passed over. Mirrors drop old versions, so
    /// pins break builds from time to time: pin what your program depends on, or install from a mirror of your own and
    /// switch the rule off.
    pub static RULE = {
        id: "pin-dnf-versions", summary: "Give the packages of `dnf install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3041"],
        differs: [
            "hadolint/DL3041" =>
                "A version ends the name: `java-21-openjdk` has none; groups and variables that nothing resolves are \
                 passed over.",
        ],
    }
    Check::Command(&["dnf", "dnf5", "microdnf", "tdnf"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let list = if loose.verb.is("module") { "module list" } else { "list --showduplicates" };
    let help = format!("write `{}`; `dnf {list}` shows versions", loose.pinned());
    let finding = sink.report(loose.span(), loose.message()).help(help);
    // hadolint takes any number after a dash for a version.
    if !at.is_plain() || loose.manager.name == "tdnf" || loose.packages.iter().all(|package| package.has_number()) {
        finding.not_as("hadolint/DL3041");
    }
}
