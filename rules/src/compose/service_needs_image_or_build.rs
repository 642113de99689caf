//! Services that run nothing.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service has neither `image` nor `build` (nor a `provider`), so Compose refuses the whole project.
    ///
    /// Most services like that are no mistake: another file completes them. So only a file that Compose finds by itself
    /// (`compose.yaml`) is judged, and only where other services of it are whole, it includes nothing, and no other file of
    /// the project says what the service runs.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     ports: ["127.0.0.1:8080:80"]
    ///   db:
    ///     image: postgres:18.1
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     extends: base
    ///     ports: ["127.0.0.1:8080:80"]
    ///   base:
    ///     image: nginx:1.29.3
    /// ```
    pub static RULE = {
        id: "service-needs-image-or-build", summary: "Say what each service runs", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_judged = cx.compose.is_set || cx.is_default_file();
    let has_it = service.image.is_some() || service.build.is_some() || service.provider || service.extends.is_some();
    if has_it || service.incomplete.is_some() || cx.may_declare_elsewhere() || !is_judged {
        return;
    }
    let is_whole = |other: &plimsoll_core::compose::Service<'_>| other.image.is_some() || other.build.is_some();
    let misspelt = service.node.own_entries().any(|entry| {
        let key = entry.key.text().and_then(|key| plimsoll_core::nearest(key, ["image", "build", "provider"]));
        key.is_some()
    });
    let is_loaded_with_others = !cx.compose.is_set && (cx.is_extended() || cx.runs_elsewhere(&service.name));
    if misspelt || is_loaded_with_others || !cx.compose.services.iter().any(is_whole) {
        return;
    }
    let message = format!("`{}` has neither `image` nor `build`: there is nothing to run", service.name);
    sink.report(service.missing_span(), message).help("add `image`, or `build` with the folder of its Dockerfile");
}
