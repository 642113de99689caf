//! Files of variables that are not there.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A service reads a file of variables (`env_file`) or labels (`label_file`) that does not exist: Compose refuses to start
    /// anything.
    ///
    /// Such files are mostly made on each machine. So a file is only missed where a `.gitignore` is at hand that does not
    /// keep it out of the repository, and where no template of it (`.env.example`, `app.env.dist`) lies beside it.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     env_file: [web.env, common.env]
    /// ==> common.env
    /// TZ=UTC
    /// ==> .gitignore
    /// node_modules/
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     env_file:
    ///       - .env
    ///       - {path: local.env, required: false}
    /// ==> .gitignore
    /// .env
    /// ```
    pub static RULE = {
        id: "env-file-missing", summary: "Read files of variables that are there", category: Correctness, severity: Error,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for path in cx.missing_env_files(at.service) {
        let said = format!("`{}` reads `{}`, which does not exist", at.service.name, path.raw);
        sink.report(at.service.place(path.span, path.origin), said).help(
            "correct the path; if each machine makes its own, name it in `.gitignore`, or say `required: false` in an `env_file`",
        );
    }
}
