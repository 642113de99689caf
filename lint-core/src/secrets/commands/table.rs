//! The commands, as data.

/// Where the credential is.
#[derive(Copy, Clone, Debug)]
pub(super) enum At {
    /// The value of an option.
    Value(char, &'static str),
    /// The part after the colon in the value of an option.
    Pair(char, &'static str),
    /// The value of an option is a header.
    Header(char, &'static str),
    /// This operand after the verbs.
    Operand(usize),
    /// The first operand after the verbs is a key with one of these parts, and this operand the value.
    Setting(&'static [&'static str], usize),
    /// The first operand after the verbs is a key with this end, and the second a header.
    HeaderSetting(&'static str),
    /// The standard input, with this flag.
    Stdin(&'static str),
}

/// A command that takes a credential.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) programs: &'static [&'static str],
    pub(super) verbs: &'static [&'static str],
    /// Its options with a value.
    pub(super) letters: &'static str,
    pub(super) names: &'static [&'static str],
    pub(super) at: At,
    /// The file that keeps it.
    pub(super) kept: Option<&'static str>,
}

const fn row(programs: &'static [&'static str], verbs: &'static [&'static str], at: At) -> Row {
    Row { programs, verbs, letters: "up", names: LOGIN, at, kept: None }
}

/// Options of logins with a value.
const LOGIN: &[&str] = &[
    "password",
    "username",
    "user",
    "authfile",
    "cert-dir",
    "registry",
    "profile",
    "region",
    "tenant",
    "token",
    "access-token",
    "auth-token",
    "apikey",
    "host",
    "hostname",
    "org",
    "location",
    "name",
    "auth",
    "config",
    "api-key",
    "source",
    "server",
    "context",
    "namespace",
    "resource-group",
    "subscription",
];

const DOCKER: &[&str] = &["docker", "nerdctl", "crane", "oras", "regctl"];
const PODMAN: &[&str] = &["podman", "buildah", "skopeo"];
const NPM: &[&str] = &["npm", "pnpm"];
const NPM_KEYS: &[&str] = &["_authToken", "_auth", "_password", "npmAuthToken", "npmAuthIdent"];
const AWS_KEYS: &[&str] = &["aws_secret_access_key", "aws_session_token"];
const PASSWORD: At = At::Value('p', "password");
const PASSWORD_STDIN: At = At::Stdin("password-stdin");

/// Curl's and wget's options with a value, as far as they come in bundles.
const CURL: Row = Row { letters: "AbcCdDeEFHKmoPQrtTuUwxXyYz", ..row(&["curl"], &[], At::Pair('u', "user")) };
const CURL_NAMES: &[&str] = &["user", "proxy-user", "header", "oauth2-bearer"];
const WGET: Row =
    Row { letters: "aABDeiIlOoPQRtTUwXY", names: WGET_NAMES, ..row(&["wget"], &[], At::Value('\0', "password")) };
const WGET_NAMES: &[&str] = &["password", "http-password", "ftp-password", "proxy-password", "header"];

