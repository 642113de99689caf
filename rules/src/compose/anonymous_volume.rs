//! Volumes without a name.

use plimsoll_core::compose::targets::clean;
use plimsoll_core::compose::writable::is_at_or_below;
use plimsoll_core::compose::{MountKind, Service};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A volume without a source gets a random name: `docker compose down` leaves it behind, the next container gets
    /// another one, and the data is out of sight while the disk fills.
    ///
    /// Fine are volumes that keep a folder of the image out of a mount above it (`/app/node_modules` below `.:/app`), and
    /// folders of caches.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     volumes:
    ///       - /var/lib/app
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     volumes:
    ///       - data:/var/lib/app
    ///   site:
    ///     build: .
    ///     volumes:
    ///       - .:/app
    ///       - /app/node_modules
    /// volumes:
    ///   data:
    /// ```
    pub static RULE = {
        id: "anonymous-volume", summary: "Name the volumes of a service", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

/// Folders that may go at any time, by their last part.
const CACHES: [&str; 14] = [
    "node_modules",
    "vendor",
    ".venv",
    "venv",
    "target",
    "dist",
    "build",
    "cache",
    ".cache",
    "tmp",
    ".next",
    "__pycache__",
    "run",
    "docker",
];

fn check(_cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for mount in service.volumes.iter().filter(|mount| mount.kind == Know::Known(MountKind::Anonymous)) {
        let Some(target) = &mount.target else { continue };
        let Some(path) = target.known().filter(|path| path.starts_with('/')) else { continue };
        let path = clean(path);
        if shields(service, &path) || path.rsplit('/').next().is_some_and(|name| CACHES.contains(&name)) {
            continue;
        }
        sink.report(
            service.place(target.span, target.origin),
            format!("the volume at `{path}` has no name: the next container gets another one"),
        )
        .help(format!("name it: `{}-data:{path}`, and declare `{0}-data` under the top-level `volumes`", service.name));
    }
}

/// Whether another mount lies above the path.
fn shields(service: &Service<'_>, path: &str) -> bool {
    let targets = service.volumes.iter().filter_map(|mount| mount.target.as_ref());
    let mut above = targets.filter_map(|target| target.text_with_defaults().known());
    above.any(|target| is_at_or_below(path, &target) && clean(&target) != path)
}
