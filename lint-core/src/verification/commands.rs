//! Shell commands that switch a verification off.

use super::settings::setting;
use super::table::{APT, CURL, FLAGS, Flag, WGET, YUM};
use super::variables::{Off, variable};
use super::{Subject, SwitchedOff, hosts};
use crate::know::Know;
use crate::shell::{Command, Grammar, Options, Word, packages};
use Subject::{Certificate, PythonHost};

/// The verifications that a command switches off. `lookup` knows variables.
pub fn in_command(command: Command<'_>, lookup: &dyn Fn(&str) -> Know<String>) -> Vec<SwitchedOff> {
    let mut found = assigned(command, lookup);
    let Some(program) = program(command) else { return found };
    match program.as_str() {
        "curl" => found.extend(curl(command, lookup)),
        "wget" => found.extend(wget(command, lookup)),
        "rpm" if !installs_rpm(command) => {}
        name => {
            found.extend(by_flags(command, name));
            found.extend(by_settings(command, name));
        }
    }
    found
}

/// The program's name, without the version of `pip3.12`, and that of a Python module.
fn program(command: Command<'_>) -> Option<String> {
    let name = command.name()?;
    if matches!(name.as_ref(), "npm" | "yarn" | "pnpm") {
        return Some(name.into_owned());
    }
    match packages::action(command) {
        Some(action) if action.manager.name == "pip" => Some("pip".to_owned()),
        _ => Some(name.into_owned()),
    }
}

fn switched(subject: Subject, program: &str, word: Word<'_>) -> SwitchedOff {
    SwitchedOff { subject, span: word.span(), written: format!("{program} {}", word.lossy()), variable_of: None }
}

/// Variables before the command, after `env`, and of `export`.
fn assigned(command: Command<'_>, lookup: &dyn Fn(&str) -> Know<String>) -> Vec<SwitchedOff> {
    let mut found = Vec::new();
    let mut judge = |name: &str, value: Know<String>, span| {
        let Know::Known(value) = value else { return };
        if let Some(switch) = variable(name, &value) {
            let written = format!("{name}={value}");
            found.push(SwitchedOff { subject: switch.subject, span, written, variable_of: Some(switch.of) });
        }
    };
    // Alone it is a variable of the shell, which no program sees.
    if command.name_word().is_some() {
        for assignment in command.assignments() {
            let value = assignment.value().map_or(Know::Known(String::new()), |value| value.expand(lookup));
            judge(assignment.name(), value, assignment.span());
        }
    }
    let exports =
        command.name().is_some_and(|name| matches!(name.as_ref(), "export" | "declare" | "typeset" | "setenv"));
    let before = command.words().len() - command.args().len();
    let words = command.words().take(if exports { usize::MAX } else { before });
    for word in words {
        let text = word.lossy();
        if let Some((name, _)) = text.split_once('=') {
            judge(name, word.after_literal(name.len() + 1).expand(lookup), word.span());
        }
    }
    found
}

/// `-k`, in a bundle too, unless all targets are this machine.
fn curl(command: Command<'_>, lookup: &dyn Fn(&str) -> Know<String>) -> Option<SwitchedOff> {
    let options = command.options(&CURL);
    let word = options.flag('k', "insecure")?;
    let urls = options.operands.iter().copied().chain(options.values('\0', "url"));
    let is_local = options.value('\0', "unix-socket").is_some() || all_local(urls, lookup);
    (!is_local).then(|| switched(Certificate, "curl", word))
}

fn wget(command: Command<'_>, lookup: &dyn Fn(&str) -> Know<String>) -> Option<SwitchedOff> {
    let options = command.options(&WGET);
    let flag = options.flags.iter().find(|(name, _)| name.starts_with("no-check-cert")).map(|(_, word)| *word);
    let execute = |word: &Word<'_>| {
        word.lossy().split_once('=').is_some_and(|(key, value)| setting(key, value, "wgetrc") == Some(Certificate))
    };
    let word = flag.or_else(|| options.values('e', "execute").find(execute))?;
    (!all_local(options.operands.iter().copied(), lookup)).then(|| switched(Certificate, "wget", word))
}

