//! Comments that were meant as parser directives.

use plimsoll_core::dockerfile::{Lost, LostDirective};
use plimsoll_core::prelude::*;

declare_rule! {
    /// `# syntax=`, `# escape=` and `# check=` count only at the very top of the file, one below the other, and exactly
    /// spelt. After any other line, be it empty or a comment, they are comments, and nobody says so: the file is read by
    /// another version of the syntax, or with another escape character, than it asks for.
    ///
    /// ```dockerfile,expect
    /// # sytnax=docker/dockerfile:1
    /// FROM debian:13
    /// ```
    ///
    /// ```dockerfile,fixed
    /// # syntax=docker/dockerfile:1
    /// FROM debian:13
    /// ```
    ///
    /// ```dockerfile,expect
    /// # The image of our web server.
    ///
    /// # syntax=docker/dockerfile:1
    /// FROM debian:13
    /// ```
    ///
    /// ```dockerfile,fixed
    /// # syntax=docker/dockerfile:1
    /// # The image of our web server.
    ///
    /// FROM debian:13
    /// ```
    ///
    /// ```dockerfile
    /// # syntax=docker/dockerfile:1
    /// # check=skip=JSONArgsRecommended
    /// # The image of our web server.
    /// FROM debian:13
    /// ```
    ///
    /// A `# check=skip=…` right above an instruction counts for that instruction and is left alone.
    pub static RULE = {
        id: "syntax-directive-typo", summary: "Write parser directives where and as they count", category: Syntax,
        severity: Warning, fix: Unsafe, since: "0.2.0", presets: [Recommended], aliases: ["tally/syntax-directive-typo"],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for lost in cx.dockerfile.lost_directives() {
        report(&lost, cx.dockerfile.text(), sink);
    }
}

fn report(lost: &LostDirective, text: &str, sink: &mut Sink<'_>) {
    let LostDirective { span, name, meant, why, edits } = lost;
    let written = span.of(text);
    let (message, help) = match why {
        Lost::Misspelt => {
            (format!("`{written}` is an ordinary comment, not the directive `{name}`"), format!("write `{meant}`"))
        }
        Lost::After(_) => (
            format!("the directive `{name}` is an ordinary comment here: it does not stand at the top"),
            format!("move `{meant}` to the top of the file"),
        ),
        Lost::Indented => (
            format!("the build does not see the directive `{name}` behind blanks"),
            "begin the line with `#`".to_owned(),
        ),
    };
    let mut finding = sink.report(*span, message).help(help);
    if let Lost::After(line) = why {
        finding = finding.label(*line, "directives end here");
    }
    // Another escape character gives every line another meaning: the author must look at each.
    let applicability = if *name == "escape" { DisplayOnly } else { Unsafe };
    finding.fix(applicability, format!("Write `{meant}`"), |edit| {
        for (place, new) in edits {
            edit.replace(*place, new.as_str());
        }
    });
}
