//! Credentials written out in labels and commands.

use plimsoll_core::compose::Role;
use plimsoll_core::facts::{Strength, Told};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Labels, commands and health checks are part of what `docker inspect` shows, and arguments stand in the process
    /// list of the host, for all its users to see.
    ///
    /// ```yaml,expect
    /// services:
    ///   cache:
    ///     image: redis:8.2
    ///     command: redis-server --requirepass wh4le-hello-Tr33
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   cache:
    ///     image: redis:8.2
    ///     command: sh -c 'exec redis-server --requirepass "$$(cat /run/secrets/cache)"'
    ///     secrets: [cache]
    /// secrets:
    ///   cache: {file: ./cache.txt}
    /// ```
    ///
    /// Users of a proxy's basic authentication are found by the names of their labels: their hashes can be tried offline.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     labels:
    ///       - traefik.http.middlewares.door.basicauth.users=keeper:$$2y$$05$$cL4mshelL
    /// ```
    ///
    /// Passwords that are easily guessed, and files for tests and development, are left out by the preset `recommended`.
    /// Variables without a default are not reported.
    pub static RULE = {
        id: "label-secret", summary: "Keep credentials out of labels and commands", category: Security, severity: Info,
        since: "0.3.0", presets: [Recommended, ComposeLint], aliases: ["compose-lint/CL-0020"],
        differs: ["compose-lint/CL-0020" => "An option that says where secrets are kept (`--secrets=vault`) gives none away."],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for told in service.told_by_labels() {
        let message = format!("the label `{}` holds a credential that everybody with the file can read", told.name);
        report(
            cx,
            &told,
            message,
            "take it from outside (`${…}`), or keep it in a file of the program that reads the label",
            sink,
        );
    }
    for told in service.told_by_commands() {
        let message =
            format!("`{}` gives `{}` a credential that everybody with the file can read", told.name, service.name);
        report(
            cx,
            &told,
            message,
            "let the command read a secret (`$$(cat /run/secrets/…)`), or a variable that comes from outside",
            sink,
        );
    }
    for users in service.basic_auth_labels() {
        sink.report(users.span, format!("the label `{}` holds users with their passwords", users.name))
            .help("name a file with the users (`usersfile`) that is mounted as a secret, or take them from outside (`${…}`)")
            .not_as("compose-lint/CL-0020");
    }
}

fn report(cx: &ComposeCx<'_>, told: &Told, message: String, help: &str, sink: &mut Sink<'_>) {
    let is_tried = matches!(cx.role, Role::Test | Role::Development | Role::Override);
    let is_left_out = (is_tried || told.strength != Strength::Strong) && sink.is_by_preset(Preset::Recommended);
    if is_left_out || (told.has_format && !sink.is_by_preset(Preset::ComposeLint)) {
        return;
    }
    sink.report(told.span, message).help(help);
}
