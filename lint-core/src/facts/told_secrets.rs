//! Credentials that a Compose file says to a service: by the name of a variable, an option or a label, and the value.

use super::command_options::{is_option, options, split};
use crate::compose::{CommandLine, Compose, Origin, Pair, Resource, Service, Value};
use crate::cx::ComposeCx;
use crate::decimal;
use crate::know::Know;
use crate::secrets::names::{self, Named};
use crate::secrets::values::{self, Value as Verdict};
use crate::secrets::{self, Password};
use crate::span::Span;
use crate::yaml::{Node, NodeKind};
use std::collections::HashSet;

/// How much a value that is written out gives away.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// The name says credential, and the value is none.
    Name,
    /// The name may mean something else.
    Perhaps,
    /// A password that is easily guessed, or a placeholder.
    Weak,
    /// A credential.
    Strong,
}

/// A credential that is written out.
#[derive(Clone, Debug)]
pub struct Told {
    /// Its name: a variable, an option with its dashes, a label.
    pub name: String,
    /// Where the value stands.
    pub span: Span,
    /// How much is given away.
    pub strength: Strength,
    /// Whether the value holds only where a variable is not set.
    pub by_default: bool,
    /// Whether the value has the format of a known issuer's tokens.
    pub has_format: bool,
}

/// A password in a URL, with its place in the file.
#[derive(Clone, Debug)]
pub struct UrlPassword<'a> {
    /// Where user and password stand.
    pub span: Span,
    /// What it is.
    pub password: Password<'a>,
}

/// Words that a weak password of a service is made of: its own name, its users and databases.
pub(super) type Known = HashSet<String>;

impl Service<'_> {
    /// The credentials that variables of the containers hold: of `environment` and of hooks. What stands in another file is
    /// reported there; so for the others.
    pub fn told_by_environment(&self) -> Vec<Told> {
        let known = self.known_words();
        let hooks = self.hooks.iter().flat_map(|hook| &hook.environment);
        self.environment.iter().chain(hooks).filter_map(|pair| self.told_by(pair, &known)).collect()
    }

    /// The credentials that build arguments hold.
    pub fn told_by_build(&self) -> Vec<Told> {
        let known = self.known_words();
        let args = self.build.iter().flat_map(|build| &build.args);
        args.filter_map(|pair| self.told_by(pair, &known)).collect()
    }

    /// The credentials in labels: where the last part of the name says so.
    pub fn told_by_labels(&self) -> Vec<Told> {
        let known = self.known_words();
        let deploy = self.deploy.iter().flat_map(|deploy| &deploy.labels);
        let build = self.build.iter().flat_map(|build| &build.labels);
        let labels = self.labels.iter().chain(deploy).chain(build).chain(&self.annotations);
        labels
            .filter_map(|pair| {
                let last = pair.name.rsplit(['.', '/']).next().unwrap_or("");
                let value = pair.value.as_ref().filter(|value| value.origin == Origin::Own)?;
                let is_named = names::credential(last) == Some(Named::Clearly);
                let told = is_named.then(|| judge(last, value, &known))?.filter(|told| told.1 >= Strength::Weak)?;
                Some(self.made(pair.name.to_string(), value, value.span, told))
            })
            .collect()
    }

    /// The labels that hold users with their passwords, for the basic authentication of a proxy.
    pub fn basic_auth_labels(&self) -> Vec<Told> {
        let deploy = self.deploy.iter().flat_map(|deploy| &deploy.labels);
        let users = self.labels.iter().chain(deploy).filter_map(|pair| {
            let name = pair.name.to_ascii_lowercase();
            let is_it = ["basicauth.users", "digestauth.users", ".auth.basic"].iter().any(|end| name.ends_with(end));
            let value =
                pair.value.as_ref().filter(|value| is_it && value.origin == Origin::Own && value.raw.contains(':'))?;
            let text = value.text_with_defaults().known()?.into_owned();
            let has_password = text.split_once(':').is_some_and(|(_, password)| password.len() > 3);
            has_password.then(|| self.made(pair.name.to_string(), value, value.span, (text, Strength::Strong)))
        });
        users.collect()
    }

    /// The credentials that command, entry point and health check are given as options or assignments.
    pub fn told_by_commands(&self) -> Vec<Told> {
        let known = self.known_words();
        let check = self.healthcheck.iter().filter(|check| !check.is_off()).filter_map(|check| check.test.as_ref());
        let mut told = Vec::new();
        for line in self.command.iter().chain(&self.entrypoint).chain(check) {
            let words: Vec<Value<'_>> = match line {
                CommandLine::List(words, _) => words.iter().flat_map(split).collect(),
                CommandLine::Text(text) => split(text),
                CommandLine::Null(_) => Vec::new(),
            };
            for (name, value) in options(&words) {
                let named = names::credential(&name.trim_start_matches('-').replace('-', "_"));
                // `--secrets` says where they are.
                let is_secret = (named == Some(Named::Clearly) && !name.ends_with("secrets")) || is_option(&name);
                let is_it = is_secret && value.origin == Origin::Own;
                let judged = judge(&name, &value, &known).filter(|told| is_it && told.1 >= Strength::Weak);
                // The shell's own variables and substitutions.
                let is_literal = |text: &str| !text.contains(['$', '`', '(', '<', '>', '|', ';', '&']);
                let Some(judged) = judged.filter(|(text, _)| is_literal(text)) else { continue };
                told.push(self.made(name, &value, value.span, judged));
            }
        }
        told
    }

    fn told_by(&self, pair: &Pair<'_>, known: &Known) -> Option<Told> {
        let value = pair.value.as_ref().filter(|value| value.origin == Origin::Own)?;
        let judged = judge(&pair.name, value, known)?;
        Some(self.made(pair.name.to_string(), value, value.span, judged))
    }

    fn made(&self, name: String, value: &Value<'_>, span: Span, (text, strength): (String, Strength)) -> Told {
        let has_format = secrets::find(&format!("{name}={text}")).iter().any(|found| !found.in_url);
        let span = self.place(span, value.origin);
        Told { name, span, strength, by_default: value.has_variables(), has_format }
    }

    fn known_words(&self) -> Known {
        let image = self.image.as_ref().map_or("", |image| image.raw);
        let image = image.rsplit('/').next().and_then(|name| name.split([':', '@']).next()).unwrap_or("");
        let mut known: Known = [self.name.to_ascii_lowercase(), image.to_ascii_lowercase()].into();
        for pair in &self.environment {
            let name = pair.name.to_ascii_lowercase();
            let is_public = ["user", "username", "database", "db", "name"].iter().any(|end| name.ends_with(end));
            let text = pair.value.as_ref().filter(|_| is_public).and_then(|value| value.text_with_defaults().known());
            known.extend(text.map(|text| text.to_ascii_lowercase()));
        }
        known
    }
}

