//! Services whose image has no tag, or one that moves.

use plimsoll_core::compose::{Origin, Service};
use plimsoll_core::foreign::COMPOSE_LINT_MOVING_TAGS;
use plimsoll_core::images;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Without a tag, or with one like `latest`, `stable` or `edge`, the next pull brings whatever was pushed last: two
    /// nodes run two different things, a restart becomes an upgrade, and there is no name to go back to.
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: redis
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   proxy:
    ///     image: nginx:stable-alpine
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   cache:
    ///     image: redis:8.2
    /// ```
    ///
    /// A digest pins the image whatever its tag says. Beside `build` (or where another service builds the image, or it is
    /// never pulled) the name is only that of the result. What a variable without a default holds is not known; a default
    /// is judged:
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: acme/app:${TAG:-latest}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: acme/app:${TAG}
    ///   own:
    ///     image: acme/own
    ///     build: .
    ///   worker:
    ///     image: acme/own
    /// ```
    pub static RULE = {
        id: "compose-require-image-tag", summary: "Name the version of every service's image", category: Reproducibility,
        severity: Warning, since: "0.1.0", presets: [Recommended, Dclint, ComposeLint],
        aliases: ["dclint/service-image-require-explicit-tag", "compose-lint/CL-0004", "cis/5.28"],
        options: [OptionSpec {
            name: "tags", kind: OptionKind::Texts,
            docs: "The tags that name no version. Without it those of channels, branches and variants: `latest`, `main`, `alpine`.",
        }],
        differs: [
            "dclint/service-image-require-explicit-tag" => "What is built or never pulled needs no tag, a digest is one, a variable is judged by its default and not at all without one; `main`, `alpine` and the like count as moving.",
            "compose-lint/CL-0004" => "What is built or never pulled needs no tag, and a variable without a default is not judged; `main`, `alpine` and the like count as moving.",
        ],
    }
    Check::Service(check)
}

/// The moving tags that dclint knows.
const IN_DCLINT: [&str; 9] = ["latest", "stable", "edge", "test", "nightly", "dev", "beta", "canary", "lts"];

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let (Some(value), Know::Known(image)) = (&at.service.image, at.image()) else { return };
    if image.has_digest || value.origin != Origin::Own {
        return;
    }
    let by_default = if value.has_variables() { " by default" } else { "" };
    let message = match image.tag.as_deref() {
        None => format!("`{}` has no tag{by_default}, so `latest` is pulled: whatever was pushed last", image.text),
        Some(tag) if is_moving(tag, sink.options().texts("tags")) => {
            format!("`{}` is a moving target{by_default}: the tag `{tag}` names no version", image.text)
        }
        Some(_) => return,
    };
    if is_local(cx, at, &image) {
        return;
    }
    // No word about the service: what several take from one anchor is one finding.
    let finding = sink
        .report(value.span, message)
        .help("name the version that you tested, and its digest where every node must run the same");
    let is_known_to = |tags: &[&str]| image.tag.as_deref().is_none_or(|tag| tags.contains(&tag));
    let finding = if is_known_to(&COMPOSE_LINT_MOVING_TAGS) { finding } else { finding.not_as("compose-lint/CL-0004") };
    // It reads the text as it is written.
    if value.has_variables() || !is_known_to(&IN_DCLINT) {
        finding.not_as("dclint/service-image-require-explicit-tag");
    }
}

fn is_moving(tag: &str, own: &[String]) -> bool {
    if own.is_empty() { images::is_moving_tag(tag) } else { own.iter().any(|other| other == tag) }
}

/// Whether the image is made here and not pulled.
fn is_local(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, image: &ImageName) -> bool {
    let policy = at.service.pull_policy.as_ref().and_then(|policy| policy.known());
    let is_it = |other: &Service<'_>| {
        let name = other.image.as_ref().and_then(|name| name.text_with_defaults().known());
        name.and_then(|name| ImageName::parse(&name))
            .is_some_and(|other| other.familiar == image.familiar && other.tag == image.tag)
    };
    let mut builds = cx.compose.services.iter().filter(|service| service.build.is_some());
    matches!(policy, Some("never" | "build")) || builds.any(is_it)
}
