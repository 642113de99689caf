//! `--diff`: what fixes would change, as a unified diff.

use crate::Code;
use crate::args::CheckArgs;
use crate::check::Change;
use crate::output::{Output, complain};
use crate::root::Root;
use plimsoll_core::render::files;
use similar::TextDiff;

/// Prints the changes; findings when there are any.
pub(crate) fn print(root: &Root, changes: &[Change], args: &CheckArgs) -> Code {
    let out: String =
        changes.iter().map(|change| unified(&root.show(&change.path), &change.before, &change.after)).collect();
    let code = if changes.is_empty() || args.exit_zero { Code::Clean } else { Code::Findings };
    if args.silent {
        return code;
    }
    if !args.quiet {
        let would = if changes.is_empty() {
            "nothing would change".to_owned()
        } else {
            format!("{} would change", files(changes.len()))
        };
        complain(&would);
    }
    Output::new(args.output.as_deref()).write(&out).max(code)
}

/// A diff that `patch -p1` and `git apply` take.
fn unified(path: &str, before: &str, after: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff().context_radius(3).header(&format!("a/{path}"), &format!("b/{path}")).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_line_end_is_said_and_kept() {
        assert_eq!(
            unified("Dockerfile", "FROM a\nADD x /", "FROM a\nCOPY x /"),
            "--- a/Dockerfile\n+++ b/Dockerfile\n@@ -1,2 +1,2 @@\n FROM a\n-ADD x /\n\\ No newline at end of file\n\
             +COPY x /\n\\ No newline at end of file\n"
        );
    }
}
