//! The options of programs that switch a verification off, and the grammars of those that fetch, as data.

use super::Subject;
use super::variables::Off;
use crate::shell::Grammar;
use Subject::{Certificate, PythonHost, Signature};

/// An option that switches it off.
pub(super) struct Flag {
    pub(super) programs: &'static [&'static str],
    /// With its dashes.
    pub(super) option: &'static str,
    /// The value that it must have; `Any`: whatever it has, or none.
    pub(super) value: Off,
    pub(super) subject: Subject,
}

const fn flag(programs: &'static [&'static str], option: &'static str, value: Off, subject: Subject) -> Flag {
    Flag { programs, option, value, subject }
}

pub(super) const APT: &[&str] = &["apt-get", "apt", "aptitude"];
pub(super) const YUM: &[&str] = &["yum", "dnf", "microdnf", "tdnf", "dnf5", "yum-config-manager", "dnf-3"];
const NPM: &[&str] = &["npm", "pnpm", "yarn", "npx"];
const CONTAINERS: &[&str] = &["skopeo", "podman", "buildah"];
const CLUSTERS: &[&str] = &["kubectl", "helm", "oc"];

pub(super) const FLAGS: &[Flag] = &[
    flag(&["wget"], "--no-check-certificate", Off::Any, Certificate),
    flag(&["aria2c"], "--check-certificate", Off::Falsy, Certificate),
    flag(&["http", "https", "xh"], "--verify", Off::Falsy, Certificate),
    flag(&["aws"], "--no-verify-ssl", Off::Any, Certificate),
    flag(&["svn"], "--trust-server-cert", Off::Any, Certificate),
    flag(&["mc", "argocd", "conda", "mamba"], "--insecure", Off::Any, Certificate),
    flag(NPM, "--strict-ssl", Off::Falsy, Certificate),
    flag(NPM, "--no-strict-ssl", Off::Any, Certificate),
    flag(CONTAINERS, "--tls-verify", Off::Falsy, Certificate),
    flag(CONTAINERS, "--src-tls-verify", Off::Falsy, Certificate),
    flag(CONTAINERS, "--dest-tls-verify", Off::Falsy, Certificate),
    flag(CLUSTERS, "--insecure-skip-tls-verify", Off::Any, Certificate),
    flag(&["pip", "uv", "pipenv", "pip-compile"], "--trusted-host", Off::Any, PythonHost),
    flag(&["uv"], "--allow-insecure-host", Off::Any, PythonHost),
    flag(&["apk"], "--allow-untrusted", Off::Any, Signature),
    flag(APT, "--allow-unauthenticated", Off::Any, Signature),
    flag(APT, "--allow-insecure-repositories", Off::Any, Signature),
    flag(APT, "--force-yes", Off::Any, Signature),
    flag(YUM, "--nogpgcheck", Off::Any, Signature),
    flag(YUM, "--no-gpgchecks", Off::Any, Signature),
    flag(&["zypper"], "--no-gpg-checks", Off::Any, Signature),
    flag(&["zypper"], "--no-gpgcheck", Off::Any, Signature),
    flag(&["zypper"], "--allow-unsigned-rpm", Off::Any, Signature),
    flag(&["rpm"], "--nosignature", Off::Any, Signature),
    flag(&["rpm"], "--nodigest", Off::Any, Signature),
];

/// Curl's options with a value.
pub(super) const CURL: Grammar = Grammar {
    letters: "AbcCdDeEFHKmoPQrtTuUwxXyYz",
    names: &[
        "cacert",
        "capath",
        "cert",
        "ciphers",
        "config",
        "connect-timeout",
        "connect-to",
        "cookie",
        "cookie-jar",
        "data",
        "data-ascii",
        "data-binary",
        "data-raw",
        "data-urlencode",
        "dump-header",
        "form",
        "header",
        "interface",
        "json",
        "key",
        "limit-rate",
        "max-redirs",
        "max-time",
        "noproxy",
        "oauth2-bearer",
        "output",
        "output-dir",
        "pass",
        "proto",
        "proxy",
        "proxy-user",
        "range",
        "referer",
        "request",
        "resolve",
        "retry",
        "retry-delay",
        "retry-max-time",
        "speed-limit",
        "speed-time",
        "unix-socket",
        "upload-file",
        "url",
        "user",
        "user-agent",
        "write-out",
    ],
};

/// Wget's options with a value.
pub(super) const WGET: Grammar = Grammar {
    letters: "aABDeiIlOoPQRtTUwXY",
    names: &[
        "append-output",
        "base",
        "ca-certificate",
        "certificate",
        "directory-prefix",
        "domains",
        "execute",
        "header",
        "http-password",
        "http-user",
        "input-file",
        "output-document",
        "output-file",
        "password",
        "post-data",
        "progress",
        "quota",
        "timeout",
        "tries",
        "user",
        "user-agent",
        "wait",
        "waitretry",
    ],
};
