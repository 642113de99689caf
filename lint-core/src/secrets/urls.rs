//! Users and passwords in URLs.

use super::values;
use crate::compose::interpolate;
use crate::know::Know;
use std::ops::Range;

/// The part of a URL before its host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Userinfo<'t> {
    /// The user.
    pub user: &'t str,
    /// The password; none without a colon.
    pub password: Option<&'t str>,
    /// The host, without a port.
    pub host: &'t str,
    /// Where user and password are in the text.
    pub range: Range<usize>,
}

/// Hosts where a token alone stands in the user's place.
const FORGES: [&str; 6] = ["github.com", "gitlab.com", "bitbucket.org", "dev.azure.com", "gitee.com", "codeberg.org"];

impl<'t> Userinfo<'t> {
    /// What is secret in it: the password, or at a forge the token in the user's place.
    pub fn secret(&self) -> Option<&'t str> {
        match self.password {
            Some("" | "x-oauth-basic") => Some(self.user),
            Some(password) => Some(password),
            None if FORGES.contains(&self.host) && !matches!(self.user, "git" | "oauth2" | "x-access-token") => {
                Some(self.user)
            }
            None => None,
        }
    }

    /// Whether the secret is written out and meant to be one.
    pub fn is_literal(&self) -> bool {
        let Some(secret) = self.secret() else { return false };
        let is_written = !secret.contains(['$', '{', '}', '<', '>', '*', '[', '(']) && !secret.contains("%s");
        // A name alone is no token.
        let is_token = secret.len() >= if self.password.is_some() { 4 } else { 20 }
            && (self.password.is_some() || values::is_random(secret));
        is_written
            && is_token
            && !values::is_trivial(secret)
            && !(self.password.is_some() && secret.eq_ignore_ascii_case(self.user))
            && !is_example(self.host)
    }
}

/// A password in a URL of a Compose value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Password<'t> {
    /// The user; none for a token in the user's place.
    pub user: Option<&'t str>,
    /// The host, without a port.
    pub host: &'t str,
    /// Where user and password are in the text.
    pub range: Range<usize>,
    /// Whether it is easily guessed, or of a host that is nobody's.
    pub is_weak: bool,
    /// Whether it holds only where a variable is not set.
    pub by_default: bool,
}

/// The passwords in the URLs of a Compose value, before interpolation: literals, and the defaults of variables.
pub fn passwords(text: &str) -> Vec<Password<'_>> {
    let mut found = Vec::new();
    for userinfo in userinfos(text) {
        let Some(secret) = userinfo.secret() else { continue };
        let Know::Known(secret_text) = interpolate::expand_with_defaults(secret) else { continue };
        let is_written = !secret_text.contains(['$', '{', '}', '<', '>', '(']) && !secret_text.contains("%s");
        let is_token = userinfo.password.is_some_and(|password| !password.is_empty()) || values::is_random(secret);
        if secret_text.is_empty() || !is_written || !is_token {
            continue;
        }
        let user = interpolate::expand_with_defaults(userinfo.user).known().unwrap_or_default();
        // `${URL:-postgres://…}`
        let before = text.get(..userinfo.range.start).unwrap_or("");
        let in_default = before.rfind("${").is_some_and(|at| !before.get(at..).unwrap_or("").contains('}'));
        found.push(Password {
            user: userinfo.password.map(|_| userinfo.user),
            host: userinfo.host.trim_end_matches('}'),
            is_weak: values::is_guessable(&secret_text)
                || (userinfo.password.is_some() && secret_text.eq_ignore_ascii_case(&user))
                || is_example(userinfo.host),
            by_default: in_default || secret.contains('$'),
            range: userinfo.range,
        });
    }
    found
}

/// Hosts that are nobody's, and the machine itself.
fn is_example(host: &str) -> bool {
    let ends = |end: &str| host == end || host.strip_suffix(end).is_some_and(|rest| rest.ends_with('.'));
    ["example", "example.com", "example.org", "example.net", "localhost", "invalid", "test"].into_iter().any(ends)
        || host.starts_with("127.")
        || matches!(host, "" | "host" | "hostname" | "server" | "0.0.0.0")
}

/// The first URL with a user in the text.
pub fn userinfo(text: &str) -> Option<Userinfo<'_>> {
    userinfos(text).next()
}

