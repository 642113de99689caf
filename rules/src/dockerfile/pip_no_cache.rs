//! The downloads of pip in a layer.

use plimsoll_core::facts::Filler;
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `pip install` keeps every archive that it fetched, and the wheels that it built, in `~/.cache/pip`: the image then
    /// holds its packages twice.
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14-slim
    /// COPY requirements.txt .
    /// RUN pip install -r requirements.txt
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM python:3.14-slim
    /// COPY requirements.txt .
    /// RUN pip install --no-cache-dir -r requirements.txt
    /// ```
    ///
    /// One variable does it for the whole file. A cache mount makes the next build faster at the same time:
    ///
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// RUN --mount=type=cache,target=/root/.cache/pip pip install flask==3.1.2
    /// ENV PIP_NO_CACHE_DIR=1
    /// RUN pip install gunicorn==23.0.0
    /// ```
    ///
    /// pip takes every value of the variable for a yes, `off` and `0` too. `pip cache purge` or the removal of the folder
    /// later in the same RUN are fine, and so is a `pip.conf` that is copied, whatever it says. In stages that are not
    /// shipped the finding is a matter of form, and left out of the presets `recommended` and `strict`.
    pub static RULE = {
        id: "pip-no-cache", summary: "Use `pip install --no-cache-dir`", category: Size, severity: Info,
        fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: ["hadolint/DL3042", "semgrep/missing-pip-no-cache-dir"],
        differs: [
            "hadolint/DL3042" => "What keeps the cache out of the layer counts in every form: `PIP_NO_CACHE_DIR` with any \
             value, `--no-cache`, a mount on a folder above, removal of the cache in the same RUN.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::PipDownloads) else { return };
    let Some((first, others)) = left.fillers.split_first() else { return };
    let ships = run.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    if !ships && sink.is_by_own_preset() {
        return;
    }
    let message = format!("`{}` leaves what it fetched in the layer", first.name);
    let help = format!("write `{} --no-cache-dir …`, or set `ENV PIP_NO_CACHE_DIR=1` above it", first.name);
    let mut finding = sink.report(first.span, message).help(help);
    for other in others {
        finding = finding.label(other.span, "and here");
    }
    if let Some(miss) = left.near_miss {
        finding = finding.label(miss.span, miss.words());
    }
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    if !left.fillers.iter().any(|filler: &Filler| filler.is_plain) {
        finding = finding.not_as("hadolint/DL3042");
    }
    let names_folder =
        |filler: &Filler| cx.facts.filler_command(filler).is_some_and(|command| command.has_flag(None, "cache-dir"));
    if left.fillers.iter().any(names_folder) {
        return;
    }
    finding.fix(Safe, "Insert `--no-cache-dir`", |edit| {
        for filler in &left.fillers {
            edit.insert(filler.verb_span.end, " --no-cache-dir");
        }
    });
}
