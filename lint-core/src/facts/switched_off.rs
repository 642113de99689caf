//! The verifications that an instruction switches off.

use crate::cx::{CommandAt, DockerfileCx};
use crate::dockerfile::{Instruction, InstructionView, Pair};
use crate::know::Know;
use crate::shell::Command;
use crate::span::Span;
use crate::verification::{self, Subject, SwitchedOff};

/// A verification that is switched off, in a Dockerfile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unverified {
    /// What and where.
    pub off: SwitchedOff,
    /// What else protects what is fetched.
    pub guard: Guard,
}

/// What protects a download or a package whose verification is switched off.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// Nothing that is seen.
    None,
    /// It is compared with a checksum or a signature afterwards.
    Checksum,
    /// It is a file that was not downloaded here: copied from the context or another stage.
    OwnFile,
}

impl DockerfileCx<'_> {
    /// The verifications of a kind that an instruction switches off: by variables, options, settings and files that it
    /// writes.
    pub fn unverified(&self, at: Instruction<'_>, subject: Subject) -> Vec<Unverified> {
        let mut found = match at.view() {
            InstructionView::Env(env) => self.by_variables(at, env.pairs()),
            InstructionView::Arg(arg) => self.by_variables(at, arg.pairs()),
            _ => self.by_commands(at),
        };
        for written in self.facts.written(at) {
            let text = written.span.of(self.dockerfile.text());
            let lines = verification::lines(text, written.file.as_deref().unwrap_or(""));
            found.extend(lines.into_iter().map(|line| {
                let span = Span::new(line.range.start as u32, line.range.end as u32);
                unchecked(line.subject, span.shifted(written.span.start), span.of(text))
            }));
        }
        found.retain(|found| found.off.subject == subject);
        found
    }

    fn by_variables<'a>(&self, at: Instruction<'_>, pairs: impl Iterator<Item = Pair<'a>>) -> Vec<Unverified> {
        let judge = |pair: Pair<'_>| {
            let name = pair.key.cooked();
            let Know::Known(value) = pair.value?.expand(&|name| self.facts.variable(at, name)) else { return None };
            let switch = verification::variable(&name, &value)?;
            let written = format!("{name}={value}");
            let off = SwitchedOff { subject: switch.subject, span: pair.span, written, variable_of: Some(switch.of) };
            Some(Unverified { off, guard: Guard::None })
        };
        pairs.filter_map(judge).collect()
    }

    fn by_commands(&self, at: Instruction<'_>) -> Vec<Unverified> {
        let mut found = Vec::new();
        for script in self.facts.scripts_of(at) {
            for command in script.script.commands() {
                let place = CommandAt { command, instruction: at, script };
                let offs = verification::in_command(command, &|name| self.facts.variable_at(&place, name));
                found.extend(offs.into_iter().map(|off| {
                    let guard = if off.variable_of.is_some() {
                        Guard::None
                    } else if off.subject == Subject::Signature && verification::installs_own_files(command) {
                        Guard::OwnFile
                    } else if verification::is_checked_later(command) {
                        Guard::Checksum
                    } else {
                        Guard::None
                    };
                    Unverified { off, guard }
                }));
                found.extend(by_sed(command));
            }
        }
        found
    }
}

fn unchecked(subject: Subject, span: Span, written: &str) -> Unverified {
    let off = SwitchedOff { subject, span, written: written.to_owned(), variable_of: None };
    Unverified { off, guard: Guard::None }
}