fn all_local<'a>(urls: impl Iterator<Item = Word<'a>>, lookup: &dyn Fn(&str) -> Know<String>) -> bool {
    let mut some = false;
    let mut urls = urls.inspect(|_| some = true);
    let all = urls.all(|url| match url.expand(lookup) {
        Know::Known(url) => hosts::is_local(&url),
        _ => hosts::is_local(&url.literal_prefix()),
    });
    all && some
}

/// Queries and verifications may well leave it out.
fn installs_rpm(command: Command<'_>) -> bool {
    let options = command.options(&Grammar { letters: "DE", names: &["root", "prefix", "dbpath", "define", "eval"] });
    let asks = options.has('q', "query")
        || options.has('V', "verify")
        || options.has('e', "erase")
        || options.has('K', "checksig");
    !asks
        && [('i', "install"), ('U', "upgrade"), ('F', "freshen")]
            .iter()
            .any(|(letter, name)| options.has(*letter, name))
}

fn by_flags(command: Command<'_>, program: &str) -> Vec<SwitchedOff> {
    let mut flags = FLAGS.iter().filter(|flag| flag.programs.contains(&program)).peekable();
    if flags.peek().is_none() {
        return Vec::new();
    }
    let flags: Vec<&Flag> = flags.collect();
    let mut found: Vec<SwitchedOff> = Vec::new();
    let mut args = command.args().take_while(|word| !word.is("--"));
    while let Some(word) = args.next() {
        let text = word.lossy();
        let (name, value) = text.split_once('=').map_or((text.as_ref(), None), |(name, value)| (name, Some(value)));
        let is_it = |flag: &&&Flag| {
            name == flag.option
                && match (flag.value, value) {
                    (Off::Any, Some(value)) => !Off::Falsy.is(value),
                    (Off::Any, None) => true,
                    (off, Some(value)) => off.is(value),
                    (_, None) => false,
                }
        };
        let Some(flag) = flags.iter().find(is_it) else { continue };
        let host = value.map_or_else(|| args.clone().next().and_then(Word::literal), |value| Some(value.into()));
        if flag.subject == PythonHost && host.is_some_and(|host| hosts::is_local(&host)) {
            continue;
        }
        // `--nosignature --nodigest` is one wish.
        if !found.iter().any(|other| other.subject == flag.subject) {
            found.push(switched(flag.subject, program, word));
        }
    }
    found
}

/// `npm config set strict-ssl false`, `git -c http.sslVerify=false`, `yum --setopt=sslverify=0`, `apt-get -o …`.
fn by_settings(command: Command<'_>, program: &str) -> Vec<SwitchedOff> {
    let of_option = |grammar: Grammar, letter: char, name: &str| -> Vec<SwitchedOff> {
        let options = command.options(&grammar);
        let pairs: Vec<Word<'_>> = options.values(letter, name).collect();
        pairs.into_iter().filter_map(|word| one_word(word, program)).collect()
    };
    match program {
        "git" => {
            let grammar = Grammar { letters: "cCbou", names: &["config", "branch", "origin", "depth"] };
            let mut found = of_option(grammar, 'c', "config");
            found.extend(set(&command.options(&grammar), &["config"], program));
            found
        }
        "npm" | "pnpm" | "yarn" | "pip" | "composer" | "bundle" | "conda" | "mamba" => {
            let options = command.options(&Grammar { letters: "", names: &["location", "ssl_verify"] });
            // `conda config --set ssl_verify false`
            let mut found = set(&options, &["config", "set"], program);
            if found.is_empty() {
                found = set(&options, if matches!(program, "npm" | "pnpm") { &["set"] } else { &["config"] }, program);
            }
            if program == "pip" {
                found.retain(|off| off.subject == PythonHost);
            }
            found
        }
        name if YUM.contains(&name) => of_option(Grammar { letters: "", names: &["setopt"] }, '\0', "setopt"),
        name if APT.contains(&name) => of_option(Grammar { letters: "oct", names: &["option"] }, 'o', "option"),
        _ => Vec::new(),
    }
}

