//! Passwords in the URLs of a Compose file.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A URL with a user and a password gives the password away wherever the URL goes: the file and its history,
    /// `docker inspect`, logs and error messages.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       DATABASE_URL: postgres://app:wh4le-hello-Tr33@db:5432/app
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       DATABASE_URL: postgres://app:${DB_PASSWORD:?}@db:5432/app
    /// ```
    ///
    /// Defaults of variables are written out, too. Passwords that are easily guessed (`postgres:postgres@db`), and
    /// those for `localhost` and `example.com`, are information, and left out by the preset `recommended`.
    pub static RULE = {
        id: "no-credential-in-url", summary: "Write no passwords into URLs", category: Security, severity: Warning,
        since: "0.3.0", presets: [Recommended, ComposeLint], aliases: ["compose-lint/CL-0021"],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for found in cx.url_passwords() {
        let password = &found.password;
        if password.is_weak && sink.is_by_preset(Preset::Recommended) {
            continue;
        }
        let host = password.host;
        let what = match password.user {
            None => format!("a token for `{host}`"),
            Some("") => format!("the password for `{host}`"),
            Some(user) => format!("the password of `{user}` for `{host}`"),
        };
        let default = if password.by_default { ", the default of a variable," } else { "" };
        sink.report(found.span, format!("{what}{default} is written into a URL"))
            .severity(if password.is_weak { Severity::Info } else { Severity::Warning })
            .help("take it from outside (`${DB_PASSWORD:?}` in its place), or let the program read a secret and make the URL");
    }
}
