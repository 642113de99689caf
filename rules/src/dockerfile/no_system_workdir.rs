//! WORKDIR in a directory of the system.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `/proc`, `/sys` and `/dev` are mounted anew when a container starts: what the build put there is hidden, and the program
    /// does not find its working directory. `/boot` and `/lost+found` belong to a kernel and a disk that no container has.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// WORKDIR /dev/app
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// WORKDIR /app
    /// ```
    ///
    /// The path is followed through relative ones:
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// WORKDIR /app
    /// WORKDIR ../proc
    /// ```
    pub static RULE = {
        id: "no-system-workdir", summary: "Work outside of the system's own directories", category: Correctness, severity: Error,
        since: "0.2.0", presets: [Recommended], aliases: ["trivy/DS-0030"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for step in cx.workdirs() {
        let Know::Known(path) = &step.after else { continue };
        let (severity, why) = match path.split('/').nth(1) {
            Some("proc" | "sys" | "dev") => (Severity::Error, "which is mounted anew in every container"),
            Some("boot" | "initrd" | "lost+found") => (Severity::Warning, "which is the host's business"),
            _ => continue,
        };
        sink.report(step.word.span(), format!("the working directory is `{path}`, {why}"))
            .severity(severity)
            .help("choose a directory of the program's own: `WORKDIR /app`");
    }
}
