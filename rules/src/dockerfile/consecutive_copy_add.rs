//! COPY after COPY.

use plimsoll_core::dockerfile::Transfer;
use plimsoll_core::prelude::*;

declare_rule! {
    /// COPY takes several sources. Two of them to one folder, with nothing between them, are two layers for one step.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// COPY package.json /app/
    /// COPY package-lock.json /app/
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24
    /// COPY package.json package-lock.json /app/
    /// RUN npm ci
    /// COPY src /app/
    /// ```
    ///
    /// The destination must be the same and a folder for sure (`/` at its end, or `.`), and the flags must be the same. A
    /// source that changes seldom may be meant to have a layer of its own: only `all` has this rule.
    pub static RULE = {
        id: "consecutive-copy-add", summary: "Join COPY or ADD instructions with one destination", category: Size, severity: Info,
        since: "0.2.0", presets: [], aliases: [],
    }
    Check::Stage(check)
}

fn check(_: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let mut before: Option<(Transfer<'_>, String)> = None;
    for instruction in stage.instructions() {
        let copy = folder(instruction);
        if let (Some((first, folder)), Some((_, to))) = (&before, &copy)
            && to == folder
            && first.instruction().keyword() == instruction.keyword()
            && first.instruction().has_flags_of(instruction)
        {
            let keyword = instruction.keyword().as_str();
            let message = format!("this `{keyword}` to `{folder}` could be part of the one above it");
            sink.report(instruction.keyword_span(), message)
                .label(first.instruction().keyword_span(), "this one")
                .help(format!("name the sources of both in one `{keyword}`"));
        }
        before = copy;
    }
}

/// What COPY or ADD puts its sources into, when that is a folder by its name.
fn folder(instruction: Instruction<'_>) -> Option<(Transfer<'_>, String)> {
    let transfer = instruction.as_copy().or_else(|| instruction.as_add())?;
    let to = transfer.destination()?.cooked().into_owned();
    let are_files = transfer.checksum().is_none() && transfer.sources().all(|source| source.as_heredoc().is_none());
    (are_files && (to.ends_with('/') || to == ".")).then_some((transfer, to))
}
