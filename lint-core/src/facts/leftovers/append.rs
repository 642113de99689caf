//! One more command at the end of a RUN, in its own style.

use super::Filler;
use crate::cx::DockerfileCx;
use crate::dockerfile::Instruction;
use crate::facts::ScriptOrigin;
use crate::shell::{Joiner, RedirectOp, Script, Statement};
use crate::span::Span;

impl DockerfileCx<'_> {
    /// Where and what to insert so that a RUN ends with one more command, which runs when all before it went well. The
    /// command gets the `sudo` of the one that fills the cache.
    ///
    /// None where that cannot be done exactly: in a script inside a command, beside heredocs, after `&`.
    pub fn append_to_run(&self, run: Instruction<'_>, filler: &Filler, command: &str) -> Option<(u32, String)> {
        let facts = self.facts.scripts().get(filler.script)?;
        let script = &facts.script;
        let is_heredoc = facts.origin == ScriptOrigin::Heredoc;
        let is_alone = run.heredocs().count() == usize::from(is_heredoc);
        if !matches!(facts.origin, ScriptOrigin::ShellForm | ScriptOrigin::Heredoc) || !is_alone || script.is_opaque() {
            return None;
        }
        let statements: Vec<Statement<'_>> = script.top_level().collect();
        let last = statements.last()?;
        if last.background() || ends_with_heredoc(*last) {
            return None;
        }
        // The gap before the last command is the model, or the last that ends a line, where the RUN has several.
        let text = self.dockerfile.text();
        let gaps = statements.windows(2).rev().filter_map(|pair| match pair {
            [before, after] => {
                let gap = Span::new(before.span().end, after.span().start).of(text);
                self.gap_like(gap, after.joiner(), script)
            }
            _ => None,
        });
        let is_one_line = !last.span().of(text).contains('\n');
        let mut gaps = gaps.peekable();
        let nearest = gaps.peek().cloned();
        let gap = gaps.find(|gap| gap.contains('\n')).or_else(|| nearest.filter(|_| is_heredoc || is_one_line));
        let usual = || if is_heredoc { " && ".to_owned() } else { self.usual_gap(last.span()) };
        let sudo = self.facts.filler_command(filler).is_some_and(|command| command.has_wrapper("sudo"));
        let sudo = if sudo { "sudo " } else { "" };
        Some((last.span().end, format!("{}{sudo}{command}", gap.unwrap_or_else(usual))))
    }

    /// A whole command of a RUN up to the next, which can go: the rest then means the same.
    ///
    /// None where it stands in a compound command, a pipe or after `||`, or has a comment behind it.
    pub fn removable(&self, filler: &Filler) -> Option<Span> {
        let script = &self.facts.scripts().get(filler.script)?.script;
        let mut statements = script
            .top_level()
            .skip_while(|statement| statement.simple_command().is_none_or(|command| command.index() != filler.command));
        let (own, next) = (statements.next()?, statements.next()?);
        let stands_alone = matches!(own.joiner(), Joiner::First | Joiner::And | Joiner::Seq) && !own.background();
        let gap = Span::new(own.span().end, next.span().start).of(self.dockerfile.text());
        let goes_on = matches!(next.joiner(), Joiner::And | Joiner::Seq) && !gap.contains('#');
        (stands_alone && goes_on).then(|| Span::new(own.span().start, next.span().start))
    }

    /// A gap between two commands for use after them: with what it joins, its line ends and its indentation.
    fn gap_like(&self, gap: &str, joiner: Joiner, script: &Script) -> Option<String> {
        let plain = |gap: &str| {
            let rest: String = gap.split_whitespace().collect();
            let rest = rest.replace(self.dockerfile.escape(), "");
            matches!(rest.as_str(), "&&" | ";" | "")
        };
        if !plain(gap) {
            return None;
        }
        let gap = one_line_end(gap);
        match joiner {
            Joiner::And => Some(gap),
            Joiner::Seq if sets_errexit(script) => Some(gap),
            // The status of what comes before must go on to count.
            Joiner::Seq if gap.contains(';') => Some(gap.replacen(';', " &&", 1)),
            _ => None,
        }
    }

    /// `&&` on the same line, or on the next one when the command before has several.
    fn usual_gap(&self, before: Span) -> String {
        match before.of(self.dockerfile.text()).rsplit_once('\n') {
            None => " && ".to_owned(),
            Some((_, line)) => {
                let indent = if line.starts_with('\t') { "\t" } else { "    " };
                format!(" {}\n{indent}&& ", self.dockerfile.escape())
            }
        }
    }
}

/// Without empty lines between the first line end and the last.
fn one_line_end(gap: &str) -> String {
    let short = match (gap.find('\n'), gap.rfind('\n')) {
        (Some(first), Some(last)) => {
            format!("{}{}", gap.get(..=first).unwrap_or(""), gap.get(last + 1..).unwrap_or(""))
        }
        _ => return gap.to_owned(),
    };
    let keeps = |sign: &str| gap.contains(sign) == short.contains(sign);
    if keeps("&&") && keeps(";") { short } else { gap.to_owned() }
}

fn ends_with_heredoc(statement: Statement<'_>) -> bool {
    statement.commands().any(|command| command.redirects().any(|redirect| matches!(redirect.op(), RedirectOp::Heredoc)))
}

/// `set -e`, `set -eux`, `set -o errexit`
fn sets_errexit(script: &Script) -> bool {
    script.commands().any(|command| {
        command.name().is_some_and(|name| name == "set")
            && (command.has_flag(Some('e'), "") || command.args().any(|word| word.is("errexit")))
    })
}
