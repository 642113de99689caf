//! What the values of labels must look like, by the type that a schema gives them.

/// Why a value is not of a type, as the end of a sentence that begins with the value; `None` when it is, and for types
/// that nobody knows.
///
/// The types are those of hadolint's label schema. `url`: RFC 3986, `semver`: Semantic Versioning 2.0.0, `rfc3339`: the
/// time stamps of RFC 3339, `hash`: a git commit, `spdx`: a licence expression of the SPDX specification (annex D),
/// `email`: an address with a domain.
///
/// ```
/// use plimsoll_core::label_types::misfit;
/// assert_eq!(misfit("semver", "1.2.3-rc.1"), None);
/// assert_eq!(misfit("semver", "v1.2.3"), Some("is no semantic version (`1.2.3`)"));
/// ```
pub fn misfit(kind: &str, value: &str) -> Option<&'static str> {
    let (fits, why) = match kind {
        "url" => (is_url(value), "is no absolute URL (`https://…`)"),
        "semver" => (is_semver(value), "is no semantic version (`1.2.3`)"),
        "hash" => (is_hash(value), "is no git commit (7 to 40 or 64 of the characters 0-9 and a-f)"),
        "rfc3339" => (is_time_stamp(value), "is no time stamp of RFC 3339 (`2026-03-01T12:00:00Z`)"),
        "spdx" => (is_licence(value), "is no licence of the SPDX list (`Apache-2.0`, `MIT OR GPL-2.0-only`)"),
        "email" => (is_address(value), "is no mail address (`team@example.org`)"),
        _ => return None,
    };
    (!fits).then_some(why)
}

/// Why a label's key is out of form, as the end of a sentence that begins with the key.
///
/// Docker's documentation ("Docker object labels", key format recommendations) has these rules.
pub fn key_misfit(key: &str) -> Option<&'static str> {
    const DESKTOP: [&str; 2] = ["com.docker.extension.", "com.docker.desktop."];
    let reserved = ["com.docker.", "io.docker.", "org.dockerproject."].iter().any(|start| key.starts_with(start));
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b".-_/".contains(&byte);
    let is_end = |end: char| end.is_ascii_lowercase() || end.is_ascii_digit();
    if reserved && !DESKTOP.iter().any(|start| key.starts_with(start)) {
        Some("belongs to Docker")
    } else if key.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Some("has upper-case letters")
    } else if !key.bytes().all(is_inner) {
        Some("has characters besides letters, digits, `.`, `-`, `_` and `/`")
    } else if !key.starts_with(|first: char| first.is_ascii_lowercase()) {
        Some("does not begin with a letter")
    } else if !key.ends_with(is_end) {
        Some("does not end with a letter or a digit")
    } else if key.contains("..") || key.contains("--") {
        Some("has two signs in a row")
    } else {
        None
    }
}

fn is_url(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = rest.strip_prefix("//").map(|rest| rest.split(['/', '?', '#']).next().unwrap_or(""));
    let plain = rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte));
    named && plain && !rest.is_empty() && (!is_web || host.is_some_and(|host| !host.is_empty()))
}

fn is_semver(text: &str) -> bool {
    let (text, build) = text.split_once('+').map_or((text, None), |(text, build)| (text, Some(build)));
    let (core, pre) = text.split_once('-').map_or((text, None), |(core, pre)| (core, Some(pre)));
    let is_number = |part: &str| {
        !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()) && (part == "0" || !part.starts_with('0'))
    };
    let is_word =
        |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let is_pre = |part: &str| is_word(part) && (is_number(part) || !part.bytes().all(|byte| byte.is_ascii_digit()));
    core.split('.').count() == 3
        && core.split('.').all(is_number)
        && pre.is_none_or(|pre| pre.split('.').all(is_pre))
        && build.is_none_or(|build| build.split('.').all(is_word))
}

