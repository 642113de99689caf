//! Writes into a path that is a volume already.

use plimsoll_core::facts::VolumeWrite;
use plimsoll_core::prelude::*;
use std::collections::HashMap;

declare_rule! {
    /// A path is changed after `VOLUME` declared it. The classic builder and others without BuildKit lose what a RUN does
    /// there; and a volume that exists already keeps its old content, so the change never shows.
    ///
    /// `VOLUME` belongs behind everything that fills or owns the path. A COPY or ADD is not lost, and information only.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// VOLUME /var/lib/ledger
    /// RUN chown 910:910 /var/lib/ledger
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13-slim
    /// RUN chown 910:910 /var/lib/ledger
    /// VOLUME /var/lib/ledger
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// RUN install -d -o 910 -g 910 /var/lib/ledger
    /// VOLUME /var/lib/ledger
    /// ```
    pub static RULE = {
        id: "write-after-volume", summary: "Declare a volume after what fills it", category: Reliability, severity: Warning,
        fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let writes = cx.volume_writes(stage);
    // Below the last write of all: moved once, it stays.
    let last: HashMap<Option<u32>, u32> = writes.iter().map(|write| (write.instruction, write.at)).collect();
    for write in &writes {
        let what = if write.by_run {
            format!("`{}` is changed after `VOLUME {}`: builders without BuildKit lose that", write.path, write.volume)
        } else {
            format!("`{}` is filled after `VOLUME {}`: volumes that exist never get it", write.path, write.volume)
        };
        let mut finding = sink
            .report(write.span, what)
            .label(write.declared, "declared a volume here")
            .help(format!("move `VOLUME {}` below it", write.volume));
        if !write.by_run {
            finding = finding.severity(Severity::Info);
        }
        finding.fix(Unsafe, "Move VOLUME down", |edits| {
            if let Some((gone, at, text)) = moved(cx, write, last.get(&write.instruction).copied()) {
                edits.delete(gone);
                edits.insert(at, text);
            }
        });
    }
}

/// The lines of the VOLUME, and where they go.
fn moved(cx: &DockerfileCx<'_>, write: &VolumeWrite, last: Option<u32>) -> Option<(Span, u32, String)> {
    let volume = cx.dockerfile.instruction(write.instruction?)?;
    let last = cx.dockerfile.instruction(last?)?.lines_span();
    let text = volume.lines_span().of(cx.dockerfile.text());
    let before = last.of(cx.dockerfile.text());
    let text = if before.ends_with('\n') { text.to_owned() } else { format!("\n{}", text.trim_end()) };
    (volume.comments_above().next().is_none()).then_some((volume.lines_span(), last.end, text))
}
