//! `.gitignore`: read as an ignore file whose patterns are written in Git's way.

use super::IgnoreFile;

/// What Git's ignore files are called.
pub const GIT_NAME: &str = ".gitignore";

impl IgnoreFile {
    /// Reads a `.gitignore`: a pattern without a slash matches in every folder. The places of the patterns are lost.
    ///
    /// ```
    /// use plimsoll_core::ignorefile::{Fuel, IgnoreFile, Verdict};
    ///
    /// let file = IgnoreFile::parse_git("*.env\n/secrets/\n!example.env\n");
    /// let of = |path| file.verdict_of_file(path, &mut Fuel::default());
    /// assert!(matches!(of("deploy/app.env"), Verdict::Ignored(_)));
    /// assert!(matches!(of("secrets/db"), Verdict::Ignored(_)));
    /// assert_eq!(of("deploy/secrets/db"), Verdict::Kept);
    /// assert_eq!(of("example.env"), Verdict::Kept);
    /// ```
    #[must_use]
    pub fn parse_git(text: &str) -> Self {
        let mut lines = String::with_capacity(text.len());
        for line in text.lines() {
            let (negated, pattern) = match line.strip_prefix('!') {
                Some(rest) => ("!", rest),
                None => ("", line),
            };
            let pattern = pattern.trim();
            if pattern.is_empty() || line.starts_with('#') {
                continue;
            }
            let is_anchored = pattern.trim_end_matches('/').contains('/');
            lines.push_str(negated);
            lines.push_str(if is_anchored { "" } else { "**/" });
            lines.push_str(pattern.trim_start_matches('/'));
            lines.push('\n');
        }
        Self::parse(&lines)
    }
}
