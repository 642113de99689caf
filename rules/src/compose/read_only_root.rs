//! Containers whose root file system can be changed.

use plimsoll_core::compose::change::Change;
use plimsoll_core::prelude::*;
use plimsoll_core::writes::{USUAL, Writes};
use plimsoll_core::yaml::edit::{self, EntryValue};

declare_rule! {
    /// An intruder, or a bug, changes the program's own files unless the container's root file system is read-only.
    ///
    /// With `read_only: true` nothing can be planted there, and what the program writes shows itself. It then needs a
    /// tmpfs (or a volume) where it writes: `/run`, `/tmp` and `/var/tmp` for most, more for some. Those paths are named,
    /// and the fix offered, where the image is known or the Dockerfile that is built runs its program as a user who can
    /// write nowhere else. `docker stack deploy` ignores `tmpfs` without a word, so a stack gets mounts of that type.
    ///
    /// Not reported: Windows containers, and services of which another file may say more.
    ///
    /// ```yaml,expect
    /// services:
    ///   page:
    ///     image: nginx:1.30.0
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   page:
    ///     image: nginx:1.30.0
    ///     read_only: true
    ///     tmpfs: [/var/cache/nginx, /run]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   page:
    ///     image: nginx:1.30.0
    ///     read_only: true
    ///     tmpfs:
    ///       - /run
    ///       - /var/cache/nginx
    /// ```
    pub static RULE = {
        id: "read-only-root", summary: "Make the container's root file system read-only", category: Security, severity: Warning,
        fix: Unsafe, since: "0.1.0", presets: [Recommended, ComposeLint],
        aliases: ["cis/5.13", "compose-lint/CL-0007", "semgrep/writable-filesystem-service"], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if !at.is_whole_on_linux(cx) {
        return;
    }
    let name = &service.name;
    let said = service.read_only.as_ref();
    let (span, message) = match said {
        None => (service.missing_span(), format!("`{name}` runs on a root file system that it can change")),
        Some(value) if value.bool() == Know::Known(false) => (
            service.place(value.span, value.origin),
            format!("`read_only: {}` lets `{name}` change its root file system", value.raw),
        ),
        Some(_) => return,
    };
    let writes = at.writes(cx);
    let mut finding = sink.report(span, message).help(help(cx, &writes));
    for written in writes.paths.iter().filter(|written| !written.volatile) {
        if let Some((file, span)) = written.place {
            finding = finding.label_in(file, span, format!("`{}` needs a volume then", written.path));
        }
    }
    let paths: Vec<String> = writes.paths.iter().map(|written| written.path.clone()).collect();
    if !writes.complete || writes.paths.iter().any(|written| !written.volatile) {
        return;
    }
    let title =
        if paths.is_empty() { "Add `read_only: true`" } else { "Add `read_only: true` and a tmpfs where it writes" };
    finding.fix(Unsafe, title, |edits| {
        let mut change = Change::default();
        let yes = EntryValue::Scalar("true".to_owned());
        let is_there = |key| service.get(key).is_some();
        let key = if cx.is_stack { "volumes" } else { "tmpfs" };
        let read_only = |change: &mut Change| match said {
            None => change.set(service, "read_only", &yes),
            Some(value) if value.is_editable() => {
                change.edits.push(edit::replace_scalar(value.node, "true")?);
                Some(())
            }
            Some(_) => None,
        };
        let tmpfs = |change: &mut Change| {
            if paths.is_empty() { Some(()) } else { change.add_tmpfs(service, &paths, cx.is_stack) }
        };
        // A list that is there grows before a key is added behind it.
        let done = if is_there(key) {
            tmpfs(&mut change).and_then(|()| read_only(&mut change))
        } else {
            read_only(&mut change).and_then(|()| tmpfs(&mut change))
        };
        if done.is_some() {
            edits.extend(change.edits);
        }
    });
}

fn help(cx: &ComposeCx<'_>, writes: &Writes) -> String {
    let paths: Vec<&str> =
        writes.paths.iter().filter(|written| written.volatile).map(|written| written.path.as_str()).collect();
    let key = if cx.is_stack { "mounts of `type: tmpfs`" } else { "`tmpfs`" };
    if writes.complete && paths.is_empty() {
        return "write `read_only: true`: it writes nowhere outside its volumes".to_owned();
    }
    let more = if writes.complete { "" } else { ", and a volume or tmpfs for whatever else it writes" };
    let paths = if writes.complete { paths } else { paths.into_iter().chain(USUAL).collect() };
    let mut listed: Vec<&str> = Vec::new();
    for path in paths {
        if !listed.contains(&path) {
            listed.push(path);
        }
    }
    format!("write `read_only: true`, with {key} on `{}`{more}", listed.join("`, `"))
}
