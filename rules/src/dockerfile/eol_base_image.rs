//! Images that get no fixes any more.

use plimsoll_core::facts::outdated::{End, Outdated};
use plimsoll_core::images::AS_OF;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The release line that an image's tag names has ended, or the image was given up: it gets no security fixes, and
    /// what is found tomorrow stays open in it.
    ///
    /// The ends of the common bases, languages and servers are a table of ours, with the image's distribution where the tag
    /// names one (`-buster`, `-alpine3.16`). Judged is by the day the table was made, 22 August 2026, and not by today: the same
    /// files give the same findings, and a newer version of the linter knows more ends. Paid extensions do not count.
    /// Products whose lines end every few months are told as information in the year after.
    ///
    /// Looked at are FROM, `COPY --from`, mounts and the images of services; each image once for each file. Images built here
    /// and names that are not known are not judged.
    ///
    /// ```dockerfile,expect
    /// FROM node:8
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:9.6
    /// ```
    pub static RULE = {
        id: "eol-base-image", summary: "Move on from images that get no fixes", category: Security, severity: Warning,
        since: "0.3.0", presets: [Recommended], aliases: ["cis/4.4"],
    }
    Check::Dockerfile(check_dockerfile),
    Check::Compose(check_compose)
}

fn check_dockerfile(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    cx.outdated().iter().for_each(|outdated| report(outdated, sink));
}

fn check_compose(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    cx.outdated().iter().for_each(|outdated| report(outdated, sink));
}

fn report(outdated: &Outdated, sink: &mut Sink<'_>) {
    let name = outdated.image.text.split('@').next().unwrap_or_default();
    let message = match outdated.end {
        End::Line(line) => {
            let (year, month, day) = line.date;
            let what = if line.base { "its base " } else { "" };
            format!("`{name}` gets no fixes: {what}`{}` ended on {year}-{month:02}-{day:02}", line.line)
        }
        End::GivenUp(given_up) => format!("`{name}` gets no fixes: {}", given_up.why),
    };
    let (year, month, _) = AS_OF;
    let mut finding = sink
        .report(outdated.span, message)
        .severity(if outdated.is_mild() { Severity::Info } else { Severity::Warning })
        .help(match outdated.replacement() {
            Some(replacement) => format!("move to {replacement} (as of {year}-{month:02})"),
            None => "move to an image that is maintained".to_owned(),
        });
    for span in &outdated.variables {
        finding = finding.label(*span, "the name comes from here");
    }
    for span in &outdated.again {
        finding = finding.label(*span, "used here, too");
    }
}
