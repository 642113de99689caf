//! Services of a stack without an image.

use plimsoll_core::compose::Role;
use plimsoll_core::prelude::*;

declare_rule! {
    /// `docker stack deploy` builds nothing: a service with `build` alone has no image, and the deploy stops with "invalid
    /// image reference". The image must be built and pushed before, and named in the file.
    ///
    /// A service without both may be completed by another file that is given with `-c`; it is reported where the name says
    /// that this is the stack and all other services are whole.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     build: .
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     build: .
    /// ```
    pub static RULE = {
        id: "swarm-image-required", summary: "Name the image of each service of a stack", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack || cx.may_lack_parts() {
        return;
    }
    let services = &cx.compose.services;
    let without = services.iter().filter(|service| service.image.is_none());
    let is_only_one = without.clone().nth(1).is_none() && services.len() > 1;
    for service in without.filter(|service| service.incomplete.is_none() && service.extends.is_none()) {
        if let Some(build) = service.node.get("build") {
            let message = format!("`{}` has no `image`: `docker stack deploy` builds nothing", service.name);
            sink.report(build.key.span(), message)
                .help("build the image and push it to a registry, and name it in `image`");
        } else if cx.role == Role::Stack && is_only_one {
            sink.report(service.missing_span(), format!("`{}` has no `image`: there is nothing to run", service.name))
                .help("add `image`");
        }
    }
}
