//! Which folders of the host services get, and how bad that is.

use crate::compose::host_path::{HostPath, host_path, host_text};
use crate::compose::{Mount, Resource, Role, Service};
use crate::cx::ComposeCx;
use crate::diagnostic::Severity;
use crate::know::Know;
use crate::sockets;
use crate::span::Span;

/// A folder or file of the host that a service gets, or a named volume stands for.
#[derive(Clone, Debug)]
pub struct HostMount {
    /// The path.
    pub source: String,
    /// Where it stands.
    pub span: Span,
    /// What lies there.
    pub found: HostPath,
    /// Whether it may be written to.
    pub writes: bool,
    /// How bad that is.
    pub severity: Severity,
}

impl HostMount {
    fn new(source: String, span: Span, writes: bool) -> Option<Self> {
        // The engine's socket is another matter.
        let found = host_path(&source).filter(|_| sockets::exposed(&source).is_none())?;
        let severity = if writes { found.write } else { found.read }?;
        Some(Self { source, span, found, writes, severity })
    }

    /// Whether only reading it would be fine.
    pub fn is_fine_read_only(&self) -> bool {
        self.found.read.is_none()
    }

    /// Whether a container that may write there learns more than it changes: devices, what programs keep while they run,
    /// users' files.
    pub fn is_only_disclosed(&self) -> bool {
        let places = ["/dev", "/sys", "/run", "/var/run", "/home", "/Users", "~"];
        !self.writes || places.iter().any(|place| self.source.starts_with(place))
    }
}

impl<'a> ComposeCx<'a> {
    /// What a service gets of the host that is worth a word. Programs that watch the host may read it, and developers their
    /// own keys: there it is information.
    pub fn host_mounts<'s>(&self, service: &'s Service<'a>) -> Vec<(HostMount, &'s Mount<'a>)> {
        let mut found = Vec::new();
        for mount in &service.volumes {
            let Some(source) = mount.host_source() else { continue };
            let span = mount.source.as_ref().map_or(mount.span, |source| source.span);
            let writes = mount.read_only == Know::Known(false);
            let Some(mut host) = HostMount::new(source, service.place(span, mount.origin), writes) else { continue };
            let is_watcher = (!writes || host.severity < Severity::Error) && service.watches_host();
            let is_for_developers = matches!(self.role, Role::Development | Role::Test | Role::Override);
            if is_watcher || (host.found.is_credential && is_for_developers) {
                host.severity = Severity::Info;
            }
            found.push((host, mount));
        }
        found
    }

    /// The named volumes that bind a path of the host by their options.
    pub fn host_volumes(&self) -> Vec<(HostMount, &'a Resource<'a>)> {
        let of = |volume: &'a Resource<'a>| {
            let option = |name: &str| volume.driver_opts.iter().find(|pair| pair.name == name)?.value.as_ref();
            let (device, kind) = (option("device")?, option("o")?);
            let Know::Known(kind) = kind.text_with_defaults() else { return None };
            let has = |wanted: &str| kind.split(',').any(|word| word.trim() == wanted);
            let source = host_text(device).filter(|_| has("bind") || has("rbind"))?;
            Some((HostMount::new(source, device.span, !has("ro"))?, volume))
        };
        self.compose.volumes.iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_be_done_decides_how_bad_it_is() {
        let of = |path: &str, writes| HostMount::new(path.to_owned(), Span::empty(0), writes).map(|host| host.severity);
        assert_eq!(of("/etc/passwd", true), Some(Severity::Error));
        assert_eq!(of("/etc/passwd", false), Some(Severity::Info));
        assert_eq!(of("/etc/localtime", false), None);
        assert_eq!(of("/srv/data", true), None);
        assert_eq!(of("/var/run/docker.sock", true), None);
    }
}
