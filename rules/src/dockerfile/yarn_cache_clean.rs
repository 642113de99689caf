//! The downloads of Yarn in a layer.

use plimsoll_core::facts::Filler;
use plimsoll_core::prelude::*;
use plimsoll_core::shell::packages::caches::CacheKind;

declare_rule! {
    /// `yarn install` keeps every archive that it fetched in its cache: the image then holds its packages twice.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// COPY package.json yarn.lock ./
    /// RUN yarn install --frozen-lockfile
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24
    /// COPY package.json yarn.lock ./
    /// RUN yarn install --frozen-lockfile && yarn cache clean
    /// ```
    ///
    /// A cache mount makes the next build faster at the same time:
    ///
    /// ```dockerfile
    /// FROM node:24
    /// COPY package.json yarn.lock ./
    /// RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install --frozen-lockfile
    /// RUN yarn add left-pad@1.3.0 && yarn cache clean
    /// ```
    ///
    /// From Yarn 2 on the cache may be what the program runs from. Where the file shows such a Yarn (`--immutable`,
    /// `.yarnrc.yml`, `.yarn`, `yarn set version`, `corepack prepare yarn@4`) nothing is reported, and the fix is not
    /// called safe. Stages that are not shipped are spared.
    pub static RULE = {
        id: "yarn-cache-clean", summary: "End a RUN that installs with Yarn by `yarn cache clean`", category: Size,
        severity: Info, fix: Unsafe, since: "0.2.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL3060"],
        differs: [
            "hadolint/DL3060" => "`yarn` alone and `yarn add` are installs, too; files that show Yarn 2 or later are \
             spared, for its cache may be a part of the program.",
        ],
    }
    Check::Instruction(&[Keyword::Run], check)
}

fn check(cx: &DockerfileCx<'_>, run: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(left) = cx.facts.leftover(run, CacheKind::YarnDownloads) else { return };
    let (Some(first), Some(stage)) = (left.fillers.first(), run.stage()) else { return };
    let (ships, is_base) = (cx.facts.ships(stage.index()), cx.facts.is_base(stage.index()));
    if !ships && (!is_base || sink.is_by_own_preset()) {
        return;
    }
    let mut finding = sink.report(first.span, format!("`{}` leaves what it fetched in the layer", first.name)).help(
        "end the RUN with `&& yarn cache clean`, or mount a cache: \
         `--mount=type=cache,target=/usr/local/share/.cache/yarn`",
    );
    if !ships {
        finding = finding.severity(Severity::Style);
    }
    let seen = |filler: &Filler| filler.is_plain && filler.name == "yarn install";
    if !left.fillers.iter().any(seen) || !cx.is_last_or_named(stage) {
        finding = finding.not_as("hadolint/DL3060");
    }
    if let Some((at, text)) = cx.append_to_run(run, first, "yarn cache clean") {
        finding.fix(Unsafe, "Empty the cache at the end", |edit| edit.insert(at, text));
    }
}
