//! Data that does not follow a task to another node.

use plimsoll_core::compose::rollout::LocalVolumes;
use plimsoll_core::compose::{MountKind, Role};
use plimsoll_core::prelude::*;

declare_rule! {
    /// When a node fails or is drained, its tasks start anew on other nodes. A volume of the local driver is empty there,
    /// and a folder of the host is missing, so that the task is refused: the database starts without its data.
    ///
    /// Keep the task where its data is, with a placement constraint, or keep the data on the network. Global services,
    /// volumes of other drivers or with options, and paths that sound shared (`/mnt`, `nfs`) are not reported. Of the preset
    /// `recommended` only images that are known to keep data are.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: [db:/var/lib/postgresql]
    /// volumes:
    ///   db:
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: [db:/var/lib/postgresql]
    ///     deploy:
    ///       placement:
    ///         constraints: [node.labels.db == true]
    /// volumes:
    ///   db:
    /// ```
    pub static RULE = {
        id: "swarm-local-volume", summary: "Keep a task where its data is", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let local = LocalVolumes::of(cx.compose);
    for at in cx.services() {
        check_service(cx, &at, &local, sink);
    }
}

fn check_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, local: &LocalVolumes<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let is_placed = service.deploy.as_ref().is_some_and(|deploy| deploy.placement.is_some());
    if is_placed || !service.tasks().is_known() || at.may_lack_parts(cx) {
        return;
    }
    let is_stateful = at.image_facts().is_some_and(|image| image.stateful);
    if sink.is_by_preset(Preset::Recommended) && !(is_stateful && cx.role != Role::Development) {
        return;
    }
    let mounts = service.mounts_of_one_node(local);
    // What is written matters more than what is only read.
    let Some(mount) = mounts.iter().find(|mount| mount.read_only == Know::Known(false)).or(mounts.first()) else {
        return;
    };
    let Some(source) = &mount.source else { return };
    let what = if mount.kind == Know::Known(MountKind::Volume) { "the volume" } else { "the host's" };
    let message = format!("{what} `{}` stays on its node when `{}` moves to another one", source.raw, service.name);
    let mut finding = sink.report(service.place(source.span, source.origin), message);
    for other in mounts.iter().filter(|other| other.span != mount.span) {
        finding = finding.label(service.place(other.span, other.origin), "so does this");
    }
    finding.help("add `deploy.placement.constraints: [node.hostname == …]`, or keep the data on the network");
}
