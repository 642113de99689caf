//! Health checks that do not say how they run.

use plimsoll_core::compose::{CommandLine, Value};
use plimsoll_core::prelude::*;
use plimsoll_core::rule::Edits;
use plimsoll_core::yaml::{edit, rewrite};

declare_rule! {
    /// A `healthcheck.test` that is a list begins with `CMD` (the words of a command), `CMD-SHELL` (one text for the shell)
    /// or `NONE`. Compose refuses other lists; in a stack the check never runs.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     healthcheck:
    ///       test: [curl, -f, http://localhost/]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     healthcheck:
    ///       test: [CMD, curl, -f, http://localhost/]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     healthcheck:
    ///       test: curl -f http://localhost/
    ///   db:
    ///     image: postgres:18.1
    ///     healthcheck:
    ///       test: [CMD-SHELL, "pg_isready -U app"]
    /// ```
    pub static RULE = {
        id: "healthcheck-test-head", summary: "Begin a list of `healthcheck.test` with `CMD`, `CMD-SHELL` or `NONE`",
        category: Correctness, severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

const HEADS: [&str; 3] = ["CMD", "CMD-SHELL", "NONE"];

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(CommandLine::List(words, _)) = service.healthcheck.as_ref().and_then(|check| check.test.as_ref()) else {
        return;
    };
    let Some(first) = words.first() else { return };
    let Some(word) = first.known().filter(|word| !HEADS.contains(word)) else { return };
    let meant = HEADS.into_iter().find(|head| head.eq_ignore_ascii_case(word));
    let head = meant.unwrap_or(if words.len() == 1 && word.contains(' ') { "CMD-SHELL" } else { "CMD" });
    let shown = word.split_whitespace().next().unwrap_or("");
    let message = format!("the health check begins with `{shown}` instead of `CMD`, `CMD-SHELL` or `NONE`");
    let finding = sink.report(service.place(first.span, first.origin), message);
    let help = if meant.is_some() { format!("write `{head}`") } else { format!("put `{head}` in front of it") };
    finding.help(help).fix(Unsafe, format!("Begin with `{head}`"), |edits| {
        if first.is_editable() {
            write(first, head, meant.is_some(), edits);
        }
    });
}

fn write(first: &Value<'_>, head: &str, replaces: bool, edits: &mut Edits) {
    let text = rewrite::in_quotes_of(first.node, head);
    let edit =
        if replaces { edit::replace_scalar(first.node, &text) } else { rewrite::insert_item_before(first.node, &text) };
    edits.extend(edit);
}
