//! Services that others need and that do not exist.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service depends on one that does not exist: by `depends_on`, or by a key that implies it (`links`,
    /// `volumes_from`, `network_mode`, `ipc`, `pid`, `uts` and `cgroup` with `service:`). Compose refuses the whole project.
    ///
    /// Overrides, fragments, files that include others, and files with a service of neither image nor build are not judged:
    /// the service may stand in a file that completes them. Nor are dependencies with `required: false`, and a stack, which
    /// ignores all of these keys.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on: [databse]
    ///   database:
    ///     image: postgres:18.1
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     depends_on:
    ///       database: {condition: service_healthy}
    ///     pid: service:database
    ///   database:
    ///     image: postgres:18.1
    /// ```
    pub static RULE = {
        id: "undefined-dependency", summary: "Depend on services that exist", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    for unmet in cx.unmet_needs() {
        let (service, name) = (&unmet.need.service, &unmet.need.name);
        let message = match unmet.need.key {
            "depends_on" => format!("`{service}` depends on `{name}`, and there is no such service"),
            key => format!("`{key}` of `{service}` names `{name}`, and there is no such service"),
        };
        let severity = if unmet.needs_profile { Severity::Warning } else { Severity::Error };
        let mut finding =
            sink.report(unmet.need.span, message).severity(severity).help(match (&unmet.nearest, unmet.need.key) {
                (Some(nearest), _) => format!("write `{nearest}`"),
                (None, "links") => {
                    "name a service of the project; other containers go into `external_links`".to_owned()
                }
                (None, "volumes_from") => format!("name a service, or write `container:{name}` for another container"),
                (None, _) => format!("add a service `{name}`, or take the entry out"),
            });
        for other in unmet.others {
            finding = finding.label(other, "it is named here too");
        }
    }
}
