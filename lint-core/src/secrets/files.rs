//! Files that hold credentials, known by their paths and by what stands in them.

/// How sure a path alone makes it that a credential is in the file.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Its content decides: `.npmrc`, `*.pem`.
    Perhaps,
    /// It mostly is: `.env`, `server.key`.
    Mostly,
    /// It has no other use: `id_rsa`, `.netrc`.
    Certainly,
}

/// What a file is, when it may hold a credential.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct SecretFile {
    /// What it holds: `a private SSH key`.
    pub what: &'static str,
    /// How sure that is.
    pub sure: Sure,
}

struct Row {
    /// The end of the path; `/` at its start stands for a whole name.
    ending: &'static str,
    what: &'static str,
    sure: Sure,
}

const fn row(ending: &'static str, what: &'static str, sure: Sure) -> Row {
    Row { ending, what, sure }
}

use Sure::{Certainly, Mostly, Perhaps};

/// Compared with the path in lower case, with a slash before it. The first that fits counts.
const ROWS: &[Row] = &[
    row("/id_rsa", "a private SSH key", Certainly),
    row("/id_dsa", "a private SSH key", Certainly),
    row("/id_ecdsa", "a private SSH key", Certainly),
    row("/id_ed25519", "a private SSH key", Certainly),
    row("/id_ecdsa_sk", "a private SSH key", Certainly),
    row("/id_ed25519_sk", "a private SSH key", Certainly),
    row("/.ssh", "SSH keys", Mostly),
    row("/.aws/credentials", "the credentials of AWS", Certainly),
    row("/.aws", "the credentials of AWS", Certainly),
    row("/.netrc", "passwords", Certainly),
    row("/_netrc", "passwords", Certainly),
    row("/.git-credentials", "passwords", Certainly),
    row("/.config/git/credentials", "passwords", Certainly),
    row("/.pgpass", "passwords", Certainly),
    row("/.mylogin.cnf", "passwords", Certainly),
    row("/.my.cnf", "the password of a database", Perhaps),
    row("/.pypirc", "the credentials of PyPI", Certainly),
    row("/.gem/credentials", "the credentials of RubyGems", Certainly),
    row("/.cargo/credentials.toml", "the credentials of crates.io", Certainly),
    row("/.cargo/credentials", "the credentials of crates.io", Certainly),
    row("/.dockercfg", "the credentials of a registry", Certainly),
    row("/.docker/config.json", "the credentials of a registry", Perhaps),
    row("/.kube/config", "the credentials of a cluster", Certainly),
    row("/.kube", "the credentials of a cluster", Certainly),
    row("/kubeconfig", "the credentials of a cluster", Certainly),
    row(".kubeconfig", "the credentials of a cluster", Certainly),
    row("/application_default_credentials.json", "the credentials of Google Cloud", Certainly),
    row("/gcloud/credentials.db", "the credentials of Google Cloud", Certainly),
    row("/service-account.json", "the key of a service account", Certainly),
    row("/service_account.json", "the key of a service account", Certainly),
    row("/serviceaccount.json", "the key of a service account", Certainly),
    row("/service-account-key.json", "the key of a service account", Certainly),
    row("/service_account_key.json", "the key of a service account", Certainly),
    row("/serviceaccountkey.json", "the key of a service account", Certainly),
    row("/.azure/accesstokens.json", "the credentials of Azure", Certainly),
    row("/.azure", "the credentials of Azure", Certainly),
    row("/.boto", "the credentials of a cloud", Certainly),
    row("/.s3cfg", "the credentials of a cloud", Certainly),
    row("/rclone.conf", "the credentials of a cloud", Mostly),
    row("/.vault-token", "a token of Vault", Certainly),
    row("/.terraformrc", "the credentials of Terraform", Perhaps),
    row("/credentials.tfrc.json", "the credentials of Terraform", Certainly),
    row("/terraform.tfstate", "secrets of what Terraform manages", Mostly),
    row("/.gnupg", "OpenPGP keys", Mostly),
    row("/secring.gpg", "private OpenPGP keys", Certainly),
    row("/config/master.key", "the master key of Rails", Certainly),
    row("/.vault_pass", "the password of Ansible Vault", Certainly),
    row("/.vault_pass.txt", "the password of Ansible Vault", Certainly),
    row("/.config/gh/hosts.yml", "the credentials of GitHub", Certainly),
    row("/.config/hub", "the credentials of GitHub", Certainly),
    row("/.composer/auth.json", "the credentials of Composer", Certainly),
    row("/auth.json", "the credentials of Composer", Perhaps),
    row("/.npmrc", "tokens of npm", Perhaps),
    row("/.yarnrc.yml", "tokens of Yarn", Perhaps),
    row("/.yarnrc", "tokens of Yarn", Perhaps),
    row("/.env", "passwords", Mostly),
    row("/.env.local", "passwords", Mostly),
    row("/.env.production", "passwords", Perhaps),
    row("/.env.prod", "passwords", Perhaps),
    row("/.env.staging", "passwords", Perhaps),
    row("/privkey.pem", "a private key", Mostly),
    row("/private.pem", "a private key", Mostly),
    row("/private.key", "a private key", Mostly),
    row("/key.pem", "a private key", Mostly),
    row("-key.pem", "a private key", Mostly),
    row("_key.pem", "a private key", Mostly),
    row("/server.key", "a private key", Mostly),
    row("-server.key", "a private key", Mostly),
    row("/client.key", "a private key", Mostly),
    row("/tls.key", "a private key", Mostly),
    row("/ssl.key", "a private key", Mostly),
    row("/ca.key", "a private key", Mostly),
    row("/localhost.key", "a private key", Mostly),
    row(".pem", "a private key", Perhaps),
    row(".key", "a private key", Perhaps),
    row("/credentials.json", "credentials", Perhaps),
    row("/secrets.json", "secrets", Perhaps),
    row("/secrets.yml", "secrets", Perhaps),
    row("/secrets.yaml", "secrets", Perhaps),
];

