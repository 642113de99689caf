//! Packages whose signature is not checked.

use plimsoll_core::facts::{Guard, Unverified};
use plimsoll_core::prelude::*;
use plimsoll_core::verification::Subject;

declare_rule! {
    /// The signature says who made a package; a mirror or a plain `http://` source could hand out anything without it,
    /// and packages run scripts as root when they are installed.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get install -y --allow-unauthenticated acme-tool
    /// ```
    ///
    /// Add the key of the repository instead:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ADD --chmod=644 https://apt.acme.dev/key.asc /etc/apt/keyrings/acme.asc
    /// RUN echo "deb [signed-by=/etc/apt/keyrings/acme.asc] https://apt.acme.dev stable main" \
    ///       > /etc/apt/sources.list.d/acme.list \
    ///  && apt-get update && apt-get install -y --no-install-recommends acme-tool
    /// ```
    ///
    /// `--force-yes` answers the question about signatures with yes, too, and permits downgrades and the removal of
    /// essential packages. `-y` is meant:
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// RUN apt-get update && apt-get --force-yes install curl
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// RUN apt-get update && apt-get -y install curl
    /// ```
    ///
    /// Found are these of apt, `--allow-untrusted` of apk, `--nogpgcheck` of yum and dnf, `--no-gpg-checks` of zypper,
    /// `--nosignature` and `--nodigest` of rpm where it installs, the settings behind them (`gpgcheck=0`,
    /// `APT::Get::AllowUnauthenticated`, `SigLevel = Never`), and `[trusted=yes]` in package sources, except for a
    /// folder of the image. Reported as information are packages that the same script compares with a checksum or
    /// signature, and files that were not downloaded in it: those are your own, but what they pull in is not.
    pub static RULE = {
        id: "no-unverified-packages", summary: "Leave the checks of packages' signatures on", category: Security,
        severity: Error, fix: Unsafe, since: "0.2.0", presets: [Recommended],
        aliases: [
            "checkov/CKV2_DOCKER_7", "checkov/CKV2_DOCKER_8", "checkov/CKV2_DOCKER_9", "checkov/CKV2_DOCKER_10",
            "checkov/CKV2_DOCKER_11", "cis/4.11",
        ],
    }
    Check::Instruction(
        &[Keyword::Run, Keyword::Copy, Keyword::Add, Keyword::Cmd, Keyword::Entrypoint],
        check,
    )
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    for Unverified { off, guard } in cx.unverified(instruction, Subject::Signature) {
        let forces = off.written.ends_with("--force-yes");
        let written = &off.written;
        let message = match guard {
            Guard::Checksum => format!("`{written}` installs unsigned packages; only the checksum protects them"),
            Guard::OwnFile => {
                format!("`{written}` looks at no signature, not even of what a file of your own pulls in")
            }
            Guard::None if forces => {
                format!("`{written}` answers security questions with yes: packages may be unsigned")
            }
            Guard::None => format!("`{written}` installs packages that anybody may have made"),
        };
        let help = if forces { "write `-y`" } else { "leave it out, and add the key that signs the packages" };
        let mut finding = sink.report(off.span, message).help(help);
        if guard != Guard::None {
            finding = finding.severity(Severity::Info);
        }
        if forces {
            let (span, text) = instead_of_force(cx, instruction, off.span);
            finding.fix(Unsafe, "Say yes to ordinary questions only", |edit| edit.replace(span, text));
        }
    }
}

/// What takes the place of `--force-yes`: `-y`, or nothing where that is given.
fn instead_of_force(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, span: Span) -> (Span, &'static str) {
    let mut commands = cx.facts.scripts_of(instruction).flat_map(|script| script.script.commands());
    let says_yes = commands.any(|command| command.span().covers(span) && command.has_flag(Some('y'), "yes"));
    let before = Span::new(span.start.saturating_sub(2), span.start);
    // Alone on its line it is replaced, so that no empty line is left.
    let stands_alone = before.of(cx.dockerfile.text()).trim_start().len() < 2;
    if says_yes && !stands_alone { (Span::new(span.start - 1, span.end), "") } else { (span, "-y") }
}
