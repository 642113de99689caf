//! Images and services that run as root on purpose.

use plimsoll_core::compose::Origin;
use plimsoll_core::images::User;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// The container runs as root, and the file says so: the last USER of a shipped image, or `user` of a service.
    ///
    /// Whoever takes over the process is root in the container, and one mistake of the kernel or of a mount away from being
    /// root on the host. Switch to root for what needs it, and back before the end.
    ///
    /// It is fine where root is given up at the start: by `gosu`, `su-exec`, `setpriv`, s6 and the like in ENTRYPOINT, CMD
    /// or the script they start; by servers that do so by themselves (nginx, httpd, php-fpm, sshd, cron); by the entrypoint
    /// of a known image (postgres, redis). A script that is not in the project may do it, so nothing is reported. An image
    /// whose every service names another `user` is fine, and a service that only hands a folder to somebody by `chown` (an
    /// info under the presets `all` and `compose-lint`).
    /// Stages that are not shipped may be root, and so may images that start nothing (a distribution or language image
    /// without CMD and ENTRYPOINT, or with a bare shell) and development containers, whose tool chooses the user itself.
    ///
    /// ```dockerfile,expect
    /// FROM node:24-slim
    /// USER node
    /// RUN npm ci
    /// USER root
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim
    /// USER root
    /// RUN npm install --global pnpm
    /// USER node
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: grafana/grafana:12.0.0
    ///     user: "0"
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   web:
    ///     image: grafana/grafana:12.0.0
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: grafana/grafana:12.0.0
    ///     user: "472"
    /// ```
    pub static RULE = {
        id: "last-user-not-root", summary: "Run as a user that is not root", category: Security, severity: Warning,
        fix: Unsafe, since: "0.1.0", presets: [Recommended, Hadolint, ComposeLint],
        aliases: [
            "hadolint/DL3002", "trivy/DS-0002", "checkov/CKV_DOCKER_8", "semgrep/last-user-is-root", "cis/4.1",
            "dockle/CIS-DI-0001", "compose-lint/CL-0018", "tally/stateful-root-runtime",
        ],
        differs: [
            "hadolint/DL3002" => "Only what ships counts, and only where it starts a program and nothing that we see or cannot see gives up root at the start (gosu, s6, servers, scripts that are not in the project); development containers are spared.",
        ],
    }
    Check::Dockerfile(check),
    Check::Service(check_service)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_dev_container() {
        return;
    }
    let mut told = Vec::new();
    for stage in cx.facts.final_stages() {
        let Some(last) = stage.user.as_ref().filter(|last| last.is_root() == Know::Known(true)) else { continue };
        if told.contains(&last.instruction) || !cx.starts_program(stage) || gives_up_root(&cx.steps_down(stage)) {
            continue;
        }
        let builders: Vec<_> = cx.builders(stage.index).collect();
        let is_overridden =
            |user: &Know<String>| user.is_unknown() || matches!(user, Know::Known(user) if !is_root(user));
        if !builders.is_empty() && builders.iter().all(|(_, service)| is_overridden(&service.user)) {
            continue;
        }
        told.push(last.instruction);
        let mut finding = sink
            .report(
                last.span,
                format!("the last `USER` is `{}`: the container runs as root", last.span.of(cx.dockerfile.text())),
            )
            .help(help(cx, stage));
        if let Some(before) = cx.facts.user_before(stage) {
            finding = finding.label(before.span, "here it was not root");
        }
        if let Some((_, volume)) = stage.volumes.first() {
            finding = finding.label(*volume, "what it keeps here belongs to root");
        }
        let running = builders.iter().find(|(_, service)| !is_overridden(&service.user));
        if let Some((build, service)) = running {
            finding = finding.label_in(build.compose, service.key_span, "this service runs it");
        }
        let _ = finding;
    }
}

