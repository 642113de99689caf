//! RUN instructions that could be one.

use super::{DockerfileFacts, ScriptOrigin};
use crate::dockerfile::{Exec, Instruction, Keyword, Run};
use crate::shell::{self, Command, Continuations, Joiner, Script};
use crate::span::{OffsetMap, Span};

impl DockerfileFacts {
    /// What lies between a RUN and the next one, flags of the next one included, where `&&` can take its place: both are
    /// chains of `&&` in shell form with the same flags, and no comment stands between them.
    pub fn joint(&self, run: Instruction<'_>, next: Instruction<'_>) -> Option<Span> {
        let fits = self.is_plain_chain(run)
            && self.is_plain_chain(next)
            && run.has_flags_of(next)
            && next.comments_above().next().is_none();
        fits.then(|| Span::new(run.args_span().end, next.args_span().start))
    }

    fn is_plain_chain(&self, run: Instruction<'_>) -> bool {
        let mut scripts = self.scripts_of(run).filter(|script| script.origin == ScriptOrigin::ShellForm);
        let is_chain = scripts.next().is_some_and(|script| is_chain(&script.script));
        is_chain && run.keyword() == Keyword::Run && !run.is_onbuild_inner() && run.heredocs().next().is_none()
    }

    /// Whether a RUN runs one simple command at most, tests (`[ … ]`) apart; of a shell that is not read here, by the look
    /// of its text.
    pub fn runs_one_command(&self, run: Instruction<'_>) -> bool {
        let mut scripts = self.scripts_of(run).filter(|script| script.origin != ScriptOrigin::Nested).peekable();
        if scripts.peek().is_some() {
            return scripts.all(|script| is_one_command(&script.script));
        }
        match run.as_run().map(Run::exec) {
            Some(Exec::Shell(text)) => {
                let map = OffsetMap::shift(text.span().start);
                is_one_command(&shell::parse(text.text().into_owned(), map, Continuations::Removed))
            }
            _ => true,
        }
    }
}

fn is_one_command(script: &Script) -> bool {
    let counts = |command: &Command<'_>| command.words().next().is_some_and(|word| !word.is("[") && !word.is("[["));
    script.commands().filter(counts).count() <= 1 && !script.is_opaque()
}

/// Commands joined by `&&` alone, with nothing after the last: more can be put before and after them.
fn is_chain(script: &Script) -> bool {
    let mut end = 0;
    let is_joined = script.top_level().all(|statement| {
        end = statement.local_span().end;
        matches!(statement.joiner(), Joiner::First | Joiner::And) && !statement.background()
    });
    is_joined && !script.is_opaque() && script.text().get(end as usize..).is_some_and(|rest| rest.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use crate::cx::DockerfileCx;
    use crate::dockerfile::Keyword;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    /// Whether the first RUN runs one command, and what joins it to the next.
    fn read(lines: &str) -> (bool, Option<String>) {
        let mut project = Project::new();
        let text = format!("FROM debian:13\n{lines}\n");
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.clone().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let mut runs = cx.dockerfile.instructions().filter(|at| at.keyword() == Keyword::Run);
        let (first, next) = (runs.next().unwrap(), runs.next().unwrap());
        let gap = cx.facts.joint(first, next).map(|gap| gap.of(&text).to_owned());
        (cx.facts.runs_one_command(first), gap)
    }

    #[test]
    fn chains_with_the_same_flags_can_be_joined() {
        for (lines, single, gap) in [
            ("RUN a\nRUN b", true, Some("\nRUN ")),
            ("RUN a && b\nRUN c && d", false, Some("\nRUN ")),
            ("RUN --mount=type=tmpfs a\nRUN --mount=type=tmpfs b", true, Some("\nRUN --mount=type=tmpfs ")),
            ("RUN --network=none a\nRUN b", true, None),
            ("RUN a || b\nRUN c", false, None),
            ("RUN a # x\nRUN b", true, None),
            ("RUN a\n# x\nRUN b", true, None),
            ("RUN a &\nRUN b", true, None),
            ("RUN <<E\na\nE\nRUN b", true, None),
            ("RUN [\"a\"]\nRUN b", true, None),
            ("RUN [ -e x ] && a\nRUN b", true, Some("\nRUN ")),
            ("RUN if a; then b; fi\nRUN b", false, Some("\nRUN ")),
            ("RUN a $(b)\nRUN b", false, Some("\nRUN ")),
        ] {
            assert_eq!(read(lines), (single, gap.map(str::to_owned)), "{lines}");
        }
    }
}
