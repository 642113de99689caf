//! Names of variables that hold credentials.

/// How clearly a name speaks of a credential.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// `DB_PASSWORD`, `NPM_TOKEN`, `API_KEY`.
    Clearly,
    /// `FOO_KEY`, `FOO_AUTH`: there are keys and kinds of authentication that are no secret.
    Perhaps,
}

/// Words that alone mean a credential.
const CLEAR: [&str; 24] = [
    "password",
    "passwords",
    "passwd",
    "passphrase",
    "passcode",
    "pword",
    "pass",
    "pwd",
    "secret",
    "secrets",
    "token",
    "tokens",
    "pat",
    "credential",
    "credentials",
    "creds",
    "apikey",
    "apitoken",
    "authtoken",
    "accesstoken",
    "accesskey",
    "secretkey",
    "privatekey",
    "authkey",
];

/// What a key is for, when it is a credential.
const KEYS: [&str; 24] = [
    "api",
    "access",
    "secret",
    "private",
    "signing",
    "signature",
    "encryption",
    "encrypt",
    "encode",
    "master",
    "client",
    "admin",
    "deploy",
    "session",
    "jwt",
    "ssh",
    "hmac",
    "aes",
    "cipher",
    "storage",
    "account",
    "subscription",
    "webhook",
    "auth",
];

/// Words that say that the thing itself is public, or only where or which it is.
const ELSEWHERE: [&str; 6] = ["public", "pub", "file", "files", "version", "path"];

/// Last words that name a property of a credential instead of one.
const PROPERTY: [&str; 85] = [
    "dir",
    "directory",
    "folder",
    "location",
    "filename",
    "name",
    "names",
    "id",
    "ids",
    "uri",
    "url",
    "urls",
    "endpoint",
    "host",
    "hostname",
    "port",
    "server",
    "domain",
    "realm",
    "issuer",
    "audience",
    "scope",
    "scopes",
    "provider",
    "providers",
    "backend",
    "driver",
    "plugin",
    "helper",
    "store",
    "vault",
    "config",
    "socket",
    "sock",
    "ttl",
    "age",
    "expiry",
    "expires",
    "expiration",
    "expire",
    "lifetime",
    "timeout",
    "duration",
    "days",
    "hours",
    "minutes",
    "seconds",
    "rotation",
    "length",
    "len",
    "size",
    "bits",
    "count",
    "limit",
    "min",
    "max",
    "type",
    "types",
    "mode",
    "method",
    "methods",
    "policy",
    "algorithm",
    "format",
    "prefix",
    "header",
    "field",
    "enabled",
    "disabled",
    "required",
    "fingerprint",
    "checksum",
    "arn",
    "user",
    "users",
    "username",
    "email",
    "role",
    "group",
    "manager",
    "authentication",
    "converter",
    "serializer",
    "deserializer",
    "encryption",
];

/// Whether a variable of that name holds a credential; `None` for a name that does not say so.
pub fn credential(name: &str) -> Option<Named> {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    if words.iter().any(|word| ELSEWHERE.contains(word)) {
        return None;
    }
    let last = words.iter().rev().find(|word| !word.bytes().all(|byte| byte.is_ascii_digit()))?;
    // The id of an access key is given away together with the key.
    let is_pair = matches!(words.as_slice(), [.., "access", "key", "id"]);
    if is_pair {
        return Some(Named::Perhaps);
    }
    // Of language models: `MAX_INPUT_TOKENS`.
    let counts = *last == "tokens" && words.iter().any(|word| matches!(*word, "max" | "min" | "num" | "total" | "per"));
    if counts || PROPERTY.contains(last) {
        return None;
    }
    // Kafka's are the names of files: `KAFKA_SSL_KEYSTORE_CREDENTIALS`.
    if *last == "credentials" && words.contains(&"ssl") {
        return None;
    }
    // The shell's own variables.
    if matches!(words.as_slice(), ["pwd" | "oldpwd"] | ["old", "pwd"]) {
        return None;
    }
    let is_clear = |word: &&str| match *word {
        "pass" | "pwd" | "pat" => word == last,
        word => CLEAR.contains(&word) || is_compound(word),
    };
    if words.iter().any(is_clear) {
        return Some(Named::Clearly);
    }
    let is_key = |pair: &[&str]| matches!(pair, [kind, "key" | "keys"] if KEYS.contains(kind));
    if words.windows(2).any(is_key) {
        return Some(Named::Clearly);
    }
    words.iter().any(|word| matches!(*word, "key" | "auth")).then_some(Named::Perhaps)
}

/// `PGPASSWORD`, `GITHUBTOKEN`, `CLIENTSECRET`.
fn is_compound(word: &str) -> bool {
    ["password", "passwd", "token", "secret", "apikey"].iter().any(|end| word.len() > end.len() && word.ends_with(end))
}

/// Whether hadolint's DL3064 reports a variable of that name, as far as its condition is known: it looks for these
/// words anywhere in the name.
pub fn is_reported_by_hadolint(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["api_key", "client_key", "password", "private", "secret", "token", "username"]
        .iter()
        .any(|word| name.contains(word))
}

/// Whether `BuildKit`'s `SecretsUsedInArgOrEnv` reports a variable of that name: it looks for whole words between
/// underscores.
pub fn is_reported_by_buildkit(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let has = |words: &[&str]| name.split('_').any(|word| words.contains(&word));
    has(&["apikey", "auth", "credential", "credentials", "key", "password", "pword", "passwd", "secret", "token"])
        && !has(&["public", "file", "version"])
}