/// What a value that is written out under a name gives away; `None` for variables and what is no credential by any
/// account.
fn judge(name: &str, value: &Value<'_>, known: &Known) -> Option<(String, Strength)> {
    let Know::Known(text) = value.text_with_defaults() else { return None };
    let text = text.trim();
    let unquoted = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    let text = unquoted.unwrap_or(text).to_owned();
    // The rule about URLs says it better.
    if text.is_empty() || !secrets::passwords(value.raw).is_empty() {
        return None;
    }
    let strength = judge_text(name, &text, known)?;
    Some((text, strength))
}

/// As [`judge`], of a text that holds no variables.
pub(super) fn judge_text(name: &str, text: &str, known: &Known) -> Option<Strength> {
    let named = names::credential(name).or_else(|| is_option(name).then_some(Named::Clearly));
    // Most names say nothing: their values are not looked at.
    let judged = named.map(|named| (named, values::judge(name, text)));
    Some(match judged {
        None | Some((_, Verdict::Harmless)) => {
            let is_theirs = names::is_reported_by_compose_lint(name) && !is_flag(name, text);
            return is_theirs.then_some(Strength::Name);
        }
        Some((Named::Perhaps, _)) if is_plain_word(text) => return None,
        Some((Named::Perhaps, _)) => Strength::Perhaps,
        Some((Named::Clearly, Verdict::Placeholder)) => Strength::Weak,
        Some((Named::Clearly, Verdict::Secret)) if is_weak(text, known) => Strength::Weak,
        Some((Named::Clearly, Verdict::Secret)) => Strength::Strong,
    })
}

/// The kind of an authentication, or the name of a class.
fn is_plain_word(text: &str) -> bool {
    const KINDS: [&str; 18] = [
        "required",
        "requested",
        "optional",
        "none",
        "basic",
        "digest",
        "trust",
        "htpasswd",
        "plain",
        "md5",
        "ldap",
        "oauth",
        "oauth2",
        "oidc",
        "internal",
        "external",
        "local",
        "default",
    ];
    let is_class =
        text.split('.').count() > 2 && text.split('.').all(|part| part.starts_with(|c: char| c.is_ascii_alphabetic()));
    is_class || KINDS.iter().any(|kind| text.eq_ignore_ascii_case(kind))
}

/// A switch, or a number under a name that counts something.
fn is_flag(name: &str, text: &str) -> bool {
    let is_number = decimal::is_number(text.trim_end_matches(['s', 'm', 'h', 'd']));
    let counts = is_number && names::credential(name).is_none();
    counts || matches!(text.to_ascii_lowercase().as_str(), "yes" | "no" | "true" | "false" | "on" | "off" | "0" | "1")
}

/// Whether a password is easily guessed, or a word that stands beside it.
fn is_weak(text: &str, known: &Known) -> bool {
    values::is_guessable(text) || known.contains(&text.to_ascii_lowercase())
}

/// `username=u,password=p`
fn mount_options<'a>(value: &Value<'a>) -> Vec<(String, Value<'a>)> {
    let mut found = Vec::new();
    let mut at = 0;
    for option in value.raw.split(',') {
        if let Some((name, _)) = option.split_once('=') {
            found.push((name.trim().to_owned(), value.part(at + name.len() + 1, at + option.len())));
        }
        at += option.len() + 1;
    }
    found
}

