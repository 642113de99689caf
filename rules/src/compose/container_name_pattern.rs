//! Names that no container can have.

use plimsoll_core::compose::names::{NameFault, container_name_fault};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A container's name is a letter or digit and then at least one letter, digit, `_`, `.` or `-`. Compose refuses a file
    /// whose `container_name` has nothing of the kind in it, and the engine all others.
    ///
    /// What a variable holds is not known; its default is judged. A stack ignores the key.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     container_name: harbour/web
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     container_name: harbour-web.1
    ///   db:
    ///     image: postgres:18.1
    ///     container_name: ${PREFIX}-db
    /// ```
    pub static RULE = {
        id: "container-name-pattern", summary: "Give containers names that they can have", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended, Dclint], aliases: ["dclint/service-container-name-regex"],
        differs: [
            "dclint/service-container-name-regex" => "We judge what a name becomes, not the text of its variables, and are silent in stacks, which ignore the key.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(value) = service.container_name.as_ref().filter(|_| !cx.is_stack) else { return };
    let Know::Known(name) = value.text_with_defaults() else { return };
    // An empty default means that the engine chooses.
    if value.has_variables() && name.is_empty() {
        return;
    }
    let (message, help) = match container_name_fault(&name) {
        None => return,
        Some(NameFault::TooShort) if name.is_empty() => {
            ("the container's name is empty".to_owned(), "write a name, or leave `container_name` out".to_owned())
        }
        Some(NameFault::TooShort) => (
            format!("`{name}` is no container name: it needs two characters at least"),
            "write a longer name, or leave `container_name` out".to_owned(),
        ),
        Some(NameFault::Start(c)) => {
            (format!("`{name}` is no container name: it begins with `{c}`"), "begin with a letter or digit".to_owned())
        }
        Some(NameFault::Character(c)) => (
            format!("`{name}` is no container name: it holds `{c}`"),
            "use letters, digits, `_`, `.` and `-`".to_owned(),
        ),
    };
    sink.report(service.place(value.span, value.origin), message).help(help);
}