/// Who it should be: the USER before, an account of the image, or a new one.
fn help(cx: &DockerfileCx<'_>, stage: &StageFacts) -> String {
    if let Some(before) = cx.facts.user_before(stage) {
        return format!("switch back at the end: `USER {}`", before.span.of(cx.dockerfile.text()));
    }
    match cx.facts.own_account(stage) {
        Some((name, id)) => format!("end with `USER {id}`: the image has the account `{name}`"),
        None => "end with `USER 10001`, and hand that number the folders the program writes".to_owned(),
    }
}

fn check_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(user) = &service.user else { return };
    if !user.text_with_defaults().known().is_some_and(|text| is_root(&text)) {
        return;
    }
    // Services share it through an anchor: one finding, at the first of them.
    let sharing =
        || cx.compose.services.iter().filter(|other| other.user.as_ref().is_some_and(|other| other.span == user.span));
    let is_own = user.origin == Origin::Own;
    if is_own && sharing().next().is_some_and(|first| first.name != service.name) {
        return;
    }
    let is_mild = gives_root_up(at);
    if is_mild && !sink.is_in_preset(Preset::ComposeLint) && !sink.is_in_preset(Preset::All) {
        return;
    }
    let image = at.image_facts();
    let mut finding = sink
        .report(service.place(user.span, user.origin), format!("service `{}` runs as root", service.name))
        .severity(if is_mild { Severity::Info } else { Severity::Warning })
        .not_as("hadolint/DL3002")
        .help(if is_mild {
            "fine while it only hands files over or steps down by itself"
        } else {
            "name the number of another account, and hand it the folders it writes"
        });
    let mut is_needless = false;
    if let (Know::Known(built), Some(image)) = (&at.built, image)
        && let (None, User::Name { .. }) = (&built.stage.user, image.user)
    {
        finding = finding.help("remove `user`: the image runs as its own account");
        is_needless = true;
    } else if at.built.is_absent()
        && let Some(User::Name { name, uid }) = image.map(|image| image.user)
    {
        let own = uid.map_or_else(|| name.to_owned(), |uid| uid.to_string());
        finding = finding.help(format!("remove `user`, or write \"{own}\": the image has an account of its own"));
        is_needless = true;
    }
    if let Know::Known(built) = &at.built
        && let Some(own) = built.stage.user.as_ref().filter(|own| own.is_root() == Know::Known(false))
    {
        finding = finding
            .label_in(built.dockerfile.file, own.span, "the image has a user of its own")
            .help("remove `user`: the image has a user of its own");
        is_needless = true;
    }
    if is_needless && user.is_editable() && user.node.anchor().is_none() {
        let removed = service.get("user").and_then(edit::remove_entry);
        finding = finding.fix(Unsafe, "Remove `user`", |edits| {
            edits.extend(removed);
        });
    }
    for other in sharing().skip(1).filter(|_| is_own) {
        finding = finding.label(other.key_span, "and this one");
    }
    let _ = finding;
}

/// Whether the service is root for a moment only: for a `chown`, or until its program steps down.
fn gives_root_up(at: &ServiceAt<'_>) -> bool {
    let service = at.service;
    let mut started = [&service.entrypoint, &service.command].into_iter().flatten();
    if started.any(|line| line.steps_down() || line.says("chown") || line.says("chmod")) {
        return true;
    }
    let drops = at.image_facts().is_some_and(|image| image.user == User::Root && image.runtime_uid.is_some());
    let built_drops =
        matches!(&at.built, Know::Known(built) if gives_up_root(&built.dockerfile.steps_down(built.stage)));
    service.entrypoint.is_none() && (drops || built_drops)
}

/// Root is given up, or a script decides that we do not see.
fn gives_up_root(steps_down: &Know<bool>) -> bool {
    matches!(steps_down, Know::Known(true) | Know::Unknown(Why::MissingFile(_)))
}

fn is_root(user: &str) -> bool {
    let name = user.split(':').next().unwrap_or("").trim();
    // The engine reads `00` and `+0` as numbers too.
    matches!(name, "root" | "") || name.parse::<i32>() == Ok(0)
}
