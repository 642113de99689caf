//! Secrets that nobody declares.

use plimsoll_core::facts::references::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A service or its build is given a secret that the top level of no file declares. Compose refuses the whole project
    /// for it, and so does `docker stack deploy`.
    ///
    /// Where its content comes from only you know: `file`, `environment`, or `external: true` for one that Swarm holds.
    /// Overrides, fragments, files that include others, and files with a service of neither image nor build are not judged.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     secrets: [db_pasword]
    /// secrets:
    ///   db_password: {file: ./db_password.txt}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     secrets: [{source: db_password, mode: 0400}]
    /// secrets:
    ///   db_password: {file: ./db_password.txt}
    /// ```
    pub static RULE = {
        id: "undefined-secret", summary: "Declare the secrets that services and builds are given", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for missing in cx.undeclared(Declared::Secret) {
        let name = &missing.name;
        // A stack builds nothing.
        if missing.by_build && cx.is_stack {
            continue;
        }
        let whose = if missing.by_build { "the build of " } else { "" };
        let message = format!("{whose}`{}` is given the secret `{name}`, which is not declared", missing.service);
        let mut finding =
            sink.report(missing.span, message).severity(missing.severity()).help(match &missing.nearest {
                Some(nearest) => format!("write `{nearest}`, or declare `{name}` under the top-level `secrets`"),
                None => format!("declare `{name}` under the top-level `secrets`, with its `file` or `environment`"),
            });
        for other in missing.others {
            finding = finding.label(other, "it is given here too");
        }
    }
}
