//! `.dockerignore`: which paths of a build context the build does not get to see.
//!
//! The rules are those of BuildKit (moby/patternmatcher): a pattern that matches a folder covers what is in it, `!` takes
//! back what a line above it ignored, and the last line that matches decides.

use crate::path::parts;
use crate::span::Span;

mod git;
mod pattern;

pub use git::GIT_NAME;

use pattern::{Glob, Match};

/// What an ignore file is called; that of a single Dockerfile has it after the Dockerfile's name.
pub const NAME: &str = ".dockerignore";

/// Whether a file of this name is an ignore file.
pub fn is_name(file_name: &str) -> bool {
    file_name.ends_with(NAME)
}

/// An ignore file.
#[derive(Clone, Debug, Default)]
pub struct IgnoreFile {
    lines: Vec<Line>,
    /// Whether there is more than we read.
    is_cut: bool,
}

#[derive(Clone, Debug)]
struct Line {
    span: Span,
    negated: bool,
    glob: Glob,
}

/// The most patterns that are read.
const MAX_LINES: usize = 10_000;

/// How many steps of matching may still be made: patterns times paths are kept within bounds.
#[derive(Clone, Debug)]
pub struct Fuel(u32);

impl Default for Fuel {
    fn default() -> Self {
        Self(4_000_000)
    }
}

impl Fuel {
    /// Whether nothing is left: every further verdict is unsure.
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    /// Takes some; what is not there is not given.
    fn spend(&mut self, steps: u32) -> bool {
        let enough = self.0 >= steps;
        self.0 = self.0.saturating_sub(steps);
        enough
    }
}

/// What an ignore file says of a path.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The build gets it, or some of what is in it.
    Kept,
    /// The pattern here keeps it out, with all that may be in it.
    Ignored(Span),
    /// A pattern is not one we read.
    Unsure,
}

impl IgnoreFile {
    /// Reads an ignore file. Every text is one.
    pub fn parse(text: &str) -> Self {
        let mut file = Self::default();
        let mut at = 0;
        for line in text.split_inclusive('\n') {
            let start = at;
            at += line.len();
            let bom = if start == 0 && line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
            let line = line.get(bom..).unwrap_or("");
            let pattern = line.trim();
            if line.starts_with('#') || pattern.is_empty() {
                continue;
            }
            if file.lines.len() == MAX_LINES {
                file.is_cut = true;
                break;
            }
            let start = start + bom + (line.len() - line.trim_start().len());
            let span = Span::new(start as u32, (start + pattern.len()) as u32);
            let (negated, pattern) = match pattern.strip_prefix('!') {
                Some(rest) => (true, rest.trim()),
                None => (false, pattern),
            };
            file.lines.push(Line { span, negated, glob: Glob::parse(&clean(pattern)) });
        }
        file
    }

    /// Whether a line begins with `!`.
    pub fn has_exceptions(&self) -> bool {
        self.lines.iter().any(|line| line.negated)
    }

    /// What the file says of a path, which may be a file or a folder; `""` is the context itself.
    ///
    /// ```
    /// use plimsoll_core::ignorefile::{Fuel, IgnoreFile, Verdict};
    ///
    /// let file = IgnoreFile::parse("dist\n!dist/app.js\n");
    /// let of = |path| file.verdict(path, &mut Fuel::default());
    /// assert!(matches!(of("dist/map.js"), Verdict::Ignored(_)));
    /// assert_eq!(of("dist/app.js"), Verdict::Kept);
    /// assert_eq!(of("dist"), Verdict::Kept);
    /// ```
    pub fn verdict(&self, path: &str, fuel: &mut Fuel) -> Verdict {
        self.judge(path, true, fuel)
    }

    /// As [`IgnoreFile::verdict`], for a path that is a file: no exception for what is below it takes it back.
    pub fn verdict_of_file(&self, path: &str, fuel: &mut Fuel) -> Verdict {
        self.judge(path, false, fuel)
    }

    fn judge(&self, path: &str, may_be_folder: bool, fuel: &mut Fuel) -> Verdict {
        let path = clean(path);
        let mut verdict = if self.is_cut { Verdict::Unsure } else { Verdict::Kept };
        for line in &self.lines {
            if !fuel.spend(1) {
                return Verdict::Unsure;
            }
            // A line that could not change anything is not looked at.
            if line.negated == (verdict == Verdict::Kept) && verdict != Verdict::Unsure {
                continue;
            }
            let matched = match (path.is_empty(), line.negated) {
                (true, true) if !line.glob.is_empty() => Match::Below,
                (true, false) if line.glob.is_everything() => Match::Whole,
                (true, _) => Match::No,
                (false, _) => line.glob.matches(&path, fuel),
            };
            verdict = match (matched, line.negated) {
                (Match::No, _) | (Match::Below, false) => verdict,
                (Match::Below, true) if !may_be_folder => verdict,
                (Match::Whole, false) => Verdict::Ignored(line.span),
                (Match::Whole | Match::Below, true) => Verdict::Kept,
                (Match::Unsure, _) => Verdict::Unsure,
            };
        }
        if self.is_cut { Verdict::Unsure } else { verdict }
    }
}

/// A path without `.`, `..`, doubled, leading and final slashes. What would leave the context begins again at its root.
fn clean(path: &str) -> String {
    parts(path).join("/")
}

#[cfg(test)]
mod tests;
