//! Settings of configuration files and options that switch a verification off.

use super::variables::Off;
use super::{Subject, hosts};
use Off::{Any, Falsy, Truthy};
use Subject::{Certificate, PythonHost, Signature};
use std::ops::Range;

struct Row {
    /// The last part of the key.
    key: &'static str,
    off: Off,
    subject: Subject,
    /// What the file must be called where the key alone says too little; empty: anything.
    file: &'static str,
}

const fn row(key: &'static str, off: Off, subject: Subject, file: &'static str) -> Row {
    Row { key, off, subject, file }
}

const ROWS: &[Row] = &[
    row("sslverify", Falsy, Certificate, ""),
    row("strict-ssl", Falsy, Certificate, ""),
    row("enablestrictssl", Falsy, Certificate, ""),
    row("ssl_verify", Falsy, Certificate, "condarc"),
    row("ssl_verify_mode", Falsy, Certificate, "gemrc"),
    row("check_certificate", Falsy, Certificate, "wgetrc"),
    row("verify-peer", Falsy, Certificate, ""),
    row("verify-host", Falsy, Certificate, ""),
    row("disable-tls", Truthy, Certificate, "composer"),
    row("trusted-host", Any, PythonHost, ""),
    row("gpgcheck", Falsy, Signature, ""),
    row("pkg_gpgcheck", Falsy, Signature, ""),
    row("allowunauthenticated", Truthy, Signature, ""),
    row("allowinsecurerepositories", Truthy, Signature, ""),
    row("siglevel", Falsy, Signature, "pacman"),
];

/// What a setting switches off. `file` is the name of the file, or of the program, as far as it is known.
pub fn setting(key: &str, value: &str, file: &str) -> Option<Subject> {
    let key = key.trim().trim_start_matches(['*', '-']);
    let last = key.rsplit(['.', ':']).next().unwrap_or(key);
    let value = value.trim().trim_end_matches([';', ',']).trim_matches(['"', '\'']).trim();
    let row = ROWS.iter().find(|row| row.key.eq_ignore_ascii_case(last) && file.contains(row.file))?;
    let is_off = row.off.is(value) && !(row.subject == PythonHost && hosts::are_local(value));
    is_off.then_some(row.subject)
}

/// A line that switches a verification off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which.
    pub subject: Subject,
    /// Where in the text.
    pub range: Range<usize>,
}

/// The lines of a text that switch a verification off. The text is as it stands in a script: `\n` ends a line, too, and
/// quotes do not belong to it.
pub fn lines(text: &str, file: &str) -> Vec<Line> {
    let mut found = Vec::new();
    let mut start = 0;
    for physical in text.split_inclusive('\n') {
        let mut at = start;
        for line in physical.split("\\n") {
            let inner = line.trim_start_matches([' ', '\t', '"', '\'']).trim_start_matches("\\t");
            let from = at + line.len() - inner.len();
            let inner = inner.trim_end_matches([' ', '\t', '\r', '\n', '\\', '\'', '"']);
            if let Some(subject) = in_line(inner, file) {
                // Of a package source the option is enough.
                let option = TRUSTED.iter().find_map(|option| Some((inner.find(option)?, option.len())));
                let (skip, length) = option.unwrap_or((0, inner.len()));
                found.push(Line { subject, range: from + skip..from + skip + length });
            }
            at += line.len() + 2;
        }
        start += physical.len();
    }
    found
}

/// What one line of a configuration file switches off.
pub fn in_line(line: &str, file: &str) -> Option<Subject> {
    if line.starts_with(['#', ';']) {
        return None;
    }
    if (file.contains("curlrc") && matches!(line, "insecure" | "--insecure" | "-k")) || is_trusted_curl(line, file) {
        return Some(Certificate);
    }
    if is_trusted_source(line) {
        return Some(Signature);
    }
    let (key, value) =
        line.split_once('=').or_else(|| line.split_once([' ', '\t'])).or_else(|| line.split_once(':'))?;
    setting(key.trim().trim_end_matches(':'), value, file)
}

const TRUSTED: [&str; 2] = ["trusted=yes", "allow-insecure=yes"];

fn is_trusted_curl(line: &str, file: &str) -> bool {
    file.contains("curlrc") && line.strip_prefix("insecure").is_some_and(|rest| rest.trim_start().starts_with('='))
}

/// `deb [trusted=yes] https://…`, `Trusted: yes`; a folder of the image itself needs no signature.
fn is_trusted_source(line: &str) -> bool {
    let is_line = line.starts_with("deb ") || line.starts_with("deb-src ");
    let Some((options, rest)) = line.split_once('[').and_then(|(_, rest)| rest.split_once(']')) else {
        return line.strip_prefix("Trusted:").is_some_and(|value| value.trim().eq_ignore_ascii_case("yes"));
    };
    let is_local = ["file:", "copy:"].iter().any(|scheme| rest.trim_start().starts_with(scheme));
    let is_trusted = options.split_ascii_whitespace().any(|option| TRUSTED.contains(&option));
    is_line && is_trusted && !is_local
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject(line: &str, file: &str) -> Option<Subject> {
        in_line(line, file)
    }

    #[test]
    fn lines_that_switch_it_off() {
        for (line, file, what) in [
            ("sslverify=0", "/etc/yum.conf", Certificate),
            ("sslVerify = false", "/root/.gitconfig", Certificate),
            ("strict-ssl=false", ".npmrc", Certificate),
            ("strict-ssl false", ".yarnrc", Certificate),
            ("enableStrictSsl: false", ".yarnrc.yml", Certificate),
            ("check_certificate = off", "/root/.wgetrc", Certificate),
            ("insecure", "/root/.curlrc", Certificate),
            ("Acquire::https::Verify-Peer \"false\";", "/etc/apt/apt.conf.d/99x", Certificate),
            ("trusted-host = pypi.acme.dev", "", PythonHost),
            ("gpgcheck=0", "", Signature),
            ("APT::Get::AllowUnauthenticated \"true\";", "", Signature),
            ("deb [arch=amd64 trusted=yes] https://apt.acme.dev stable main", "", Signature),
            ("SigLevel = Never", "/etc/pacman.conf", Signature),
        ] {
            assert_eq!(subject(line, file), Some(what), "{line}");
        }
    }

    #[test]
    fn lines_that_do_not() {
        for line in [
            "sslverify=1",
            "repo_gpgcheck=0",
            "localpkg_gpgcheck=0",
            "# gpgcheck=0",
            "deb [trusted=yes] file:/repo ./",
            "deb [signed-by=/x.gpg] https://apt.acme.dev stable main",
            "ssl_verify: false",
            "insecure",
            "trusted-host =",
            "trusted-host = localhost 127.0.0.1",
            "",
        ] {
            assert_eq!(subject(line, "/etc/app.conf"), None, "{line}");
        }
    }

    #[test]
    fn lines_of_a_printf_are_found() {
        let text = "'[x]\\nname=x\\ngpgcheck=0\\nenabled=1\\n'";
        let found = lines(text, "");
        assert_eq!(found.first().and_then(|line| text.get(line.range.clone())), Some("gpgcheck=0"));
        let text = "[x]\r\ngpgcheck = 0\r\n";
        assert_eq!(lines(text, "").first().and_then(|line| text.get(line.range.clone())), Some("gpgcheck = 0"));
    }
}
