//! Ignore comments that hide nothing.

use plimsoll_core::prelude::*;

declare_rule! {
    /// An ignore comment hides nothing: the finding it was written for is gone, or a rule's name in it is misspelt.
    ///
    /// Such comments outlive their reason and then hide the next, real finding. Only rules that ran are counted, so a
    /// run with fewer rules does not call the others' comments unused.
    ///
    /// Comments in hadolint's and BuildKit's forms are read too. That tool may need them although there is nothing to
    /// hide from us, so they are reported only by `--preset strict` or when this rule is selected, and never removed
    /// by `--fix`.
    ///
    /// ```dockerfile,expect
    /// # plimsoll: ignore[unused-suppression] there is nothing to hide here
    /// FROM alpine:3.22
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM alpine:3.22
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine:3.22
    /// ```
    pub static RULE = {
        id: "unused-suppression", summary: "Remove ignore comments that hide nothing", category: Clarity, severity: Info,
        fix: Safe, since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Engine
}
