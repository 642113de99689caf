//! Comments that were meant as parser directives but are none.

use super::{Comment, Dockerfile, TileKind};
use crate::span::Span;

/// A comment that looks like a directive and is read as a comment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostDirective {
    /// The comment.
    pub span: Span,
    /// The directive that was meant.
    pub name: &'static str,
    /// The directive as it should be written.
    pub meant: String,
    /// Why it is none.
    pub why: Lost,
    /// The edits that make it one, when they can be made.
    pub edits: Vec<(Span, String)>,
}

/// Why a comment is no directive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// Its name or its sign is another.
    Misspelt,
    /// Directives end at this line above it.
    After(Span),
    /// Blanks stand before it: the build that looks for `syntax` does not see it.
    Indented,
}

/// The directives.
const NAMES: [&str; 3] = ["syntax", "escape", "check"];

impl Dockerfile {
    /// The comments before the first instruction that were meant as directives.
    pub fn lost_directives(&self) -> Vec<LostDirective> {
        let mut found: Vec<LostDirective> =
            self.directives().filter_map(|directive| self.indented(directive)).collect();
        let end = self.instructions().next().map_or(u32::MAX, |first| first.span().start);
        let zone_end = self.zone_end();
        let comments = self.comments().take_while(|comment| comment.span().start < end);
        for comment in comments {
            let Some((name, meant, is_spelt)) = meant(comment.text()) else { continue };
            let given = self.directives().take(NAMES.len()).any(|other| other.name.eq_ignore_ascii_case(name));
            let is_first = zone_end.is_none_or(|line| line.start >= comment.span().start);
            if given || (is_spelt && self.still_works(comment, name, &meant)) {
                continue;
            }
            let why = match zone_end {
                Some(line) if !is_first && is_spelt => Lost::After(line),
                _ => Lost::Misspelt,
            };
            let line = self.line_of(comment.span());
            let shebang = zone_end.is_some_and(|line| line.of(&self.text).starts_with("#!"));
            let edits = if is_first {
                vec![(Span::new(line.start, comment.span().end), meant.clone())]
            } else if shebang {
                Vec::new()
            } else {
                vec![(Span::empty(self.zone_place()), format!("{meant}\n")), (line, String::new())]
            };
            found.push(LostDirective { span: comment.span(), name, meant, why, edits });
        }
        found.truncate(NAMES.len());
        found
    }

    fn indented(&self, directive: super::Directive<'_>) -> Option<LostDirective> {
        let before = self.text.get(..directive.span.start as usize)?;
        let is_indented = before.ends_with([' ', '\t']) && directive.name.eq_ignore_ascii_case("syntax");
        is_indented.then(|| LostDirective {
            span: directive.span,
            name: "syntax",
            meant: format!("# syntax={}", directive.value),
            why: Lost::Indented,
            edits: vec![(Span::new(self.line_of(directive.span).start, directive.span.start), String::new())],
        })
    }

    /// The line that begins with a comment, its line end included.
    fn line_of(&self, comment: Span) -> Span {
        let before = self.text.get(..comment.start as usize).unwrap_or("");
        let start = before.trim_end_matches([' ', '\t']).len() as u32;
        let rest = self.text.get(comment.end as usize..).unwrap_or("");
        Span::new(start, comment.end + rest.find('\n').map_or(rest.len(), |at| at + 1) as u32)
    }

    /// The first line that is no directive, when it is empty or a comment.
    fn zone_end(&self) -> Option<Span> {
        let other = self.tiles.iter().find(|tile| {
            !matches!(tile.kind, TileKind::Bom | TileKind::Directive | TileKind::Space | TileKind::LineEnd)
        })?;
        matches!(other.kind, TileKind::Blank | TileKind::Comment).then(|| {
            let line = other.span.of(&self.text).trim_end_matches(['\r', '\n']);
            Span::new(other.span.start, other.span.start + line.len() as u32)
        })
    }

    /// Where another directive can be written.
    fn zone_place(&self) -> u32 {
        let last = self.directives.last().map_or(0, |directive| directive.span.end);
        match last {
            0 if self.text.starts_with('\u{feff}') => 3,
            0 => 0,
            end => {
                let rest = self.text.get(end as usize..).unwrap_or("");
                end + rest.find('\n').map_or(rest.len(), |at| at + 1) as u32
            }
        }
    }