fn is_hash(text: &str) -> bool {
    let length = (7..=40).contains(&text.len()) || text.len() == 64;
    length && text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// `2026-03-01T12:00:00.25+01:00`
fn is_time_stamp(text: &str) -> bool {
    let number = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range).filter(|part| part.bytes().all(|byte| byte.is_ascii_digit()))?;
        part.parse().ok()
    };
    let sign = |at: usize, signs: &str| text.get(at..=at).is_some_and(|found| signs.contains(found));
    let signs = sign(4, "-") && sign(7, "-") && sign(10, "Tt ") && sign(13, ":") && sign(16, ":");
    let within = |range: std::ops::Range<usize>, limits: std::ops::RangeInclusive<u32>| {
        number(range).is_some_and(|number| limits.contains(&number))
    };
    let days = match (number(5..7), number(0..4)) {
        (Some(2), Some(year)) if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        (Some(2), _) => 28,
        (Some(4 | 6 | 9 | 11), _) => 30,
        _ => 31,
    };
    let date = number(0..4).is_some() && within(5..7, 1..=12) && within(8..10, 1..=days);
    let time = within(11..13, 0..=23) && within(14..16, 0..=59) && within(17..19, 0..=60);
    let rest = text.get(19..).unwrap_or("");
    let zone = match rest.strip_prefix('.') {
        Some(fraction) => {
            let zone = fraction.trim_start_matches(|digit: char| digit.is_ascii_digit());
            if zone.len() == fraction.len() { "" } else { zone }
        }
        None => rest,
    };
    signs && date && time && is_zone(zone)
}

fn is_zone(text: &str) -> bool {
    let Some(offset) = text.strip_prefix(['+', '-']) else { return matches!(text, "Z" | "z") };
    let Some((hours, minutes)) = offset.split_once(':') else { return false };
    let is = |part: &str, limit: u32| part.len() == 2 && part.parse::<u32>().is_ok_and(|number| number <= limit);
    is(hours, 23) && is(minutes, 59)
}

