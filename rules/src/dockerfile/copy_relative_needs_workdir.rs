//! Files copied to a place that depends on the base image's working directory.

use plimsoll_core::images;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A relative destination starts at the working directory. Without a WORKDIR in the file that is whatever the base
    /// image says, mostly `/`, and it may move with the next version of the base.
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14-slim
    /// COPY requirements.txt .
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// WORKDIR /app
    /// COPY requirements.txt .
    /// ```
    ///
    /// A WORKDIR above in the stage or in a stage it is based on is enough. So is a base image that is known to set one:
    ///
    /// ```dockerfile
    /// FROM golang:1.26
    /// COPY go.mod go.sum ./src/
    /// ```
    ///
    /// A base image or a destination that a build argument without a default decides is left alone.
    pub static RULE = {
        id: "copy-relative-needs-workdir", summary: "Set WORKDIR before copying to a relative path",
        category: Clarity, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3045"],
        differs: [
            "hadolint/DL3045" => "Images that are known to set a working directory (golang, gradle, redis) are spared, and so are bases that only a build argument names.",
        ],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    let inherited = match (&facts.base, &facts.image) {
        (Base::Stage(parent), _) if cx.facts.stage(*parent).is_some_and(|parent| !parent.workdir.is_absent()) => true,
        (_, Know::Known(image)) => images::workdir(&image.familiar, image.tag.as_deref()).is_some(),
        (_, image) => image.is_unknown(),
    };
    if inherited {
        return;
    }
    let before = stage.instructions().take_while(|instruction| instruction.keyword() != Keyword::Workdir);
    for instruction in before {
        let Some(transfer) = instruction.as_copy().or_else(|| instruction.as_add()) else { continue };
        let Some(destination) = transfer.destination() else { continue };
        if destination.as_heredoc().is_some() || !cx.facts.is_relative(instruction, destination) {
            continue;
        }
        let path = destination.cooked();
        let message = match &facts.image {
            Know::Known(image) => {
                format!("`{path}` is relative to the working directory of `{}`: no `WORKDIR` is set", image.familiar)
            }
            _ => format!("`{path}` is relative to `/`: no `WORKDIR` is set"),
        };
        let finding = sink
            .report(destination.span(), message)
            .help("set `WORKDIR /app` (or another path) above it, or write the whole path");
        if instruction.keyword() == Keyword::Add || path.starts_with('$') {
            finding.not_as("hadolint/DL3045");
        }
    }
}
