//! Models that nobody declares.

use plimsoll_core::facts::references::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service uses a model that the top level of no file declares. Compose refuses the whole project for it.
    ///
    /// Overrides, fragments, files that include others, and files with a service of neither image nor build are not judged:
    /// the declaration may stand in a file that completes them. A stack refuses models altogether.
    ///
    /// ```yaml,expect
    /// services:
    ///   chat:
    ///     image: registry.example.com/harbour/chat:2
    ///     models: [llm]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   chat:
    ///     image: registry.example.com/harbour/chat:2
    ///     models:
    ///       llm: {endpoint_var: LLM_URL}
    /// models:
    ///   llm: {model: ai/smollm2}
    /// ```
    pub static RULE = {
        id: "undefined-model", summary: "Declare the models that services use", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    for missing in cx.undeclared(Declared::Model) {
        let name = &missing.name;
        let message = format!("`{}` uses the model `{name}`, which is not declared", missing.service);
        let mut finding =
            sink.report(missing.span, message).severity(missing.severity()).help(match &missing.nearest {
                Some(nearest) => format!("write `{nearest}`, or declare `{name}` under the top-level `models`"),
                None => format!("declare `{name}` under the top-level `models`, with its `model`"),
            });
        for other in missing.others {
            finding = finding.label(other, "it is used here too");
        }
    }
}
