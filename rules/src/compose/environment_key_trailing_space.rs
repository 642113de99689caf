//! Variables whose names end in a blank.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A blank before the equals sign belongs to the name. In a list Compose refuses the file; in a mapping, and in a
    /// stack, the container gets a variable that no program asks for.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       - LOG_LEVEL =info
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
    ///       - LOG_LEVEL=info
    ///       - "MOTTO=hello "
    /// ```
    ///
    /// Build arguments are judged alike.
    pub static RULE = {
        id: "environment-key-trailing-space", summary: "Put no blank between a variable's name and its equals sign",
        category: Correctness, severity: Error, fix: Safe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for blank in at.service.blank_names() {
        let is_refused = blank.in_list && !cx.is_stack;
        let message = if is_refused {
            format!("the blank behind `{}` makes Compose refuse the file", blank.name)
        } else {
            format!("the blank behind `{}` is part of the variable's name", blank.name)
        };
        let finding = sink
            .report(blank.blank, message)
            .severity(if is_refused { Severity::Error } else { Severity::Warning })
            .help("take it out");
        let how = if is_refused { Safe } else { Unsafe };
        finding.fix(how, "Remove the blank", |edits| {
            if blank.is_editable {
                edits.delete(blank.blank);
            }
        });
    }
}
