//! Credentials written out as build arguments.

use plimsoll_core::facts::Strength;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The value of a build argument stands in the Compose file and, after the build, in the history of the image, where
    /// `docker history` shows it to everybody who can pull it. A secret of the build is in neither.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     build:
    ///       context: .
    ///       args:
    ///         NPM_TOKEN: 8f14e45f-ea6f-4d7e
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     build:
    ///       context: .
    ///       secrets: [npm_token]
    /// secrets:
    ///   npm_token: {environment: NPM_TOKEN}
    /// ```
    ///
    /// Passwords that are easily guessed and names that may mean something else are information, and left out by the
    /// preset `recommended`. Variables (`${NPM_TOKEN}`) are judged where the Dockerfile declares the argument.
    pub static RULE = {
        id: "build-arg-secret", summary: "Give credentials to a build as secrets, not as arguments", category: Security,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: ["cis/4.10"],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for told in at.service.told_by_build() {
        let name = &told.name;
        let is_surely = told.strength == Strength::Strong;
        let is_left_out = !is_surely && sink.is_by_preset(Preset::Recommended);
        if told.has_format || told.strength == Strength::Name || is_left_out {
            continue;
        }
        let message = match told.strength {
            Strength::Perhaps => format!("`{name}` can be read in the image's history, in case it is a credential"),
            _ => format!("`{name}` can be read in this file and in the history of the image"),
        };
        sink.report(told.span, message).severity(if is_surely { Severity::Warning } else { Severity::Info }).help(
            format!(
                "list a secret under `build.secrets` and mount it: `RUN --mount=type=secret,id={},env={name} …`",
                name.to_ascii_lowercase()
            ),
        );
    }
}
