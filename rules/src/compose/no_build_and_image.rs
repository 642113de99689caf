//! Services that are built and name an image.

use plimsoll_core::compose::Origin;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service with `build` and `image` is built when the image is missing here, and otherwise runs whatever has that
    /// name: a pull may bring another one than the Dockerfile makes.
    ///
    /// The Compose Specification means it so: `image` is the name of what is built. So the rule is in no preset of ours.
    /// `pull_policy` says what is wanted (`build`: build it), and is an answer.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     build: .
    ///     image: registry.example.com/harbour/web:3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     build: .
    ///     image: registry.example.com/harbour/web:3
    ///     pull_policy: build
    /// ```
    pub static RULE = {
        id: "no-build-and-image", summary: "Say with `pull_policy` whether a named image is built", category: Reproducibility,
        severity: Info, since: "0.3.0", presets: [Dclint], aliases: ["dclint/no-build-and-image"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    // A stack builds nothing, and knows no `pull_policy`.
    if cx.is_stack && !sink.is_in_preset(Preset::Dclint) {
        return;
    }
    let service = at.service;
    let (Some(build), Some(image)) = (&service.build, &service.image) else { return };
    // An override that builds what the base pulls is meant so.
    let is_laid_over = matches!(image.origin, Origin::Layered(_));
    if service.pull_policy.is_none() && !is_laid_over {
        sink.report(
            service.place(build.key_span, build.origin),
            format!("`{}` is built, and may also be pulled as `{}`", service.name, image.raw),
        )
        .label(service.place(image.span, image.origin), "the name of what is built")
        .help("add `pull_policy: build`, or `missing` to pull it first");
    }
}
