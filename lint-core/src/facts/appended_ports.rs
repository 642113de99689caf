//! Ports that a file adds to a service although they look as if they took the place of an earlier file's.

use crate::compose::{Origin, Port, Protocol, Service};
use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::know::Know;
use std::collections::BTreeMap;

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
        let services = self.compose.services.iter();
        services.filter(|service| service.origin == Origin::Own && !service.is_first).flat_map(appended).collect()
    }
}

/// The entries for one port of the container.
#[derive(Default)]
struct Entries<'a> {
    /// Those of earlier files.
    before: Vec<(FileId, &'a Port<'a>)>,
    /// Those of this file.
    own: Vec<&'a Port<'a>>,
}

fn appended<'a>(service: &'a Service<'a>) -> Vec<AppendedPort<'a, 'a>> {
    let mut entries: BTreeMap<(u16, u16, Protocol), Entries<'a>> = BTreeMap::new();
    for port in &service.ports {
        let (Know::Known(target), Know::Known(protocol)) = (port.container_range(), port.transport()) else { continue };
        let known = entries.entry((target.first, target.last, protocol)).or_default();
        match port.origin {
            Origin::Own => known.own.push(port),
            Origin::Layered(file) if known.own.is_empty() => known.before.push((file, port)),
            Origin::Layered(_) | Origin::Extended(_) => {}
        }
    }
    let is_clear = |known: Entries<'a>| {
        let (&[(file, earlier)], &[port]) = (known.before.as_slice(), known.own.as_slice()) else { return None };
        let (Know::Known(host), Know::Known(other)) = (port.host_range(), earlier.host_range()) else { return None };
        (!host.overlaps(other)).then_some(AppendedPort { service, port, earlier, file })
    };
    entries.into_values().filter_map(is_clear).collect()
}
