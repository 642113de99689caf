//! Values of variables whose names speak of credentials.

use super::names;

/// What a literal value says about whether a credential is given away.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// It is none: a switch, a path, an address, a public key.
    Harmless,
    /// It stands for one that is to come.
    Placeholder,
    /// It may be one.
    Secret,
}

/// Judges the value of a variable.
pub fn judge(name: &str, value: &str) -> Value {
    let value = value.trim();
    if is_switch(value) || is_place(value) || is_public_key(value) || (names::is_of_pgp(name) && is_key_id(value)) {
        Value::Harmless
    } else if is_placeholder(value) {
        Value::Placeholder
    } else {
        Value::Secret
    }
}

/// Nothing, `true`, `no`, `0`.
fn is_switch(value: &str) -> bool {
    const WORDS: [&str; 13] =
        ["", "true", "false", "yes", "no", "on", "off", "0", "1", "none", "null", "enabled", "disabled"];
    WORDS.iter().any(|word| value.eq_ignore_ascii_case(word))
}

/// A path or an address: where the credential is, not what it is.
fn is_place(value: &str) -> bool {
    const ENDINGS: [&str; 14] = [
        ".json", ".yaml", ".yml", ".txt", ".pem", ".key", ".crt", ".cer", ".gpg", ".asc", ".conf", ".env", ".ini",
        ".xml",
    ];
    if value.contains(char::is_whitespace) {
        return false;
    }
    let drive = value.get(1..3).is_some_and(|rest| matches!(rest, ":\\" | ":/"));
    if drive || ["./", "../", "~/"].iter().any(|start| value.starts_with(start)) || value.starts_with("arn:") {
        return true;
    }
    if let Some((_, rest)) = value.split_once("://") {
        return !rest.split(['/', '?', '#']).next().unwrap_or("").contains('@');
    }
    // Base64 has slashes too, but rarely at the start and never with a plain name before them.
    let is_absolute = value.starts_with('/') && !value.ends_with('=') && !value.contains('+');
    let last = value.rsplit(['/', '\\']).next().unwrap_or(value).to_ascii_lowercase();
    is_absolute || ENDINGS.iter().any(|ending| last.len() > ending.len() && last.ends_with(ending))
}

fn is_public_key(value: &str) -> bool {
    const STARTS: [&str; 7] = [
        "ssh-rsa ",
        "ssh-ed25519 ",
        "ecdsa-sha2-",
        "-----BEGIN PUBLIC KEY",
        "-----BEGIN CERTIFICATE",
        "-----BEGIN RSA PUBLIC KEY",
        "-----BEGIN PGP PUBLIC KEY",
    ];
    STARTS.iter().any(|start| value.starts_with(start))
}

/// Ids and fingerprints of `OpenPGP` keys.
fn is_key_id(value: &str) -> bool {
    let mut ids = value.split([' ', ',', ';', '\t', '\n']).filter(|id| !id.is_empty());
    let is_hex = |id: &str| {
        let id = id.strip_prefix("0x").or_else(|| id.strip_prefix("0X")).unwrap_or(id);
        id.len() >= 4 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
    };
    // A fingerprint may be written in groups of four.
    ids.all(is_hex)
}

/// Whether a value plainly stands for one that is to come: `changeme`, `<token>`, `your-key-here`.
pub fn is_placeholder(value: &str) -> bool {
    const PARTS: [&str; 24] = [
        "changeme",
        "change-me",
        "change_me",
        "changethis",
        "change_this",
        "change-this",
        "placeholder",
        "replace",
        "example",
        "dummy",
        "fake",
        "sample",
        "redacted",
        "insert",
        "your-",
        "your_",
        "yourpass",
        "yoursecret",
        "yourtoken",
        "xxx",
        "***",
        "...",
        "not-a-real",
        "set-me",
    ];
    let value = value.to_ascii_lowercase();
    let bracketed = value.starts_with(['<', '[', '{', '%']) && value.ends_with(['>', ']', '}', '%']);
    bracketed
        || matches!(value.as_str(), "todo" | "tbd" | "unset" | "undefined")
        || PARTS.iter().any(|part| value.contains(part))
}

/// Whether a password is one that everybody tries first, so that it protects nothing and was never meant to.
pub fn is_trivial(password: &str) -> bool {
    const TRIVIAL: [&str; 35] = [
        "password",
        "passwd",
        "pass",
        "pwd",
        "pw",
        "p",
        "secret",
        "token",
        "key",
        "test",
        "testing",
        "admin",
        "root",
        "user",
        "username",
        "guest",
        "default",
        "demo",
        "dev",
        "local",
        "foo",
        "bar",
        "changeit",
        "postgres",
        "mysql",
        "redis",
        "rabbitmq",
        "mongo",
        "minio",
        "minioadmin",
        "anonymous",
        "qq==",
        "x",
        "1234",
        "123456",
    ];
    is_placeholder(password) || TRIVIAL.iter().any(|trivial| password.eq_ignore_ascii_case(trivial))
}

