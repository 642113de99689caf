//! Files of variables that the loader cannot read.

use plimsoll_core::dotenv::Fault;
use plimsoll_core::facts::missing_env_files::BadLine;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A line of an `env_file`, or of the `.env` of the project, is no variable: Compose refuses to start anything.
    ///
    /// Names have letters, digits and `_ . - [ ]`, and quotes that open a value must be closed. The line itself is not
    /// shown, because reports are kept in logs. Stacks read these files by other rules and are not judged.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     env_file: web.env
    /// ==> web.env
    /// TZ=UTC
    /// GREETING="ahoy
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     env_file: web.env
    /// ==> web.env
    /// # The time zone.
    /// export TZ=UTC
    /// GREETING="ahoy
    /// there"
    /// ```
    pub static RULE = {
        id: "env-file-invalid", summary: "Write files of variables that Compose can read", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check_service),
    Check::Compose(check)
}

fn check_service(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for (file, bad) in cx.bad_env_files(at.service) {
        let span = at.service.place(file.path.span, file.path.origin);
        sink.report(span, format!("line {} of `{}` {}", bad.line, file.path.raw, said(&bad))).help(help(&bad));
    }
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let Some(bad) = cx.bad_dotenv() else { return };
    let place = cx.compose.root.own_entries().next().map_or(Span::empty(0), |entry| entry.key.span());
    sink.report(place, format!("line {} of the `.env` beside this file {}", bad.line, said(&bad))).help(help(&bad));
}

fn said(bad: &BadLine) -> String {
    match bad.fault {
        Fault::Name(' ') => "has a blank in the name of a variable".to_owned(),
        Fault::Name(c) => format!("has `{c}` in the name of a variable"),
        Fault::NoName => "has no name before the sign".to_owned(),
        Fault::Unclosed => "opens quotes that are not closed".to_owned(),
    }
}

const fn help(bad: &BadLine) -> &'static str {
    match bad.fault {
        Fault::Unclosed => "close them, or take them out",
        Fault::Name(_) | Fault::NoName => "write `NAME=value`, and `#` before a comment",
    }
}
