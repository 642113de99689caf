//! Credentials on the command line of a build.

use plimsoll_core::facts::{Credential, CredentialUse};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A command line is part of the image's history, and so are the build arguments in it. Many logins also keep what
    /// they were given in a file of the layer.
    ///
    /// ```dockerfile,expect
    /// FROM docker:29-cli
    /// RUN docker login -u ci -p harbour-light registry.acme.dev
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// ARG NPM_TOKEN
    /// RUN npm config set //registry.npmjs.org/:_authToken "$NPM_TOKEN" && npm ci
    /// ```
    ///
    /// Mount the secret, as a file or a variable, for the RUN that needs it:
    ///
    /// ```dockerfile
    /// FROM node:24
    /// RUN --mount=type=secret,id=npmrc,target=/root/.npmrc npm ci
    /// ```
    ///
    /// ```dockerfile
    /// FROM alpine/git:2.49
    /// RUN --mount=type=secret,id=token,env=TOKEN git clone "https://oauth2:${TOKEN}@git.acme.dev/harbour/lights.git"
    /// ```
    ///
    /// Found are logins to registries, clouds, clusters and package indexes, tokens in settings (`npm config set`,
    /// `composer config`, `git config`), passwords and headers of curl and wget, user and token in a URL, and files
    /// with credentials that a RUN or a heredoc writes (`.npmrc`, `.netrc`).
    ///
    /// A build argument with a telling name is reported where it is declared; here it counts when the command keeps it in
    /// a file that the same RUN does not remove again, or when the name says nothing. Values that are computed or come
    /// from a secret mount are spared, as are passwords that everybody tries first. Tokens with a known format are left
    /// to the rule about those.
    pub static RULE = {
        id: "run-credential-command", summary: "Give no credentials to commands on their command line", category: Security,
        severity: Error, since: "0.2.0", presets: [Recommended], aliases: ["trivy/DS-0031", "cis/4.10"],
    }
    Check::Command(&[], check),
    Check::Instruction(&[Keyword::Run, Keyword::Copy, Keyword::Add], check_written)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    for found in cx.credentials_of(at) {
        report(cx, at.instruction, &found, sink);
    }
}

fn check_written(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    for found in cx.credentials_written(instruction) {
        report(cx, instruction, &found, sink);
    }
}

fn report(cx: &DockerfileCx<'_>, at: Instruction<'_>, found: &CredentialUse, sink: &mut Sink<'_>) {
    let Some(message) = message(at, found) else { return };
    let ships = at.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    let mut finding = sink.report(found.span, message).help(
        "mount it for this RUN: `RUN --mount=type=secret,id=token,env=TOKEN …`, or as the file that the program reads",
    );
    if let Credential::Variable { name, source, .. } = &found.from {
        finding = finding.label(source.span, format!("`{name}` is declared here"));
    }
    if !ships && found.from != Credential::Literal {
        finding.severity(Severity::Info);
    }
}

fn message(at: Instruction<'_>, found: &CredentialUse) -> Option<String> {
    let kept = found.kept.as_ref();
    let is_build = matches!(at.keyword(), Keyword::Run | Keyword::Copy | Keyword::Add);
    Some(match (&found.from, &found.command, kept) {
        (Credential::Literal, Some(command), None) => format!("`{command}` gets a credential that is written out"),
        (Credential::Literal, Some(command), Some(kept)) => {
            format!("`{command}` gets a credential that is written out, and keeps it in `{kept}`")
        }
        (Credential::Literal, None, kept) => {
            format!("a credential for `{}` is written out", kept.map_or("a file", String::as_str))
        }
        // When the container starts, the variable may be another.
        (Credential::Variable { .. }, ..) if !is_build => return None,
        (Credential::Variable { name, .. }, Some(command), Some(kept)) => {
            format!("`{command}` keeps `${name}` in `{kept}` of this layer")
        }
        (Credential::Variable { name, .. }, None, Some(kept)) => {
            format!("`${name}` is written into `{kept}`, which stays in this layer")
        }
        (Credential::Variable { name, is_named: false, .. }, Some(command), None) => {
            format!("`{command}` gets a credential from `{name}`, which can be read in the image's history")
        }
        (Credential::File(path), Some(command), Some(kept)) => {
            format!("`{command}` keeps the credentials of `{path}` in `{kept}` of this layer")
        }
        _ => return None,
    })
}
