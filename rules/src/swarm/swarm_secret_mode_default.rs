//! Secrets that every user of the container can read.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A secret is mounted with the mode 0444 unless it says otherwise: every program in the container reads it, whatever
    /// user it runs as. With `mode: 0400` and the `uid` of the program, only that does.
    ///
    /// Compose passes neither on for secrets that come from files, so only stacks are looked at. A container with one
    /// user gains nothing.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     secrets: [key]
    /// secrets:
    ///   key: {external: true}
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    ///     secrets:
    ///       - {source: key, uid: "910", mode: 0400}
    /// secrets:
    ///   key: {external: true}
    /// ```
    pub static RULE = {
        id: "swarm-secret-mode-default", summary: "Let only the program's user read its secrets", category: Security,
        severity: Info, since: "0.3.0", presets: [], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    for grant in service.secrets.iter().filter(|grant| cx.is_stack && grant.mode.is_none()) {
        let Some(source) = &grant.source else { continue };
        let user = service.user.as_ref().and_then(|user| user.known()).and_then(|user| user.split(':').next());
        let uid = user.filter(|user| user.parse::<u32>().is_ok()).unwrap_or("…");
        sink.report(
            service.place(grant.span, grant.origin),
            format!("every user in the container can read the secret `{}`", source.raw),
        )
        .help(format!("write `- {{source: {}, uid: \"{uid}\", mode: 0400}}` with the program's user", source.raw));
    }
}
