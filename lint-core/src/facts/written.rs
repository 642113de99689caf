//! Texts of a Dockerfile that an instruction writes into a file.

use super::DockerfileFacts;
use crate::dockerfile::{Arg, Instruction};
use crate::shell::{Command, Joiner, Redirect, RedirectOp};
use crate::span::Span;

/// A text that is written into a file: the bytes of the Dockerfile, quotes and escapes as they stand there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The file, where its name is literal.
    pub file: Option<String>,
    /// The text.
    pub span: Span,
    /// Whether variables in it are replaced.
    pub expands: bool,
}

impl DockerfileFacts {
    /// What an instruction writes: heredocs of COPY and ADD, those of RUN that no shell runs, and the words of `echo`,
    /// `printf` and heredocs in scripts that go into a file.
    pub fn written(&self, at: Instruction<'_>) -> Vec<Written> {
        let mut all = Vec::new();
        let to = at.as_copy().or_else(|| at.as_add()).and_then(|transfer| transfer.destination()).map(Arg::cooked);
        let run = Covered::by(self.scripts_of(at).map(|script| script.script.span()));
        let mut by_script: Option<Option<String>> = None;
        for heredoc in at.heredocs().filter(|heredoc| !run.touches(heredoc.body_span())) {
            let file = match &to {
                Some(to) if to.ends_with('/') => Some(format!("{to}{}", heredoc.name())),
                Some(to) => Some(to.to_string()),
                None => {
                    let mut commands = self.scripts_of(at).flat_map(|script| script.script.commands());
                    by_script.get_or_insert_with(|| commands.find_map(target)).clone()
                }
            };
            all.push(Written { file, span: heredoc.body_span(), expands: heredoc.expand() });
        }
        for command in self.scripts_of(at).flat_map(|script| script.script.commands()) {
            all.extend(by_command(command));
        }
        all
    }
}

/// Spans that are asked about many times.
struct Covered {
    /// Sorted by where they begin: that, and the farthest end so far.
    reach: Vec<(u32, u32)>,
}

impl Covered {
    fn by(spans: impl Iterator<Item = Span>) -> Self {
        let mut reach: Vec<(u32, u32)> = spans.map(|span| (span.start, span.end)).collect();
        reach.sort_unstable();
        let mut farthest = 0;
        for (_, end) in &mut reach {
            farthest = farthest.max(*end);
            *end = farthest;
        }
        Self { reach }
    }

    /// Whether one of them overlaps `span`.
    fn touches(&self, span: Span) -> bool {
        let before = self.reach.partition_point(|&(start, _)| start < span.end);
        let last = before.checked_sub(1).and_then(|at| self.reach.get(at));
        !span.is_empty() && last.is_some_and(|&(_, end)| end > span.start)
    }
}

/// What one command of a script writes.
fn by_command(command: Command<'_>) -> Vec<Written> {
    let Some(name) = command.name() else { return Vec::new() };
    let heredoc = |redirect: Redirect<'_>| {
        let expands = redirect.target().is_some_and(|delimiter| !delimiter.is_quoted());
        Some((redirect.heredoc_span()?, expands))
    };
    let mut texts: Vec<(Span, bool)> = command.redirects().filter_map(heredoc).collect();
    if matches!(name.as_ref(), "echo" | "printf") {
        texts.extend(command.args().map(|word| (word.span(), word.has_expansion())));
    }
    if texts.is_empty() {
        return Vec::new();
    }
    let next =
        command.following().filter(|next| next.joiner() == Joiner::Pipe && next.name().as_deref() == Some("tee"));
    let file = target(command).or_else(|| target(next?));
    // Its name may be a variable.
    if file.is_none() && next.is_none() && !is_redirected(command) {
        return Vec::new();
    }
    texts.into_iter().map(|(span, expands)| Written { file: file.clone(), span, expands }).collect()
}

const fn writes(op: RedirectOp) -> bool {
    use RedirectOp::{Append, AppendBoth, Clobber, Write, WriteBoth};
    matches!(op, Write | Append | Clobber | WriteBoth | AppendBoth)
}

fn is_redirected(command: Command<'_>) -> bool {
    command.redirects().any(|redirect| writes(redirect.op()) && redirect.fd() == 1)
}

/// The literal name of the file that a command's output goes to.
fn target(command: Command<'_>) -> Option<String> {
    let mut redirects = command.redirects().filter(|redirect| writes(redirect.op()) && redirect.fd() == 1);
    let word = if command.name().as_deref() == Some("tee") {
        command.positionals(&[]).into_iter().next()?
    } else {
        redirects.next()?.target()?
    };
    Some(word.lossy().into_owned()).filter(|file| file != "/dev/null")
}

#[cfg(test)]
mod tests {
    use crate::cx::DockerfileCx;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn written(dockerfile: &str) -> Vec<(String, String)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let all = cx.dockerfile.instructions().flat_map(|at| cx.facts.written(at));
        all.map(|written| (written.file.unwrap_or_default(), written.span.of(dockerfile).to_owned())).collect()
    }

    #[test]
    fn every_way_to_write_a_file() {
        let one = |file: &str, text: &str| vec![(file.to_owned(), text.to_owned())];
        assert_eq!(written("FROM a\nCOPY <<EOF /etc/x\na=1\nEOF\n"), one("/etc/x", "a=1\n"));
        assert_eq!(written("FROM a\nCOPY <<x /etc/\na=1\nx\n"), one("/etc/x", "a=1\n"));
        assert_eq!(written("FROM a\nRUN cat <<EOF > /etc/x\na=1\nEOF\n"), one("/etc/x", "a=1\n"));
        assert_eq!(written("FROM a\nRUN <<EOF\ncat > /etc/x <<X\na=1\nX\nEOF\n"), one("/etc/x", "a=1\n"));
        assert_eq!(written("FROM a\nRUN echo \"a=1\" >> /etc/x\n"), one("/etc/x", "\"a=1\""));
        assert_eq!(written("FROM a\nRUN printf 'a=1' | sudo tee -a /etc/x > /dev/null\n"), one("/etc/x", "'a=1'"));
        assert_eq!(written("FROM a\nRUN printf 'a=1' | tee /etc/x\n"), one("/etc/x", "'a=1'"));
    }

    #[test]
    fn what_is_only_said_is_not_written() {
        assert!(written("FROM a\nRUN echo a=1 && echo b=2 | sort\n").is_empty());
        assert!(written("FROM a\nRUN <<EOF\necho a=1\nEOF\n").is_empty());
    }
}
