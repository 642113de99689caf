//! Passwords of accounts that are set in a Dockerfile.

use super::Credential;
use crate::cx::{CommandAt, DockerfileCx};
use crate::secrets::commands::piped_in;
use crate::shell::{Command, Grammar, Part, Word};
use crate::span::Span;

/// A password that a command sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountPassword {
    /// Where it stands.
    pub span: Span,
    /// The account, where its name is literal.
    pub account: Option<String>,
    /// The password.
    pub password: Password,
}

/// What is known of a password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Password {
    /// It is written out.
    Literal,
    /// Its hash is written out.
    Hash,
    /// An ARG or ENV of that name and place holds it.
    Variable(String, Span),
    /// It is removed: the account can be entered without one.
    None,
}

const PASSWD: Grammar = Grammar { letters: "inwxR", names: &["inactive", "mindays", "warndays", "maxdays", "root"] };
/// Shadow's useradd and usermod.
const GRAMMAR: Grammar = Grammar {
    letters: "bcdefgGkKpPRsu",
    names: &[
        "base-dir",
        "comment",
        "expiredate",
        "gid",
        "groups",
        "home",
        "home-dir",
        "inactive",
        "key",
        "password",
        "shell",
        "skel",
        "uid",
    ],
};

impl DockerfileCx<'_> {
    /// The password that a command sets, where it can be read off the image's history. One that is made at random, or
    /// comes from a secret mount, is none of these.
    pub fn account_password(&self, at: &CommandAt<'_>) -> Option<AccountPassword> {
        let command = at.command;
        match command.name()?.as_ref() {
            "chpasswd" => {
                let is_hash = command.has_flag(Some('e'), "encrypted");
                let word = piped_in(command)?;
                let text = word.lossy();
                let (account, secret) = text.split_once(':')?;
                let account = (!account.contains('$')).then(|| account.trim_start_matches(['"', '\'']).to_owned());
                self.password(at, word, account, secret, is_hash)
            }
            "passwd" if command.has_flag(None, "stdin") => {
                let word = piped_in(command)?;
                self.password(at, word, account(command, &PASSWD), &word.lossy(), false)
            }
            "passwd" => {
                let flag = command.flag(Some('d'), "delete")?;
                let account = account(command, &PASSWD).filter(|account| account == "root")?;
                Some(AccountPassword { span: flag.span(), account: Some(account), password: Password::None })
            }
            "useradd" | "usermod" => {
                let word = command.options(&GRAMMAR).value('p', "password")?;
                self.password(at, word, account(command, &GRAMMAR), &word.lossy(), true)
            }
            _ => None,
        }
    }

    fn password(
        &self,
        at: &CommandAt<'_>,
        word: Word<'_>,
        account: Option<String>,
        secret: &str,
        is_hash: bool,
    ) -> Option<AccountPassword> {
        let secret = secret.trim_end_matches("\\n");
        let password = if word.has_substitution() {
            hashed_literal(word)?
        } else if is_hash && !word.has_expansion() {
            match secret {
                "" if account.as_deref() == Some("root") => Password::None,
                // No hash begins so: the account is locked.
                locked if locked.len() < 3 || locked.starts_with(['*', '!']) => return None,
                _ => Password::Hash,
            }
        } else if secret.is_empty() {
            return None;
        } else if !word.has_expansion() {
            Password::Literal
        } else {
            match self.credential(at.instruction, Some(at.script), secret)? {
                Credential::Literal | Credential::File(_) => Password::Literal,
                Credential::Variable { name, source, .. } => Password::Variable(name, source.span),
            }
        };
        Some(AccountPassword { span: word.span(), account, password })
    }
}

fn account(command: Command<'_>, grammar: &Grammar) -> Option<String> {
    let name = command.options(grammar).operands.last()?.literal()?.into_owned();
    (!name.is_empty()).then_some(name)
}

/// `$(openssl passwd -1 hunter2)`: the hash is made of a literal.
fn hashed_literal(word: Word<'_>) -> Option<Password> {
    let mut parts = word.parts();
    let is_literal = |text: &str| {
        let text = text.trim_start_matches(['$', '(', '`', ' ']);
        let hashes = text.starts_with("openssl passwd") || text.starts_with("mkpasswd");
        hashes
            && !text.contains(['$', '<', '|', '`'])
            && !text.contains("rand")
            && !text.contains("stdin")
            && !text.contains(" -in ")
    };
    parts.any(|part| matches!(part, Part::Substitution(text) if is_literal(text))).then_some(Password::Literal)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn found(run: &str) -> Vec<(Option<String>, Password)> {
        let dockerfile = format!("FROM a\nARG PASS\nRUN {run}\n");
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let mut all = Vec::new();
        for script in cx.facts.scripts() {
            let instruction = cx.dockerfile.instruction(script.instruction).unwrap();
            for command in script.script.commands() {
                all.extend(cx.account_password(&CommandAt { command, instruction, script }));
            }
        }
        all.into_iter().map(|found| (found.account, found.password)).collect()
    }

    #[test]
    fn passwords_that_the_history_tells() {
        let of = |account: &str, password: Password| vec![(Some(account.to_owned()), password)];
        assert_eq!(found("echo 'root:hunter2' | chpasswd"), of("root", Password::Literal));
        assert_eq!(found("echo root:root | sudo chpasswd"), of("root", Password::Literal));
        assert_eq!(found("chpasswd <<< 'app:hunter2'"), of("app", Password::Literal));
        assert_eq!(
            found("printf 'app:%s' \"app:$PASS\" | chpasswd"),
            of("app", Password::Variable("PASS".to_owned(), Span::new(11, 15)))
        );
        assert_eq!(found("echo hunter2 | passwd --stdin app"), of("app", Password::Literal));
        assert_eq!(found("useradd -m -p '$6$abc$def' app"), of("app", Password::Hash));
        assert_eq!(found("useradd -p $(openssl passwd -1 hunter2) app"), of("app", Password::Literal));
        assert_eq!(found("passwd -d root"), of("root", Password::None));
        assert_eq!(found("usermod -p '' root"), of("root", Password::None));
    }

    #[test]
    fn other_passwords_are_not_told() {
        for run in [
            "echo \"root:$(openssl rand -base64 12)\" | chpasswd",
            "--mount=type=secret,id=p chpasswd < /run/secrets/p",
            "--mount=type=secret,id=p,env=PASS echo \"root:$PASS\" | chpasswd",
            "P=$(head -c9 /dev/urandom) && echo \"root:$P\" | chpasswd",
            "usermod -p '*' root",
            "usermod -p '!' app && passwd -l root && passwd -d app",
            "useradd -p $(head -c32 /dev/urandom | base64) app",
            "useradd -p \"$(openssl passwd -6 -in /run/secrets/p)\" app",
            "useradd -m app",
        ] {
            assert_eq!(found(run), [], "{run}");
        }
    }
}
