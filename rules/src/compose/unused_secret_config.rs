//! Declared secrets and configs that no service gets.

use plimsoll_core::compose::used::Declared;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The top level declares a secret or a config that no service gets. Either it is a leftover, or a service goes without
    /// what it was meant to have: without `secrets` of its own it sees none.
    ///
    /// Silent are external ones, files that others complete or include, files with an `include`, and names that an `x-`
    /// block or another Compose file in the folder mentions. Secrets of a build count as used.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     secrets: [db_password]
    /// secrets:
    ///   db_password:
    ///     file: ./db_password.txt
    ///   old_password:
    ///     file: ./old_password.txt
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     secrets: [db_password]
    /// secrets:
    ///   db_password:
    ///     file: ./db_password.txt
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     secrets: [db_password]
    /// secrets:
    ///   db_password:
    ///     file: ./db_password.txt
    /// ```
    pub static RULE = {
        id: "unused-secret-config", summary: "Declare the secrets and configs that services get", category: Style, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for (kind, what) in [(Declared::Secret, "secret"), (Declared::Config, "config")] {
        for resource in cx.unused(kind) {
            sink.report(resource.key_span, format!("no service gets the {what} `{}`", resource.name))
                .help(format!("remove it, or name it under `{}` of the service that is meant to have it", kind.key()))
                .fix(Unsafe, "Remove it", |edits| {
                    edits.extend(cx.remove_declaration(kind, resource));
                });
        }
    }
}
