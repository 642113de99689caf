//! Quotes that become part of a variable.

use plimsoll_core::prelude::*;

declare_rule! {
    /// In a list the whole item is one text: quotes behind the equals sign are part of the value, unlike in a shell or a
    /// `.env` file. The program gets `"info"` with its quotes.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       - LOG_LEVEL="info"
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       - LOG_LEVEL=info
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       - "LOG_LEVEL=info"
    ///       - OPTS=--name="x" --tag="y"
    /// ```
    ///
    /// Where quotes are wanted, the mapping form says so: `LOG_LEVEL: '"info"'`.
    pub static RULE = {
        id: "environment-list-quotes", summary: "Put no quotes around the values of a list", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for (pair, quotes) in service.quoted_variables() {
        let Some(value) = &pair.value else { continue };
        let finding = sink
            .report(
                service.place(value.span, pair.origin),
                format!("the quotes are part of the value of `{}`", pair.name),
            )
            .help("take them out, or put them around the whole item");
        if value.is_editable() {
            finding.fix(Unsafe, "Remove the quotes", |edits| quotes.into_iter().for_each(|quote| edits.delete(quote)));
        }
    }
}
