//! Variables that the loader cannot read.

use plimsoll_core::facts::expressions::Fault;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A `${…}` that fits none of the forms that Compose knows, so that it refuses the file: an empty or numbered name, an
    /// operator of the shell (`:=`, `#`, `%`, `/`), a brace that is never closed.
    ///
    /// The forms are `${NAME}`, and behind the name `:-`, `-`, `:?`, `?`, `:+` or `+` with a word. A dollar that is meant
    /// for the shell in the container is doubled: `$${NAME#v}`. Keys are never filled in.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     command: sh -c 'echo ${RELEASE#v}'
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     command: sh -c 'echo $${RELEASE#v}'
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:${RELEASE:-1.29.3}
    ///     command: sh -c 'echo $${RELEASE#v} $1 $(date)'
    /// ```
    pub static RULE = {
        id: "interpolation-invalid", summary: "Write variables as Compose reads them", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let mut invalid = cx.faulty_expressions();
    invalid.retain(|faulty| faulty.fault == Fault::Invalid);
    if invalid.is_empty() || cx.is_foreign() {
        return;
    }
    for faulty in invalid {
        let text = faulty.text;
        let message = if text.ends_with('}') {
            format!("`{text}` is no variable that the loader can read")
        } else {
            format!("`{text}` is never closed, so the loader refuses it")
        };
        sink.report(faulty.span, message)
            .help(format!(
                "write `${text}` if it is meant for the container, else one of Compose's forms: `${{NAME:-default}}`"
            ))
            .fix(Unsafe, "Double the dollar", |edits| edits.insert(faulty.span.start, "$"));
    }
}
