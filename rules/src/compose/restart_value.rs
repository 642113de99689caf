//! Restart policies that do not exist.

use plimsoll_core::facts::restart::{self, Flaw};
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// A `restart` that is no policy. The loader takes any text; the engine refuses it when the container is made.
    ///
    /// The policies are `no`, `always`, `unless-stopped` and `on-failure`, the last one with a number of attempts where
    /// wanted: `on-failure:5`.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: on_failure
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: on-failure
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     restart: on-failure:5
    /// ```
    pub static RULE = {
        id: "restart-value", summary: "Write a restart policy that exists", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = &service.restart else { return };
    let Know::Known(text) = value.text_with_defaults() else { return };
    if text.is_empty() {
        return;
    }
    let Err(flaw) = restart::parse(&text, cx.is_stack) else { return };
    let (message, help, word) = match flaw {
        Flaw::Word(Some(word)) => (format!("`{text}` is no restart policy"), format!("write `{word}`"), Some(word)),
        Flaw::Word(None) => (
            format!("`{text}` is no restart policy"),
            "write `no`, `always`, `unless-stopped` or `on-failure`".to_owned(),
            None,
        ),
        Flaw::Count => (
            format!("`{text}`: only `on-failure` takes a number of attempts"),
            "take the number out, or write `on-failure`".to_owned(),
            None,
        ),
        Flaw::NoNumber => (
            format!("`{text}`: the number of attempts is none, so it is tried for ever"),
            "write a number, as in `on-failure:5`".to_owned(),
            None,
        ),
    };
    let edit = word.filter(|_| value.is_editable() && !value.has_variables());
    let edit = edit.and_then(|word| edit::replace_scalar(value.node, &edit::quoted(word)));
    sink.report(service.place(value.span, value.origin), message).help(help).fix(
        Unsafe,
        format!("Write `{}`", word.unwrap_or_default()),
        |edits| {
            edits.extend(edit);
        },
    );
}
