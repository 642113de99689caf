//! Credentials written out in a Dockerfile.

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
    /// A password in a URL is a warning. Those that everybody tries first (`postgres:postgres@db`), those of hosts such
    /// as `localhost` and `example.com`, and variables are spared.
    pub static RULE = {
        id: "hardcoded-secret-value", summary: "Write no tokens, keys and passwords into the file", category: Security,
        severity: Error, since: "0.2.0", presets: [Recommended],
        aliases: ["tally/secrets-in-code", "cis/4.10", "dockle/CIS-DI-0010"],
    }
    Check::Dockerfile(check)
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
