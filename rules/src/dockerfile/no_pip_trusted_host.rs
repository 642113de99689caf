//! Python packages from a host that need not prove who it is.

use plimsoll_core::facts::Unverified;
use plimsoll_core::prelude::*;
use plimsoll_core::verification::Subject;

declare_rule! {
    /// A trusted host may answer without TLS or with any certificate, so whoever sits in between can hand out packages
    /// of his own, and installing a package runs its code.
    ///
    /// ```dockerfile,expect
    /// FROM python:3.14-slim
    /// RUN pip install --no-cache-dir --index-url http://pypi.acme.dev/simple --trusted-host pypi.acme.dev acme
    /// ```
    ///
    /// Serve the index by https, and name its certificate authority if it is your own:
    ///
    /// ```dockerfile
    /// FROM python:3.14-slim
    /// COPY company-ca.crt /etc/ssl/
    /// RUN pip install --no-cache-dir --cert /etc/ssl/company-ca.crt --index-url https://pypi.acme.dev/simple acme
    /// ```
    ///
    /// Found are `--trusted-host` of pip and uv, `--allow-insecure-host` of uv, `PIP_TRUSTED_HOST` and
    /// `UV_INSECURE_HOST` in ENV, ARG and scripts, `pip config set`, and `trusted-host` in a configuration file that the
    /// Dockerfile writes. A host that is the machine itself is spared.
    pub static RULE = {
        id: "no-pip-trusted-host", summary: "Fetch Python packages from hosts that prove who they are", category: Security,
        severity: Warning, since: "0.2.0", presets: [Recommended],
        aliases: ["checkov/CKV2_DOCKER_4", "checkov/CKV2_DOCKER_16", "cis/4.11"],
    }
    Check::Instruction(
        &[Keyword::Env, Keyword::Arg, Keyword::Run, Keyword::Copy, Keyword::Add, Keyword::Cmd, Keyword::Entrypoint],
        check,
    )
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    for Unverified { off, .. } in cx.unverified(instruction, Subject::PythonHost) {
        let message = match off.variable_of {
            Some(of) => {
                format!("`{}` makes {of} install packages from a host that need not prove who it is", off.written)
            }
            None => format!("`{}` installs packages from a host that need not prove who it is", off.written),
        };
        sink.report(off.span, message)
            .help("leave it out and name the index by `https://`; for an own certificate authority pass `--cert`");
    }
}
