//! Booleans that are none since YAML 1.2.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `yes`, `no`, `on`, `off`, `y` and `n` were booleans in YAML 1.1 and are texts in YAML 1.2. Where a boolean is meant,
    /// Compose still takes them and warns; `docker stack deploy` refuses the file.
    ///
    /// Elsewhere they are the texts that they look like: `restart: no` is right.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     read_only: yes
    ///     restart: no
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     read_only: true
    ///     restart: no
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     read_only: true
    ///     init: ${INIT:-yes}
    /// ```
    pub static RULE = {
        id: "yaml11-boolean", summary: "Write `true` and `false`", category: Correctness, severity: Warning, fix: Safe,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for boolean in &cx.schema().booleans {
        let (word, truth) = (&boolean.word, boolean.truth);
        let (severity, message) = if cx.is_stack {
            (
                Severity::Error,
                format!("`{word}` is a text, and `docker stack deploy` takes only `true` and `false` here"),
            )
        } else {
            (Severity::Warning, format!("`{word}` is a boolean only in YAML 1.1, and Compose warns about it"))
        };
        sink.report(boolean.span, message).severity(severity).help(format!("write `{truth}`")).fix(
            Safe,
            format!("Write `{truth}`"),
            |edits| {
                if boolean.is_editable {
                    edits.replace(boolean.span, truth.to_string());
                }
            },
        );
    }
}