/// Whether a password is easily guessed: short, tried by everybody, or plain words with a few digits behind them.
pub fn is_guessable(password: &str) -> bool {
    const COMMON: [&str; 14] = [
        "password", "passwd", "pass", "secret", "admin", "root", "test", "changeme", "qwerty", "123456", "p@ss",
        "passw0rd", "s3cr3t", "insecure",
    ];
    let lower = password.to_ascii_lowercase();
    let words = password.trim_end_matches(|c: char| !c.is_ascii_alphabetic());
    let is_one_case = |word: &str| {
        let rest = word.get(1..).unwrap_or("");
        rest.bytes().all(|byte| byte.is_ascii_lowercase()) || word.bytes().all(|byte| byte.is_ascii_uppercase())
    };
    let are_words = password.len() - words.len() <= 6
        && words.len() < 24
        && words
            .split(['-', '_', '.'])
            .all(|word| word.bytes().all(|byte| byte.is_ascii_alphabetic()) && is_one_case(word));
    password.len() < 6
        || is_trivial(password)
        || are_words
        || COMMON.iter().any(|word| lower.contains(word))
        || lower.bytes().all(|byte| Some(&byte) == lower.as_bytes().first())
}

/// Whether the random part of a token looks random: many characters, no runs, no words of examples.
pub(super) fn is_random(body: &str) -> bool {
    let bytes = body.as_bytes();
    let has_run = bytes.windows(5).any(|run| run.iter().all(|byte| run.first() == Some(byte)));
    !has_run && is_varied(body)
}

/// Whether a text has many characters and no words of examples. (A key in `OpenSSH`'s form has runs of zeros.)
pub(super) fn is_varied(body: &str) -> bool {
    const WORDS: [&str; 12] = [
        "example",
        "placeholder",
        "replace",
        "changeme",
        "redacted",
        "dummy",
        "sample",
        "your",
        "012345",
        "123456",
        "abcdef",
        "qwerty",
    ];
    let mut seen = [false; 128];
    for byte in body.bytes() {
        if let Some(seen) = seen.get_mut(usize::from(byte)) {
            *seen = true;
        }
    }
    let distinct = seen.iter().filter(|seen| **seen).count();
    let lower = body.to_ascii_lowercase();
    distinct >= if body.len() < 24 { 6 } else { 8 } && !WORDS.iter().any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_secret_by_its_value() {
        for (name, value) in [
            ("PASSWORD", ""),
            ("MYSQL_RANDOM_ROOT_PASSWORD", "yes"),
            ("MYSQL_ALLOW_EMPTY_PASSWORD", "1"),
            ("DOCKER_CREDENTIAL_GCR_CONFIG", "/kaniko/.config/gcloud/config.json"),
            ("API_KEY", "/run/secrets/api_key"),
            ("SSL_KEY", "certs/server.key"),
            ("SECRET", "C:\\secrets\\one"),
            ("AUTH_TOKEN_SOURCE", "https://auth.example.com/token"),
            ("GPG_KEY", "7169605F62C751356D054A26A821E680E5FA6305"),
            ("GPG_KEYS", "0xAAAA1111BBBB2222, 0xCCCC1111BBBB2222"),
            ("SSH_KEY", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI me@host"),
        ] {
            assert_eq!(judge(name, value), Value::Harmless, "{name}={value}");
        }
    }

    #[test]
    fn what_may_be_a_secret() {
        for (name, value) in [
            ("PASSWORD", "hunter2"),
            ("AIO_TOKEN", "123456"),
            ("API_KEY", "7169605F62C751356D054A26A821E680E5FA6305"),
            ("AWS_SECRET_ACCESS_KEY", "/3Lq9+Hk2jdPzV7u5nT1bW8xYc0RfGmAsEoIv64="),
            ("SECRET", "postgres://app:s3cr3t@db/app"),
            ("PASSWORD", "postgres"),
        ] {
            assert_eq!(judge(name, value), Value::Secret, "{name}={value}");
        }
        for value in ["changeme", "<token>", "your-api-key", "FAKE_TO_SEE", "xxxxxxxx", "{{ secret }}"] {
            assert_eq!(judge("TOKEN", value), Value::Placeholder, "{value}");
        }
    }

    #[test]
    fn plain_words_are_guessed() {
        for easy in
            ["shopkeeper", "my-app-key", "redis123!@#", "Harbour2024", "aaaaaaaaaaaa", "12345678", "mys3cr3t", "x1"]
        {
            assert!(is_guessable(easy), "{easy}");
        }
        for hard in ["wh4le-hello", "Xk29vbQ7", "zPxQwLkA", "9f86d081884c7d659a2feaa0c55ad015"] {
            assert!(!is_guessable(hard), "{hard}");
        }
    }

    #[test]
    fn random_bodies_are_told_from_written_ones() {
        assert!(is_random("zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ"));
        assert!(is_random("9f86d081884c7d659a2feaa0c55ad015"));
        assert!(!is_random("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"));
        assert!(!is_random("1234567890123456789012345678"));
        assert!(!is_random("IOSFODNN7EXAMPLE"));
    }
}
