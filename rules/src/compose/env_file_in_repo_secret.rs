//! Files of variables with credentials that Git does not ignore.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A file of variables that stands beside the Compose file goes into the repository with it, unless `.gitignore` keeps
    /// it out. A password or token in it is then known to everybody who ever had the repository, and the history keeps it.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     env_file: app.env
    /// ==> app.env
    /// DB_PASSWORD=wh4le-hello-Tr33
    /// ==> .gitignore
    /// node_modules/
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     env_file: app.env
    /// ==> app.env
    /// DB_PASSWORD=wh4le-hello-Tr33
    /// ==> .gitignore
    /// *.env
    /// ```
    ///
    /// Replace the credential, ignore the file, and keep an `app.env.example` with the names alone. The file is read where it
    /// is at hand; passwords that are easily guessed and variables are spared. Where no `.gitignore` is at hand, nobody
    /// knows whether the file is in a repository: the finding is information then, and left out by `recommended`.
    pub static RULE = {
        id: "env-file-in-repo-secret", summary: "Keep files with credentials out of the repository", category: Security,
        severity: Warning, since: "0.3.0", presets: [Recommended, ComposeLint],
        aliases: ["compose-lint/CL-0020", "compose-lint/CL-0021"],
        differs: [
            "compose-lint/CL-0020" => "A file of `env_file` that `.gitignore` keeps out of the repository may hold credentials.",
        ],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for file in cx.env_files(at.service) {
        let committed = cx.is_committed(&file.path);
        let is_unknown = committed.is_absent();
        let credentials = file.credentials();
        let Some(first) = credentials.first() else { continue };
        if committed == Know::Known(false) || (is_unknown && sink.is_by_preset(Preset::Recommended)) {
            continue;
        }
        let (path, name) = (file.said.path.raw, file.path.file_name());
        let others = match credentials.len() - 1 {
            0 => String::new(),
            others => format!(" and {others} more"),
        };
        let message = if is_unknown {
            format!("`{path}` holds `{first}`{others}: it must not get into a repository")
        } else {
            format!("`{path}` holds `{first}`{others}, and `.gitignore` does not keep it out of the repository")
        };
        // The file is not shown: its lines would stand in logs.
        sink.report(file.said.path.span, message)
            .severity(if is_unknown { Severity::Info } else { Severity::Warning })
            .help(format!(
                "write `{name}` into `.gitignore`, and replace the credential if the file was ever committed"
            ));
    }
}
