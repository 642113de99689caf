//! Commands that are given a credential on their command line.

mod table;

use super::urls;
use crate::shell::{Command, Grammar, Joiner, Options, Word};
use std::ops::Range;
use table::{At, ROWS, Row};

/// A credential that a command is given.
#[derive(Clone, Debug)]
pub struct Given<'a> {
    /// The command, as a reader would say it: `docker login`.
    pub command: String,
    /// The word that holds it.
    pub word: Word<'a>,
    /// The credential: literal, or with its expansions as written.
    pub secret: String,
    /// The file that the command keeps it in.
    pub kept: Option<&'static str>,
}

/// The credentials that a command is given.
pub fn given(command: Command<'_>) -> Vec<Given<'_>> {
    let Some(name) = command.name() else { return Vec::new() };
    let mut found = Vec::new();
    for row in ROWS.iter().filter(|row| row.programs.contains(&name.as_ref())) {
        let options = command.options(&Grammar { letters: row.letters, names: row.names });
        let verbs = row.verbs.iter().enumerate();
        if !verbs.clone().all(|(at, verb)| options.operands.get(at).is_some_and(|word| word.is(verb))) {
            continue;
        }
        let said = verbs.fold(name.to_string(), |said, (_, verb)| format!("{said} {verb}"));
        let add = |(word, secret)| Given { command: said.clone(), word, secret, kept: row.kept };
        found.extend(by_row(command, row, &options).into_iter().map(add));
    }
    // What is only said or written elsewhere is judged by the file that it goes to.
    if !matches!(name.as_ref(), "echo" | "printf") {
        found.extend(in_urls(command, &name));
    }
    found
}

fn by_row<'a>(command: Command<'a>, row: &Row, options: &Options<'a>) -> Vec<(Word<'a>, String)> {
    let whole = |word: Word<'a>| (word, word.lossy().into_owned());
    let operands = options.operands.get(row.verbs.len()..).unwrap_or(&[]);
    match row.at {
        At::Value(letter, name) => options.values(letter, name).map(whole).collect(),
        At::Pair(letter, name) => options.values(letter, name).filter_map(after_colon).collect(),
        At::Header(letter, name) => options.values(letter, name).filter_map(in_header).collect(),
        At::Operand(at) => operands.get(at).copied().map(whole).into_iter().collect(),
        At::Setting(keys, value) => {
            let Some(key) = operands.first() else { return Vec::new() };
            let text = key.lossy();
            if !keys.iter().any(|part| text.contains(part)) {
                return Vec::new();
            }
            // `npm config set //registry.npmjs.org/:_authToken=x`
            let joined = keys.iter().filter(|part| !part.ends_with('.'));
            let joined = joined.filter_map(|part| text.split_once(&format!("{part}=")));
            if let Some((_, secret)) = joined.map(|(before, secret)| (before, secret.to_owned())).next() {
                return vec![(*key, secret)];
            }
            operands.get(value).copied().map(whole).into_iter().collect()
        }
        At::HeaderSetting(part) => {
            let is_it = operands.first().is_some_and(|key| key.lossy().to_ascii_lowercase().ends_with(part));
            operands.get(1).copied().filter(|_| is_it).and_then(in_header).into_iter().collect()
        }
        At::Stdin(flag) => {
            let is_it = flag.is_empty() || options.has('\0', flag);
            if is_it { piped_in(command).map(whole).into_iter().collect() } else { Vec::new() }
        }
    }
}

