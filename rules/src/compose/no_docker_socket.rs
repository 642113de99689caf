//! The engine's control socket in a container.

use plimsoll_core::facts::{OpenEngine, SocketMount, SocketVolume};
use plimsoll_core::prelude::*;
use plimsoll_core::sockets::{self, Exposure};

declare_rule! {
    /// Who reaches the engine's socket is root on the host: one call starts a container with `/` mounted.
    ///
    /// Mounting it `:ro` changes nothing: that protects the file's name, not what is said through it. Reported are the
    /// sockets of Docker (also rootless), containerd, CRI-O and Podman, the Windows pipes, the directories that hold
    /// them (`/run`, `/var/run`, `/var`: a warning; `/` is `sensitive-host-mount`'s), `use_api_socket`, a named volume that binds them by its
    /// `driver_opts`, `DOCKER_HOST` with a plain TCP engine (port 2375), and the socket in a Dockerfile.
    ///
    /// The way out is a socket proxy, which lets through only the calls that are needed. The proxy itself mounts the
    /// socket and is not reported, nor is a `DOCKER_HOST` that names one. A directory is not reported for images known to
    /// run as a user who may not open the socket.
    ///
    /// ```yaml,expect
    /// services:
    ///   lookout:
    ///     image: registry.example.com/harbour/lookout:2
    ///     volumes:
    ///       - /var/run/docker.sock:/var/run/docker.sock:ro
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   engine:
    ///     image: tecnativa/docker-socket-proxy:0.3.0
    ///     environment:
    ///       CONTAINERS: 1
    ///     volumes:
    ///       - /var/run/docker.sock:/var/run/docker.sock:ro
    ///   lookout:
    ///     image: registry.example.com/harbour/lookout:2
    ///     environment:
    ///       DOCKER_HOST: tcp://engine:2375
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM docker:29-cli
    /// VOLUME /var/run/docker.sock
    /// ```
    pub static RULE = {
        id: "no-docker-socket", summary: "Keep the engine's socket out of containers", category: Security, severity: Error,
        since: "0.1.0", presets: [Recommended, ComposeLint],
        aliases: [
            "cis/5.32", "compose-lint/CL-0001", "semgrep/exposing-docker-socket-volume", "semgrep/dockerfile-dockerd-socket-mount",
        ],
        differs: [
            "compose-lint/CL-0001" => "Windows pipes and a variable that is mounted where the socket belongs (`${SOCKET}:/var/run/docker.sock`) count too; a socket proxy does not.",
        ],
    }
    Check::Service(check),
    Check::Compose(check_volumes),
    Check::Instruction(&[Keyword::Run, Keyword::Volume, Keyword::Env], check_instruction)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if at.is_socket_proxy() {
        return;
    }
    let words = service.words(&[]);
    for SocketMount { mount, source, exposure } in at.socket_mounts() {
        let name = &service.name;
        let is_socket = exposure == Exposure::Socket;
        let message = match (is_socket, sockets::is_rootless(&source)) {
            (true, true) => {
                format!("`{name}` gets the engine's socket `{source}`: it can do all that the engine's user can")
            }
            (true, false) => format!("`{name}` gets the engine's socket `{source}`: it is root on the host"),
            (false, _) => format!("`{name}` gets `{source}`, which holds the engine's socket"),
        };
        let place = service.place(mount.span, mount.origin);
        let mut finding = sink.report(place, message).severity(severity(exposure));
        if mount.read_only == Know::Known(true) {
            finding = finding.at("read-only changes nothing: the socket still takes every command");
        }
        finding.help(if is_socket {
            sockets::advice(&words)
        } else {
            "mount only the files or folders below it that the program reads"
        });
    }
    if let Some(value) = service.use_api_socket.as_ref().filter(|value| value.is_true()) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`use_api_socket` gives `{}` the engine's socket and your registry logins", service.name),
        )
        .help(sockets::advice(&words));
    }
    for engine in cx.open_engines(at) {
        let mut finding = open_engine(&engine, sink);
        if let Some(other) = engine.service {
            finding = finding.severity(Severity::Warning).label(other.key_span, "this service answers there");
        }
        finding.help("use TLS (`tcp://…:2376` with `DOCKER_TLS_VERIFY` and certificates), `ssh://`, or a socket proxy that lets through only what is needed");
    }
}

fn severity(exposure: Exposure) -> Severity {
    if exposure == Exposure::Socket { Severity::Error } else { Severity::Warning }
}

fn open_engine<'s>(engine: &OpenEngine<'_>, sink: &'s mut Sink<'_>) -> Pending<'s> {
    let message = format!("`{}` is an engine that takes commands from everybody on its network", engine.url);
    sink.report(engine.span, message)
}

/// Named volumes that are a bind mount in disguise.
fn check_volumes(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for SocketVolume { volume, device: (path, span), exposure, mounts } in cx.socket_volumes() {
        let what = if exposure == Exposure::Socket { "is" } else { "holds" };
        let message = format!("the volume `{}` {what} the engine's socket: `{path}` of the host", volume.name);
        let mut finding = sink
            .report(span, message)
            .severity(severity(exposure))
            .help("mount only what the program reads, and reach the engine through a socket proxy");
        for (service, mount) in mounts {
            finding = finding.label(service.place(mount.span, mount.origin), format!("`{}` mounts it", service.name));
        }
    }
}

fn check_instruction(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    if let InstructionView::Run(run) = instruction.view() {
        let sources = run.mounts().filter_map(|mount| mount.get("source"));
        for source in sources.filter(|source| sockets::is_socket(&source.value)) {
            sink.report(source.span, format!("the build asks for the engine's socket `{}`", source.value)).help(
                "take the mount out: a bind mount of a build comes from its context or from another stage, never from the host; build images with BuildKit's own means",
            );
        }
    }
    if let InstructionView::Volume(volume) = instruction.view() {
        for path in volume.paths().filter(|path| sockets::is_socket(&path.cooked())) {
            sink.report(path.span(), format!("`VOLUME {}` invites everybody to mount the engine's socket", path.cooked()))
                .help("take it out: it makes an empty folder of that name, and a program that needs the engine can be given `DOCKER_HOST` of a socket proxy");
        }
    }
    for engine in cx.open_engines(instruction) {
        let help = format!("use TLS: `tcp://{}:2376` with `DOCKER_TLS_VERIFY=1` and certificates", engine.host);
        open_engine(&engine, sink).severity(Severity::Warning).help(help);
    }
}
