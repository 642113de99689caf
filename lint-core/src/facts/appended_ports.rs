//! Ports that a file adds to a service although they look as if they took the place of an earlier file's.

use crate::compose::{Origin, Port, PortRange, Protocol, Service};
use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::know::Know;

/// A port that is published twice, by two files.
#[derive(Copy, Clone, Debug)]
pub struct AppendedPort<'c, 'a> {
    /// The service.
    pub service: &'c Service<'a>,
    /// The entry of the file that is looked at.
    pub port: &'c Port<'a>,
    /// The entry of the earlier file.
    pub earlier: &'c Port<'a>,
    /// That file.
    pub file: FileId,
}

impl<'a> ComposeCx<'a> {
    /// The entries of this file that publish a port of a container on another port of the host than the only entry for it
    /// in the files before. Stacks know no tag that would replace the list.
    pub fn appended_ports(&self) -> Vec<AppendedPort<'a, 'a>> {
        if self.is_stack || !self.compose.is_set {
            return Vec::new();
        }
        let services =
            self.compose.services.iter().filter(|service| service.origin == Origin::Own && !service.is_first);
        services
            .flat_map(|service| service.ports.iter().enumerate().filter_map(|(at, port)| appended(service, at, port)))
            .collect()
    }
}

fn appended<'a>(service: &'a Service<'a>, at: usize, port: &'a Port<'a>) -> Option<AppendedPort<'a, 'a>> {
    let (target, protocol) = place(port).filter(|_| port.origin == Origin::Own)?;
    let is_same = |other: &&Port<'_>| place(other) == Some((target, protocol));
    let mut own = service.ports.iter().filter(|other| other.origin == Origin::Own).filter(is_same);
    let mut before =
        service.ports.get(..at)?.iter().filter(|other| matches!(other.origin, Origin::Layered(_))).filter(is_same);
    let (Some(_), None, Some(earlier), None) = (own.next(), own.next(), before.next(), before.next()) else {
        return None;
    };
    let (Know::Known(host), Know::Known(other), Origin::Layered(file)) =
        (port.host_range(), earlier.host_range(), earlier.origin)
    else {
        return None;
    };
    (!host.overlaps(other)).then_some(AppendedPort { service, port, earlier, file })
}

/// What it leads to.
fn place(port: &Port<'_>) -> Option<(PortRange, Protocol)> {
    Some((port.container_range().known()?, port.transport().known()?))
}
