//! Credentials that come through variables although the image reads them from files.

use plimsoll_core::facts::file_variable;
use plimsoll_core::prelude::*;
use plimsoll_core::secrets::names::{self, Named};

declare_rule! {
    /// A variable keeps a password out of the file, but not out of the container's configuration: `docker inspect` shows
    /// it, every program that is started inherits it, and crash reports send it. Many images read it from a file instead,
    /// which Compose mounts as a secret.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18
    ///     environment:
    ///       POSTGRES_PASSWORD: ${DB_PASSWORD:?}
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18
    ///     environment:
    ///       POSTGRES_PASSWORD_FILE: /run/secrets/db_password
    ///     secrets: [db_password]
    /// secrets:
    ///   db_password: {environment: DB_PASSWORD}
    /// ```
    ///
    /// Only variables of images that are known to read a file are reported; literal values are left to the rule about
    /// those, and stacks to that about secrets of a Swarm.
    pub static RULE = {
        id: "use-secrets", summary: "Mount credentials as secrets where the image can read them", category: Security,
        severity: Info, since: "0.3.0", presets: [Strict], aliases: ["cis/7.4"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    if cx.is_stack {
        return;
    }
    for pair in &at.service.environment {
        let comes_from_outside = pair.value.as_ref().is_none_or(|value| value.text_with_defaults().is_unknown());
        let is_credential = names::credential(&pair.name) == Some(Named::Clearly);
        let Some(file) = file_variable(at, &pair.name).filter(|_| comes_from_outside && is_credential) else {
            continue;
        };
        sink.report(
            at.service.place(pair.name_span, pair.origin),
            format!("`{}` is shown by `docker inspect`, and the image could read it from a file", pair.name),
        )
        .help(format!("mount a secret and set `{file}: /run/secrets/…`"));
    }
}
