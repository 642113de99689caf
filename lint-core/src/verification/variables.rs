//! Environment variables that switch a verification off.

use super::{Subject, hosts};
use Off::{Any, Falsy, Truthy};
use Subject::{Certificate, PythonHost};

/// Which values switch it off.
#[derive(Copy, Clone, Debug)]
pub(super) enum Off {
    /// Every value that is not empty.
    Any,
    /// `1`, `true`, `yes`, `on`.
    Truthy,
    /// `0`, `false`, `no`, `off`.
    Falsy,
}

impl Off {
    pub(super) fn is(self, value: &str) -> bool {
        let is = |words: &[&str]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
        match self {
            Any => !value.is_empty(),
            Truthy => is(&["1", "true", "yes", "on"]),
            Falsy => is(&["0", "false", "no", "off", "never", "none"]),
        }
    }
}

/// An environment variable that switches a verification off.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// What is not verified any more.
    pub subject: Subject,
    /// The programs that read the variable.
    pub of: &'static str,
}

struct Row {
    name: &'static str,
    off: Off,
    subject: Subject,
    of: &'static str,
}

const fn row(name: &'static str, off: Off, subject: Subject, of: &'static str) -> Row {
    Row { name, off, subject, of }
}

const ROWS: &[Row] = &[
    row("NODE_TLS_REJECT_UNAUTHORIZED", Falsy, Certificate, "Node.js"),
    row("GIT_SSL_NO_VERIFY", Truthy, Certificate, "git"),
    row("PYTHONHTTPSVERIFY", Falsy, Certificate, "Python"),
    row("NPM_CONFIG_STRICT_SSL", Falsy, Certificate, "npm"),
    row("YARN_STRICT_SSL", Falsy, Certificate, "Yarn"),
    row("YARN_ENABLE_STRICT_SSL", Falsy, Certificate, "Yarn"),
    row("PIP_TRUSTED_HOST", Any, PythonHost, "pip"),
    row("UV_INSECURE_HOST", Any, PythonHost, "uv"),
    row("CONDA_SSL_VERIFY", Falsy, Certificate, "conda"),
    row("BUNDLE_SSL_VERIFY_MODE", Falsy, Certificate, "Bundler"),
    row("PERL_LWP_SSL_VERIFY_HOSTNAME", Falsy, Certificate, "Perl"),
    row("VAULT_SKIP_VERIFY", Truthy, Certificate, "Vault"),
    row("CONSUL_HTTP_SSL_VERIFY", Falsy, Certificate, "Consul"),
    row("NOMAD_SKIP_VERIFY", Truthy, Certificate, "Nomad"),
    row("ANSIBLE_GALAXY_IGNORE", Truthy, Certificate, "ansible-galaxy"),
];

/// What an environment variable of that name and value switches off.
pub fn variable(name: &str, value: &str) -> Option<Switch> {
    let row = ROWS.iter().find(|row| row.name.eq_ignore_ascii_case(name))?;
    let is_off = row.off.is(value.trim()) && !(row.subject == PythonHost && hosts::are_local(value));
    is_off.then_some(Switch { subject: row.subject, of: row.of })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_values_that_switch_it_off_count() {
        assert_eq!(variable("NODE_TLS_REJECT_UNAUTHORIZED", "0").map(|switch| switch.of), Some("Node.js"));
        assert_eq!(variable("npm_config_strict_ssl", "false").map(|switch| switch.subject), Some(Certificate));
        assert_eq!(variable("PIP_TRUSTED_HOST", "pypi.acme.dev").map(|switch| switch.subject), Some(PythonHost));
        for (name, value) in [
            ("NODE_TLS_REJECT_UNAUTHORIZED", "1"),
            ("NODE_TLS_REJECT_UNAUTHORIZED", ""),
            ("GIT_SSL_NO_VERIFY", "false"),
            ("PIP_TRUSTED_HOST", ""),
            ("STRICT_SSL", "false"),
        ] {
            assert_eq!(variable(name, value), None, "{name}={value}");
        }
    }
}
