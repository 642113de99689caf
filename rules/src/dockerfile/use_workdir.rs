//! RUN that changes its directory.

use plimsoll_core::prelude::*;
use plimsoll_core::shell::{Command, Joiner, Word};

declare_rule! {
    /// `cd` holds to the end of its RUN, and who reads the next line looks for a WORKDIR that says where it works. A long RUN
    /// that goes back and forth is hard to follow, and one step in the wrong directory is easily made.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.26
    /// WORKDIR /app
    /// RUN cd /src && make install
    /// COPY app.conf .
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM golang:1.26
    /// WORKDIR /app
    /// WORKDIR /src
    /// RUN make install
    /// WORKDIR /app
    /// COPY app.conf .
    /// ```
    ///
    /// For one command in another directory there are parentheses, and `make -C`, `git -C` or `tar -C`. Those are fine, and so
    /// is `cd` in `$(…)` and in a function:
    ///
    /// ```dockerfile
    /// FROM golang:1.26
    /// WORKDIR /app
    /// RUN ( cd /src && make install ) && make -C /lib
    /// ```
    pub static RULE = {
        id: "use-workdir", summary: "Set the directory with WORKDIR instead of cd", category: Clarity, severity: Info, fix: Unsafe,
        since: "0.2.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL3003", "trivy/DS-0013", "semgrep/use-workdir"],
        differs: [
            "hadolint/DL3003" => "Not reported: `cd` in a subshell, a substitution or a function, which ends there.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let mut moves = cx.facts.commands_in(run).filter(|at| {
        let command = at.command;
        let ends_there = command.in_subshell() || command.in_substitution() || command.in_function();
        // The script of `sh -c` has a directory of its own.
        let is_inside = at.script.origin == ScriptOrigin::Nested;
        !ends_there && !is_inside && command.name().is_some_and(|name| name == "cd")
    });
    let Some(first) = moves.next() else { return };
    let text = first.command.span().of(cx.dockerfile.text());
    let shown = if text.len() > 50 || text.contains('\n') { "cd" } else { text };
    let target = first.command.args().next().filter(|_| first.command.args().len() == 1);
    let message = format!("`{shown}` changes the directory for this RUN alone, where WORKDIR would show it");
    let folder = target.filter(|word| word.raw().len() < 40 && !word.has_expansion()).map_or("…", Word::raw);
    let help = if first.command.index() == 0 {
        format!("put `WORKDIR {folder}` above it, or write `( cd {folder} && … )` for what needs it")
    } else {
        format!("write `( cd {folder} && … )` for what needs it, or `WORKDIR {folder}` and another RUN below")
    };
    let mut finding = sink.report(first.command.span(), message).help(help);
    let others: Vec<CommandAt<'_>> = moves.collect();
    for other in others.iter().take(4) {
        finding = finding.label(other.command.span(), "and here");
    }
    if run.is_onbuild_inner() || (!first.is_plainly("cd") && !others.iter().any(|other| other.is_plainly("cd"))) {
        finding = finding.not_as("hadolint/DL3003");
    }
    let Some(folder) = target.filter(|_| others.is_empty() && first.script.origin == ScriptOrigin::ShellForm) else {
        return;
    };
    let (Some(gap), Some(back)) = (movable(first.command, folder), way_back(cx, run)) else { return };
    if gap.of(cx.dockerfile.text()).contains('#') {
        return;
    }
    let above = run.comments_above().next().map_or(run.keyword_span(), |comment| comment.span());
    finding.fix(Unsafe, "Move it into a WORKDIR", |edit| {
        edit.insert(above.start, format!("WORKDIR {}\n", folder.raw()));
        edit.delete(gap);
        if !back.is_empty() {
            edit.insert(run.span().end, back);
        }
    });
}

/// From `cd` to the command after it, where the script begins with `cd DIR &&` and WORKDIR can name the folder.
fn movable(cd: Command<'_>, folder: Word<'_>) -> Option<Span> {
    let mut statements = cd.script().top_level();
    let (first, second) = (statements.next()?, statements.next()?);
    let text = folder.literal().filter(|text| !text.is_empty() && !text.contains([' ', '\t', '\\', '"', '\'', '$']))?;
    let is_path = !text.starts_with(['-', '~', '['])
        && !folder.has_glob()
        && !folder.has_brace_expansion()
        && !folder.is_quoted();
    let is_first = first.simple_command().is_some_and(|command| command.index() == cd.index());
    let is_move = is_first && cd.redirects().len() == 0 && cd.assignments().len() == 0;
    let is_alone = is_path && is_move && second.joiner() == Joiner::And && !first.background();
    is_alone.then(|| Span::new(first.span().start, second.span().start))
}

/// The WORKDIR to be written after a RUN so that the next instruction works where it did; nothing where that one sets its
/// own. None where the image sets it.
fn way_back<'a>(cx: &DockerfileCx<'a>, run: Instruction<'a>) -> Option<String> {
    if run.is_onbuild_inner() || run.flags().next().is_some() {
        return None;
    }
    let own_path =
        |at: Instruction<'a>| at.as_workdir()?.value().map(|value| value.raw()).filter(|path| path.starts_with('/'));
    let next = run.file().instruction(run.index() + 1);
    if next.and_then(own_path).is_some() {
        return Some(String::new());
    }
    let now = cx.facts.in_force(run).workdir.and_then(|index| run.file().instruction(index))?;
    own_path(now).map(|path| format!("\nWORKDIR {path}"))
}
