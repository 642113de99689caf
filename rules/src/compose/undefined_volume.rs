//! Named volumes that nobody declares.

use plimsoll_core::facts::references::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service mounts a named volume that the top level of no file declares. Compose refuses the whole project for it,
    /// and so does `docker stack deploy`.
    ///
    /// A source is a name as soon as it begins with neither `.`, `/`, `~` nor a variable. Overrides, fragments, files that
    /// include others, and files with a service of neither image nor build are not judged. Names with a slash in them are
    /// `named-volume-looks-like-path`'s.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["data:/var/lib/postgresql"]
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["data:/var/lib/postgresql"]
    /// volumes:
    ///   data: {}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     volumes: ["data:/var/lib/postgresql", "./conf:/etc/postgresql", "${EXTRA}:/extra"]
    /// volumes:
    ///   data:
    /// ```
    pub static RULE = {
        id: "undefined-volume", summary: "Declare the named volumes that services mount", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for missing in cx.undeclared(Declared::Volume) {
        let name = &missing.name;
        let message = format!("`{}` mounts the volume `{name}`, which is not declared", missing.service);
        let mut finding =
            sink.report(missing.span, message).severity(missing.severity()).help(match &missing.nearest {
                Some(nearest) => format!("write `{nearest}`, or declare `{name}` under the top-level `volumes`"),
                None => format!("declare `{name}` under the top-level `volumes`, or write `./{name}` for a folder"),
            });
        for other in missing.others {
            finding = finding.label(other, "it is mounted here too");
        }
        finding.fix(Unsafe, format!("Declare the volume `{name}`"), |edits| {
            edits.extend(cx.declaration(Declared::Volume, name));
        });
    }
}
