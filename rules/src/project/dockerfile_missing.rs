//! Dockerfiles that are not where a service looks for them.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service builds a Dockerfile that is not there, while its folder has another one: the name is misspelt or outdated,
    /// and the build fails.
    ///
    /// A folder without any Dockerfile is not judged: its content may be made by a script, or come from elsewhere.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: app
    ///       dockerfile: Dockerfile.prod
    /// ==> app/Dockerfile
    /// FROM alpine:3.22
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: app
    ///   other:
    ///     build: other
    /// ==> app/Dockerfile
    /// FROM alpine:3.22
    /// ```
    pub static RULE = {
        id: "dockerfile-missing", summary: "Build Dockerfiles that are there", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(missing) = cx.missing_dockerfile(service) else { return };
    let Some(build) = &service.build else { return };
    let value = build.dockerfile.as_ref().or(build.context.as_ref());
    let place = value.map_or(service.missing_span(), |value| service.place(value.span, value.origin));
    let message = format!("`{}` builds `{}`, which does not exist", service.name, missing.path);
    let others = missing.others.iter().take(3).map(|other| format!("`{other}`")).collect::<Vec<_>>().join(", ");
    sink.report(place, message).help(format!("the folder has {others}"));
}
