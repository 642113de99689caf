//! Credentials written out in a Dockerfile or Compose file.

use plimsoll_core::prelude::*;
use plimsoll_core::secrets;

declare_rule! {
    /// A credential in a file is known to everybody who ever had the repository, and in an image to everybody who can
    /// pull it. Deleting the line does not help: history and layers keep it. Revoke it, then give the new one to the
    /// build as a secret.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// COPY <<EOF /root/.ssh/deploy
    /// -----BEGIN OPENSSH PRIVATE KEY-----
    /// b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW
    /// QyNTUxOQAAACCtGx9qLrPzT5v2cUmK1hNwYb7eEoXiS0pWfJdVh3RzAgAAAJgq8Zs1KvGb
    /// -----END OPENSSH PRIVATE KEY-----
    /// EOF
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14-slim
    /// RUN pip install --index-url https://ci:Xk29vbQ7@pypi.acme.dev/simple acme
    /// ```
    ///
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// RUN --mount=type=secret,id=netrc,target=/root/.netrc \
    ///     pip install --index-url https://pypi.acme.dev/simple acme
    /// ```
    ///
    /// Found are private keys and the tokens of some eighty issuers, among them AWS, Azure, Google, GitHub, GitLab,
    /// Docker Hub, npm, PyPI, Slack, Stripe, OpenAI, Anthropic and Hugging Face: in any instruction, in heredocs and in
    /// comments. Checksums are verified where the format has one, so an invented GitHub token is none. The examples in
    /// the issuers' documentation, the keys of emulators and plain placeholders are spared.
    ///
    /// Compose files are searched in the same way. Passwords in their URLs belong to `no-credential-in-url`.
    ///
    /// ```yaml,expect
    /// services:
    ///   app:
    ///     image: registry.example.com/harbour/app:3
    ///     environment:
    ///       AWS_SECRET_ACCESS_KEY: zP4kT8wQ2nV6xB9mL3rJ7hD5fG1sY0cE+uA/iOqX
    /// ```
    ///
    /// A password in a URL is a warning. Those that everybody tries first (`postgres:postgres@db`), those of hosts such
    /// as `localhost` and `example.com`, and variables are spared.
    pub static RULE = {
        id: "hardcoded-secret-value", summary: "Write no tokens, keys and passwords into the file", category: Security,
        severity: Error, since: "0.2.0", presets: [Recommended],
        aliases: ["tally/secrets-in-code", "cis/4.10", "dockle/CIS-DI-0010"],
    }
    Check::Dockerfile(check),
    Check::Compose(check_compose)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    for found in secrets::find(cx.dockerfile.text()) {
        let finding = sink
            .report(found.span, format!("{} is written into the file", found.name))
            .help("revoke it, and give a new one to the build: `RUN --mount=type=secret,id=…`");
        // Passwords have no format to be sure of, and an id alone opens nothing.
        if found.in_url || found.name.ends_with(" id") || found.name == "a Google API key" {
            finding.severity(Severity::Warning);
        }
    }
}

fn check_compose(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    // A Dockerfile inside the file is searched as one.
    let inline = cx.inline_dockerfiles();
    for found in secrets::find(cx.yaml.text()) {
        if found.in_url || inline.iter().any(|dockerfile| dockerfile.overlaps(found.span)) {
            continue;
        }
        let finding = sink
            .report(found.span, format!("{} is written into the file", found.name))
            .help("revoke it, and give a new one to the service as a secret, or through a variable from outside");
        if found.name.ends_with(" id") || found.name == "a Google API key" {
            finding.severity(Severity::Warning);
        }
    }
}
