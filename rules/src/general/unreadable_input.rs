//! A file that cannot be read as text.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The file cannot be read as a text: it is binary, larger than 4 MiB, or not UTF-8.
    ///
    /// A binary or huge file is not linted. Bytes that are not UTF-8 are read as `?`; everything else in the file is
    /// linted, but `--fix` leaves the file alone.
    pub static RULE = {
        id: "unreadable-input", summary: "Report files that are no readable text", category: Syntax, severity: Error,
        since: "0.1.0", presets: [Recommended, Hadolint, Buildkit], aliases: [],
    }
    Check::Engine
}
