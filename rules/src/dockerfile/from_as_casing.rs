//! `FROM … as`: two keywords in two cases.

use plimsoll_core::dockerfile::Case;
use plimsoll_core::prelude::*;

declare_rule! {
    /// FROM and AS are keywords of one line; written in two cases, the second looks like part of the image's name.
    ///
    /// ```dockerfile,expect
    /// FROM golang:1.25 as build
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM golang:1.25 AS build
    /// ```
    ///
    /// A file may be written in lower case throughout. A FROM in mixed case is left to `instruction-casing`.
    ///
    /// ```dockerfile
    /// from golang:1.25 as build
    /// ```
    pub static RULE = {
        id: "from-as-casing", summary: "Write FROM and AS in the same case", category: Style, severity: Style,
        fix: Safe, since: "0.2.0", presets: [Strict, Buildkit],
        aliases: ["buildkit/FromAsCasing"],
    }
    Check::Stage(check)
}

fn check(_: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let (Some(from), Some(keyword)) = (stage.from(), stage.from_instruction()) else { return };
    let (Some(word), Some(_), Some(case)) = (from.as_word(), from.alias(), Case::of(keyword.keyword_text())) else {
        return;
    };
    let wanted = case.apply(&word.joined());
    if word.joined() != wanted && word.joined().eq_ignore_ascii_case("as") {
        sink.report(word.span(), format!("`{}` and `{}` are not in the same case", keyword.keyword_text(), word.raw()))
            .help(format!("write `{wanted}`"))
            .fix(Safe, format!("Write `{wanted}`"), |edit| edit.replace(word.span(), wanted));
    }
}
