//! Credentials written out in the environment of services.

use plimsoll_core::compose::Role;
use plimsoll_core::facts::{Strength, Told, file_variable};
use plimsoll_core::prelude::*;
use plimsoll_core::secrets::names;

declare_rule! {
    /// A password in a Compose file is known to everybody who ever had the repository, and `docker inspect` shows the
    /// environment to everybody who may use the engine. The history keeps it: replace it, then give the new one as a
    /// secret, or at least through a variable that comes from outside.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18
    ///     environment:
    ///       POSTGRES_PASSWORD: wh4le-hello-Tr33
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18
    ///     environment:
    ///       POSTGRES_PASSWORD_FILE: /run/secrets/db
    ///     secrets: [db]
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       DB_PASSWORD: ${DB_PASSWORD:?set it in .env}
    /// secrets:
    ///   db: {file: ./db.txt}
    /// ```
    ///
    /// The default of a variable is written out as well (`${DB_PASSWORD:-wh4le-hello-Tr33}`). Values are read, not only
    /// names: paths, switches, addresses, numbers of days and empty values are no credentials. Passwords that are easily guessed
    /// (`postgres`, `changeme`, the user's own name), names that may mean something else (`CACHE_KEY`) and files for tests
    /// and development are information, and left out by the preset `recommended`. Tokens of known issuers and passwords
    /// in URLs are left to the rules about those. What only a name speaks against is a matter of style, and reported
    /// where all rules or those of compose-lint are asked for.
    pub static RULE = {
        id: "no-secret-environment", summary: "Keep credentials out of the environment of services", category: Security,
        severity: Warning, since: "0.3.0", presets: [Recommended, ComposeLint], aliases: ["compose-lint/CL-0020", "cis/7.4"],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let is_tried = matches!(cx.role, Role::Test | Role::Development | Role::Override);
    let is_own = sink.is_by_own_preset();
    let by_compose_lint = sink.is_by_preset(Preset::ComposeLint);
    for told in at.service.told_by_environment() {
        let name = &told.name;
        if told.has_format && !by_compose_lint {
            continue;
        }
        let is_surely = told.strength == Strength::Strong && !is_tried;
        if (told.strength == Strength::Name && is_own) || (!is_surely && sink.is_by_preset(Preset::Recommended)) {
            continue;
        }
        let severity = match told.strength {
            Strength::Name => Severity::Style,
            _ if is_surely => Severity::Warning,
            _ => Severity::Info,
        };
        let help = match (told.strength, file_variable(at, name)) {
            (Strength::Name, _) => {
                "the tools that go by names will ask; rename it, or ignore it with the reason".to_owned()
            }
            (_, Some(variable)) => {
                format!("mount a secret and set `{variable}: /run/secrets/…`, which the image reads")
            }
            (_, None) => {
                format!("take it from outside (`${{{name}:?}}`), or mount a secret and let the program read the file")
            }
        };
        let finding = sink.report(told.span, message(&told)).severity(severity).help(help);
        if !names::is_reported_by_compose_lint(name) {
            finding.not_as("compose-lint/CL-0020");
        }
    }
}

fn message(told: &Told) -> String {
    let Told { name, by_default, .. } = told;
    let value = if *by_default { "default" } else { "value" };
    match told.strength {
        Strength::Strong => format!("the {value} of `{name}` can be read by everybody with the file"),
        Strength::Weak => format!("the {value} of `{name}` is easily guessed"),
        Strength::Perhaps => format!("`{name}` can be read by everybody with the file, in case it is a credential"),
        Strength::Name => format!("`{name}` is called like a credential, although it holds none"),
    }
}
