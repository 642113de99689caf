//! Services whose image no digest pins.

use plimsoll_core::compose::Origin;
use plimsoll_core::foreign::COMPOSE_LINT_MOVING_TAGS;
use plimsoll_core::images;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A tag can be moved: two nodes that pull it at different times run two different images. A digest names one image for
    /// ever, and its update is a commit that somebody reviews.
    ///
    /// Pins need a bot (Renovate, Dependabot) that renews them, or security updates never arrive. So the rule is in no
    /// preset of ours. Images without a tag, or with one like `latest`, are left to `compose-require-image-tag`; what is built
    /// here needs no pin. A tag that is a variable is told, too: seldom does one bring a digest.
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: redis:8.2.1
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   cache:
    ///     image: redis:8.2.1@sha256:5fa2edb1e408fa8235e6db8fab01d1afaaae96c9403ba67b70feceb8661e8621
    /// ```
    pub static RULE = {
        id: "compose-pin-image-digest", summary: "Pin the images of services by their digest", category: Reproducibility,
        severity: Info, since: "0.3.0", presets: [ComposeLint], aliases: ["compose-lint/CL-0019"],
        differs: ["compose-lint/CL-0019" => "What is built here needs no pin. Under other presets tags like `alpine` and `lts` count as moving, of which `compose-require-image-tag` tells."],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let Some(value) = at.service.image.as_ref().filter(|value| value.origin == Origin::Own) else { return };
    if at.built.is_absent() && at.service.has_variable_tag() {
        let message = format!("no digest pins `{}`, unless the variable brings one", value.raw);
        sink.report(value.span, message).help("write `@sha256:…` behind the tag, and let a bot renew both");
        return;
    }
    let Know::Known(image) = at.image() else { return };
    let Some(tag) = image.tag.as_deref().filter(|_| !image.has_digest) else { return };
    // `compose-require-image-tag` tells of a tag that moves, but not where compose-lint would call it a pin.
    let is_told = images::is_moving_tag(tag)
        && (COMPOSE_LINT_MOVING_TAGS.contains(&tag) || !sink.is_by_preset(Preset::ComposeLint));
    if is_told || cx.is_built_here(&image) {
        return;
    }
    let name = &image.text;
    sink.report(value.span, format!("no digest pins `{name}`, so its tag may move"))
        .help(format!("write `{name}@sha256:…`; `docker buildx imagetools inspect {name}` prints the digest"));
}