    /// Whether a comment in a late place does its work all the same.
    fn still_works(&self, comment: Comment<'_>, name: &str, meant: &str) -> bool {
        match name {
            // A check to skip belongs to the instruction below.
            "check" => !meant.contains("error="),
            // The line after a shebang may name the syntax.
            "syntax" => {
                let above = self.text.get(..comment.span().start as usize).unwrap_or("");
                above.starts_with("#!") && above.matches('\n').count() == 1
            }
            _ => false,
        }
    }
}

/// The directive that a comment was meant as, how it is written, and whether that is how it stands.
fn meant(text: &str) -> Option<(&'static str, String, bool)> {
    let body = text.trim();
    let end = body.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(body.len());
    let (word, rest) = body.split_at_checked(end)?;
    let rest = rest.trim_start();
    let sign = rest.starts_with('=');
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest).trim();
    let name = NAMES.into_iter().find(|name| {
        let limit = if name.len() > 5 { 2 } else { 1 };
        word.len().abs_diff(name.len()) <= limit && crate::distance(&word.to_ascii_lowercase(), name) <= limit
    })?;
    let fits = match name {
        "syntax" => {
            let image = value.split_whitespace().next().unwrap_or("");
            image.contains("/dockerfile") && image.len() == value.len()
        }
        "escape" => matches!(value, "\\" | "`"),
        _ => ["skip=", "error=", "experimental="].iter().any(|option| value.starts_with(option)),
    };
    let is_spelt = sign && word.eq_ignore_ascii_case(name);
    fits.then(|| (name, format!("# {name}={value}"), is_spelt))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dockerfile::parse;

    fn lost(text: &str) -> Vec<(String, String)> {
        let file = parse(text.into());
        let why = |why: &Lost| match why {
            Lost::Misspelt => "misspelt".to_owned(),
            Lost::After(line) => format!("after {:?}", line.of(text)),
            Lost::Indented => "indented".to_owned(),
        };
        file.lost_directives().iter().map(|one| (one.meant.clone(), why(&one.why))).collect()
    }

    fn one(meant: &str, why: &str) -> Vec<(String, String)> {
        vec![(meant.to_owned(), why.to_owned())]
    }

    #[test]
    fn directives_and_plain_comments_are_left_alone() {
        for text in [
            "# syntax=docker/dockerfile:1\n# escape=`\nFROM a\n",
            "# the syntax of this file\nFROM a\n",
            "# escape: see below\nFROM a\n",
            "# check the licence\nFROM a\n",
            "# c\n# check=skip=JSONArgsRecommended\nFROM a\n",
            "#!/usr/bin/env docker\n# syntax=docker/dockerfile:1\nFROM a\n",
            "FROM a\n# syntax=docker/dockerfile:1\n",
            "# syntax=docker/dockerfile:1\n\n# syntax=docker/dockerfile:1\nFROM a\n",
            "# text = docker/dockerfile\nFROM a\n",
        ] {
            assert_eq!(lost(text), [], "{text}");
        }
    }

    #[test]
    fn lost_directives_are_found() {
        let syntax = "# syntax=docker/dockerfile:1";
        assert_eq!(lost("# sytnax=docker/dockerfile:1\nFROM a\n"), one(syntax, "misspelt"));
        assert_eq!(lost("# syntax: docker/dockerfile:1\nFROM a\n"), one(syntax, "misspelt"));
        assert_eq!(lost("# syntax docker/dockerfile:1\nFROM a\n"), one(syntax, "misspelt"));
        assert_eq!(lost("\n# syntax=docker/dockerfile:1\nFROM a\n"), one(syntax, "after \"\""));
        assert_eq!(lost("# c\r\n# syntax=docker/dockerfile:1\r\nFROM a\r\n"), one(syntax, "after \"# c\""));
        assert_eq!(lost("# a=b\n# escape=`\nFROM a\n"), one("# escape=`", "after \"# a=b\""));
        assert_eq!(lost("# c\n# check=error=true\nFROM a\n"), one("# check=error=true", "after \"# c\""));
        assert_eq!(lost(" # syntax=docker/dockerfile:1\nFROM a\n"), one(syntax, "indented"));
        assert_eq!(lost("#!/x\n# escape=`\nFROM a\n"), one("# escape=`", "after \"#!/x\""));
    }
}