impl<'a> ComposeCx<'a> {
    /// The passwords in the URLs of all values of the file; those of a Dockerfile inside it belong to that.
    pub fn url_passwords(&self) -> Vec<UrlPassword<'a>> {
        let inline = self.inline_dockerfiles();
        let mut found = Vec::new();
        for node in self.yaml.nodes().filter(|node: &Node<'a>| node.kind() == NodeKind::Scalar) {
            let Some(text) = node.text().filter(|text| text.contains("://") && text.contains('@')) else { continue };
            if inline.contains(&node.span()) {
                continue;
            }
            let map = node.map();
            found.extend(secrets::passwords(text).into_iter().map(|password| {
                let range = Span::new(password.range.start as u32, password.range.end as u32);
                UrlPassword { span: map.span(range), password }
            }));
        }
        found
    }

    /// The passwords in the options of volume drivers: keys of their own, or words of the mount options.
    pub fn told_by_driver_options(&self) -> Vec<(&'a Resource<'a>, Told)> {
        let compose: &'a Compose<'a> = self.compose;
        let known = Known::new();
        let mut found = Vec::new();
        for volume in &compose.volumes {
            for pair in &volume.driver_opts {
                let Some(value) = pair.value.as_ref() else { continue };
                let whole = std::iter::once((pair.name.to_string(), value.clone()));
                for (name, value) in whole.chain(mount_options(value)) {
                    let is_it = names::credential(&name) == Some(Named::Clearly);
                    let Some((text, strength)) =
                        judge(&name, &value, &known).filter(|told| is_it && told.1 >= Strength::Weak)
                    else {
                        continue;
                    };
                    let has_format = secrets::find(&text).iter().any(|found| !found.in_url);
                    let by_default = value.has_variables();
                    found.push((volume, Told { name, span: value.span, strength, by_default, has_format }));
                }
            }
        }
        found
    }

    /// Where the Dockerfiles stand that services carry inline.
    pub fn inline_dockerfiles(&self) -> HashSet<Span> {
        let builds = self.compose.services.iter().filter_map(|service| service.build.as_ref());
        let held = builds.filter_map(|build| build.dockerfile_inline.as_ref()).map(|value| value.span);
        // One that a later file replaces is a Dockerfile all the same.
        let own = self
            .compose
            .services
            .iter()
            .filter_map(|service| service.node.get("build")?.value.get("dockerfile_inline"));
        held.chain(own.map(|entry| entry.value.resolve().span())).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_service<T>(text: &str, look: impl Fn(&Service<'_>) -> T) -> T {
        let yaml = crate::yaml::parse(format!("services:\n  shop:\n    image: acme/shop:1\n{text}").into());
        look(crate::compose::read(&yaml).services.first().unwrap())
    }

    #[test]
    fn values_tell_how_much_is_given_away() {
        let judged = |value: &str| {
            let text = format!("    environment:\n      DB_USER: keeper\n      DB_PASSWORD: {value}\n");
            with_service(&text, |service| {
                service.told_by_environment().first().map(|told| (told.strength, told.by_default))
            })
        };
        assert_eq!(judged("wh4le-hello"), Some((Strength::Strong, false)));
        assert_eq!(judged("${PW:-wh4le-hello}"), Some((Strength::Strong, true)));
        for weak in ["changeme", "password123", "keeper", "shop", "12345", "aaaaaaaa", "\"<your-password>\""] {
            assert_eq!(judged(weak), Some((Strength::Weak, false)), "{weak}");
        }
        for none in ["${PW}", "${PW:?}", "${PW:-}", "\"\"", "\"$$PW-x${Y}\""] {
            assert_eq!(judged(none), None, "{none}");
        }
        assert_eq!(judged("/run/secrets/db"), Some((Strength::Name, false)));
    }

    #[test]
    fn commands_give_credentials_as_options_and_assignments() {
        let told = |command: &str| -> Vec<String> {
            with_service(&format!("    command: {command}\n"), |service| {
                service.told_by_commands().into_iter().map(|told| told.name).collect()
            })
        };
        assert_eq!(told("redis-server --requirepass wh4le-hello"), ["--requirepass"]);
        assert_eq!(told("[\"redis-server\", \"--requirepass\", \"wh4le-hello\"]"), ["--requirepass"]);
        assert_eq!(told("[sh, -c, \"PGPASSWORD=wh4le-hello psql -U x\"]"), ["PGPASSWORD"]);
        assert_eq!(told("serve --admin-password='wh4le-hello'"), ["--admin-password"]);
        assert_eq!(told("mysqladmin ping -h localhost -pwh4le-hello"), ["-p"]);
        assert_eq!(told("redis-server --requirepass ${PW:-wh4le-hello}"), ["--requirepass"]);
        for none in [
            "redis-server --requirepass $$PW",
            "redis-server --requirepass ${PW}",
            "serve --password-file /run/secrets/x",
            "[sh, -c, \"PW=$$(cat /run/secrets/x) serve\"]",
            "serve -p 8080 --token-ttl 900",
            "curl -p x",
        ] {
            assert!(told(none).is_empty(), "{none}");
        }
    }
}
