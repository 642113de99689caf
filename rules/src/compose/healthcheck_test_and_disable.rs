//! Health checks that are switched off and on.

use plimsoll_core::compose::CommandLine;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A health check has a `test` and `disable: true`. `docker stack deploy` refuses the two together; in Compose the test
    /// never runs, so whoever reads it is misled.
    ///
    /// In Compose a service may switch the check off that it has from a service it extends or from a merge.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     healthcheck:
    ///       test: curl -f http://localhost/
    ///       disable: true
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     healthcheck:
    ///       disable: true
    ///   api:
    ///     image: registry.example.com/harbour/api:3
    ///     healthcheck:
    ///       test: [NONE]
    /// ```
    pub static RULE = {
        id: "healthcheck-test-and-disable", summary: "Test a service's health or switch the check off",
        category: Correctness, severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(check) = service.healthcheck.as_ref().filter(|check| check.disable == Know::Known(true)) else { return };
    let test = match &check.test {
        Some(CommandLine::List(words, span)) if !words.is_empty() => {
            let is_none = words.first().and_then(|word| word.known()) == Some("NONE");
            if is_none && !cx.is_stack {
                return;
            }
            *span
        }
        Some(CommandLine::Text(text)) if !text.raw.is_empty() => text.span,
        _ => return,
    };
    let own = |key: &str| check.node.own_entries().find(|entry| entry.key.text() == Some(key));
    let (Some(_), Some(disable)) = (own("test"), own("disable")) else { return };
    let severity = if cx.is_stack { Severity::Error } else { Severity::Warning };
    let message = if cx.is_stack {
        "the health check has a `test` and is disabled, which `docker stack deploy` refuses"
    } else {
        "the health check has a `test` that never runs: it is disabled"
    };
    sink.report(service.place(test, check.origin), message)
        .severity(severity)
        .label(service.place(disable.key.span(), check.origin), "it is switched off here")
        .help("keep the `test`, or `disable: true`");
}