/// All URLs with a user in the text.
pub(super) fn userinfos(text: &str) -> impl Iterator<Item = Userinfo<'_>> {
    text.match_indices("://").filter_map(|(at, _)| {
        let has_scheme = text.get(..at)?.ends_with(|c: char| c.is_ascii_alphanumeric());
        has_scheme.then(|| authority(text, at + 3)).flatten()
    })
}

fn authority(text: &str, from: usize) -> Option<Userinfo<'_>> {
    let rest = text.get(from..)?;
    let end = end_of_authority(rest);
    let authority = rest.get(..end)?;
    let (before, host) = authority.rsplit_once('@')?;
    let (user, password) = match before.split_once(':') {
        // `${TOKEN:-x}` has a colon of its own.
        Some((user, _)) if user.contains("${") && !user.contains('}') => (before, None),
        Some((user, password)) => (user, Some(password)),
        None => (before, None),
    };
    let host = host.split(':').next().unwrap_or(host);
    Some(Userinfo { user, password, host, range: from..from + before.len() })
}

/// Authorities are short; what goes on longer is none.
const MAX_AUTHORITY: usize = 512;

fn end_of_authority(rest: &str) -> usize {
    let mut depth = 0_u32;
    for (at, byte) in rest.bytes().enumerate().take(MAX_AUTHORITY) {
        match byte {
            b'{' => depth += 1,
            b'}' => depth = depth.saturating_sub(1),
            b'/' | b'?' | b'#' if depth > 0 => {}
            b'/' | b'?' | b'#' | b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b'|' | b',' | b';' => return at,
            _ if byte.is_ascii_whitespace() => return at,
            _ => {}
        }
    }
    rest.len().min(MAX_AUTHORITY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn users_and_passwords_are_found() {
        let found = userinfo("x=https://me:s3cr3t@git.acme.dev:8443/x.git y").unwrap();
        assert_eq!((found.user, found.password, found.host), ("me", Some("s3cr3t"), "git.acme.dev"));
        assert_eq!(found.range, 10..19);
        assert_eq!(userinfo("postgres://app:p@ss@db/app").unwrap().password, Some("p@ss"));
        assert_eq!(userinfo("https://${TOKEN:-a/b}@github.com/x").unwrap().secret(), Some("${TOKEN:-a/b}"));
        assert_eq!(userinfo("https://oauth2:${TOKEN}@gitlab.com/x").unwrap().secret(), Some("${TOKEN}"));
        assert_eq!(userinfo("https://example.com/a@b:c"), None);
        assert_eq!(userinfo("https://u:$(cat /run/secrets/x)@h/"), None);
    }

    #[test]
    fn defaults_of_variables_are_passwords_too() {
        let found = |text: &str| -> Vec<(bool, bool)> {
            passwords(text).into_iter().map(|found| (found.is_weak, found.by_default)).collect()
        };
        assert_eq!(found("postgres://app:Xk29vbQ7@db/app"), [(false, false)]);
        assert_eq!(found("postgres://app:${PASSWORD:-Xk29vbQ7}@db/app"), [(false, true)]);
        assert_eq!(found("${URL:-postgres://app:app@db/app}"), [(true, true)]);
        assert_eq!(found("redis://:Xk29vbQ7@cache"), [(false, false)]);
        for none in [
            "postgres://app:${PASSWORD}@db",
            "postgres://app:${PASSWORD:?}@db",
            "postgres://app:$$(cat /run/secrets/db)@db",
            "postgres://app:@db",
            "ssh://git@git.acme.dev/x",
            "https://me:<token>@git.acme.dev",
        ] {
            assert!(found(none).is_empty(), "{none}");
        }
    }

    #[test]
    fn only_real_passwords_are_literal() {
        let is = |url: &str| userinfo(url).is_some_and(|found| found.is_literal());
        assert!(is("https://deploy:Xk29vbQ7@git.acme.dev/x.git"));
        assert!(is("postgres://app:wh4le-hello@db:5432/app"));
        for url in [
            "https://user:password@git.acme.dev",
            "https://$USER:$PASS@git.acme.dev",
            "https://me:<token>@git.acme.dev",
            "postgres://postgres:postgres@db",
            "postgres://app:Xk29vbQ7@localhost/app",
            "https://me:Xk29vbQ7@example.com",
            "https://git@github.com/acme/x",
            "ssh://git@git.acme.dev/x",
            "https://me:YOUR_TOKEN@git.acme.dev",
        ] {
            assert!(!is(url), "{url}");
        }
    }
}
