//! WORKDIR with a relative path.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A relative path continues the working directory of the base image. When that image changes it, or another one takes
    /// its place, the files are somewhere else, and nothing in this file tells where.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// WORKDIR app
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24
    /// WORKDIR /app
    /// ```
    ///
    /// A relative path below an absolute one of the same file is certain, and only harder to read: it is told as information,
    /// and not at all by the recommended rules. Where the directory is known, the fix writes it.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// WORKDIR /app
    /// WORKDIR server
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24
    /// WORKDIR /app
    /// WORKDIR /app/server
    /// ```
    ///
    /// A path with a drive letter is absolute, and one that begins with a variable of unknown value may be.
    ///
    /// ```dockerfile
    /// FROM node:24
    /// WORKDIR $HOME/app
    /// ```
    pub static RULE = {
        id: "absolute-workdir", summary: "Give WORKDIR an absolute path", category: Reliability, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3000", "buildkit/WorkdirRelativePath", "trivy/DS-0009", "checkov/CKV_DOCKER_10",
            "semgrep/use-absolute-workdir", "dockerfile-utils/WORKDIR_IS_NOT_ABSOLUTE",
        ],
        differs: [
            "buildkit/WorkdirRelativePath" => "A path with a drive letter is absolute on every platform, and a variable that the base image may set is not taken as empty.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    // Below another one of the file it is a matter of reading.
    let only_first = sink.is_by_preset(Preset::Recommended);
    for step in cx.workdirs().into_iter().filter(|step| step.is_relative && (step.is_first || !only_first)) {
        let raw = step.word.raw();
        let message = match &step.before {
            Know::Known(before) => format!("`{raw}` is relative to `{before}`"),
            _ if step.is_first => format!("`{raw}` is relative to a working directory that the base image chooses"),
            _ => format!("`{raw}` is relative to the WORKDIR above it"),
        };
        let mut finding = sink.report(step.word.span(), message);
        if !step.is_first {
            finding = finding.severity(Severity::Info).not_as("buildkit/WorkdirRelativePath");
        }
        match step.after {
            Know::Known(path) if step.word.is_literal() => {
                finding.help(format!("write `WORKDIR {path}`")).fix(Unsafe, format!("Write `{path}`"), |edit| {
                    edit.replace(step.word.span(), path.as_str());
                })
            }
            _ => finding.help("write the whole path, from `/` on"),
        };
    }
}
