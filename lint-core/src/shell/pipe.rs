//! Pipes, wherever they stand in a script.

use super::node::{PipeNode, Run};
use super::{Command, Script};
use crate::span::Span;

/// One `|` or `|&` with the command on each of its sides.
#[derive(Copy, Clone, Debug)]
pub struct Pipe<'a> {
    script: &'a Script,
    node: PipeNode,
}

impl Script {
    /// All pipes, also those in substitutions and compound commands, in the order of their operators.
    pub fn pipes(&self) -> impl ExactSizeIterator<Item = Pipe<'_>> + Clone {
        self.pipes.iter().map(|&node| Pipe { script: self, node })
    }
}

impl<'a> Pipe<'a> {
    /// The operator in the file.
    pub fn operator(self) -> Span {
        self.script.file(self.node.operator)
    }

    /// The command before it in the file, from the operator before that one on.
    pub fn left(self) -> Span {
        self.script.file(self.node.left)
    }

    /// The simple commands before it: one, or those of a compound command and of substitutions.
    pub fn left_commands(self) -> impl ExactSizeIterator<Item = Command<'a>> + Clone {
        commands(self.script, self.node.left_commands)
    }

    /// The command before it, when that is a simple one.
    pub fn left_command(self) -> Option<Command<'a>> {
        self.left_commands().next().filter(|_| self.node.simple)
    }

    /// The simple commands after it, up to the next pipe.
    pub fn right_commands(self) -> impl ExactSizeIterator<Item = Command<'a>> + Clone {
        commands(self.script, self.node.right_commands)
    }

    /// The simple commands after the last pipe of its pipeline: the status of these is that of the pipeline.
    pub fn last_commands(self) -> impl ExactSizeIterator<Item = Command<'a>> + Clone {
        commands(self.script, self.node.last_commands)
    }

    /// True when the command before it reads from a pipe itself.
    pub const fn is_fed(self) -> bool {
        self.node.previous.is_some()
    }

    /// True when `!` turns the status of its pipeline over.
    pub const fn is_negated(self) -> bool {
        self.node.negated
    }

    /// True when `||` comes after its pipeline, or after a list that it is part of.
    pub const fn is_guarded(self) -> bool {
        self.node.guarded
    }

    /// True in the condition of `if`, `elif`, `while` or `until`.
    pub const fn is_tested(self) -> bool {
        self.node.place.tested
    }

    /// True inside `$(…)`, backticks or `<(…)`.
    pub const fn in_substitution(self) -> bool {
        self.node.place.substitution
    }

    /// True inside the body of a function.
    pub const fn in_function(self) -> bool {
        self.node.place.function
    }
}

fn commands(script: &Script, run: Run) -> impl ExactSizeIterator<Item = Command<'_>> + Clone {
    (run.start..run.end).map(move |index| Command { script, index })
}

#[cfg(test)]
mod tests {
    use super::super::{Continuations, Word, parse};
    use super::*;
    use crate::span::OffsetMap;

    /// `left>right`, `!` when nobody asks for its status, `?` in a condition, `$` in a substitution, `f` when fed.
    fn show(text: &str) -> String {
        let script = parse(text, OffsetMap::shift(0), Continuations::Removed);
        let names = |commands: &mut dyn Iterator<Item = Command<'_>>| {
            commands.filter_map(|command| command.words().next().map(Word::raw)).collect::<Vec<_>>().join("+")
        };
        let show = |pipe: Pipe<'_>| {
            let marks = [
                (pipe.is_negated() || pipe.is_guarded(), "!"),
                (pipe.is_tested(), "?"),
                (pipe.in_substitution(), "$"),
                (pipe.is_fed(), "f"),
                (pipe.in_function(), "{}"),
            ];
            let marks: String = marks.iter().filter(|(is, _)| *is).map(|(_, mark)| *mark).collect();
            format!("{}>{}{marks}", names(&mut pipe.left_commands()), names(&mut pipe.right_commands()))
        };
        script.pipes().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn pipes_are_found_wherever_they_stand() {
        for (text, expected) in [
            ("a; b", ""),
            ("a | b", "a>b"),
            ("a | b |& c", "a>b b>cf"),
            ("a $(b | c) | d", "b>c$ a+b+c>d"),
            ("x=`a | b`", "a>b$"),
            ("a | while read x; do b | c; done", "a>read+b+c b>c"),
            ("(a | b) | c", "a>b a+b>c"),
            ("{ a | b; } 2>&1 | c", "a>b a+b>c"),
            ("if a | b; then c | d; elif e | f; then g; fi", "a>b? c>d e>f?"),
            ("while a | b; do c | d; done", "a>b? c>d"),
            ("f() { a | b; }; a | b", "a>b{} a>b"),
            ("! a | b", "a>b!"),
            ("a || b; c |\n d", "c>d"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn a_pipe_before_an_or_is_guarded_with_its_whole_chain() {
        for (text, expected) in [
            ("a | b || c | d", "a>b! c>d"),
            ("a | b && c && d | e || true; f | g", "a>b! d>e! f>g"),
            ("( a | b ) || true", "a>b!"),
            ("x=$(a | b) || x=0", "a>b!$"),
            ("a | b; c || d", "a>b"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn the_left_side_is_from_pipe_to_pipe() {
        let text = "a 1 \\\n | ( b;c ) | d";
        let script = parse(text, OffsetMap::shift(0), Continuations::Removed);
        let left: Vec<_> = script.pipes().map(|pipe| (pipe.left().of(text), pipe.operator().of(text))).collect();
        assert_eq!(left, [("a 1", "|"), ("( b;c )", "|")]);
        let simple: Vec<_> = script.pipes().map(|pipe| pipe.left_command().is_some()).collect();
        assert_eq!(simple, [true, false]);
        let last =
            |pipe: Pipe<'_>| pipe.last_commands().next().and_then(Command::name).map(std::borrow::Cow::into_owned);
        assert_eq!(script.pipes().map(last).collect::<Vec<_>>(), [Some("d".to_owned()), Some("d".to_owned())]);
    }
}
