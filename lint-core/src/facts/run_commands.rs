//! The commands of RUN instructions, in whatever form they are written.

use super::{DockerfileFacts, ScriptFacts, ScriptOrigin, scripts};
use crate::cx::CommandAt;
use crate::dockerfile::{Dockerfile, Exec, Instruction, JsonArgs, Onbuild, Run};
use crate::shell::{self, Continuations, Dialect};
use crate::span::OffsetMap;

impl DockerfileFacts {
    /// The commands of a RUN in document order: those of its script or exec form, and of the scripts inside them
    /// (`sh -c "…"`).
    pub fn commands_in<'a>(&'a self, run: Instruction<'a>) -> impl Iterator<Item = CommandAt<'a>> {
        let index = run.index();
        let from = self.exec_forms.partition_point(|script| script.instruction < index);
        let exec_form = self.exec_forms.iter().skip(from).take_while(move |script| script.instruction == index);
        let of_script = move |script: &'a ScriptFacts| {
            script.script.commands().map(move |command| CommandAt { command, instruction: run, script })
        };
        self.scripts_of(run).chain(exec_form).flat_map(of_script)
    }
}

impl CommandAt<'_> {
    /// Whether a tool that looks neither through `sudo` and `env` nor into `sh -c "…"` sees a command of this name here.
    pub fn is_plainly(&self, name: &str) -> bool {
        let is_inside = match self.script.origin {
            ScriptOrigin::Nested => true,
            // In the array the first command is a word of `sh`.
            ScriptOrigin::Json => self.command.index() == 0,
            ScriptOrigin::ShellForm | ScriptOrigin::Heredoc | ScriptOrigin::Exec => false,
        };
        !is_inside && self.command.raw_name().is_some_and(|raw| raw == name)
    }

    /// Whether the words of the command are strings of a JSON array, where nothing can be inserted between them.
    pub fn is_exec_form(&self) -> bool {
        self.script.origin == ScriptOrigin::Exec
    }
}

/// The exec forms of RUN that start no shell, as scripts of one command whose words are all quoted.
pub(super) fn read(dockerfile: &Dockerfile) -> Vec<ScriptFacts> {
    let mut found = Vec::new();
    for instruction in dockerfile.instructions() {
        let instruction = instruction.as_onbuild().and_then(Onbuild::inner).unwrap_or(instruction);
        let Some(Exec::Json(args)) = instruction.as_run().map(Run::exec) else { continue };
        if scripts::json_script(args).is_none() {
            let (text, map) = quoted(args);
            let script = shell::parse(text, map, Continuations::Shell);
            scripts::push(instruction, ScriptOrigin::Exec, Dialect::Posix, script, Vec::new(), &mut found, 0);
        }
    }
    found
}

/// The strings as words of a shell that stand for themselves, and where they are in the file.
fn quoted(args: JsonArgs<'_>) -> (String, OffsetMap) {
    let mut text = String::new();
    let mut map = OffsetMap::builder();
    for item in args.items() {
        let (value, place, origin) = (item.value(), item.inner_span(), item.map());
        // Quotes and the blank between words are nothing in the file.
        map.push(text.len() as u32, place.start, place.start);
        text.push('\'');
        let mut at = 0;
        for (ix, piece) in value.split('\'').enumerate() {
            if ix > 0 {
                map.push(text.len() as u32, origin.start(at), origin.end(at + 1));
                text.push_str("'\\''");
                at += 1;
            }
            let end = at + piece.len() as u32;
            map.push(text.len() as u32, origin.start(at), origin.end(end));
            text.push_str(piece);
            at = end;
        }
        map.push(text.len() as u32, place.end, place.end);
        text.push_str("' ");
    }
    (text, map)
}

#[cfg(test)]
mod tests {
    use crate::cx::DockerfileCx;
    use crate::dockerfile::Keyword;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn commands(line: &str) -> Vec<(String, bool)> {
        let mut project = Project::new();
        let text = format!("FROM debian:13\n{line}\n");
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.clone().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let run = (0..)
            .map_while(|index| cx.dockerfile.instruction(index))
            .find(|instruction| instruction.keyword() == Keyword::Run)
            .unwrap();
        let commands = cx.facts.commands_in(run);
        let show = |at: crate::cx::CommandAt<'_>| {
            let words: Vec<&str> = at.command.words().map(|word| word.span().of(&text)).collect();
            (words.join("|"), at.is_plainly("a"))
        };
        commands.map(show).collect()
    }

    #[test]
    fn commands_are_found_in_every_form() {
        for (line, expected) in [
            ("RUN a b", &[("a|b", true)][..]),
            ("RUN sudo a b", &[("sudo|a|b", false)]),
            ("RUN [\"a\", \"b c\", \"it's\", \"\\\"\"]", &[("a|b c|it's|\\\"", true)]),
            ("ONBUILD RUN [\"a\"]", &[("a", true)]),
            ("RUN [\"sh\", \"-c\", \"a b; a c\"]", &[("a|b", false), ("a|c", true)]),
            ("RUN [\"sudo\", \"sh\", \"-c\", \"a b\"]", &[("sudo|sh|-c|a b", false), ("a|b", false)]),
            ("RUN sh -c 'a b'", &[("sh|-c|'a b'", false), ("a|b", false)]),
            ("RUN <<E\na\nE", &[("a", true)]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(words, plainly)| ((*words).to_owned(), *plainly)).collect();
            assert_eq!(commands(line), expected, "{line}");
        }
    }
}
