//! Images that nobody gave a user.

use plimsoll_core::images::User;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The shipped image has no USER, and its base image runs as root: so does the container.
    ///
    /// Make an account with a fixed number, hand it what it must write, and end with `USER` and that number. Most base
    /// images for languages bring an account already (`node`, `app`, `www-data`).
    ///
    /// Silent where the base image is not known or has a user of its own, where root is given up at the start (see
    /// `last-user-not-root`), where every service that builds the image names a `user`, for development containers, and for
    /// images that start nothing: a distribution or language image without CMD and ENTRYPOINT, or with a bare shell, is made
    /// to be built upon.
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14-slim
    /// COPY app.py /app.py
    /// CMD ["python", "/app.py"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// COPY app.py /app.py
    /// USER 10001
    /// CMD ["python", "/app.py"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM gcr.io/distroless/static-debian13:nonroot
    /// COPY server /server
    /// ENTRYPOINT ["/server"]
    /// ```
    pub static RULE = {
        id: "require-user", summary: "Name the user that the container runs as", category: Security, severity: Info,
        since: "0.1.0", presets: [Recommended],
        aliases: [
            "trivy/DS-0002", "checkov/CKV_DOCKER_3", "semgrep/missing-user", "semgrep/missing-user-entrypoint", "cis/4.1",
            "dockle/CIS-DI-0001", "tally/stateful-root-runtime",
        ],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    if !cx.facts.is_final(facts.index) || facts.user.is_some() || !starts_as_root(cx, facts) {
        return;
    }
    let builders: Vec<_> = cx.builders(facts.index).collect();
    if !builders.is_empty() && builders.iter().all(|(_, service)| service.sets_user) {
        return;
    }
    let Some(from) = stage.from() else { return };
    let Some(image) = from.image() else { return };
    let name = image.cooked();
    let name = name.split('@').next().unwrap_or(&name);
    let mut finding = sink
        .report(image.span(), format!("no USER follows `FROM {name}`: the container runs as root"))
        .help(help(cx, facts));
    if let Some((_, volume)) = facts.volumes.first() {
        finding = finding.label(*volume, "what it keeps here belongs to root");
    }
    if let Some((build, service)) = builders.iter().find(|(_, service)| !service.sets_user) {
        finding =
            finding.label_in(build.compose, service.key_span, "this service runs it, without a `user` of its own");
    }
    let _ = finding;
}

/// Root is what the base image runs as, and nothing gives it up.
fn starts_as_root(cx: &DockerfileCx<'_>, stage: &StageFacts) -> bool {
    let is_root = match &stage.image {
        Know::Known(_) => stage.image_facts().is_some_and(|image| image.user == User::Root),
        Know::Absent => true,
        Know::Unknown(_) => false,
    };
    let posix = matches!(stage.dialect(), Dialect::Posix | Dialect::Bash);
    is_root && posix && cx.starts_program(stage) && !cx.is_dev_container() && cx.steps_down(stage) == Know::Known(false)
}

/// An account that the image has, or the words to make one.
fn help(cx: &DockerfileCx<'_>, stage: &StageFacts) -> String {
    match cx.facts.own_account(stage) {
        Some((name, id)) => format!("end with `USER {id}`: the image has the account `{name}`"),
        None if stage.image.is_absent() => "end with `USER 65534:65534`: a number needs no account".to_owned(),
        None => "end with `USER 10001`, and hand that number the folders the program writes".to_owned(),
    }
}
