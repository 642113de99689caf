//! Archives that are copied and then unpacked.

use plimsoll_core::facts::transfers::{self, SourceFact, base_name};
use plimsoll_core::prelude::*;
use plimsoll_core::shell::unpack::{Unpack, unpack};
use std::collections::HashMap;

declare_rule! {
    /// The layer of the COPY holds the archive for ever, also when a later RUN removes it. ADD unpacks a local tar
    /// archive (plain, or compressed with gzip, bzip2, xz or zstd) while it copies.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// COPY dist/app.tar.gz /tmp/
    /// RUN tar -xzf /tmp/app.tar.gz -C /opt && rm /tmp/app.tar.gz
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD dist/app.tar.gz /opt/
    /// ```
    ///
    /// What ADD cannot do is no finding: taking only a part of the archive, dropping the first folder, other formats.
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY dist/app.tar.gz /tmp/
    /// RUN tar -xzf /tmp/app.tar.gz -C /opt --strip-components=1 && rm /tmp/app.tar.gz
    /// ```
    ///
    /// A bind mount (`RUN --mount=type=bind,source=dist/app.tar.gz,target=/tmp/app.tar.gz …`) leaves no archive behind
    /// either, and keeps all of tar's options.
    pub static RULE = {
        id: "use-add-for-archive", summary: "Let ADD unpack local archives", category: Size, severity: Info,
        since: "0.2.0", presets: [Hadolint],
        aliases: ["hadolint/DL3010"],
        differs: [
            "hadolint/DL3010" => "Only what ADD can do as well is reported: whole tar archives, not parts of them, other options or single compressed files.",
        ],
    }
    Check::Stage(check)
}

/// An archive that COPY put somewhere.
struct Copied<'a> {
    source: Span,
    text: String,
    unpacked: Option<Unpack<'a>>,
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let mut archives: Vec<Copied<'_>> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    for instruction in stage.instructions() {
        for (name, source, text) in copied(cx, instruction) {
            by_name.insert(name, archives.len());
            archives.push(Copied { source, text, unpacked: None });
        }
        if by_name.is_empty() || instruction.keyword() != Keyword::Run {
            continue;
        }
        for unpacked in cx.facts.scripts_of(instruction).flat_map(|script| script.script.commands()).filter_map(unpack)
        {
            let name = unpacked.archive.lossy();
            let Some(copied) = by_name.get(base_name(&name)).and_then(|&at| archives.get_mut(at)) else { continue };
            if unpacked.whole {
                copied.unpacked.get_or_insert(unpacked);
            }
        }
    }
    for copied in archives {
        let Some(unpacked) = copied.unpacked else { continue };
        let folder = unpacked.folder.map_or("<folder>".into(), |folder| folder.lossy());
        let folder = folder.trim_end_matches('/');
        sink.report(
            copied.source,
            format!("`{}` is copied and then unpacked: `ADD` does both in one layer", copied.text),
        )
        .label(unpacked.archive.span(), "unpacked here")
        .help(format!("write `ADD {} {folder}/`, which unpacks it", copied.text));
    }
}

/// The archives that a COPY puts into the image: their names there, and the sources.
fn copied(cx: &DockerfileCx<'_>, instruction: Instruction<'_>) -> Vec<(String, Span, String)> {
    let Some(copy) = instruction.as_copy().filter(|copy| copy.from_flag().is_none()) else { return Vec::new() };
    let destination = copy.destination().and_then(|path| cx.facts.path_of(instruction, path).known());
    let renamed = destination.filter(|path| transfers::is_tar(base_name(path)));
    let archive = |source| match cx.facts.source_of(instruction, source) {
        SourceFact::Path(path) => path.plain().filter(|path| transfers::is_tar(base_name(path))).map(str::to_owned),
        _ => None,
    };
    copy.sources()
        .filter_map(|source| {
            let path = archive(source)?;
            let name = base_name(renamed.as_deref().unwrap_or(&path)).to_owned();
            Some((name, source.span(), path))
        })
        .collect()
}
