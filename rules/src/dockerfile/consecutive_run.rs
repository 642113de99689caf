//! RUN after RUN.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Each RUN is a layer, and each layer is a download and an entry of the history. Steps that always run together can be
    /// one RUN.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN ./configure
    /// RUN make
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN ./configure && \
    ///     make
    /// ```
    ///
    /// Steps apart are cached apart, which is often what one wants, and layers cost little: only `hadolint` and `all` have
    /// this rule. As for hadolint, a RUN of several commands counts as joined already, and other flags (`--mount`) as another
    /// kind of step.
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN ./configure
    /// RUN make && make install
    /// RUN --mount=type=cache,target=/cache ./fetch
    /// ```
    pub static RULE = {
        id: "consecutive-run", summary: "Join RUN instructions that follow each other", category: Size, severity: Info, fix: Unsafe,
        since: "0.2.0", presets: [Hadolint], aliases: ["hadolint/DL3059"],
        differs: [
            "hadolint/DL3059" => "A RUN of PowerShell or cmd counts by its separators; hadolint takes what it cannot read for \
             one command.",
        ],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let mut before: Option<Instruction<'_>> = None;
    for run in stage.instructions() {
        let is_single = run.keyword() == Keyword::Run && cx.facts.runs_one_command(run);
        if let Some(before) = before.filter(|before| is_single && before.has_flags_of(run)) {
            let finding = sink
                .report(run.keyword_span(), "this `RUN` could be part of the one above it")
                .label(before.keyword_span(), "this one")
                .help("join them with `&&`, or leave them apart where the cache needs it");
            if let Some(gap) = cx.facts.joint(before, run) {
                let join = format!(" && {}\n    ", cx.dockerfile.escape());
                finding.fix(Unsafe, "Join it with the RUN above", |edit| edit.replace(gap, join));
            }
        }
        before = Some(run).filter(|_| is_single);
    }
}
