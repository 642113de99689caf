//! Build contexts that name a service.

use plimsoll_core::prelude::*;

declare_rule! {
    /// An additional context `service:NAME` is the image that the service NAME builds. Where there is no such service, or
    /// it builds nothing, Compose refuses the file.
    ///
    /// Overrides, fragments, files that include others, and files with a service of neither image nor build are not judged:
    /// the service may stand in a file that completes them.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       additional_contexts:
    ///         base: service:base
    ///   base:
    ///     image: alpine:3.22
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       additional_contexts:
    ///         base: service:base
    ///         assets: ./assets
    ///   base:
    ///     build: ./base
    /// ```
    pub static RULE = {
        id: "additional-context-service", summary: "Take contexts from services that build something", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(build) = service.build.as_ref().filter(|_| !cx.is_stack) else { return };
    for context in &build.additional_contexts {
        let Some(value) = &context.value else { continue };
        let Some(name) = value.known().and_then(|text| text.strip_prefix("service:")) else { continue };
        if cx.may_be_declared_elsewhere() || cx.bases().next().is_some() {
            return;
        }
        let part = value.part(value.raw.len() - name.len(), value.raw.len());
        let place = service.place(part.span, part.origin);
        let key = &context.name;
        match cx.compose.service(name) {
            None => {
                let names = cx.compose.services.iter().map(|other| other.name.as_ref());
                let message = format!("the context `{key}` is the image of `{name}`, and there is no such service");
                sink.report(place, message).help(match plimsoll_core::nearest(name, names) {
                    Some(nearest) => format!("write `{nearest}`"),
                    None => "name a service that has `build`".to_owned(),
                });
            }
            Some(other) if other.build.is_none() && other.incomplete.is_none() => {
                sink.report(place, format!("the context `{key}` is what `{name}` builds, and that builds nothing"))
                    .label(other.key_span, "it has no `build`")
                    .help(match other.image.as_ref().and_then(|image| image.known()) {
                        Some(image) => format!("write `docker-image://{image}`, or name a service that has `build`"),
                        None => "name a service that has `build`".to_owned(),
                    });
            }
            Some(_) => {}
        }
    }
}
