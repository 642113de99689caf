//! Compose files that lie beside one which is taken instead.

use plimsoll_core::prelude::*;

declare_rule! {
    /// Compose looks for `compose.yaml`, `compose.yml`, `docker-compose.yml` and `docker-compose.yaml`, and takes the first
    /// that exists; of the override files it takes the first, too. The others are only read when somebody names them, which
    /// a warning that is easily overlooked says at each start.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ==> docker-compose.yml
    /// services:
    ///   web:
    ///     image: nginx:1.27.5
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// include: [docker-compose.yml]
    /// ==> docker-compose.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// A file is fine that another one includes or extends, that `COMPOSE_FILE` in `.env` or a set of the configuration
    /// names, that is a copy of the one that is taken, or that is for a stack.
    pub static RULE = {
        id: "several-default-files", summary: "Keep one default Compose file in a folder", category: Correctness,
        severity: Warning, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let Some(taken) = cx.taken_instead() else { return };
    let place = cx.compose.root.own_entries().next().map_or(Span::empty(0), |entry| entry.key.span());
    sink.report(place, format!("Compose takes `{}` beside this file, and reads this one only with `-f`", taken.name))
        .label_in(taken.file, taken.place, "this one is taken")
        .help(if taken.is_override {
            "delete one of them, or give this one another name, such as `compose.prod.yaml`"
        } else {
            "delete one of them, give this one another name, or name the files in `COMPOSE_FILE` of `.env`"
        });
}
