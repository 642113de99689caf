//! Variables that Compose reads and `docker stack deploy` does not.

use plimsoll_core::facts::expressions::Fault;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The loader of `docker stack deploy` knows fewer forms of variables than Compose. It refuses `${NAME:+word}`, and every
    /// dollar that begins no variable, as in `$1` and `$(date)`; and it fills in nothing within a default, so that
    /// `${A:-${B:-c}}` becomes the text `${B:-c}`, without a word; that is only a warning.
    ///
    /// Only files for stacks are looked at. Also mind that a stack reads no `.env`.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   job:
    ///     image: registry.example.com/harbour/job:3
    ///     command: sh -c 'date > /out/$(hostname)'
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// services:
    ///   job:
    ///     image: registry.example.com/harbour/job:3
    ///     command: sh -c 'date > /out/$$(hostname)'
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   job:
    ///     image: registry.example.com/harbour/job:${RELEASE:-3}
    ///     command: sh -c 'date > /out/$$(hostname)'
    /// ```
    pub static RULE = {
        id: "interpolation-stack-dialect", summary: "Write variables as `docker stack deploy` reads them",
        category: Correctness, severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let faulty = cx.faulty_expressions();
    if faulty.is_empty() || cx.is_foreign() {
        return;
    }
    for faulty in faulty {
        let text = faulty.text;
        match faulty.fault {
            Fault::Invalid => {}
            Fault::Loose => {
                sink.report(faulty.span, format!("`{text}` begins no variable, and `docker stack deploy` refuses it"))
                    .help("double the dollar: the container sees one")
                    .fix(Unsafe, "Double the dollar", |edits| edits.insert(faulty.span.start, "$"));
            }
            Fault::Alternative => {
                sink.report(faulty.span, format!("`docker stack deploy` does not know `+` in `{text}`"))
                    .help("use a variable that holds the whole text, with `:-` for its default");
            }
            Fault::Nested => {
                sink.report(faulty.span, format!("`docker stack deploy` fills in nothing in the default of `{text}`"))
                    .severity(Severity::Warning)
                    .help("use a plain text as the default");
            }
        }
    }
}
