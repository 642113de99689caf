//! Two numbers of replicas.

use plimsoll_core::compose::Value;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Compose refuses a service whose `scale` and `deploy.replicas` differ, or are below zero.
    ///
    /// ```yaml,expect
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     scale: 2
    ///     deploy:
    ///       replicas: 3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   worker:
    ///     image: registry.example.com/harbour/worker:3
    ///     deploy:
    ///       replicas: 3
    /// ```
    pub static RULE = {
        id: "scale-vs-replicas", summary: "Say the number of replicas once", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let number =
        |value: &Value<'_>| value.text_with_defaults().known().and_then(|text| text.trim().parse::<i64>().ok());
    let place = |value: &Value<'_>| service.place(value.span, value.origin);
    let scale = service.scale.as_deref().filter(|_| !cx.is_stack);
    let replicas = service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref());
    for (key, value) in [("scale", scale), ("replicas", replicas)] {
        let Some(value) = value.filter(|value| number(value).is_some_and(|number| number < 0)) else { continue };
        sink.report(place(value), format!("`{key}: {}` is below zero", value.raw)).help("`0` switches the service off");
        return;
    }
    if let (Some(scale), Some(replicas)) = (scale, replicas)
        && let (Some(one), Some(other)) = (number(scale), number(replicas))
        && one != other
    {
        let (file, span) = service.home(cx.file, replicas.span, replicas.node, replicas.origin);
        sink.report(place(scale), format!("`scale: {}` and `replicas: {}` differ", scale.raw, replicas.raw))
            .label_in(file, span, "Compose refuses two that differ")
            .help("keep `deploy.replicas`");
    }
}
