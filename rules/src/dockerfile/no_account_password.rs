//! Passwords of accounts in a build.

use plimsoll_core::facts::Password;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A password that a build sets is the same in every container of the image, and whoever can pull the image reads
    /// it in its history. Containers seldom need one: `docker exec` asks for none, and for SSH there are keys.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN echo 'root:harbour-light' | chpasswd
    /// ```
    ///
    /// Take it from a secret mount, or set it when the container starts:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// RUN --mount=type=secret,id=accounts chpasswd < /run/secrets/accounts
    /// ```
    ///
    /// Found are `chpasswd`, `passwd --stdin` and the hashes of `useradd -p` and `usermod -p`, when the password is
    /// written out or comes from ARG or ENV. A hash can be tried offline, so it is no better. An account that is locked
    /// (`usermod -p '*'`), a password made at random and one from a secret mount are fine.
    ///
    /// `passwd -d root` goes further: without a password every process that finds `su` becomes root
    /// (CVE-2019-5021). Lock the account with `passwd -l root`.
    ///
    /// ```dockerfile,expect
    /// FROM alpine:3.23
    /// RUN passwd -d root
    /// ```
    pub static RULE = {
        id: "no-account-password", summary: "Set no passwords of accounts in a build", category: Security, severity: Warning,
        since: "0.2.0", presets: [Recommended], aliases: ["checkov/CKV2_DOCKER_17", "cis/4.10"],
    }
    Check::Command(&["chpasswd", "passwd", "useradd", "usermod"], check)
}

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let Some(found) = cx.account_password(at).filter(|_| at.instruction.keyword() == Keyword::Run) else { return };
    let whose = found.account.map_or_else(|| "an account".to_owned(), |account| format!("`{account}`"));
    let (message, help) = match &found.password {
        Password::Literal => (format!("the password of {whose} can be read in the image's history"), SECRET),
        Password::Hash => (format!("the hash of the password of {whose} can be read in the image's history"), SECRET),
        Password::Variable(name, _) => {
            (format!("the password of {whose} comes from `{name}`, which can be read off the image"), SECRET)
        }
        Password::None => (format!("{whose} needs no password any more: every process can become root"), LOCK),
    };
    let mut finding = sink.report(found.span, message).help(help);
    if let Password::Variable(name, source) = found.password {
        finding = finding.label(source, format!("`{name}` is declared here"));
    }
    if !at.instruction.stage().is_some_and(|stage| cx.facts.ships(stage.index())) {
        finding.severity(Severity::Info);
    }
}

const SECRET: &str = "leave the account without a password, or read it from a secret: \
                      `RUN --mount=type=secret,id=accounts chpasswd < /run/secrets/accounts`";
const LOCK: &str = "lock the account with `passwd -l root`";
