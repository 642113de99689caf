//! Read-only containers that cannot write where they must.

use plimsoll_core::compose::change::Change;
use plimsoll_core::prelude::*;
use plimsoll_core::writes::Written;

declare_rule! {
    /// A read-only root file system without a tmpfs or a volume where the program writes: the container fails at its
    /// start, or at its first log line.
    ///
    /// Known images say where they write (nginx its cache and its process id); a Dockerfile says it where it hands a log,
    /// cache, run or data directory to a user with `chown`, `install -o` or `chmod 777`. The paths of `VOLUME` are
    /// writable anyway. Only what is certain is reported: not `/tmp`, not an image with another program or another main
    /// configuration than its own, not directories whose logs are links to the container's output.
    ///
    /// In a stack file `tmpfs` counts for nothing: `docker stack deploy` ignores it without a word.
    ///
    /// ```yaml,expect
    /// services:
    ///   page:
    ///     image: nginx:1.30.0
    ///     read_only: true
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
    ///     tmpfs: [/var/cache/nginx, /run]
    /// ```
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   worker:
    ///     build: .
    ///     read_only: true
    /// ==> Dockerfile
    /// FROM debian:13-slim
    /// RUN useradd -u 910 worker && install -d -o worker /var/log/worker
    /// USER worker
    /// CMD ["/usr/bin/worker"]
    /// ```
    pub static RULE = {
        id: "read-only-needs-tmpfs", summary: "Give a read-only container a tmpfs where it writes", category: Reliability,
        severity: Warning, fix: Unsafe, since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(read_only) = service.read_only.as_ref().filter(|value| value.bool() == Know::Known(true)) else { return };
    if !at.is_whole_on_linux(cx) {
        return;
    }
    let writes = at.writes(cx);
    let needed: Vec<&Written> = writes.paths.iter().filter(|written| written.certain).collect();
    if needed.is_empty() {
        return;
    }
    let list = |volatile: bool| -> Vec<String> {
        needed.iter().filter(|written| written.volatile == volatile).map(|written| written.path.clone()).collect()
    };
    let (memory, data) = (list(true), list(false));
    let all: Vec<&str> = needed.iter().map(|written| written.path.as_str()).collect();
    let mut help = Vec::new();
    if !memory.is_empty() {
        let form = if cx.is_stack { "mounts of `type: tmpfs` (Swarm ignores `tmpfs`)" } else { "`tmpfs`" };
        help.push(format!("add {form} on `{}`", memory.join("`, `")));
    }
    if !data.is_empty() {
        help.push(format!("mount a volume on `{}`", data.join("`, `")));
    }
    let mut finding = sink
        .report(
            service.place(read_only.span, read_only.origin),
            format!("`{}` writes to `{}`, which is read-only", service.name, all.join("`, `")),
        )
        .help(help.join(", and "));
    for written in &needed {
        if let Some((file, span)) = written.place {
            finding = finding.label_in(file, span, "the image hands this to its user");
        }
    }
    for tmpfs in service.tmpfs.iter().filter(|_| cx.is_stack) {
        finding = finding.label(service.place(tmpfs.span, tmpfs.origin), "`docker stack deploy` ignores `tmpfs`");
    }
    let fixable = data.is_empty() && (writes.complete || at.built.is_known());
    if fixable {
        finding.fix(Unsafe, "Add a tmpfs where it writes", |edits| {
            let mut change = Change::default();
            if change.add_tmpfs(service, &memory, cx.is_stack).is_some() {
                edits.extend(change.edits);
            }
        });
    }
}
