//! Volumes that an image declares and a service does not name.

use plimsoll_core::compose::targets::clean;
use plimsoll_core::compose::writable::is_at_or_below;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Each `VOLUME` of an image on which nothing is mounted becomes an anonymous volume: data that is lost from sight, and
    /// a disk that fills.
    ///
    /// Known are the volumes of the common images and of the Dockerfile that the service builds. A mount counts for the
    /// very path; one above it does not keep the engine from making the volume. Where the data of a database is not kept,
    /// `stateful-without-volume` says so.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: mongo:8.0
    ///     volumes:
    ///       - db:/data/db
    /// volumes:
    ///   db:
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: mongo:8.0
    ///     volumes:
    ///       - db:/data/db
    ///       - config:/data/configdb
    /// volumes:
    ///   db:
    ///   config:
    /// ```
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   ledger:
    ///     build: .
    /// ==> Dockerfile
    /// FROM debian:13-slim
    /// VOLUME /var/lib/ledger
    /// ```
    pub static RULE = {
        id: "image-volume-unmapped", summary: "Name every volume that an image declares", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if !at.is_whole_on_linux(cx) || plimsoll_core::facts::memory::runs_once(cx.compose, service) {
        return;
    }
    let mut unmapped = at.unmapped_volumes(cx.is_stack);
    let told = at.unkept_data(cx);
    let is_told = |path: &str| {
        told.as_ref().is_some_and(|data| is_at_or_below(&clean(data.path), path) || is_at_or_below(path, data.path))
    };
    unmapped.retain(|(path, _)| !is_told(path));
    let names: Vec<&str> = unmapped.iter().map(|(path, _)| path.as_str()).collect();
    let Some(first) = names.first() else { return };
    let image = service.image.as_ref().filter(|_| at.built.is_absent());
    let place = match (image, &service.build) {
        (Some(image), _) => service.place(image.span, image.origin),
        (None, Some(build)) => service.place(build.key_span, build.origin),
        _ => service.missing_span(),
    };
    let paths = names.join("`, `");
    let each = if names.len() == 1 { "a volume" } else { "volumes" };
    let mut finding = sink
        .report(
            place,
            format!("the image of `{}` declares {each} at `{paths}` that nothing is mounted on", service.name),
        )
        .help(format!(
            "mount a named volume there (`{}-data:{first}`), or a tmpfs when nothing is to be kept",
            service.name
        ));
    if let Know::Known(built) = &at.built {
        for span in unmapped.iter().filter_map(|(_, span)| *span) {
            finding = finding.label_in(built.dockerfile.file, span, "declared here");
        }
    }
}