/// The commands. One program may stand in several rows.
pub(super) const ROWS: &[Row] = &[
    Row { kept: Some("~/.docker/config.json"), ..row(DOCKER, &["login"], PASSWORD) },
    Row { kept: Some("~/.docker/config.json"), ..row(DOCKER, &["login"], PASSWORD_STDIN) },
    Row { kept: Some("~/.docker/config.json"), ..row(&["crane"], &["auth", "login"], PASSWORD) },
    Row { kept: Some("auth.json"), ..row(PODMAN, &["login"], PASSWORD) },
    Row { kept: Some("auth.json"), ..row(PODMAN, &["login"], PASSWORD_STDIN) },
    Row { kept: Some("~/.config/helm/registry/config.json"), ..row(&["helm"], &["registry", "login"], PASSWORD) },
    Row { kept: Some("~/.config/helm/registry/config.json"), ..row(&["helm"], &["registry", "login"], PASSWORD_STDIN) },
    Row {
        kept: Some("~/.config/helm/repositories.yaml"),
        ..row(&["helm"], &["repo", "add"], At::Value('\0', "password"))
    },
    Row { kept: Some("~/.aws/credentials"), ..row(&["aws"], &["configure", "set"], At::Setting(AWS_KEYS, 1)) },
    Row { kept: Some("~/.azure"), letters: "upt", ..row(&["az"], &["login"], PASSWORD) },
    Row { kept: Some("~/.docker/config.json"), letters: "upn", ..row(&["az"], &["acr", "login"], PASSWORD) },
    Row { kept: Some("~/.npmrc"), ..row(NPM, &["config", "set"], At::Setting(NPM_KEYS, 1)) },
    Row { kept: Some("~/.npmrc"), ..row(NPM, &["set"], At::Setting(NPM_KEYS, 1)) },
    Row { kept: Some("~/.yarnrc"), ..row(&["yarn"], &["config", "set"], At::Setting(NPM_KEYS, 1)) },
    Row {
        kept: Some("auth.json"),
        ..row(
            &["composer"],
            &["config"],
            At::Setting(&["github-oauth.", "gitlab-token.", "gitlab-oauth.", "bearer."], 1),
        )
    },
    Row { kept: Some("auth.json"), ..row(&["composer"], &["config"], At::Setting(&["http-basic."], 2)) },
    Row { kept: Some("auth.toml"), ..row(&["poetry"], &["config"], At::Setting(&["pypi-token."], 1)) },
    Row { kept: Some("auth.toml"), ..row(&["poetry"], &["config"], At::Setting(&["http-basic."], 2)) },
    Row { kept: Some("~/.gitconfig"), letters: "f", ..row(&["git"], &["config"], At::HeaderSetting("extraheader")) },
    Row { kept: Some("~/.config/gh/hosts.yml"), ..row(&["gh"], &["auth", "login"], At::Stdin("with-token")) },
    Row {
        kept: Some("~/.config/glab-cli/config.yml"),
        letters: "th",
        ..row(&["glab"], &["auth", "login"], At::Value('t', "token"))
    },
    Row { kept: Some("~/.vault-token"), ..row(&["vault"], &["login"], At::Operand(0)) },
    Row { kept: Some("~/.cargo/credentials.toml"), ..row(&["cargo"], &["login"], At::Operand(0)) },
    Row { letters: "p", ..row(&["cargo"], &["publish"], At::Value('\0', "token")) },
    Row { kept: Some("~/.config/configstore/snyk.json"), ..row(&["snyk"], &["auth"], At::Operand(0)) },
    Row { kept: Some("~/.netrc"), ..row(&["wandb"], &["login"], At::Operand(0)) },
    Row { kept: Some("~/.cache/huggingface/token"), ..row(&["hf"], &["auth", "login"], At::Value('\0', "token")) },
    Row { kept: Some("~/.cache/huggingface/token"), ..row(&["huggingface-cli"], &["login"], At::Value('\0', "token")) },
    Row {
        kept: Some("~/.config/doctl/config.yaml"),
        letters: "t",
        ..row(&["doctl"], &["auth", "init"], At::Value('t', "access-token"))
    },
    Row { kept: Some("~/.kube/config"), ..row(&["oc"], &["login"], PASSWORD) },
    Row { kept: Some("~/.kube/config"), ..row(&["oc"], &["login"], At::Value('\0', "token")) },
    Row { kept: Some("~/.kube/config"), ..row(&["kubectl"], &["config", "set-credentials"], At::Value('\0', "token")) },
    Row {
        kept: Some("~/.kube/config"),
        ..row(&["kubectl"], &["config", "set-credentials"], At::Value('\0', "password"))
    },
    Row { kept: Some("~/.config/argocd/config"), ..row(&["argocd"], &["login"], At::Value('\0', "password")) },
    Row { kept: Some("~/.bluemix/config.json"), ..row(&["ibmcloud"], &["login"], At::Value('\0', "apikey")) },
    Row { kept: Some("~/.mc/config.json"), ..row(&["mc"], &["alias", "set"], At::Operand(3)) },
    Row { kept: Some("NuGet.Config"), letters: "nup", ..row(&["dotnet"], &["nuget", "add", "source"], PASSWORD) },
    Row { letters: "sk", ..row(&["dotnet"], &["nuget", "push"], At::Value('k', "api-key")) },
    Row { letters: "urp", ..row(&["twine"], &["upload"], PASSWORD) },
    Row { kept: Some("~/.conan"), letters: "pr", ..row(&["conan"], &["user"], PASSWORD) },
    Row { kept: Some("~/.conan2"), letters: "p", ..row(&["conan"], &["remote", "login"], PASSWORD) },
    Row { letters: "t", ..row(&["vercel"], &[], At::Value('t', "token")) },
    Row { letters: "", ..row(&["netlify"], &[], At::Value('\0', "auth")) },
    Row { letters: "P", ..row(&["firebase"], &[], At::Value('\0', "token")) },
    Row { letters: "", ..row(&["sentry-cli"], &[], At::Value('\0', "auth-token")) },
    row(&["subscription-manager"], &["register"], At::Value('\0', "password")),
    Row { letters: "pfd", ..row(&["sshpass"], &[], At::Value('p', "")) },
    Row { names: CURL_NAMES, ..CURL },
    Row { names: CURL_NAMES, at: At::Pair('U', "proxy-user"), ..CURL },
    Row { names: CURL_NAMES, at: At::Header('H', "header"), ..CURL },
    Row { names: CURL_NAMES, at: At::Value('\0', "oauth2-bearer"), ..CURL },
    WGET,
    Row { at: At::Value('\0', "http-password"), ..WGET },
    Row { at: At::Value('\0', "ftp-password"), ..WGET },
    Row { at: At::Value('\0', "proxy-password"), ..WGET },
    Row { at: At::Header('\0', "header"), ..WGET },
];
