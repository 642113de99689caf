//! Versions of programs with known serious flaws, for those that are often built from source in an image.

/// A flaw of a range of versions.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Its number.
    pub cve: &'static str,
    /// What it lets happen.
    pub what: &'static str,
    /// The first version without it.
    pub fixed: &'static str,
}

struct Row {
    series: &'static str,
    /// The last version with the flaw: its number or letter; 0 stands for the first of a series of letters.
    last: u32,
    flaw: Flaw,
}

const fn row(series: &'static str, last: u32, cve: &'static str, what: &'static str, fixed: &'static str) -> Row {
    Row { series, last, flaw: Flaw { cve, what, fixed } }
}

/// Source: `OpenSSL`'s list of vulnerabilities (<https://openssl-library.org/news/vulnerabilities/>). The first that
/// fits counts, so the worst comes first.
const OPENSSL: &[Row] = &[
    row("1.0.1", letter('f'), "CVE-2014-0160", "hands out its memory (Heartbleed)", "1.0.1g"),
    row("1.1.1", letter('s'), "CVE-2023-0286", "can be made to read foreign memory", "1.1.1t"),
    row("3.0", 6, "CVE-2022-3602", "overflows a buffer on crafted certificates", "3.0.7"),
    row("3.0", 7, "CVE-2023-0286", "can be made to read foreign memory", "3.0.8"),
];

const fn letter(letter: char) -> u32 {
    letter as u32 - 'a' as u32 + 1
}

/// A version of `OpenSSL` in a text, when it has a flaw.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct OpenSsl<'t> {
    /// The version.
    pub version: &'t str,
    /// The flaw.
    pub flaw: Flaw,
}

/// The flawed version of `OpenSSL` that a URL, a file name or a tag names: `openssl-3.0.2.tar.gz`, `OpenSSL_1_1_1k`.
/// Packages of distributions (`openssl-3.0.1-43.el9`) carry fixes of their own and are none.
pub fn openssl(text: &str) -> Option<OpenSsl<'_>> {
    let lower = text.to_ascii_lowercase();
    lower.match_indices("openssl").find_map(|(at, word)| {
        let rest = text.get(at + word.len()..)?.strip_prefix(['-', '_', '/'])?;
        let end = rest.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '_')).unwrap_or(rest.len());
        let after = rest.get(end..)?;
        let letter = after.chars().next().filter(char::is_ascii_lowercase);
        let (letter, end) =
            match letter.filter(|_| !after.get(1..).is_some_and(|more| more.starts_with(char::is_alphanumeric))) {
                Some(found) => (Some(found), end + 1),
                None => (None, end),
            };
        let version = rest.get(..end)?.trim_end_matches(['.', '_']);
        let after = rest.get(version.len()..)?;
        // `-43.el9` is a distribution's release.
        let is_package =
            after.strip_prefix('-').is_some_and(|release| release.starts_with(|c: char| c.is_ascii_digit()));
        let flaw = (!is_package).then(|| flaw_of(&version.replace('_', "."), letter))??;
        Some(OpenSsl { version, flaw })
    })
}

fn flaw_of(version: &str, after: Option<char>) -> Option<Flaw> {
    let number = version.trim_end_matches(|c: char| c.is_ascii_lowercase());
    let row = OPENSSL.iter().find(|row| {
        if number == row.series {
            return row.series.split('.').count() == 3 && after.map_or(0, letter) <= row.last;
        }
        let patch = number.strip_prefix(row.series).and_then(|rest| rest.strip_prefix('.'));
        after.is_none() && patch.and_then(|patch| patch.parse::<u32>().ok()).is_some_and(|patch| patch <= row.last)
    })?;
    Some(row.flaw)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flawed_versions_are_known() {
        for (text, version, cve) in [
            ("https://www.openssl.org/source/openssl-3.0.2.tar.gz", "3.0.2", "CVE-2022-3602"),
            (
                "https://github.com/openssl/openssl/releases/download/openssl-3.0.7/openssl-3.0.7.tar.gz",
                "3.0.7",
                "CVE-2023-0286",
            ),
            ("OpenSSL_1_1_1k", "1_1_1k", "CVE-2023-0286"),
            ("openssl-1.1.1.tar.gz", "1.1.1", "CVE-2023-0286"),
            ("openssl-1.0.1f.tar.gz", "1.0.1f", "CVE-2014-0160"),
            ("--branch=openssl-3.0.0", "3.0.0", "CVE-2022-3602"),
        ] {
            assert_eq!(openssl(text).map(|found| (found.version, found.flaw.cve)), Some((version, cve)), "{text}");
        }
    }

    #[test]
    fn other_versions_have_no_flaw_here() {
        for text in [
            "openssl-3.0.8.tar.gz",
            "openssl-3.0.15.tar.gz",
            "openssl-3.5.0.tar.gz",
            "openssl-1.1.1w.tar.gz",
            "OpenSSL_1_1_1t",
            "openssl-1.0.1g.tar.gz",
            "openssl-3.0.1-43.el9.x86_64.rpm",
            "openssl-fips-2.0.16.tar.gz",
            "libopenssl",
            "openssl-$VERSION.tar.gz",
            "openssl-3.0",
        ] {
            assert_eq!(openssl(text), None, "{text}");
        }
    }
}