/// What `echo` or `printf` before the pipe says, or a here-string.
pub(crate) fn piped_in(command: Command<'_>) -> Option<Word<'_>> {
    let mut redirects = command.redirects().filter(|redirect| redirect.op() == crate::shell::RedirectOp::HereString);
    if let Some(redirect) = redirects.next() {
        return redirect.target();
    }
    let before = command.preceding().filter(|_| command.joiner() == Joiner::Pipe)?;
    let says = before.name().is_some_and(|name| matches!(name.as_ref(), "echo" | "printf"));
    before.args().next_back().filter(|_| says)
}

/// `user:password`
fn after_colon(word: Word<'_>) -> Option<(Word<'_>, String)> {
    let text = word.lossy();
    let (user, password) = text.split_once(':')?;
    let is_for_all = matches!(user, "anonymous" | "ftp");
    (!password.is_empty() && !is_for_all).then(|| (word, password.to_owned()))
}

/// `Authorization: Bearer x`, `PRIVATE-TOKEN: x`
fn in_header(word: Word<'_>) -> Option<(Word<'_>, String)> {
    const HEADERS: [&str; 9] = [
        "authorization",
        "proxy-authorization",
        "private-token",
        "job-token",
        "deploy-token",
        "x-api-key",
        "x-jfrog-art-api",
        "x-vault-token",
        "x-auth-token",
    ];
    let text = word.lossy();
    let (name, value) = text.split_once(':')?;
    if !HEADERS.iter().any(|header| name.trim().eq_ignore_ascii_case(header)) {
        return None;
    }
    let value = value.trim();
    let secret = value.split_once(' ').map_or(value, |(_, secret)| secret.trim());
    (!secret.is_empty()).then(|| (word, secret.to_owned()))
}

/// Credentials in URLs that come from variables; literal ones are found by their format.
fn in_urls<'a>(command: Command<'a>, name: &str) -> Vec<Given<'a>> {
    let verb = command.args().find(|word| !word.lossy().starts_with('-')).map(|word| word.lossy().into_owned());
    let (said, kept) = match (name, verb.as_deref()) {
        ("git", Some("clone" | "remote" | "submodule")) => (true, Some(".git/config")),
        ("git", Some("config")) => (true, Some("~/.gitconfig")),
        ("pip" | "pip3", Some("config")) => (true, Some("pip.conf")),
        ("npm" | "pnpm" | "yarn" | "git" | "pip" | "pip3" | "go" | "poetry" | "uv", Some(_)) => (true, None),
        _ => (false, None),
    };
    let command_name = match verb {
        Some(verb) if said => format!("{name} {verb}"),
        _ => name.to_owned(),
    };
    let in_word = |word: Word<'a>| {
        if !word.has_expansion() {
            return None;
        }
        let text = word.lossy();
        let secret = urls::userinfo(&text)?.secret()?.to_owned();
        secret.contains('$').then(|| Given { command: command_name.clone(), word, secret, kept })
    };
    command.args().filter_map(in_word).collect()
}

/// The credentials in a text that goes into a configuration file: `_authToken=x`, `machine h login u password x`,
/// `https://u:x@h`. Their places in the text.
pub fn in_text(text: &str) -> Vec<Range<usize>> {
    const SETTINGS: [&str; 6] =
        ["_authToken", "_password", "_auth", "npmAuthToken", "aws_secret_access_key", "aws_session_token"];
    let is_end = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '\\');
    let value = |rest: &'_ str| -> usize { rest.find(is_end).unwrap_or(rest.len()) };
    let mut found: Vec<&str> = Vec::new();
    for line in text.lines() {
        for setting in SETTINGS {
            let Some((_, rest)) = line.split_once(setting) else { continue };
            let rest = rest.trim_start();
            let Some(rest) = rest.strip_prefix(['=', ':']) else { continue };
            let rest = rest.trim_start_matches([' ', '"', '\'']);
            found.extend(rest.get(..value(rest)));
        }
        if let Some((_, rest)) = line.split_once("machine ").and_then(|(_, rest)| rest.split_once("password ")) {
            found.extend(rest.get(..value(rest)));
        }
        found.extend(urls::userinfos(line).filter_map(|userinfo| userinfo.secret()));
    }
    found.retain(|secret| !secret.is_empty());
    let place = |part: &str| {
        let start = part.as_ptr().addr() - text.as_ptr().addr();
        start..start + part.len()
    };
    found.into_iter().map(place).collect()
}

