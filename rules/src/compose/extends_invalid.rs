//! Services that extend what is not there.

use plimsoll_core::facts::extending::Misfit;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service extends one that its file does not have, or itself by way of others. Compose refuses the whole project.
    ///
    /// A service of another file is judged where the project holds that file. What files that are included or laid over
    /// this one may add is not missed.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     extends: bsae
    ///   base:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     extends: {service: base}
    ///   other:
    ///     extends: {file: ../common.yaml, service: base}
    ///   base:
    ///     image: nginx:1.29.3
    /// ```
    pub static RULE = {
        id: "extends-invalid", summary: "Extend services that exist", category: Correctness, severity: Error, since: "0.3.0",
        presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for bad in cx.bad_extends() {
        let (service, name) = (&bad.service.name, &bad.name);
        match bad.misfit {
            Misfit::Unknown { file, nearest } => {
                let place = file.map_or_else(|| "this file".to_owned(), |file| format!("`{file}`"));
                sink.report(bad.span, format!("`{service}` extends `{name}`, and {place} has no such service")).help(
                    match nearest {
                        Some(nearest) => format!("write `{nearest}`"),
                        None => "name a service of that file; `file` says which one it is".to_owned(),
                    },
                );
            }
            Misfit::Circle(others) => {
                let message = if others.is_empty() && *name == *service {
                    format!("`{service}` extends itself")
                } else {
                    format!("`{service}` extends `{name}`, which extends `{service}` in the end")
                };
                let mut finding = sink.report(bad.span, message).help("let one of them extend nothing");
                for (other, span) in others {
                    finding = finding.label(span, format!("`{other}` is part of the circle"));
                }
            }
        }
    }
}
