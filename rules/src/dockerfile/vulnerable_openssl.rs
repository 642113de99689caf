//! Sources of `OpenSSL` with known serious flaws.

use plimsoll_core::flaws::{self, Flaw};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Who builds OpenSSL from source gets no fixes from a distribution: the version in the URL is the version that runs,
    /// until somebody changes it. The versions 3.0.0 to 3.0.7, 1.1.1 to 1.1.1s and 1.0.1 to 1.0.1f have flaws that can be
    /// used from afar.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13 AS build
    /// ARG OPENSSL_VERSION=3.0.5
    /// RUN curl -fsSLO https://www.openssl.org/source/openssl-${OPENSSL_VERSION}.tar.gz
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13 AS build
    /// ADD https://github.com/openssl/openssl/releases/download/openssl-3.5.4/openssl-3.5.4.tar.gz /src/
    /// ```
    ///
    /// Looked at are downloads with curl, wget, aria2c, git and ADD, and copied archives. Packages of a distribution are
    /// not: they have old numbers and carry the fixes. A version that cannot be known is not judged.
    pub static RULE = {
        id: "vulnerable-openssl", summary: "Build a version of OpenSSL without known serious flaws", category: Security,
        severity: Warning, since: "0.2.0", presets: [Recommended], aliases: [],
    }
    Check::Command(&["curl", "wget", "aria2c", "git"], check_command),
    Check::Instruction(&[Keyword::Add, Keyword::Copy], check_transfer)
}

fn check_command(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let flawed = |text: &str| flaws::openssl(text).map(|found| (found.version.to_owned(), found.flaw));
    let found = at.command.args().find_map(|word| {
        let Know::Known(text) = word.expand(&|name| cx.facts.variable_at(at, name)) else { return None };
        Some((word.span(), flawed(&text)?))
    });
    if let Some((span, (version, flaw))) = found {
        report(span, &version, flaw, sink);
    }
}

fn check_transfer(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(transfer) = instruction.as_copy().or_else(|| instruction.as_add()) else { return };
    for source in transfer.sources().filter(|source| source.as_heredoc().is_none() && transfer.from_flag().is_none()) {
        let text = match source.as_word() {
            Some(word) => word.expand(&|name| cx.facts.variable(instruction, name)).known().unwrap_or_default(),
            None => source.cooked().into_owned(),
        };
        if let Some(found) = flaws::openssl(&text) {
            report(source.span(), found.version, found.flaw, sink);
        }
    }
}

fn report(span: Span, version: &str, flaw: Flaw, sink: &mut Sink<'_>) {
    let Flaw { cve, what, fixed } = flaw;
    sink.report(span, format!("OpenSSL `{version}` {what}: {cve}")).help(format!(
        "take at least `{fixed}`, better a series that is still maintained, or the distribution's package"
    ));
}
