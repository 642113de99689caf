//! EXPOSE 22, and services that publish it.

use plimsoll_core::compose;
use plimsoll_core::dockerfile::Word;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The image exposes the port of SSH beside that of its service: a second way in, with keys and accounts of its own that
    /// must be managed, and a process that nothing but the service's supervisor starts. `docker exec` and
    /// `kubectl exec` open a shell without it.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// EXPOSE 80 22
    /// CMD ["supervisord", "-n"]
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// EXPOSE 80
    /// CMD ["nginx", "-g", "daemon off;"]
    /// ```
    ///
    /// An image that exposes no other port, or starts `sshd`, is an SSH server by intent, and stages that do not ship expose
    /// nothing. A git server that speaks SSH itself is right to expose the port: ignore the rule there.
    ///
    /// ```dockerfile
    /// FROM alpine:3.23
    /// EXPOSE 22
    /// ENTRYPOINT ["/entrypoint.sh"]
    /// ```
    ///
    /// The same goes for a service that publishes the container's port 22 beside others. Git servers that are known by
    /// their image, proxies that pass the port on, and images whose Dockerfile is at hand and exposes it are spared.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     ports: ["127.0.0.1:8080:8080", "127.0.0.1:2222:22"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   git:
    ///     image: gitea/gitea:1.25.1
    ///     ports: ["3000:3000", "2222:22"]
    /// ```
    pub static RULE = {
        id: "no-ssh-port", summary: "Expose no SSH server beside the service", category: Security, severity: Warning,
        since: "0.2.0", presets: [Strict], aliases: ["trivy/DS-0004", "checkov/CKV_DOCKER_1", "cis/5.7"],
    }
    Check::Stage(check),
    Check::Service(check_service)
}

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let Some(facts) = cx.facts.stage(stage.index()).filter(|facts| cx.facts.ships(facts.index)) else { return };
    let starts_sshd = || cx.started_program(facts).is_some_and(|program| program.rsplit('/').next() == Some("sshd"));
    let is_ssh = |port: &Word<'_>| {
        let text = port.expand(&|name| cx.facts.variable(port.instruction(), name));
        text.known().is_some_and(|text| has_port_22(&text))
    };
    let mut ports = ports(stage).filter(is_ssh).peekable();
    if ports.peek().is_none() || starts_sshd() {
        return;
    }
    let chain = facts.ancestors.iter().filter_map(|&index| cx.dockerfile.stage(index));
    if chain.chain([stage]).flat_map(self::ports).all(|port| is_ssh(&port)) {
        return;
    }
    for port in ports {
        sink.report(port.span(), format!("`EXPOSE {}` is the port of SSH, beside those of the service", port.raw()))
            .help("leave the SSH server out; `docker exec` opens a shell in the container");
    }
}

/// What speaks SSH by intent, by words of the image's name.
const SPEAKERS: [&str; 14] = [
    "git",
    "gogs",
    "forgejo",
    "gerrit",
    "bitbucket",
    "onedev",
    "phabricator",
    "ssh",
    "sftp",
    "bastion",
    "jump",
    "rsync",
    "proxy",
    "traefik",
];

fn check_service(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_ssh = |port: &compose::Port<'_>| port.container_range().known().is_some_and(|range| range.contains(22));
    let is_alone = service.ports.iter().all(is_ssh);
    let image = service.image.as_ref().map_or("", |image| image.raw);
    let speaks = |name: &str| SPEAKERS.iter().any(|word| name.contains(word));
    // The Dockerfile's own EXPOSE is reported there.
    let is_seen = at.built.is_known();
    if is_alone || is_seen || speaks(image) || speaks(&service.name) || at.image_facts().is_some() {
        return;
    }
    for port in service.ports.iter().filter(|port| is_ssh(port)) {
        sink.report(
            service.place(port.span, port.origin),
            format!("`{}` publishes the port of SSH, beside those of the service", port.said()),
        )
        .help("leave the SSH server out; `docker exec` opens a shell in the container");
    }
}

fn ports(stage: Stage<'_>) -> impl Iterator<Item = Word<'_>> {
    stage.instructions().filter_map(Instruction::as_expose).flat_map(|expose| expose.ports())
}

/// `22`, `22/tcp`, `20-25`.
fn has_port_22(text: &str) -> bool {
    let (ports, protocol) = text.split_once('/').unwrap_or((text, "tcp"));
    let (first, last) = ports.split_once('-').unwrap_or((ports, ports));
    let (Ok(first), Ok(last)) = (first.parse::<u16>(), last.parse::<u16>()) else { return false };
    protocol.eq_ignore_ascii_case("tcp") && (first..=last).contains(&22)
}
