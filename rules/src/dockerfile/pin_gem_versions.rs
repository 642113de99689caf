//! Gems without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A gem that somebody publishes tonight is in tomorrow's image, tested by nobody.
    ///
    /// ```dockerfile,expect
    /// FROM ruby:3.4
    /// RUN gem install --no-document foreman
    /// ```
    ///
    /// ```dockerfile
    /// FROM ruby:3.4
    /// RUN gem install foreman:0.90.0 && gem install bundler --version "~> 2.7"
    /// ```
    ///
    /// What the program needs belongs into a `Gemfile` with its lock file: `bundle install` then takes the versions
    /// from there. Local `.gem` files and what follows `--` (options for the compiler) are no names. A variable that
    /// cannot be resolved is passed over.
    pub static RULE = {
        id: "pin-gem-versions", summary: "Give the gems of `gem install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3028"],
        differs: [
            "hadolint/DL3028" =>
                "The word after an option without a value (`--no-document foreman`) is a gem; local `.gem` files and \
                 variables that nothing resolves are passed over.",
        ],
    }
    Check::Command(&["gem"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let help = format!("write `{}`, or list it in the Gemfile and run `bundle install`", loose.pinned());
    let finding = sink.report(loose.span(), loose.message()).help(help);
    // hadolint takes the word after any option for its value.
    if !at.is_plain() || loose.packages.iter().all(|package| package.is_after_option(at.command)) {
        finding.not_as("hadolint/DL3028");
    }
}
