//! Images that nobody can ask whether they work.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Without a HEALTHCHECK the engine knows of a container only that its first process runs: one that hangs stays "up",
    /// Swarm sends it requests, and `depends_on` with `service_healthy` waits for nothing.
    ///
    /// Kubernetes does not read HEALTHCHECK, and a service may bring a check of its own. So the rule is in no preset.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24
    /// HEALTHCHECK CMD ["node", "check.js"]
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// Only stages that ship and start a program are looked at. `HEALTHCHECK NONE` is an answer too. Silent where the
    /// base image has a check or is not known, where every service that builds the image brings its own, and for development
    /// containers.
    ///
    /// ```dockerfile
    /// FROM ghcr.io/acme/base:4
    /// CMD ["node", "server.js"]
    /// ```
    pub static RULE = {
        id: "require-healthcheck", summary: "Say how to tell that the container works", category: Operations, severity: Info,
        since: "0.2.0", presets: [],
        aliases: [
            "hadolint/DL3057", "trivy/DS-0026", "checkov/CKV_DOCKER_2", "cis/4.6", "dockle/CIS-DI-0006",
        ],
        differs: [
            "hadolint/DL3057" => "Only stages that ship and start a program are looked at, on base images of which it is known that they bring no check.",
        ],
    }
    Check::Stage(check)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()) else { return };
    if !cx.facts.is_final(facts.index) || facts.healthcheck.is_some() || !cx.starts_program(facts) {
        return;
    }
    let base_has_none = match &facts.image {
        Know::Known(_) => facts.image_facts().is_some_and(|image| !image.healthcheck),
        Know::Absent => true,
        Know::Unknown(_) => false,
    };
    let builders: Vec<_> = cx.builders(facts.index).collect();
    let checked = !builders.is_empty() && builders.iter().all(|(_, service)| service.healthcheck.is_some());
    let Some(image) = stage.from().and_then(|from| from.image()) else { return };
    if base_has_none && !checked && !cx.is_dev_container() {
        sink.report(image.span(), format!("no HEALTHCHECK follows `FROM {}`", image.raw()))
            .help("write `HEALTHCHECK CMD [\"…\"]` with a command that fails when the program does not answer");
    }
}
