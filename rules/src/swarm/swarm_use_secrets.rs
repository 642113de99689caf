//! Credentials of a stack that are no secrets.

use plimsoll_core::prelude::*;
use plimsoll_core::secrets::names::{self, Named};

declare_rule! {
    /// A credential that a variable brings into `environment` stands in the service's specification: `docker service inspect`
    /// shows it to everyone who may ask, and it is in the description of every task. Swarm has secrets: they are kept
    /// encrypted, and only nodes that run a task get them.
    ///
    /// Literal values are another rule's; names that end in `_FILE` say where the secret is.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     environment:
    ///       POSTGRES_PASSWORD: ${DB_PASSWORD}
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     environment:
    ///       POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    ///     secrets: [db_password]
    /// secrets:
    ///   db_password: {external: true}
    /// ```
    pub static RULE = {
        id: "swarm-use-secrets", summary: "Pass credentials to a stack as secrets", category: Security, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: ["cis/7.4"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for pair in at.service.environment.iter().filter(|_| cx.is_stack) {
        let comes_from_outside = pair.value.as_ref().is_none_or(|value| value.text_with_defaults().is_unknown());
        if !comes_from_outside || names::credential(&pair.name) != Some(Named::Clearly) {
            continue;
        }
        sink.report(
            at.service.place(pair.name_span, pair.origin),
            format!("`docker service inspect` shows the value of `{}`", pair.name),
        )
        .help("create a secret (`docker secret create`), and let the program read it from `/run/secrets/…`");
    }
}
