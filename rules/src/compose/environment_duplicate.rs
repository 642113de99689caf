//! Variables that are set twice.

use plimsoll_core::prelude::*;
use plimsoll_core::secrets::names;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// A list may name a variable twice, and the loader says nothing: the later value holds, and who changes the first one
    /// wonders why nothing happens.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       - LOG_LEVEL=debug
    ///       - TZ=UTC
    ///       - LOG_LEVEL=info
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       - TZ=UTC
    ///       - LOG_LEVEL=info
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     env_file: app.env
    ///     environment:
    ///       LOG_LEVEL: info
    /// ```
    ///
    /// A variable that `environment` and a file of `env_file` set to different values is information, where the file is at
    /// hand: `environment` holds, often on purpose, so `recommended` leaves it out. A mapping with a key twice is refused.
    pub static RULE = {
        id: "environment-duplicate", summary: "Set each variable once", category: Correctness, severity: Warning, fix: Safe,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for (lost, held) in service.repeated_variables() {
        let raw = |pair: &plimsoll_core::compose::EnvVar<'_>| pair.value.as_ref().map(|value| value.raw.to_owned());
        let is_same = raw(lost) == raw(held);
        let finding = sink
            .report(
                service.place(lost.span, lost.origin),
                format!("`{}` is set again below, so this value has no effect", lost.name),
            )
            .label(service.place(held.span, held.origin), "set again here")
            .help(if is_same { "take one of the two out" } else { "take out the one that is not meant" });
        let how = if is_same { Safe } else { Unsafe };
        finding.fix(how, "Remove the one without effect", |edits| {
            let is_own = lost.via.is_none() && lost.origin == plimsoll_core::compose::Origin::Own;
            edits.extend(edit::remove_item(lost.node).filter(|_| is_own));
        });
    }
    if !sink.is_by_preset(Preset::Recommended) {
        files(cx, at, sink);
    }
}

/// What `environment` sets to another value than a file.
fn files(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let read = cx.env_files(service);
    for pair in &service.environment {
        let Some(Know::Known(value)) = pair.value.as_ref().map(|value| value.text()) else {
            continue;
        };
        let found = read.iter().rev().find_map(|file| Some((file, file.content.get(&pair.name)?.value.as_ref()?)));
        let Some((file, other)) = found else { continue };
        if other.known().is_none_or(|other| other == value) {
            continue;
        }
        let finding = sink
            .report(
                service.place(pair.span, pair.origin),
                format!("`{}` takes the place of another value in `{}`", pair.name, file.said.path.raw),
            )
            .severity(Severity::Info)
            .help("set it in one of the two places, unless the file is shared and this is an exception");
        // The lines of a file with credentials would stand in logs.
        if names::credential(&pair.name).is_none() {
            finding.label_in(file.file, other.span, "has no effect here");
        }
    }
}
