//! Connections whose certificate is not checked.

use plimsoll_core::facts::{Guard, Unverified};
use plimsoll_core::prelude::*;
use plimsoll_core::verification::{self, Subject};

declare_rule! {
    /// Without a check of the certificate, whoever sits between the build and the server (a proxy, a wireless network, a
    /// hijacked name) chooses what is downloaded. A variable in ENV does more: it stays in the image, and every program
    /// of that kind trusts everybody for as long as the container runs.
    ///
    /// The usual reason is a missing certificate authority. Add it to the image:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// COPY company-ca.crt /usr/local/share/ca-certificates/
    /// RUN update-ca-certificates
    /// ENV NODE_EXTRA_CA_CERTS=/usr/local/share/ca-certificates/company-ca.crt
    /// RUN curl -fsSLO https://downloads.acme.dev/tool.tar.gz
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN curl -fsSLkO https://downloads.acme.dev/tool.tar.gz
    /// ```
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// ENV NODE_TLS_REJECT_UNAUTHORIZED=0
    /// ```
    ///
    /// ```yaml,expect
    /// services:
    ///   api:
    ///     image: registry.acme.dev/api:2
    ///     environment:
    ///       NODE_TLS_REJECT_UNAUTHORIZED: "0"
    /// ```
    ///
    /// Found are the options of curl, wget, git, npm, Yarn, yum, dnf, apt, conda, Composer, Bundler, the AWS CLI, kubectl,
    /// Helm, skopeo and others; their variables in ENV, ARG, `export`, before a command and in a service's `environment`; and their settings, given by
    /// `config set` or written into a file (`echo sslverify=0 >> /etc/yum.conf`, heredocs, `sed -i`).
    ///
    /// Downloads from the machine itself (`https://localhost:8443`) and HEALTHCHECK are spared. A download that is
    /// compared with a checksum or signature in the same script is reported as information: it cannot be
    /// exchanged, but the check can be had for free.
    pub static RULE = {
        id: "no-unverified-tls", summary: "Leave the checks of TLS certificates on", category: Security, severity: Error,
        since: "0.2.0", presets: [Recommended],
        aliases: [
            "checkov/CKV2_DOCKER_2", "checkov/CKV2_DOCKER_3", "checkov/CKV2_DOCKER_5", "checkov/CKV2_DOCKER_6",
            "checkov/CKV2_DOCKER_12", "checkov/CKV2_DOCKER_13", "checkov/CKV2_DOCKER_14", "checkov/CKV2_DOCKER_15",
        ],
    }
    Check::Instruction(
        &[Keyword::Env, Keyword::Arg, Keyword::Run, Keyword::Copy, Keyword::Add, Keyword::Cmd, Keyword::Entrypoint],
        check,
    ),
    Check::Service(check_service)
}

const HELP: &str = "leave it out; where a certificate authority is missing, copy its certificate to \
                    `/usr/local/share/ca-certificates/` and run `update-ca-certificates`";

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    for Unverified { off, guard } in cx.unverified(instruction, Subject::Certificate) {
        let written = &off.written;
        let message = match off.variable_of {
            Some(of) if instruction.keyword() == Keyword::Env => {
                format!("`{written}` stays in the image: from now on {of} accepts every certificate")
            }
            Some(of) => format!("`{written}` makes {of} accept every certificate"),
            None if guard == Guard::Checksum => {
                format!("`{written}` accepts every certificate; only the checksum protects the download")
            }
            None => format!("`{written}` accepts every certificate: what is fetched may come from anybody"),
        };
        let finding = sink.report(off.span, message).help(HELP);
        if guard == Guard::Checksum {
            finding.severity(Severity::Info);
        }
    }
}

fn check_service(_: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for pair in &at.service.environment {
        let Some(value) = pair.value.as_ref().and_then(|value| value.known()) else { continue };
        let Some(switch) = verification::variable(&pair.name, value) else { continue };
        if switch.subject == Subject::Certificate {
            let message = format!("`{}={value}` makes {} accept every certificate", pair.name, switch.of);
            sink.report(at.service.place(pair.span, pair.origin), message)
                .help("leave it out, and add the missing certificate authority to the image");
        }
    }
}
