//! The commands of RUN instructions, in whatever form they are written.

use super::{DockerfileFacts, ScriptFacts};
use crate::cx::CommandAt;
use crate::dockerfile::Instruction;

impl DockerfileFacts {
    /// The commands of a RUN in document order: those of its script or exec form, and of the scripts inside them
    /// (`sh -c "…"`).
    pub fn commands_in<'a>(&'a self, run: Instruction<'a>) -> impl Iterator<Item = CommandAt<'a>> {
        let of_script = move |script: &'a ScriptFacts| {
            script.script.commands().map(move |command| CommandAt { command, instruction: run, script })
        };
        self.scripts_of(run).flat_map(of_script)
    }
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
            ("RUN [\"a\", \"b c\", \"it's\", \"\\\"\"]", &[("\"a\"|\"b c\"|\"it's\"|\"\\\"\"", true)]),
            ("ONBUILD RUN [\"a\"]", &[("\"a\"", true)]),
            ("RUN [\"sh\", \"-c\", \"a b; a c\"]", &[("a|b", false), ("a|c", true)]),
            ("RUN [\"sudo\", \"sh\", \"-c\", \"a b\"]", &[("\"sudo\"|\"sh\"|\"-c\"|\"a b\"", false), ("a|b", false)]),
            ("RUN sh -c 'a b'", &[("sh|-c|'a b'", false), ("a|b", false)]),
            ("RUN <<E\na\nE", &[("a", true)]),
        ] {
            let expected: Vec<_> = expected.iter().map(|(words, plainly)| ((*words).to_owned(), *plainly)).collect();
            assert_eq!(commands(line), expected, "{line}");
        }
    }
}