/// `key=value` in one word.
fn one_word(word: Word<'_>, program: &str) -> Option<SwitchedOff> {
    let text = word.lossy();
    let (key, value) = text.split_once('=')?;
    let off = |subject| SwitchedOff { subject, span: word.span(), written: text.to_string(), variable_of: None };
    setting(key, value, program).map(off)
}

/// `config set key value` and `config set key=value`.
fn set(options: &Options<'_>, verbs: &[&str], program: &str) -> Vec<SwitchedOff> {
    let mut operands = options.operands.iter().copied();
    if !verbs.iter().all(|verb| operands.next().is_some_and(|word| word.is(verb))) {
        return Vec::new();
    }
    let Some(key) = operands.next() else { return Vec::new() };
    if let Some(found) = one_word(key, program) {
        return vec![found];
    }
    let Some(value) = operands.next() else { return Vec::new() };
    let file = if matches!(program, "conda" | "mamba") {
        "condarc"
    } else if program == "bundle" {
        "gemrc"
    } else {
        program
    };
    let found = setting(&key.lossy(), &value.lossy(), file).map(|subject| SwitchedOff {
        subject,
        span: key.span().to(value.span()),
        written: format!("{} {}", key.lossy(), value.lossy()),
        variable_of: None,
    });
    found.into_iter().collect()
}

/// Whether a command installs nothing but files that no command before it in the script downloaded.
pub fn installs_own_files(command: Command<'_>) -> bool {
    let files = match packages::action(command) {
        Some(action) => action.packages,
        None => command.positionals(&[]),
    };
    let is_file = |word: &Word<'_>| {
        let text = word.lossy();
        let ending = text.rsplit('.').next().unwrap_or("");
        matches!(ending, "apk" | "rpm" | "deb") && !text.contains("://")
    };
    let downloads = |earlier: Command<'_>| {
        earlier.name().is_some_and(|name| matches!(name.as_ref(), "curl" | "wget" | "aria2c" | "git"))
    };
    !files.is_empty()
        && files.iter().all(is_file)
        && !std::iter::successors(command.preceding(), |earlier| earlier.preceding()).take(MAX_LATER).any(downloads)
}

/// How many other commands of a script are looked at.
const MAX_LATER: usize = 200;

