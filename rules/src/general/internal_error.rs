//! A rule that panicked.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A rule failed on this file: a bug in Plimsoll or in a rule of a third party, not in your file.
    ///
    /// The other rules ran, so nothing else is lost. The finding names the rule; please report it with the file that
    /// makes it fail, and leave the rule out with `--ignore` until it is mended.
    pub static RULE = {
        id: "internal-error", summary: "Report rules that fail", category: Correctness, severity: Error,
        since: "0.1.0", presets: [Recommended, Hadolint, Buildkit], aliases: [],
    }
    Check::Engine
}