/// Whether compose-lint's CL-0020 reports a variable of that name, as far as its condition is known: it looks for these
/// words anywhere in the name or at its end.
pub fn is_reported_by_compose_lint(name: &str) -> bool {
    const ANYWHERE: [&str; 11] = [
        "password",
        "passphrase",
        "token",
        "secret",
        "api_key",
        "apikey",
        "private_key",
        "access_key",
        "secret_key",
        "encryption_key",
        "credential",
    ];
    let name = name.to_ascii_lowercase();
    let is_switch = name.contains("allow_empty_") || name.contains("random_") || name.ends_with("_file");
    let ends = ["_pass", "_pwd", "passwd", "_salt", "_dsn"].iter().any(|end| name.ends_with(end));
    !is_switch && (ends || ANYWHERE.iter().any(|word| name.contains(word)))
}

/// Whether a name says that the value is an `OpenPGP` key's, whose id and fingerprint are public.
pub(super) fn is_of_pgp(name: &str) -> bool {
    words(name).iter().any(|word| matches!(word.as_str(), "gpg" | "pgp" | "fingerprint" | "keyring"))
}

/// The words of a name in lower case: between what is no letter or digit, and at capitals (`dbPassword`, `APIKey`).
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    let mut before = ' ';
    let mut rest = name.chars().peekable();
    while let Some(c) = rest.next() {
        let begins = c.is_ascii_uppercase()
            && (before.is_ascii_lowercase()
                || (before.is_ascii_uppercase() && rest.peek().is_some_and(char::is_ascii_lowercase)));
        if (begins || !c.is_ascii_alphanumeric()) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
        if c.is_ascii_alphanumeric() {
            word.push(c.to_ascii_lowercase());
        }
        before = c;
    }
    if !word.is_empty() {
        words.push(word);
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_cut_into_words() {
        assert_eq!(words("AWS_SECRET_ACCESS_KEY"), ["aws", "secret", "access", "key"]);
        assert_eq!(words("dbPassword"), ["db", "password"]);
        assert_eq!(words("APIKey"), ["api", "key"]);
        assert_eq!(words("spring.datasource-password"), ["spring", "datasource", "password"]);
    }

    #[test]
    fn credentials_are_known_by_their_names() {
        for name in [
            "PASSWORD",
            "MYSQL_ROOT_PASSWORD",
            "PGPASSWORD",
            "sa_password",
            "NPM_TOKEN",
            "actions_runtime_token",
            "GITHUBTOKEN",
            "AWS_SECRET_ACCESS_KEY",
            "API_KEY",
            "OPENAI_API_KEY_2",
            "SSH_PRIVATE_KEY",
            "NAGIOSADMIN_PASS",
            "GITHUB_PAT",
            "DB_PWD",
            "SECRET_KEY_BASE",
            "clientSecret",
            "GOOGLE_CREDENTIALS",
            "KEY_PASSPHRASE",
        ] {
            assert_eq!(credential(name), Some(Named::Clearly), "{name}");
        }
        for name in ["GPG_KEY", "KEY", "BASIC_AUTH", "AWS_ACCESS_KEY_ID", "CACHE_KEY"] {
            assert_eq!(credential(name), Some(Named::Perhaps), "{name}");
        }
    }

    #[test]
    fn other_names_are_not() {
        for name in [
            "PATH",
            "USERNAME",
            "DOCKER_EMAIL",
            "GOPRIVATE",
            "PRIVATE_REGISTRY",
            "TOKENIZERS_PARALLELISM",
            "TOKEN_TTL",
            "MAX_TOTAL_TOKENS",
            "BASIC_AUTH_USER",
            "PASSWORD_MIN_LENGTH",
            "MINIO_SECRET_KEY_FILE",
            "SECRETFILE_DIR",
            "PUBLIC_KEY",
            "NEXT_PUBLIC_POSTHOG_KEY",
            "SECRET_PROVIDER_URL",
            "SECRET_PROVIDER_VERSION",
            "TOKEN_URL",
            "POSTGRES_HOST_AUTH_METHOD",
            "SSH_AUTH_SOCK",
            "GPG_KEY_ID",
            "PGP_KEYSERVER",
            "KEYCLOAK_VERSION",
            "AUTHOR",
            "PWD",
            "OLDPWD",
            "COMPASS",
            "PASS_THROUGH",
            "KAFKA_SSL_KEYSTORE_CREDENTIALS",
            "PASSWORD_AUTHENTICATION",
            "MONKEY",
        ] {
            assert_eq!(credential(name), None, "{name}");
        }
    }

    #[test]
    fn the_conditions_of_other_tools() {
        assert!(is_reported_by_hadolint("GOPRIVATE") && is_reported_by_hadolint("TOKENIZERS_PARALLELISM"));
        assert!(!is_reported_by_hadolint("APIKEY") && !is_reported_by_hadolint("DB_PASSWD"));
        assert!(is_reported_by_buildkit("GPG_KEY") && is_reported_by_buildkit("sa_password"));
        assert!(is_reported_by_compose_lint("PASSWORD_SALT") && !is_reported_by_compose_lint("DB_PASSWORD_FILE"));
        assert!(!is_reported_by_buildkit("SECRET_KEY_FILE") && !is_reported_by_buildkit("PGPASSWORD"));
    }
}