/// Whether a later command of the script compares what was fetched with a checksum or a signature.
pub fn is_checked_later(command: Command<'_>) -> bool {
    let is_check = |later: Command<'_>| match later.name().as_deref() {
        Some("sha1sum" | "sha224sum" | "sha256sum" | "sha384sum" | "sha512sum" | "shasum" | "b2sum") => {
            later.has_flag(Some('c'), "check")
        }
        Some("gpg" | "gpg2") => later.has_flag(None, "verify"),
        Some("gpgv" | "minisign" | "cosign") => true,
        _ => false,
    };
    std::iter::successors(command.following(), |later| later.following()).take(MAX_LATER).any(is_check)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::shell::{Continuations, parse};
    use crate::span::OffsetMap;
    use Subject::Signature;

    fn found(script: &str) -> Vec<(Subject, String)> {
        let script = parse(script, OffsetMap::shift(0), Continuations::Removed);
        let lookup = |name: &str| match name {
            "LOCAL" => Know::Known("https://localhost:8443".to_owned()),
            _ => Know::Unknown(crate::know::Why::Runtime),
        };
        let all = script.commands().flat_map(|command| in_command(command, &lookup));
        all.map(|off| (off.subject, off.span.of(script.text()).to_owned())).collect()
    }

    #[test]
    fn everything_that_switches_it_off_is_found() {
        for (script, subject, place) in [
            ("curl -k https://acme.dev/x", Certificate, "-k"),
            ("curl -fsSLk -o x https://acme.dev/x", Certificate, "-fsSLk"),
            ("sudo curl --insecure $URL", Certificate, "--insecure"),
            ("wget --no-check-certificate https://acme.dev/x", Certificate, "--no-check-certificate"),
            ("wget -e check_certificate=off https://acme.dev/x", Certificate, "check_certificate=off"),
            ("git -c http.sslVerify=false clone https://acme.dev/x", Certificate, "http.sslVerify=false"),
            ("git config --global http.sslVerify false", Certificate, "http.sslVerify false"),
            (
                "git config --system http.https://acme.dev/.sslverify 0",
                Certificate,
                "http.https://acme.dev/.sslverify 0",
            ),
            ("npm config set strict-ssl false", Certificate, "strict-ssl false"),
            ("npm set strict-ssl=false", Certificate, "strict-ssl=false"),
            ("yarn config set enableStrictSsl false", Certificate, "enableStrictSsl false"),
            ("npm ci --strict-ssl=false", Certificate, "--strict-ssl=false"),
            ("export NODE_TLS_REJECT_UNAUTHORIZED=0", Certificate, "NODE_TLS_REJECT_UNAUTHORIZED=0"),
            ("NODE_TLS_REJECT_UNAUTHORIZED=0 npm ci", Certificate, "NODE_TLS_REJECT_UNAUTHORIZED=0"),
            ("env GIT_SSL_NO_VERIFY=true git clone https://a.dev", Certificate, "GIT_SSL_NO_VERIFY=true"),
            ("yum install -y --setopt=sslverify=false x", Certificate, "sslverify=false"),
            ("conda config --set ssl_verify false", Certificate, "ssl_verify false"),
            ("composer config -g -- disable-tls true", Certificate, "disable-tls true"),
            ("bundle config set ssl_verify_mode 0", Certificate, "ssl_verify_mode 0"),
            ("skopeo copy --src-tls-verify=false docker://a oci:b", Certificate, "--src-tls-verify=false"),
            ("pip install --trusted-host pypi.acme.dev x", PythonHost, "--trusted-host"),
            ("python3 -m pip install --trusted-host=pypi.acme.dev x", PythonHost, "--trusted-host=pypi.acme.dev"),
            ("pip3 config set global.trusted-host pypi.acme.dev", PythonHost, "global.trusted-host pypi.acme.dev"),
            ("apk add --allow-untrusted x.apk", Signature, "--allow-untrusted"),
            ("apt-get install -y --allow-unauthenticated x", Signature, "--allow-unauthenticated"),
            (
                "apt-get -o APT::Get::AllowUnauthenticated=true install x",
                Signature,
                "APT::Get::AllowUnauthenticated=true",
            ),
            ("apt-get update -o Acquire::https::Verify-Peer=false", Certificate, "Acquire::https::Verify-Peer=false"),
            ("apt-get -y --force-yes install x", Signature, "--force-yes"),
            ("dnf -y --nogpgcheck install x", Signature, "--nogpgcheck"),
            ("zypper --no-gpg-checks install x", Signature, "--no-gpg-checks"),
            ("rpm -ivh --nosignature --nodigest x.rpm", Signature, "--nosignature"),
        ] {
            assert_eq!(found(script), [(subject, place.to_owned())], "{script}");
        }
    }

    #[test]
    fn what_leaves_it_on_is_not() {
        for script in [
            "curl -fsSL https://acme.dev/x",
            "curl -k https://localhost:8443/health",
            "curl -k $LOCAL/health",
            "curl -ksS localhost:8443 127.0.0.1:9200",
            "curl -k --unix-socket /run/x.sock http://x/",
            "curl -o -k https://acme.dev/x",
            "curl -okeep https://acme.dev/x",
            "curl -H -k https://acme.dev/x",
            "tar -k x",
            "echo curl -k https://acme.dev",
            "wget -q --no-check-certificate https://127.0.0.1/x",
            "NODE_TLS_REJECT_UNAUTHORIZED=0",
            "NODE_TLS_REJECT_UNAUTHORIZED=1 npm ci",
            "npm config set strict-ssl true",
            "npm config get strict-ssl",
            "git config --global http.sslVerify true",
            "git config --global http.sslVerify $VERIFY",
            "git log --format=http.sslVerify=false",
            "rpm -qp --nosignature x.rpm",
            "rpm -K --nodigest x.rpm",
            "skopeo copy --src-tls-verify docker://a oci:b",
            "yum install --setopt=tsflags=nodocs x",
            "apt-get install -y force-yes",
            "pip install --trusted-host localhost -i http://localhost:3141 x",
        ] {
            assert_eq!(found(script), [], "{script}");
        }
    }
}
