//! Variables that a stack does not get from `.env`.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Compose reads the `.env` beside the file, `docker stack deploy` does not: a variable that only stands there becomes the
    /// empty text, and only a warning says so. The shell that deploys must export it.
    ///
    /// Only names that the `.env` really gives are reported, and none with a default of its own. An `env_file` of a service
    /// is another matter: stacks read it.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:${RELEASE}
    /// ==> .env
    /// RELEASE=3
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:${RELEASE:-3}
    /// ==> .env
    /// RELEASE=3
    /// ```
    pub static RULE = {
        id: "swarm-dotenv-not-read", summary: "Export the variables of a stack", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    if !cx.is_stack {
        return;
    }
    let variables = cx.variables_of_dotenv();
    let Some(((name, span), others)) = variables.split_first() else { return };
    let who = match others.len() {
        0 => format!("`{name}` stands"),
        1 => format!("`{name}` and another variable stand"),
        more => format!("`{name}` and {more} other variables stand"),
    };
    let mut finding = sink.report(*span, format!("{who} in `.env`, which `docker stack deploy` does not read"));
    for (_, span) in others.iter().take(10) {
        finding = finding.label(*span, "so does this");
    }
    finding.help("export them in the shell that deploys: `set -a; . ./.env; set +a`");
}
