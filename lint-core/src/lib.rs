//! The engine of Plimsoll: parsers, models, facts, rules' machinery, fixes and machine formats.
//!
//! No I/O, no threads, no global state: CLI, editor and browser are thin hosts over it.

pub mod capabilities;
pub mod compose;
pub mod config;
pub mod cx;
pub mod data_paths;
pub mod decimal;
pub mod devices;
pub mod diagnostic;
pub mod dockerfile;
pub mod dotenv;
pub mod engine;
pub mod facts;
pub mod fix;
pub mod fixer;
pub mod flaws;
pub mod foreign;
pub mod ignorefile;
pub mod images;
pub mod know;
pub mod label_types;
pub mod options;
pub mod path;
pub mod project;
pub mod registry;
pub mod render;
pub mod report;
pub mod rule;
pub mod secrets;
pub mod shell;
#[cfg(feature = "shellcheck")]
pub mod shellcheck;
pub mod sockets;
pub mod source;
pub mod span;
pub mod suppress;
pub mod sysctls;
#[cfg(feature = "testing")]
pub mod testing;
pub mod verification;
pub mod writes;
pub mod yaml;

/// What a rule's source file needs.
pub mod prelude {
    pub use crate::cx::{BuildCx, Built, CommandAt, ComposeCx, DockerfileCx, ProjectCx, ServiceAt};
    pub use crate::declare_rule;
    pub use crate::diagnostic::{Category, FileId, Severity};
    pub use crate::dockerfile::{Exec, Instruction, InstructionView, Keyword, Stage};
    pub use crate::facts::{Base, DockerfileFacts, ImageName, ScriptFacts, ScriptOrigin, StageFacts};
    pub use crate::fix::Applicability::{DisplayOnly, Safe, Unsafe};
    pub use crate::know::{Know, Why};
    pub use crate::options::{OptionKind, OptionSpec};
    pub use crate::rule::{Check, Pending, Preset, Rule, Sink};
    pub use crate::shell::Dialect;
    pub use crate::span::Span;
}

/// An error in a file's syntax, found by one of the parsers. The tree goes on after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SyntaxError {
    /// What kind, for the rule that reports it.
    pub kind: SyntaxErrorKind,
    /// Where.
    pub span: span::Span,
    /// What is wrong, in the user's own words.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// The likely intent: this text in place of the span.
    pub suggestion: Option<String>,
}

/// The kinds of [`SyntaxError`].
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum SyntaxErrorKind {
    /// The build (or the loader) refuses the file.
    Refused,
    /// An instruction keyword that does not exist.
    UnknownInstruction,
    /// An instruction before the first FROM.
    BeforeFrom,
    /// An instruction that ONBUILD may not hold.
    ForbiddenTrigger,
    /// A mapping has a key twice.
    DuplicateKey,
}

/// The name nearest to `word` among `names` (edit distance at most a third of its length), if any: for did-you-mean.
///
/// ```
/// assert_eq!(plimsoll_core::nearest("RNU", ["RUN", "COPY"]), Some("RUN"));
/// assert_eq!(plimsoll_core::nearest("xyzzy", ["RUN", "COPY"]), None);
/// ```
pub fn nearest<'n>(word: &str, names: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    nearest_within(word, names, word.chars().count().div_ceil(3).max(1))
}

/// As [`nearest`], with a limit of its own for the distance.
pub(crate) fn nearest_within<'n>(
    word: &str,
    names: impl IntoIterator<Item = &'n str>,
    limit: usize,
) -> Option<&'n str> {
    nearest_of(word, &mut names.into_iter(), limit)
}

/// Not generic, so that it is there once and not for every kind of list.
fn nearest_of<'n>(word: &str, names: &mut dyn Iterator<Item = &'n str>, limit: usize) -> Option<&'n str> {
    names
        .map(|name| (distance(&word.to_ascii_lowercase(), &name.to_ascii_lowercase()), name))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, name)| name)
}

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours cost one each.
fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().take(64).collect();
    let b: Vec<char> = b.chars().take(64).collect();
    let mut rows: [Vec<usize>; 3] = [vec![0; b.len() + 1], (0..=b.len()).collect(), vec![0; b.len() + 1]];
    for (i, x) in a.iter().enumerate() {
        let [before, above, row] = &mut rows;
        row.clear();
        row.push(i + 1);
        for (j, y) in b.iter().enumerate() {
            let get = |row: &[usize], at: usize| row.get(at).copied().unwrap_or(usize::MAX / 2);
            let substituted = get(above, j) + usize::from(x != y);
            let mut best = substituted.min(get(above, j + 1) + 1).min(get(row, j) + 1);
            if i > 0 && j > 0 && Some(x) == b.get(j - 1) && a.get(i - 1) == Some(y) {
                best = best.min(get(before, j - 1) + 1);
            }
            row.push(best);
        }
        rows.rotate_left(1);
    }
    rows.get(1).and_then(|row| row.last()).copied().unwrap_or(0)
}
