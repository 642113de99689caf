//! The engine's control socket in a container.

use plimsoll_core::compose::{Mount, MountKind, Value};
use plimsoll_core::images::{Purpose, User};
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
    if is_proxy(at) {
        return;
    }
    let words = service.words(&[]);
    for mount in &service.volumes {
        let Some((source, exposure)) = exposed(mount) else { continue };
        if exposure == Exposure::Directory && runs_as_nobody(at) {
            continue;
        }
        let place = service.place(mount.span, mount.origin);
        let name = &service.name;
        let (severity, message) = match exposure {
            Exposure::Socket => {
                let power = if sockets::is_rootless(&source) {
                    "it can do all that the engine's user can"
                } else {
                    "it is root on the host"
                };
                (Severity::Error, format!("`{name}` gets the engine's socket `{source}`: {power}"))
            }
            Exposure::Directory => {
                (Severity::Warning, format!("`{name}` gets `{source}`, which holds the engine's socket"))
            }
        };
        let mut finding = sink.report(place, message).severity(severity);
        if mount.read_only == Know::Known(true) {
            finding = finding.at("read-only changes nothing: the socket still takes every command");
        }
        finding.help(match exposure {
            Exposure::Socket => sockets::advice(&words),
            Exposure::Directory => "mount only the files or folders below it that the program reads",
        });
    }
    if let Some(value) = service.use_api_socket.as_ref().filter(|value| value.bool_with_defaults() == Know::Known(true))
    {
        sink.report(
            service.place(value.span, value.origin),
            format!("`use_api_socket` gives `{}` the engine's socket and your registry logins", service.name),
        )
        .help(sockets::advice(&words));
    }
    docker_host(cx, at, sink);
}

/// A service whose one job is to stand before the socket.
fn is_proxy(at: &ServiceAt<'_>) -> bool {
    let known = at.image_facts().is_some_and(|image| image.purpose == Purpose::SocketProxy);
    let image = at.service.image.as_ref().is_some_and(|image| sockets::is_proxy_name(image.raw));
    known || image
}

/// Whether the image is known to run as a user who may not open the socket.
fn runs_as_nobody(at: &ServiceAt<'_>) -> bool {
    let user = at.image_facts().is_some_and(|image| matches!(image.user, User::Name { .. }));
    user && at.built.is_absent() && at.service.user.is_none() && at.service.group_add.is_empty()
}

/// What a mount gives away, with the source to name.
fn exposed(mount: &Mount<'_>) -> Option<(String, Exposure)> {
    if matches!(
        mount.kind,
        Know::Known(
            MountKind::Volume | MountKind::Tmpfs | MountKind::Anonymous | MountKind::Cluster | MountKind::Image
        )
    ) {
        return None;
    }
    let source = mount.source.as_ref()?;
    if let Know::Known(text) = source.text_with_defaults() {
        return sockets::exposed(&text).map(|exposure| (text.into_owned(), exposure));
    }
    // Of a path that begins with a variable its end tells; of a variable alone the place where it goes.
    let target = mount.target.as_ref().is_some_and(|target| sockets::is_socket(target.raw));
    (sockets::is_socket(source.raw) || target).then(|| (source.raw.to_owned(), Exposure::Socket))
}

/// `DOCKER_HOST: tcp://…:2375`, unless a socket proxy answers there.
fn docker_host(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let named = service.environment.iter().filter(|pair| pair.name == "DOCKER_HOST");
    for pair in named {
        let Some(value) = &pair.value else { continue };
        let Know::Known(text) = value.text_with_defaults() else { continue };
        let Some(host) = sockets::plain_tcp(&text) else { continue };
        let other = cx.services().find(|other| other.service.name == host);
        if sockets::is_proxy_name(host) || host.contains("proxy") || other.as_ref().is_some_and(is_proxy) {
            continue;
        }
        let mut finding = sink.report(
            service.place(value.span, value.origin),
            format!("`{text}` is an engine that takes commands from everybody on its network"),
        );
        if let Some(other) = &other {
            finding = finding.severity(Severity::Warning).label(other.service.key_span, "this service answers there");
        }
        finding.help("use TLS (`tcp://…:2376` with `DOCKER_TLS_VERIFY` and certificates), `ssh://`, or a socket proxy that lets through only what is needed");
    }
}

/// Named volumes that are a bind mount in disguise.
fn check_volumes(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for volume in &cx.compose.volumes {
        let Some(device) = volume.driver_opts.iter().find(|pair| pair.name == "device") else { continue };
        let Some(value) = &device.value else { continue };
        let Know::Known(path) = value.text_with_defaults() else { continue };
        let Some(exposure) = sockets::exposed(&path) else { continue };
        let uses =
            |value: &Option<Value<'_>>| value.as_ref().is_some_and(|source| source.known() == Some(&volume.name));
        let users: Vec<_> = cx
            .services()
            .flat_map(|at| at.service.volumes.iter().map(move |mount| (at.clone(), mount)))
            .filter(|(_, mount)| uses(&mount.source))
            .collect();
        if !users.is_empty() && users.iter().all(|(at, _)| is_proxy(at)) {
            continue;
        }
        let severity = if exposure == Exposure::Socket { Severity::Error } else { Severity::Warning };
        let what = if exposure == Exposure::Socket { "is" } else { "holds" };
        let mut finding = sink
            .report(
                value.span,
                format!("the volume `{}` {what} the engine's socket: `{path}` of the host", volume.name),
            )
            .severity(severity)
            .help("mount only what the program reads, and reach the engine through a socket proxy");
        for (at, mount) in users {
            finding =
                finding.label(at.service.place(mount.span, mount.origin), format!("`{}` mounts it", at.service.name));
        }
    }
}

fn check_instruction(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    match instruction.view() {
        InstructionView::Run(run) => {
            for mount in run.mounts() {
                let Some(source) = mount.get("source").filter(|field| sockets::is_socket(&field.value)) else {
                    continue;
                };
                sink.report(source.span, format!("the build asks for the engine's socket `{}`", source.value)).help(
                    "take the mount out: a bind mount of a build comes from its context or from another stage, never from the host; build images with BuildKit's own means",
                );
            }
        }
        InstructionView::Volume(volume) => {
            for path in volume.paths().filter(|path| sockets::is_socket(&path.cooked())) {
                sink.report(path.span(), format!("`VOLUME {}` invites everybody to mount the engine's socket", path.cooked()))
                    .help("take it out: it makes an empty folder of that name, and a program that needs the engine can be given `DOCKER_HOST` of a socket proxy");
            }
        }
        InstructionView::Env(env) => {
            for pair in env.pairs().filter(|pair| pair.key.cooked() == "DOCKER_HOST") {
                let Some(value) = pair.value else { continue };
                let Know::Known(text) = value.expand(&|name| cx.facts.variable(instruction, name)) else { continue };
                let Some(host) = sockets::plain_tcp(&text).filter(|host| !host.contains("proxy")) else { continue };
                sink.report(
                    value.span(),
                    format!("`{text}` is an engine that takes commands from everybody on its network"),
                )
                .severity(Severity::Warning)
                .help(format!("use TLS: `tcp://{host}:2376` with `DOCKER_TLS_VERIFY=1` and certificates"));
            }
        }
        _ => {}
    }
}
