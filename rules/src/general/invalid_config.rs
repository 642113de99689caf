//! What is wrong in a configuration.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A configuration says something that nobody listens to: a rule, a key or an option that does not exist, a severity
    /// that is none, a text that is no YAML.
    ///
    /// Names that a newer version may know are warnings, so that an older one still runs; the rest of the file holds all
    /// the same. Everything else is an error, and the run ends with exit code 2.
    ///
    /// ```project,expect
    /// ==> plimsoll.yaml
    /// rules:
    ///   no-latest-tga: off
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// ```
    ///
    /// ```project
    /// ==> plimsoll.yaml
    /// rules:
    ///   no-latest-tag: off
    /// ==> Dockerfile
    /// FROM alpine:3.22
    /// ```
    pub static RULE = {
        id: "invalid-config", summary: "Mend the configuration", category: Correctness, severity: Error,
        since: "0.2.0", presets: [Recommended, Hadolint, Buildkit], aliases: [],
    }
    Check::Engine
}
