//! Packages of the npm registry without a version.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A package that somebody publishes tonight is in tomorrow's image, tested by nobody; taken-over packages have
    /// spread in just this way.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// RUN npm install -g pnpm
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24
    /// RUN npm install -g pnpm@10.20.0
    /// ```
    ///
    /// `@latest` is no version:
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// RUN npm install -g npm@latest
    /// ```
    ///
    /// What the project needs belongs into `package.json` with a lock file, and is installed with `npm ci`:
    ///
    /// ```dockerfile
    /// FROM node:24
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// ```
    ///
    /// A tag or range counts as a version (`@10`, `@next`), as do archives and folders; a repository needs a branch,
    /// tag or commit after `#`. Variables that cannot be resolved are passed over. `npm i`, `npm add`, `yarn add`,
    /// `yarn global add` and `pnpm add` are looked at, too.
    pub static RULE = {
        id: "pin-npm-versions", summary: "Give the packages of `npm install` a version",
        category: Reproducibility, severity: Info, since: "0.2.0", presets: [Strict, Hadolint],
        aliases: ["hadolint/DL3016"],
        differs: [
            "hadolint/DL3016" =>
                "The folder `.`, values of options (`--prefix /app`) and variables that nothing resolves are passed \
                 over.",
        ],
    }
    Check::Command(&["npm", "yarn", "yarnpkg", "pnpm"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(loose) = cx.loose_install(at) else { return };
    let is_global = loose.verb.is("global") || at.command.has_flag(Some('g'), "global");
    let help = if is_global {
        format!("write `{}`; `npm view PACKAGE versions` shows versions", loose.pinned())
    } else {
        format!("write `{}`, or list it in package.json and install from the lock file", loose.pinned())
    };
    let finding = sink.report(loose.span(), loose.message()).help(help);
    let is_install = loose.manager.name == "npm" && loose.verb.is("install");
    if !at.is_plain() || !is_install || loose.all_moving() {
        finding.not_as("hadolint/DL3016");
    }
}
