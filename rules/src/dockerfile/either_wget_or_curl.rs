//! Stages with both wget and curl.

use plimsoll_core::dockerfile::Onbuild;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Two programs for one task are two packages to install and two sets of options to know. Either of them downloads.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN wget -q https://example.com/a.tgz
    /// RUN curl -fsSLO https://example.com/b.tgz
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN curl -fsSLO https://example.com/a.tgz
    /// RUN curl -fsSLO https://example.com/b.tgz
    /// ```
    ///
    /// Each stage is looked at by itself. It is a matter of taste, so only `hadolint` and `all` have it.
    pub static RULE = {
        id: "either-wget-or-curl", summary: "Use either wget or curl in a stage, not both", category: Size, severity: Info,
        since: "0.2.0", presets: [Hadolint],
        aliases: ["hadolint/DL4001", "trivy/DS-0014", "semgrep/use-either-wget-or-curl"],
    }
    Check::Stage(check)
}

const TOOLS: [&str; 2] = ["wget", "curl"];

/// What a stage has used so far.
#[derive(Default)]
struct Used {
    /// The first calls of wget and curl.
    first: [Option<Span>; 2],
    /// The same, as a tool sees it that does not look through `sudo` and the like.
    plainly: [bool; 2],
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let (mut in_stage, mut in_onbuild) = (Used::default(), Used::default());
    for instruction in stage.instructions() {
        let inner = instruction.as_onbuild().and_then(Onbuild::inner);
        let used = if inner.is_some() { &mut in_onbuild } else { &mut in_stage };
        let run = inner.unwrap_or(instruction);
        if run.keyword() == Keyword::Run {
            check_run(cx, run, used, sink);
        }
    }
}

fn check_run(cx: &DockerfileCx<'_>, run: Instruction<'_>, used: &mut Used, sink: &mut Sink<'_>) {
    let mut here = [None; 2];
    let mut is_plain = false;
    for at in cx.facts.commands_in(run) {
        let (Some(name), Some(word)) = (at.command.name(), at.command.name_word()) else { continue };
        let tools = TOOLS.iter().zip(&mut here).zip(&mut used.first).zip(&mut used.plainly);
        for (((_, here), first), plainly) in tools.filter(|(((tool, _), _), _)| **tool == name) {
            let span = word.span();
            here.get_or_insert(span);
            first.get_or_insert(span);
            is_plain |= at.is_plainly(&name);
            *plainly |= at.is_plainly(&name);
        }
    }
    let ([Some(wget), Some(curl)], true) = (used.first, here != [None; 2]) else { return };
    // Of the two the later one is too many.
    let (later, tool, other, earlier) =
        if wget < curl { (here[1], "curl", "wget", wget) } else { (here[0], "wget", "curl", curl) };
    let message = format!("`{tool}` and `{other}` are used in one stage for the same task");
    let place = later.or(here[0]).or(here[1]).unwrap_or(earlier);
    let mut finding = sink.report(place, message).help(format!("use `{other}` for both, and do without `{tool}`"));
    if place != earlier {
        finding = finding.label(earlier, format!("`{other}` is used here"));
    }
    if !is_plain || used.plainly != [true; 2] {
        finding.not_as("hadolint/DL4001");
    }
}
