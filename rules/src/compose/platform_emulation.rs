//! Services of one project for different processors.

use plimsoll_core::facts::Platform;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Two services of one project name different platforms. One host has one kind of processor, so one of them runs
    /// emulated, many times slower, or not at all.
    ///
    /// Services that are named after their platform, or that share no profile, are meant so.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     platform: linux/amd64
    ///   cache:
    ///     image: redis:8.2
    ///     platform: linux/arm64
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     platform: linux/amd64
    ///   cache:
    ///     image: redis:8.2
    /// ```
    pub static RULE = {
        id: "platform-emulation", summary: "Run the services of a project on one platform", category: Operations,
        severity: Info, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    let mut named = Vec::new();
    for at in cx.services() {
        let service = at.service;
        let Some(value) = &service.platform else { continue };
        let Some(platform) = value.text_with_defaults().known().and_then(|text| Platform::parse(&text)) else {
            continue;
        };
        let on_purpose = platform.is_named_in(&service.name) || !service.profiles.is_empty();
        if !on_purpose && !platform.architecture.is_empty() {
            named.push((service, value, platform));
        }
    }
    let Some(((first, place, platform), others)) = named.split_first() else { return };
    for (service, value, _) in others.iter().filter(|(_, _, other)| other.architecture != platform.architecture) {
        sink.report(
            service.place(value.span, value.origin),
            format!(
                "`{}` is for `{}` and `{}` for `{}`: one of them is emulated",
                service.name, value.raw, first.name, place.raw
            ),
        )
        .label(first.place(place.span, place.origin), "the other platform")
        .help("name one platform for all, or leave `platform` out where the image has several");
    }
}
