//! Files with credentials in an image.

use plimsoll_core::prelude::*;
use plimsoll_core::secrets::files::Sure;

declare_rule! {
    /// What is copied stays in a layer, and everybody who can pull the image has it. A later `rm` hides the file from the
    /// container, not from them.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// COPY id_rsa /root/.ssh/
    /// RUN git clone git@git.acme.dev:harbour/lights.git && rm /root/.ssh/id_rsa
    /// ```
    ///
    /// A mount is there for one RUN and in no layer:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN --mount=type=ssh git clone git@git.acme.dev:harbour/lights.git
    /// RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
    /// ```
    ///
    /// Known by their names are private SSH keys, the credential files of clouds, registries, package indexes,
    /// clusters and Git, and files that a variable such as `GOOGLE_APPLICATION_CREDENTIALS` points to.
    ///
    /// For some names the content decides, where Plimsoll can see it: an `.npmrc` with settings alone is
    /// fine, one with a token is an error. Unseen, `.env`, `server.key` and their like are a warning, and `.npmrc`,
    /// `*.pem` and their like are not judged. A key's public half, `.env.example` and `authorized_keys` are no secrets.
    /// In a stage that is not shipped, the file is in the build cache only: information.
    pub static RULE = {
        id: "copy-secret-file", summary: "Mount files with credentials instead of copying them", category: Security,
        severity: Error, since: "0.2.0", presets: [Recommended],
        aliases: ["trivy/DS-0031", "cis/4.10", "dockle/CIS-DI-0010"],
    }
    Check::Instruction(&[Keyword::Copy, Keyword::Add], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let ships = instruction.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    for copied in cx.secret_files(instruction) {
        let severity = match (copied.sure, copied.holds) {
            (Sure::Certainly, _) | (_, Some(true)) => Severity::Error,
            (Sure::Mostly, None) => Severity::Warning,
            _ => continue,
        };
        let (path, what) = (&copied.path, copied.what);
        let message = match (copied.sure, copied.holds) {
            (Sure::Mostly, None) => format!("`{path}` often holds {what}, and everybody with the image can read it"),
            _ => format!("`{path}` holds {what}, and everybody with the image can read it"),
        };
        let mut finding = sink
            .report(copied.span, message)
            .help("mount it for the RUN that needs it, `RUN --mount=type=secret,id=…,target=…`, or into the container");
        finding = finding.severity(if ships { severity } else { Severity::Info });
        if let Some((name, span)) = copied.named_by {
            finding.label(span, format!("`{name}` names it"));
        }
    }
}