/// Variables that name a file with credentials.
pub const VARIABLES: [(&str, &str); 9] = [
    ("AWS_SHARED_CREDENTIALS_FILE", "the credentials of AWS"),
    ("GOOGLE_APPLICATION_CREDENTIALS", "the credentials of Google Cloud"),
    ("CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE", "the credentials of Google Cloud"),
    ("AZURE_AUTH_LOCATION", "the credentials of Azure"),
    ("KUBECONFIG", "the credentials of a cluster"),
    ("BOTO_CONFIG", "the credentials of a cloud"),
    ("NETRC", "passwords"),
    ("PGPASSFILE", "passwords"),
    ("ANSIBLE_VAULT_PASSWORD_FILE", "the password of Ansible Vault"),
];

/// What the file at a path is, when it may hold a credential. A star at the end (`.npmrc*`) matches the name without it.
pub fn at(path: &str) -> Option<SecretFile> {
    let path = path.trim_end_matches(['/', '*']).replace('\\', "/").to_ascii_lowercase();
    let path = format!("/{}", path.trim_start_matches("./"));
    let name = path.rsplit('/').next().unwrap_or("");
    if name.split(['.', '-', '_']).any(|word| matches!(word, "pub" | "public" | "pubkey")) {
        return None;
    }
    let row = ROWS.iter().find(|row| path.ends_with(row.ending))?;
    // `*.pem` takes what it finds.
    let sure = if path.contains('*') { Perhaps } else { row.sure };
    Some(SecretFile { what: row.what, sure })
}

/// Whether the text of such a file holds a credential that is written out; variables in it are none.
pub fn holds_secret(text: &str) -> bool {
    const NAMES: [&str; 6] = ["_authToken", "_auth", "_password", "npmAuthToken", "npmAuthIdent", "auth"];
    let names_one = |line: &str| {
        let line = line.trim();
        let line = line.strip_prefix("export ").unwrap_or(line);
        let Some((name, value)) = line.split_once(['=', ':']) else { return false };
        // `//registry.npmjs.org/:_authToken=…`
        let (name, value) = match value.split_once('=') {
            Some((last, value)) if name.is_empty() || line.starts_with("//") => (last, value),
            _ => (name, value),
        };
        let name = name.rsplit(['/', ':']).next().unwrap_or(name).trim();
        let value = value.trim().trim_matches(['"', '\'']);
        let is_named = NAMES.contains(&name) || super::names::credential(name) == Some(super::names::Named::Clearly);
        let is_written = !value.is_empty() && !value.contains("${") && !value.starts_with(['$', '#']);
        is_named && is_written && super::values::judge(name, value) == super::values::Value::Secret
    };
    !super::find(text).is_empty()
        || text.lines().filter(|line| !line.trim_start().starts_with(['#', ';'])).any(names_one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secret_files_are_known_by_their_paths() {
        for path in
            ["id_rsa", "./keys/id_rsa", "/root/.ssh/id_ed25519", ".aws/credentials", "home/.netrc", "kubeconfig"]
        {
            assert_eq!(at(path).map(|file| file.sure), Some(Certainly), "{path}");
        }
        for path in [".env", "app/.env", "certs/server.key", ".ssh/", "my-key.pem", "C:\\app\\.env"] {
            assert_eq!(at(path).map(|file| file.sure), Some(Mostly), "{path}");
        }
        for path in [".npmrc", ".npmrc*", "*.pem", "nodesource.key", "web/.npmrc"] {
            assert_eq!(at(path).map(|file| file.sure), Some(Perhaps), "{path}");
        }
        for path in [
            "id_rsa.pub",
            "jwt-public-key.pem",
            ".env.example",
            "package.json",
            ".ssh/authorized_keys",
            "ca.crt",
            "credentials",
            "myid_rsa",
            "secretservice",
        ] {
            assert_eq!(at(path), None, "{path}");
        }
    }

    #[test]
    fn the_content_decides() {
        assert!(holds_secret("//registry.acme.dev/:_authToken=x7Rt2mQp9Zk\n"));
        assert!(holds_secret("A=1\nexport DB_PASSWORD='hunter2'\n"));
        assert!(holds_secret("npmAuthToken: x7Rt2mQp9Zk\n"));
        assert!(!holds_secret("//registry.acme.dev/:_authToken=${NPM_TOKEN}\nengine-strict=true\n"));
        assert!(!holds_secret("# DB_PASSWORD=hunter2\nDB_PASSWORD=\nAPI_URL=https://api.acme.dev\n"));
        assert!(!holds_secret("auto-install-peers=true\n"));
    }
}
