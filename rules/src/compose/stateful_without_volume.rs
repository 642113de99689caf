//! Databases whose data goes with the container.

use plimsoll_core::compose::change::Change;
use plimsoll_core::data_paths::{Cause, Unkept};
use plimsoll_core::facts::memory;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::{EntryValue, insert_entry};

declare_rule! {
    /// A database, a registry or another image that keeps data runs without a volume where it keeps it: the next
    /// `docker compose up` after a change starts empty.
    ///
    /// Known are the data paths of the common images, and the paths where people mount a volume by mistake: `/data` of
    /// PostgreSQL, or `/var/lib/postgresql/data` from version 18 on, where it stops the server. Caches, brokers and what is
    /// often run without keeping anything (Redis, RabbitMQ, Grafana) are information, and left out of `recommended`.
    ///
    /// Silent are services that run another program or move their data by an option, a variable or a configuration, jobs
    /// that end, and files for tests and development.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:17.6
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   db:
    ///     image: postgres:17.6
    ///     volumes: ["db-data:/var/lib/postgresql/data"]
    /// volumes:
    ///   db-data: {}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:17.6
    ///     volumes:
    ///       - db-data:/var/lib/postgresql/data
    /// volumes:
    ///   db-data:
    /// ```
    pub static RULE = {
        id: "stateful-without-volume", summary: "Keep the data of databases on a volume", category: Reliability,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if !at.is_whole_on_linux(cx) || memory::runs_once(cx.compose, service) || memory::is_scaled_to_zero(service) {
        return;
    }
    let Some(data) = at.unkept_data(cx) else { return };
    if data.is_light && sink.is_by_preset(Preset::Recommended) {
        return;
    }
    let Unkept { image, path, .. } = &data;
    let (place, message, help) = match &data.cause {
        Cause::Nothing => (
            service.image.as_ref().map_or(service.missing_span(), |image| service.place(image.span, image.origin)),
            format!("the data of `{}` goes with the container: no volume at `{path}`", service.name),
            format!("mount a named volume: `{}-data:{path}`", service.name),
        ),
        Cause::Memory(span, origin) => (
            service.place(*span, *origin),
            format!("`{image}` keeps its data in `{path}`, which is memory here: it is gone after each stop"),
            format!("mount a named volume: `{}-data:{path}`", service.name),
        ),
        Cause::Elsewhere(mount) => {
            let Some(target) = &mount.target else { return };
            (
                service.place(target.span, target.origin),
                format!("`{image}` keeps its data in `{path}`, not in `{}`", target.raw),
                format!("mount the volume at `{path}`"),
            )
        }
    };
    let mut finding = sink.report(place, message).help(help);
    if data.is_light {
        finding = finding.severity(Severity::Info);
    }
    match &data.cause {
        Cause::Nothing => finding.fix(Unsafe, "Add a named volume", |edits| {
            edits.extend(named_volume(cx, at, path).into_iter().flatten());
        }),
        Cause::Elsewhere(mount) => finding.fix(Unsafe, format!("Mount it at `{path}`"), |edits| {
            let target = mount.target.as_ref().filter(|target| target.is_editable() && target.known().is_some());
            if let Some(target) = target {
                edits.replace(target.part(0, target.raw.len()).span, *path);
            }
        }),
        Cause::Memory(..) => finding,
    };
}

/// A volume named after the service, declared at the top level.
fn named_volume(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, path: &str) -> Option<Vec<(Span, String)>> {
    let name = format!("{}-data", at.service.name);
    let root = cx.compose.root;
    if cx.compose.volumes.iter().any(|volume| volume.name == name) {
        return None;
    }
    let mut change = Change::default();
    change.add(at.service, "volumes", &[format!("\"{name}:{path}\"")])?;
    let empty = EntryValue::Scalar("{}".to_owned());
    change.edits.push(match root.own_entries().find(|entry| entry.key.text() == Some("volumes")) {
        Some(volumes) => insert_entry(volumes.value, &name, &empty)?,
        None => insert_entry(root, "volumes", &EntryValue::Mapping(vec![(name, empty)]))?,
    });
    Some(change.edits)
}
