//! Comments that stand where the description of a stage or a build argument is looked for.

use crate::dockerfile::{Comment, From, Instruction, InstructionView};
use crate::span::Span;

/// A comment right above a definition that is no description of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misdescription {
    /// What is defined: the stage's name in lower case, or the build arguments.
    pub names: Vec<String>,
    /// The comment's text without `#` and blanks.
    pub span: Span,
    /// How many lines the block has.
    pub lines: usize,
    /// The first word, when it is a name with a sign behind it (`build:`).
    pub misspelt: Option<Span>,
}

impl Instruction<'_> {
    /// The comment that `docker build --call=outline` would show for a definition if it began with the name.
    ///
    /// None where a line of the block begins with a name, where an empty line separates it, and for comments that are
    /// written for a tool (`# hadolint ignore=…`, `# renovate: …`).
    pub fn misdescription(self) -> Option<Misdescription> {
        let names: Vec<String> = match self.view() {
            InstructionView::From(from) => {
                From::alias(from).map(|name| name.joined().to_ascii_lowercase()).into_iter().collect()
            }
            InstructionView::Arg(arg) if !self.is_onbuild_inner() => {
                arg.pairs().map(|pair| pair.key.cooked().into_owned()).collect()
            }
            _ => return None,
        };
        let (mut last, mut lines, mut described): (Option<Comment<'_>>, _, _) = (None, 0, names.is_empty());
        for comment in self.comments_above() {
            let first = first_word(comment.text().trim());
            described |= names.iter().any(|name| name == first);
            last = Some(comment);
            lines += 1;
        }
        let last = last.filter(|_| !described)?;
        let between = Span::new(last.span().end, self.span().start).of(self.file().text());
        let text = last.text().trim();
        let start = last.span().end - last.text().trim_start().len() as u32;
        let word = first_word(text);
        let bare = word.trim_end_matches([':', '=', ',', '.']);
        let is_misspelt = names.iter().any(|name| name.eq_ignore_ascii_case(bare));
        if text.is_empty() || between.matches('\n').count() != 1 || (!is_misspelt && is_for_a_tool(word)) {
            return None;
        }
        let misspelt = is_misspelt.then(|| Span::new(start, start + word.len() as u32));
        Some(Misdescription { names, span: Span::new(start, start + text.len() as u32), lines, misspelt })
    }
}

fn first_word(text: &str) -> &str {
    text.split([' ', '\t']).next().unwrap_or("")
}

/// `renovate:`, `check=skip=…`, `checkov:skip=…`, `hadolint ignore=…`, a ruler of signs.
fn is_for_a_tool(word: &str) -> bool {
    !word.contains(char::is_alphanumeric)
        || word.contains([':', '='])
        || matches!(word, "hadolint" | "kics-scan" | "nosemgrep" | "nolint")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::parse;

    fn found(text: &str) -> Vec<String> {
        let file = parse(text.into());
        let all = file.instructions().filter_map(Instruction::misdescription);
        all.map(|one| format!("{}:{}", one.names.join(","), one.span.of(text))).collect()
    }

    #[test]
    fn the_last_comment_is_looked_at() {
        let text = "# the compiler\nARG GO\n# GO the compiler\nARG GO\n#  one \n# two\nFROM a AS Build\n# build it\nFROM a AS build\n";
        assert_eq!(found(text), ["GO:the compiler", "build:two"]);
        assert_eq!(found("# GO is it\n# and more\nARG GO\n# x\nARG A=1 B=2\n# B is it\nARG A B\n"), ["A,B:x"]);
    }

    #[test]
    fn other_comments_are_left_alone() {
        for text in [
            "# the compiler\n\nARG GO\n",
            "# the compiler\n#\nARG GO\n",
            "# renovate: datasource=docker\nARG GO\n",
            "# hadolint ignore=DL3006\nFROM a AS b\n",
            "# ======\nARG GO\n",
            "# a base\nFROM a\n",
            "# step\nRUN true\n",
        ] {
            assert!(found(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_name_with_a_sign_is_misspelt() {
        let file = parse("# Build: the binary\nFROM a AS build\n".into());
        let found = file.instructions().find_map(Instruction::misdescription).unwrap();
        assert_eq!(found.misspelt, Some(Span::new(2, 8)));
    }
}
