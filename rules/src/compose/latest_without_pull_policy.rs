//! Moving tags that nobody pulls again.

use plimsoll_core::images;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Compose pulls an image only when it is not there. Behind a tag that moves (`latest`, `stable`) stays whatever was
    /// pulled first on that host, however old: the tag says one thing, and another one runs.
    ///
    /// Better than a policy is a tag that names a version (`compose-require-image-tag` asks for it); so the rule is in no
    /// preset. `docker stack deploy` asks the registry each time and has no such key.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:latest
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:latest
    ///     pull_policy: daily
    /// ```
    pub static RULE = {
        id: "latest-without-pull-policy", summary: "Say when an image with a moving tag is pulled", category: Operations,
        severity: Info, since: "0.3.0", presets: [], aliases: ["cis/5.28"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let (Some(value), Know::Known(image)) = (&service.image, at.image()) else { return };
    if cx.is_stack || image.has_digest || service.pull_policy.is_some() || at.may_lack_parts(cx) {
        return;
    }
    if image.tag.as_deref().is_none_or(images::is_moving_tag) {
        sink.report(
            service.place(value.span, value.origin),
            format!("`{}` is pulled once and then stays as it is on this host", image.text),
        )
        .help("add `pull_policy: always` or `daily`, or name a version");
    }
}
