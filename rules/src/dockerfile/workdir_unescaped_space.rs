//! Blanks in the path of WORKDIR.

use plimsoll_core::dockerfile::{PartKind, Workdir};
use plimsoll_core::prelude::*;

declare_rule! {
    /// WORKDIR takes the whole rest of the line as its path. A comment or a command after it becomes part of the directory's
    /// name, and nobody says so. Where blanks are meant, quotes show it.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// WORKDIR /srv/app # the code
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// WORKDIR /srv/app
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// WORKDIR /srv/my app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// WORKDIR "/srv/my app"
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// WORKDIR "/srv/my app"
    /// WORKDIR /srv/my\ app
    /// ```
    pub static RULE = {
        id: "workdir-unescaped-space", summary: "Put the path of WORKDIR into quotes if it has blanks", category: Correctness,
        severity: Warning, fix: Safe, since: "0.2.0", presets: [Recommended], aliases: ["dockerfilelint/invalid_workdir"],
    }
    Check::Instruction(&[Keyword::Workdir], check)
}

fn check(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(value) = instruction.as_workdir().and_then(Workdir::value) else { return };
    let text = instruction.file().text();
    let is_bare = |span: Span| span.of(text).contains([' ', '\t']);
    if !value.parts().any(|part| part.kind == PartKind::Text && is_bare(part.content)) {
        return;
    }
    let raw = value.raw();
    let shown = value.joined();
    let message = format!("the whole rest of the line is the path: `{shown}`");
    let finding = sink.report(value.span(), message);
    let is_plain = !raw.contains(['"', '\'', '\\', '`', '\n']);
    let is_name = |word: &str| word.starts_with(char::is_alphanumeric);
    if let Some((path, _)) = raw.split_once(" #").filter(|_| is_plain) {
        let path = path.trim_end();
        let rest = Span::new(value.span().start + path.len() as u32, value.span().end);
        finding
            .help("put the comment on a line of its own")
            .fix(Unsafe, "Take the comment away", |edit| edit.delete(rest));
    } else if is_plain && raw.split_whitespace().skip(1).all(is_name) {
        finding.help(format!("if the blanks are meant, write `WORKDIR \"{raw}\"`")).fix(
            Safe,
            "Put the path into quotes",
            |edit| edit.replace(value.span(), format!("\"{raw}\"")),
        );
    } else {
        finding.help("name one path; if the blanks are meant, put the whole of it into quotes");
    }
}
