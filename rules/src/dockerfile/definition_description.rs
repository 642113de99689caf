//! Comments above a stage or a build argument that do not describe it.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `docker build --call=outline` and `--call=targets` show the comment above a named stage or a build argument as its
    /// description, if the comment begins with the name. Any other comment there is not shown.
    ///
    /// ```dockerfile,expect
    /// # compiles the server
    /// FROM golang:1.25 AS build
    /// ```
    ///
    /// ```dockerfile,fixed
    /// # build compiles the server
    /// FROM golang:1.25 AS build
    /// ```
    ///
    /// A comment that is meant for readers only is set apart by an empty line, or by an empty comment. Comments for
    /// tools (`# hadolint ignore=…`, `# renovate: …`) are none of these. Of several lines one must begin with the name; which
    /// one is for you to say, so there is a fix for a single line only.
    ///
    /// ```dockerfile
    /// # The server.
    ///
    /// # VERSION of the server
    /// ARG VERSION=1
    /// # renovate: datasource=docker depName=golang
    /// FROM golang:1.25 AS build
    /// ```
    ///
    /// The check is an experiment of BuildKit's and off there, too.
    pub static RULE = {
        id: "definition-description", summary: "Begin the description of a stage or argument with its name",
        category: Clarity, severity: Style, fix: Unsafe, since: "0.2.0", presets: [],
        aliases: ["buildkit/InvalidDefinitionDescription"],
        differs: [
            "buildkit/InvalidDefinitionDescription" => "A comment that an empty line sets apart, one for a tool or of signs only, and a block in which any line begins with the name are fine.",
        ],
    }
    Check::Instruction(&[Keyword::From, Keyword::Arg], check)
}

fn check(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(found) = instruction.misdescription() else { return };
    let Some(name) = found.names.first() else { return };
    let all: Vec<String> = found.names.iter().map(|name| format!("`{name}`")).collect();
    let finding = sink
        .report(found.span, format!("the comment does not begin with {}, so it describes nothing", all.join(" or ")))
        .help(format!("write `# {name} …`, or set the comment apart by an empty one (`#`)"));
    if (found.names.len(), found.lines) == (1, 1) {
        finding.fix(Unsafe, format!("Begin with `{name}`"), |edit| match found.misspelt {
            Some(word) => edit.replace(word, name.as_str()),
            None => edit.insert(found.span.start, format!("{name} ")),
        });
    }
}
