//! Python packages without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A package that somebody publishes tonight is in tomorrow's image, tested by nobody.
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14
    /// RUN pip install --no-cache-dir flask
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.14
    /// RUN pip install --no-cache-dir flask==3.1.2
    /// ```
    ///
    /// Better than a version on the command line is a file with all of them, also of what `flask` itself needs:
    /// `pip install -r requirements.txt`, a file of constraints (`-c`, `PIP_CONSTRAINT`), or a lock file
    /// (`uv sync --locked`).
    ///
    /// ```dockerfile
    /// FROM python:3.14
    /// COPY requirements.txt constraints.txt ./
    /// RUN pip install --no-cache-dir -r requirements.txt && pip install -c constraints.txt gunicorn
    /// ```
    ///
    /// A requirements file pins what is in it, not what stands beside it:
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14
    /// COPY requirements.txt ./
    /// RUN pip install --no-cache-dir -r requirements.txt gunicorn
    /// ```
    ///
    /// Any comparison counts as a version, as do local folders, archives and addresses. A repository needs a tag or
    /// commit after `@`. Without quotes, `flask>=3` is no version: the shell reads `>` as a redirect. Variables that
    /// cannot be resolved are passed over, and so is a command with one that may hold options. `pipx`, `uv pip install`
    /// and `uv tool install` are looked at, too.
    pub static RULE = {
        id: "pin-pip-versions", summary: "Give the packages of `pip install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3013"],
        differs: [
            "hadolint/DL3013" =>
                "A requirements file or `.` excuses nothing that stands beside it; `.[dev]`, variables that nothing \
                 resolves, and scripts of PowerShell and cmd are passed over.",
        ],
    }
    Check::Command(&[], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at).filter(|loose| matches!(loose.manager.name, "pip" | "pipx" | "uv")) else {
        return;
    };
    let pinned = loose.pinned();
    let help = if loose.is_cut_by_redirect() {
        format!("put it in quotes (`\"{}>=VERSION\"`): the shell reads `>` as a redirect to a file", loose.first())
    } else if pinned.ends_with("==VERSION") && loose.manager.name != "pipx" {
        format!("write `{pinned}`, or install with a file of constraints: `-c constraints.txt`")
    } else {
        format!("write `{pinned}`")
    };
    let finding = sink.report(loose.span(), loose.message()).help(help);
    // hadolint judges no package of a command that also installs from a file or from here.
    let excuses = at.command.args().any(|word| ["-r", "--requirement", "."].iter().any(|text| word.is(text)));
    let is_known = loose.packages.iter().any(|package| !package.name.contains('@'));
    if !at.is_plain() || loose.manager.name == "uv" || excuses || !is_known {
        finding.not_as("hadolint/DL3013");
    }
}