fn is_address(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else { return false };
    let is_label = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_name = |part: &str| {
        !part.is_empty()
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-/=?^_`{|}~".contains(&byte))
    };
    name.split('.').all(is_name) && domain.split('.').count() > 1 && domain.split('.').all(is_label)
}

/// An expression whose licences are on the SPDX list as far as we know it, or may be on it.
///
/// The list grows, so an id that we do not know passes when it looks like one; what resembles a known one and is none
/// (`GPLv3`, `Apache 2.0`, `mit license`) does not.
fn is_licence(text: &str) -> bool {
    let words: Vec<&str> = text
        .split([' ', '(', ')'])
        .filter(|word| !word.is_empty() && !matches!(*word, "AND" | "OR" | "WITH"))
        .collect();
    let operators = text.split([' ', '(', ')']).filter(|word| matches!(*word, "AND" | "OR" | "WITH")).count();
    !words.is_empty() && operators + 1 == words.len() && words.iter().all(|word| may_be_licence(word))
}

fn may_be_licence(word: &str) -> bool {
    let plain = word.trim_end_matches('+');
    if KNOWN.iter().any(|known| known.eq_ignore_ascii_case(plain)) || plain.starts_with("LicenseRef-") {
        return true;
    }
    let shaped = plain.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte));
    let squeezed = |text: &str| -> String {
        text.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
    };
    let bare = squeezed(plain);
    let resembles = FAMILIES.iter().any(|family| bare.starts_with(family));
    shaped && !resembles && !KNOWN.iter().any(|known| squeezed(known) == bare)
}

/// Beginnings of names whose licences we know all of.
const FAMILIES: [&str; 11] =
    ["gpl", "lgpl", "agpl", "gnu", "apache", "mit", "bsd", "mozilla", "mpl", "unlicensed", "proprietary"];

/// The licences of the SPDX list that images carry (<https://spdx.org/licenses/>).
const KNOWN: [&str; 76] = [
    "0BSD",
    "AFL-3.0",
    "AGPL-1.0-only",
    "AGPL-1.0-or-later",
    "AGPL-3.0",
    "AGPL-3.0-only",
    "AGPL-3.0-or-later",
    "Apache-1.0",
    "Apache-1.1",
    "Apache-2.0",
    "Artistic-2.0",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-2-Clause-Patent",
    "BSD-3-Clause",
    "BSD-3-Clause-Clear",
    "BSD-3-Clause-LBNL",
    "BSD-4-Clause",
    "BSD-Source-Code",
    "BSL-1.0",
    "BUSL-1.1",
    "CC-BY-4.0",
    "CC-BY-SA-4.0",
    "CC0-1.0",
    "CDDL-1.0",
    "CDDL-1.1",
    "CECILL-2.1",
    "ECL-2.0",
    "Elastic-2.0",
    "EPL-1.0",
    "EPL-2.0",
    "EUPL-1.1",
    "EUPL-1.2",
    "GPL-1.0",
    "GPL-1.0-only",
    "GPL-1.0-or-later",
    "GPL-2.0",
    "GPL-2.0-only",
    "GPL-2.0-or-later",
    "GPL-2.0-with-classpath-exception",
    "GPL-3.0",
    "GPL-3.0-only",
    "GPL-3.0-or-later",
    "ISC",
    "LGPL-2.0",
    "LGPL-2.0-only",
    "LGPL-2.0-or-later",
    "LGPL-2.1",
    "LGPL-2.1-only",
    "LGPL-2.1-or-later",
    "LGPL-3.0",
    "LGPL-3.0-only",
    "LGPL-3.0-or-later",
    "LGPLLR",
    "MIT",
    "MIT-0",
    "MIT-CMU",
    "MIT-Modern-Variant",
    "MITNFA",
    "MPL-1.0",
    "MPL-1.1",
    "MPL-2.0",
    "MPL-2.0-no-copyleft-exception",
    "MS-PL",
    "MulanPSL-2.0",
    "NCSA",
    "OFL-1.1",
    "OpenSSL",
    "PostgreSQL",
    "PSF-2.0",
    "Python-2.0",
    "Ruby",
    "SSPL-1.0",
    "Unlicense",
    "Vim",
    "Zlib",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn fits(kind: &str, values: &[&str]) {
        for value in values {
            assert_eq!(misfit(kind, value), None, "{kind} {value}");
        }
    }

    fn fails(kind: &str, values: &[&str]) {
        for value in values {
            assert!(misfit(kind, value).is_some(), "{kind} {value}");
        }
    }

    #[test]
    fn urls_are_absolute() {
        fits(
            "url",
            &["https://example.org", "https://example.org:8080/a?b#c", "mailto:a@b.c", "git+ssh://git@x.y/z.git"],
        );
        fails("url", &["example.org", "https://", "https:/x", "/a/b", "https://a b", "1http://x", ""]);
    }

    #[test]
    fn versions_have_three_numbers() {
        fits("semver", &["0.0.0", "1.2.3", "10.20.30-alpha.1+build.5", "1.0.0-0a", "1.0.0+001"]);
        fails("semver", &["1", "1.2", "v1.2.3", "01.2.3", "1.2.3-", "1.2.3-01", "1.2.3.4", "1.2.x", ""]);
    }

    #[test]
    fn hashes_are_those_of_git() {
        fits("hash", &["0123abc", "da39a3ee5e6b4b0d3255bfef95601890afd80709", "0123abc0"]);
        fails("hash", &["0123ab", "0123ABC", "main", "g123abc"]);
    }

    #[test]
    fn time_stamps_are_those_of_rfc_3339() {
        fits("rfc3339", &["2026-03-01T12:00:00Z", "2024-02-29t23:59:60.123+05:30", "2026-03-01 12:00:00-00:00"]);
        fails(
            "rfc3339",
            &[
                "2026-03-01",
                "2026-13-01T12:00:00Z",
                "2025-02-29T00:00:00Z",
                "2026-03-01T12:00:00",
                "2026-03-01T12:00:00.Z",
                "now",
            ],
        );
    }

    #[test]
    fn licences_are_spdx_expressions() {
        fits(
            "spdx",
            &[
                "MIT",
                "Apache-2.0",
                "MIT OR (GPL-2.0-only AND BSD-3-Clause)",
                "GPL-2.0+",
                "LicenseRef-Acme",
                "NewLicense-1.0",
                "GPL-2.0-only WITH Classpath-exception-2.0",
            ],
        );
        fails("spdx", &["GPLv3", "Apache 2.0", "MIT License", "apache2", "BSD", "", "MIT OR", "Proprietary"]);
    }

    #[test]
    fn addresses_have_a_name_and_a_domain() {
        fits("email", &["a@b.cd", "first.last+tag@sub.example.org"]);
        fails("email", &["a", "a@b", "@b.cd", "a b@c.de", "a@-b.cd", "A Name <a@b.cd>"]);
    }

    #[test]
    fn a_text_is_anything() {
        fits("text", &["", "anything"]);
    }
}