/// `sed -i s/gpgcheck=1/gpgcheck=0/ /etc/yum.repos.d/x.repo`
fn by_sed(command: Command<'_>) -> Vec<Unverified> {
    if command.name().as_deref() != Some("sed") || !command.args().any(|word| word.lossy().starts_with("-i")) {
        return Vec::new();
    }
    let file = command.args().next_back().map(|word| word.lossy().into_owned()).unwrap_or_default();
    let judge = |word: crate::shell::Word<'_>| {
        let text = word.lossy();
        // After an address, `/^x/s|a|b|`.
        let rest =
            text.strip_prefix('/').and_then(|address| address.split_once('/')).map_or(text.as_ref(), |(_, rest)| rest);
        let rest = rest.strip_prefix('s')?;
        let delimiter = rest.chars().next().filter(|c| c.is_ascii_punctuation())?;
        let replacement = rest.split(delimiter).nth(2)?;
        let subject = verification::in_line(replacement.trim(), &file)?;
        Some(unchecked(subject, word.span(), replacement))
    };
    command.args().filter_map(judge).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn found(dockerfile: &str) -> Vec<(String, Guard)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let subjects = [Subject::Certificate, Subject::PythonHost, Subject::Signature];
        let all = cx
            .dockerfile
            .instructions()
            .flat_map(|at| subjects.into_iter().flat_map(move |one| cx.unverified(at, one)));
        all.map(|found| (found.off.span.of(dockerfile).to_owned(), found.guard)).collect()
    }

    #[test]
    fn every_instruction_counts() {
        for (text, place) in [
            ("ENV A=1 NODE_TLS_REJECT_UNAUTHORIZED=0", "NODE_TLS_REJECT_UNAUTHORIZED=0"),
            ("ENV NODE_TLS_REJECT_UNAUTHORIZED 0", "NODE_TLS_REJECT_UNAUTHORIZED 0"),
            ("ARG GIT_SSL_NO_VERIFY=true", "GIT_SSL_NO_VERIFY=true"),
            ("ARG OFF=false\nENV NPM_CONFIG_STRICT_SSL=$OFF", "NPM_CONFIG_STRICT_SSL=$OFF"),
            ("RUN sh -c 'curl -k https://a.dev'", "-k"),
            ("RUN <<EOF\ncurl -k https://a.dev\nEOF", "-k"),
            ("RUN echo sslverify=0 >> /etc/yum.conf", "sslverify=0"),
            ("RUN printf '[x]\\ngpgcheck=0\\n' > /etc/yum.repos.d/x.repo", "gpgcheck=0"),
            ("RUN echo \"deb [arch=amd64 trusted=yes] https://a.dev x main\" > /etc/apt/sources.list", "trusted=yes"),
            ("COPY <<EOF /etc/pip.conf\n[global]\ntrusted-host = a.dev\nEOF", "trusted-host = a.dev"),
            ("RUN sed -i 's/gpgcheck=1/gpgcheck=0/g' /etc/yum.repos.d/x.repo", "'s/gpgcheck=1/gpgcheck=0/g'"),
            (
                "RUN sed -i -e '/^x/s|SigLevel.*|SigLevel = Never|' /etc/pacman.conf",
                "'/^x/s|SigLevel.*|SigLevel = Never|'",
            ),
        ] {
            assert_eq!(found(&format!("FROM a\n{text}\n")), [(place.to_owned(), Guard::None)], "{text}");
        }
    }

    #[test]
    fn a_checksum_afterwards_is_seen() {
        let run = "FROM a\nRUN curl -kO https://a.dev/x && echo 'abc  x' | sha256sum -c -\n";
        assert_eq!(found(run), [("-kO".to_owned(), Guard::Checksum)]);
    }

    #[test]
    fn own_files_are_told_from_downloads() {
        let guard = |run: &str| found(&format!("FROM a\nRUN {run}\n")).first().map(|found| found.1);
        assert_eq!(guard("apk add --no-cache --allow-untrusted /pkgs/*.apk"), Some(Guard::OwnFile));
        assert_eq!(guard("rpm -i --nosignature /rpms/a.rpm"), Some(Guard::OwnFile));
        assert_eq!(guard("dnf install -y --nogpgcheck ./a.rpm b"), Some(Guard::None));
        assert_eq!(guard("dnf install -y --nogpgcheck https://a.dev/a.rpm"), Some(Guard::None));
        assert_eq!(guard("curl -fO https://a.dev/a.apk && apk add --allow-untrusted a.apk"), Some(Guard::None));
    }

    #[test]
    fn unknown_values_are_left_alone() {
        assert_eq!(found("FROM a\nARG NODE_TLS_REJECT_UNAUTHORIZED\nENV GIT_SSL_NO_VERIFY=$X\n"), []);
        assert_eq!(
            found("FROM a\nRUN grep gpgcheck=0 /etc/yum.conf; sed -i 's/gpgcheck=0/gpgcheck=1/' /etc/yum.conf\n"),
            []
        );
    }
}
