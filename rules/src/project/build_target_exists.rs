//! Targets that are no stage of the Dockerfile.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service builds a `target` that its Dockerfile does not have, so the build fails.
    ///
    /// Targets are the names after `AS`, in any case, and the numbers of the stages. A Dockerfile that is not there, or has
    /// errors, or is read by another frontend than Docker's, is not judged; nor is a target with a variable.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       target: runtme
    /// ==> Dockerfile
    /// FROM golang:1.25 AS build
    /// FROM alpine:3.22 AS runtime
    /// ```
    ///
    /// ```project,fixed
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       target: runtime
    /// ==> Dockerfile
    /// FROM golang:1.25 AS build
    /// FROM alpine:3.22 AS runtime
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     build:
    ///       context: .
    ///       target: Runtime
    /// ==> Dockerfile
    /// FROM golang:1.25 AS build
    /// FROM alpine:3.22 AS runtime
    /// ```
    pub static RULE = {
        id: "build-target-exists", summary: "Build a stage that the Dockerfile has", category: Correctness, severity: Error,
        fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(missing) = cx.missing_target(service) else { return };
    let Some(value) = service.build.as_ref().and_then(|build| build.target.as_ref()) else { return };
    let (target, dockerfile) = (&missing.target, missing.dockerfile);
    let names = || dockerfile.stages().filter_map(|stage| stage.name());
    let nearest = plimsoll_core::nearest(target, names());
    let known = names().take(5).map(|name| format!("`{name}`")).collect::<Vec<_>>();
    let message = format!("the target `{target}` is no stage of the Dockerfile");
    let finding = sink.report(service.place(value.span, value.origin), message).help(match nearest {
        Some(nearest) => format!("write `{nearest}`"),
        None if known.is_empty() => "name a stage of the Dockerfile with `AS`, or take `target` out".to_owned(),
        None => format!("name one of its stages: {}", known.join(", ")),
    });
    let Some(nearest) = nearest else { return };
    finding.fix(Unsafe, format!("Write `{nearest}`"), |edits| {
        if let Some(span) = missing.span {
            edits.replace(span, nearest);
        }
    });
}
