//! Ignore comments that give no reason.

use plimsoll_core::prelude::*;

declare_rule! {
    /// An ignore comment without a reason leaves the next reader to guess whether it is still needed, and whether it ever
    /// was.
    ///
    /// A team that wants reasons switches the rule on, or says `inline-ignores: {require-reason: true}` in its
    /// `plimsoll.yaml`. The reason stands behind the names; in hadolint's form behind a second `#`. BuildKit's form has no
    /// place for one, and is spared.
    ///
    /// ```dockerfile,expect
    /// # plimsoll: ignore[no-latest-tag]
    /// FROM alpine:latest
    /// ```
    ///
    /// ```dockerfile
    /// # plimsoll: ignore[no-latest-tag] the mirror has no other tag
    /// FROM alpine:latest
    /// ```
    pub static RULE = {
        id: "unexplained-suppression", summary: "Say why a finding is ignored", category: Clarity, severity: Warning,
        since: "0.2.0", presets: [], aliases: [],
    }
    Check::Engine
}
