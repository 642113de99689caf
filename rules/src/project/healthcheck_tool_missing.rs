//! Health checks that call what their image does not hold.

use plimsoll_core::facts::probes::Missing;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A health check that calls `curl` or `wget` in an image without it, or needs a shell where there is none, fails each
    /// time: the service is never healthy, and nothing says why but `docker inspect`.
    ///
    /// Slim and Alpine images have no curl, Debian's have neither, distroless ones have no shell. Alpine's busybox has a
    /// `wget`; elsewhere use what is there (`pg_isready`, `redis-cli ping`, the program itself), or install the tool.
    ///
    /// Silent as soon as anything may bring the program: a package, a script, a copy into a directory of programs, a mount,
    /// a second program in the same check that stands in for it. Images whose tags differ are left alone.
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14-slim
    /// COPY app.py /app/
    /// HEALTHCHECK CMD curl --fail http://localhost:8000/ || exit 1
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// RUN apt-get update && apt-get install -y --no-install-recommends curl && rm -rf /var/lib/apt/lists/*
    /// HEALTHCHECK CMD curl --fail http://localhost:8000/ || exit 1
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   metrics:
    ///     image: prom/prometheus:v3.7.1
    ///     healthcheck:
    ///       test: ["CMD", "curl", "-f", "http://localhost:9090/-/healthy"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   metrics:
    ///     image: prom/prometheus:v3.7.1
    ///     healthcheck:
    ///       test: ["CMD", "wget", "-q", "--spider", "http://localhost:9090/-/healthy"]
    /// ```
    pub static RULE = {
        id: "healthcheck-tool-missing", summary: "Call in a health check only what the image holds", category: Reliability,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check_service),
    Check::Instruction(&[Keyword::Healthcheck], check_instruction)
}

fn check_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let Some(missing) = at.missing_probe().filter(|_| !at.may_lack_parts(cx)) else { return };
    let image = match &at.built {
        Know::Known(built) => built.stage.image.clone(),
        _ => at.image(),
    };
    let probe = if at.built.is_absent() { at.image_facts().and_then(|image| image.probe) } else { None };
    report(missing, image, probe, sink);
}

fn check_instruction(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(missing) = cx.missing_probe(instruction) else { return };
    let image = cx.stage_of(instruction).map_or(Know::Absent, |stage| stage.image.clone());
    report(missing, image, None, sink);
}

fn report(missing: Missing, image: Know<ImageName>, probe: Option<&str>, sink: &mut Sink<'_>) {
    let Know::Known(ImageName { text: image, .. }) = image else { return };
    let (span, message, help) = match missing {
        Missing::Shell(span) => (
            span,
            format!("the health check needs a shell, which `{image}` does not have"),
            "write the exec form with a program that the image holds: `[\"CMD\", \"/app\", \"--check\"]`",
        ),
        Missing::Tool(tool, span) => (
            span,
            format!("the health check calls `{tool}`, which `{image}` does not have"),
            "call a program that the image holds, or install it",
        ),
    };
    sink.report(span, message).help(match probe {
        Some(probe) => format!("the image can run `{probe}`"),
        None => help.to_owned(),
    });
}
