//! By which ways a service reaches the control socket of a container engine.

use crate::compose::{Mount, MountKind, Resource, Service, Value};
use crate::cx::{ComposeCx, DockerfileCx, ServiceAt};
use crate::dockerfile::{Instruction, InstructionView};
use crate::images::{Purpose, User};
use crate::know::Know;
use crate::sockets::{self, Exposure};
use crate::span::Span;
use std::cell::LazyCell;
use std::collections::HashSet;

/// A mount that brings the socket, or a folder that holds it.
#[derive(Clone, Debug)]
pub struct SocketMount<'a> {
    /// The mount.
    pub mount: &'a Mount<'a>,
    /// Its source, as a host has it or, with a variable, as written.
    pub source: String,
    /// What it gives away.
    pub exposure: Exposure,
}

/// A named volume that is such a mount in disguise.
#[derive(Clone, Debug)]
pub struct SocketVolume<'a> {
    /// The volume.
    pub volume: &'a Resource<'a>,
    /// The path of the host, and where it stands.
    pub device: (String, Span),
    /// What it gives away.
    pub exposure: Exposure,
    /// Who mounts it.
    pub mounts: Vec<(&'a Service<'a>, &'a Mount<'a>)>,
}

/// A `DOCKER_HOST` that names an engine which asks nobody who they are.
#[derive(Clone, Debug)]
pub struct OpenEngine<'a> {
    /// The URL.
    pub url: String,
    /// The host in it.
    pub host: String,
    /// Where it stands.
    pub span: Span,
    /// The service that answers there.
    pub service: Option<&'a Service<'a>>,
}

impl<'a> ServiceAt<'a> {
    /// Whether its one job is to stand before the socket and let through what is harmless.
    pub fn is_socket_proxy(&self) -> bool {
        let is_known = self.image_facts().is_some_and(|image| image.purpose == Purpose::SocketProxy);
        is_known || self.service.image.as_ref().is_some_and(|image| sockets::is_proxy_name(image.raw))
    }

    /// The mounts that bring the engine's socket. A folder counts only where the program may open what is in it.
    pub fn socket_mounts(&self) -> Vec<SocketMount<'a>> {
        let is_nobody = self.runs_as_nobody();
        let service: &'a Service<'a> = self.service;
        let found = service.volumes.iter().filter_map(|mount| {
            let (source, exposure) = exposed(mount)?;
            Some(SocketMount { mount, source, exposure })
        });
        found.filter(|found| found.exposure == Exposure::Socket || !is_nobody).collect()
    }

    /// Whether the image is known to run as a user who may not open the socket.
    fn runs_as_nobody(&self) -> bool {
        let is_user = self.image_facts().is_some_and(|image| matches!(image.user, User::Name { .. }));
        is_user && self.built.is_absent() && self.service.user.is_none() && self.service.group_add.is_empty()
    }
}

impl<'a> ComposeCx<'a> {
    /// The engines that a service is pointed at, unless a socket proxy answers there.
    pub fn open_engines(&self, at: &ServiceAt<'a>) -> Vec<OpenEngine<'a>> {
        let pairs = at.service.environment.iter().filter(|pair| pair.name == DOCKER_HOST);
        let engine = |value: &Value<'_>| {
            let Know::Known(url) = value.text_with_defaults() else { return None };
            let host = sockets::plain_tcp(&url)?.to_owned();
            let other = self.all_services().find(|other| other.service.name == host.as_str());
            let is_proxy = is_proxy_host(&host) || other.as_ref().is_some_and(ServiceAt::is_socket_proxy);
            let span = at.service.place(value.span, value.origin);
            let service = other.map(|other| other.service);
            (!is_proxy).then(|| OpenEngine { url: url.into_owned(), host, span, service })
        };
        pairs.filter_map(|pair| engine(pair.value.as_ref()?)).collect()
    }

    /// The named volumes that bind the socket by their options, unless only proxies mount them.
    pub fn socket_volumes(&self) -> Vec<SocketVolume<'a>> {
        let mut found = Vec::new();
        let proxies = LazyCell::new(|| {
            let proxies = self.all_services().filter(ServiceAt::is_socket_proxy);
            proxies.map(|at| at.service.name.as_ref()).collect::<HashSet<&str>>()
        });
        for volume in &self.compose.volumes {
            let device = volume.driver_opts.iter().find(|pair| pair.name == "device");
            let Some(value) = device.and_then(|pair| pair.value.as_ref()) else { continue };
            let Know::Known(path) = value.text_with_defaults() else { continue };
            let Some(exposure) = sockets::exposed(&path) else { continue };
            let mounts: Vec<_> = self.mounts_of(&volume.name).collect();
            if mounts.is_empty() || mounts.iter().any(|(service, _)| !proxies.contains(service.name.as_ref())) {
                found.push(SocketVolume { volume, device: (path.into_owned(), value.span), exposure, mounts });
            }
        }
        found
    }
}

impl DockerfileCx<'_> {
    /// The engines that an ENV points its image at.
    pub fn open_engines(&self, instruction: Instruction<'_>) -> Vec<OpenEngine<'static>> {
        let InstructionView::Env(env) = instruction.view() else { return Vec::new() };
        let engine = |value: crate::dockerfile::Word<'_>| {
            let Know::Known(url) = value.expand(&|name| self.facts.variable(instruction, name)) else { return None };
            let host = sockets::plain_tcp(&url).filter(|host| !is_proxy_host(host))?.to_owned();
            Some(OpenEngine { host, span: value.span(), service: None, url: url.clone() })
        };
        env.pairs().filter(|pair| pair.key.cooked() == DOCKER_HOST).filter_map(|pair| engine(pair.value?)).collect()
    }
}

const DOCKER_HOST: &str = "DOCKER_HOST";

fn is_proxy_host(host: &str) -> bool {
    sockets::is_proxy_name(host) || host.contains("proxy")
}

/// What a mount gives away, with the source to name.
fn exposed(mount: &Mount<'_>) -> Option<(String, Exposure)> {
    use MountKind::{Anonymous, Cluster, Image, Tmpfs, Volume};
    if matches!(mount.kind, Know::Known(Volume | Tmpfs | Anonymous | Cluster | Image)) {
        return None;
    }
    let source = mount.source.as_ref()?;
    if let Know::Known(text) = source.text_with_defaults() {
        return sockets::exposed(&text).map(|exposure| (text.into_owned(), exposure));
    }
    // Of a path that begins with a variable its end tells; of a variable alone the place where it goes.
    let target = mount.target.as_ref().is_some_and(|target| sockets::is_socket(target.raw));
    (sockets::is_socket(source.raw) || target).then(|| (source.raw.to_string(), Exposure::Socket))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mounts_that_bring_the_socket_are_told_by_source_or_target() {
        let of = |mount: &str| {
            let text = format!("services:\n  a:\n    image: x\n    volumes: ['{mount}']\n");
            let yaml = crate::yaml::parse(text.as_str().into());
            exposed(&crate::compose::read(&yaml).services[0].volumes[0]).map(|(_, exposure)| exposure)
        };
        assert_eq!(of("/var/run/docker.sock:/d.sock:ro"), Some(Exposure::Socket));
        assert_eq!(of("${SOCKET}:/var/run/docker.sock"), Some(Exposure::Socket));
        assert_eq!(of("${DIR}/podman.sock:/x"), Some(Exposure::Socket));
        assert_eq!(of("/run:/run"), Some(Exposure::Directory));
        assert_eq!(of("data:/var/run/docker.sock"), None);
        assert_eq!(of("/run/secrets:/run/secrets"), None);
    }
}
