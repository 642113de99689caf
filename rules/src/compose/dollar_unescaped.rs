//! Dollars that Compose takes for its own.

use plimsoll_core::facts::dollars::Meant;
use plimsoll_core::prelude::*;

declare_rule! {
    /// Compose fills in every `$NAME` of a file before the container sees it, with nothing where the name is not set on the
    /// host. What the shell in the container is to fill in has two dollars: `$$NAME`.
    ///
    /// Only what is surely not Compose's is reported: in the script of a `command` (after `sh -c`), an `entrypoint`, a hook
    /// or a health check a variable that the script itself sets, that only a shell has (`$RANDOM`), or that the service's
    /// `environment` sets to a plain text; and the hash of a password (`$apr1$…`). A name that `.env` or another value of the
    /// file has too is Compose's, and so is one with a default.
    ///
    /// ```yaml,expect
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     environment: {POSTGRES_USER: harbour}
    ///     healthcheck:
    ///       test: pg_isready -U $POSTGRES_USER
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     environment: {POSTGRES_USER: harbour}
    ///     healthcheck:
    ///       test: pg_isready -U $$POSTGRES_USER
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   db:
    ///     image: postgres:18.1
    ///     environment:
    ///       POSTGRES_USER: ${POSTGRES_USER}
    ///     healthcheck:
    ///       test: pg_isready -U $POSTGRES_USER
    ///     command: sh -c 'for f in /init/*; do echo $$f; done; exec postgres $EXTRA'
    /// ```
    pub static RULE = {
        id: "dollar-unescaped", summary: "Double the dollars that are the container's", category: Correctness,
        severity: Warning, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for dollar in cx.unescaped_dollars() {
        let text = &dollar.text;
        let (message, help) = match dollar.meant {
            Meant::Hash => (
                "Compose takes pieces of a password's hash for variables and fills them in".to_owned(),
                "double each of its dollars".to_owned(),
            ),
            meant => {
                let why = match meant {
                    Meant::Assigned => "the script sets it",
                    Meant::Special => "the shell sets it",
                    _ => "the service's `environment` sets it",
                };
                (
                    format!("`{text}` is filled in by Compose, not by the shell in the container"),
                    format!("{why}: write `${text}`"),
                )
            }
        };
        sink.report(dollar.span, message).help(help).fix(Unsafe, "Double the dollar", |edits| {
            for at in dollar.dollars {
                edits.insert(at, "$");
            }
        });
    }
}