/// The variables in a credential: `$X`, `${X}`, `${X:-…}`. Empty for a literal; `None` when it holds a substitution.
pub fn variables(secret: &str) -> Option<Vec<&str>> {
    if secret.contains(['`']) || secret.contains("$(") {
        return None;
    }
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let name = |rest: &'_ str| -> usize { rest.find(|c| !is_name(c)).unwrap_or(rest.len()) };
    let names = secret.split('$').skip(1).filter_map(|rest| {
        let rest = rest.strip_prefix('{').unwrap_or(rest);
        rest.get(..name(rest)).filter(|name| !name.is_empty())
    });
    Some(names.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;

    fn found(script: &str) -> Vec<(String, String)> {
        let script = parse(script, OffsetMap::shift(0), Continuations::Removed);
        script.commands().flat_map(given).map(|given| (given.command, given.secret)).collect()
    }

    #[test]
    fn every_place_of_a_credential() {
        for (script, command, secret) in [
            ("docker login -u me -p $TOKEN ghcr.io", "docker login", "$TOKEN"),
            ("docker login -udeploy --password=hunter2", "docker login", "hunter2"),
            ("echo \"$TOKEN\" | docker login ghcr.io -u me --password-stdin", "docker login", "$TOKEN"),
            ("docker login --password-stdin <<< $TOKEN", "docker login", "$TOKEN"),
            ("helm registry login -u me --password $TOKEN r.dev", "helm registry login", "$TOKEN"),
            ("aws configure set aws_secret_access_key $KEY", "aws configure set", "$KEY"),
            ("aws configure set default.aws_secret_access_key $KEY --profile x", "aws configure set", "$KEY"),
            ("az login --service-principal -u $ID -p $SECRET --tenant x", "az login", "$SECRET"),
            ("npm config set //registry.npmjs.org/:_authToken $T", "npm config set", "$T"),
            ("npm config set \"//registry.npmjs.org/:_authToken=${T}\"", "npm config set", "${T}"),
            ("npm set //registry.npmjs.org/:_authToken $T", "npm set", "$T"),
            ("composer config -g github-oauth.github.com $T", "composer config", "$T"),
            ("composer config http-basic.repo.acme.dev me $T", "composer config", "$T"),
            ("poetry config pypi-token.pypi $T", "poetry config", "$T"),
            ("git clone https://oauth2:${T}@gitlab.com/a/b.git", "git clone", "${T}"),
            ("git clone https://${T}@github.com/a/b", "git clone", "${T}"),
            (
                "git config --global url.https://$T:x-oauth-basic@github.com/.insteadOf https://github.com/",
                "git config",
                "x-oauth-basic",
            ),
            ("pip install -i https://me:$T@pypi.acme.dev/simple x", "pip install", "$T"),
            ("curl -u me:$T https://a.dev", "curl", "$T"),
            ("curl -sSLu \"$U:$T\" https://a.dev", "curl", "$T"),
            ("curl -H \"Authorization: Bearer $T\" https://a.dev", "curl", "$T"),
            ("wget --header=\"PRIVATE-TOKEN: $T\" https://a.dev", "wget", "$T"),
            ("git config --global http.extraheader \"Authorization: Basic $T\"", "git config", "$T"),
            ("vault login $T", "vault login", "$T"),
            ("hf auth login --token $T", "hf auth login", "$T"),
            ("sshpass -p hunter2 scp a b:", "sshpass", "hunter2"),
        ] {
            let wanted = (command.to_owned(), secret.replace("x-oauth-basic", "$T"));
            assert_eq!(found(script), [wanted], "{script}");
        }
    }

    #[test]
    fn what_is_no_credential() {
        for script in [
            "docker login -udeploy --password-stdin < /run/secrets/x",
            "cat /run/secrets/x | docker login -u me --password-stdin",
            "docker run -p 80:80 nginx",
            "aws configure set region eu-west-1",
            "npm config set registry https://registry.acme.dev",
            "curl -H \"Accept: $T\" https://a.dev",
            "curl -u me https://a.dev",
            "curl -u anonymous:me@a.dev ftp://a.dev/x",
            "git clone https://github.com/$ORG/b",
            "git clone git@github.com:$ORG/b",
            "echo https://me:$T@a.dev",
        ] {
            assert!(found(script).is_empty(), "{script}: {:?}", found(script));
        }
    }

    #[test]
    fn credentials_in_configuration() {
        let in_text = |text: &'static str| -> Vec<&str> {
            super::in_text(text).into_iter().filter_map(|place| text.get(place)).collect()
        };
        assert_eq!(in_text("\"//registry.npmjs.org/:_authToken=${T}\""), ["${T}"]);
        assert_eq!(in_text("machine github.com login me password $T\n"), ["$T"]);
        assert_eq!(in_text("[global]\nindex-url = https://me:$T@pypi.acme.dev/simple\n"), ["$T"]);
        assert!(in_text("//registry.npmjs.org/:always-auth=true\nregistry=https://a.dev\n").is_empty());
    }

    #[test]
    fn variables_of_a_credential() {
        assert_eq!(variables("a$X-${Y:-z}"), Some(vec!["X", "Y"]));
        assert_eq!(variables("hunter2"), Some(Vec::new()));
        assert_eq!(variables("$(cat /run/secrets/x)"), None);
    }
}
