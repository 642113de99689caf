//! Finds credentials in a text by their formats. One pass, linear time.

use super::formats::{Check, FORMATS, Format, NAMED, PUBLISHED, Set};
use super::{urls, values};
use crate::span::Span;

/// A credential in a text.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// Where.
    pub span: Span,
    /// What it is, with an article: `a GitHub token`.
    pub name: &'static str,
    /// Whether it is a password in a URL: known by its place, not by a format of its own.
    pub in_url: bool,
}

/// The credentials in a text that have a known format, in order. Examples of documentations and plain placeholders are
/// none, nor are tokens whose checksum is wrong.
pub fn find(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !Set::Word.has(byte) {
            at += 1;
            continue;
        }
        let run = bytes.iter().skip(at).take_while(|byte| Set::Word.has(**byte)).count();
        // The `n` of `\n` belongs to the escape.
        let escaped = at > 0 && bytes.get(at - 1) == Some(&b'\\') && matches!(byte, b'n' | b't' | b'r');
        let start = if escaped { at + 1 } else { at };
        let end = at + run;
        found.extend(token(text, start).or_else(|| named(text, start, end)).or_else(|| joined(text, start, end)));
        at = end;
    }
    found.extend(private_keys(text));
    found.extend(azure_secrets(text));
    found.sort_by_key(|found| found.span);
    found.dedup_by(|next, before| before.span.overlaps(next.span));
    let is_other = |url: Span| {
        let after = found.get(found.partition_point(|other| other.span.end <= url.start));
        !after.is_some_and(|other| other.span.overlaps(url))
    };
    let urls = urls::userinfos(text).filter(urls::Userinfo::is_literal);
    let urls = urls.map(|userinfo| span(userinfo.range.start, userinfo.range.end)).filter(|url| is_other(*url));
    let urls: Vec<Found> = urls.map(|span| Found { span, name: "a password in a URL", in_url: true }).collect();
    found.extend(urls);
    found.sort_by_key(|found| found.span);
    found
}

const fn span(start: usize, end: usize) -> Span {
    Span::new(start as u32, end as u32)
}

/// A token that begins at `start`.
fn token(text: &str, start: usize) -> Option<Found> {
    let rest = text.get(start..)?;
    let first = rest.get(..2)?;
    let from = FORMATS.partition_point(|format| format.start < first);
    let formats = FORMATS.iter().skip(from).take_while(|format| format.start.starts_with(first));
    let fits = |format: &&Format| rest.starts_with(format.start);
    // Of two the longer beginning says more.
    let (format, length) = formats.filter(fits).filter_map(|format| Some((format, length(rest, format)?))).last()?;
    let is_public = format.start == "AIza" && is_for_browsers(text, start);
    (!is_public).then(|| Found { span: span(start, start + length), name: format.name, in_url: false })
}

/// Whether the name before a value says that browsers get it anyway. Google's keys for them are no secret.
fn is_for_browsers(text: &str, start: usize) -> bool {
    let before = text.as_bytes().get(start.saturating_sub(80)..start).unwrap_or(&[]);
    let name: Vec<u8> = before
        .iter()
        .rev()
        .skip_while(|byte| matches!(byte, b'=' | b':' | b'"' | b'\'' | b' ' | b'\t'))
        .take_while(|byte| Set::Word.has(**byte))
        .map(u8::to_ascii_uppercase)
        .collect();
    let name: String = name.into_iter().rev().map(char::from).collect();
    ["PUBLIC", "FIREBASE", "VITE_", "REACT_APP", "NUXT_", "GATSBY_"].iter().any(|word| name.contains(word))
}

/// The length of the token, if the text begins with one of that format.
fn length(rest: &str, format: &Format) -> Option<usize> {
    let body = rest.get(format.start.len()..)?;
    let max = usize::from(format.max);
    let mut length = body.bytes().take(max + 1).take_while(|byte| format.set.has(*byte)).count();
    // A sentence may end behind it.
    if format.set == Set::Dotted && body.get(..length)?.ends_with('.') {
        length -= 1;
    }
    let next = body.as_bytes().get(length);
    let ends = next.is_none_or(|byte| !Set::Word.has(*byte));
    let body = body.get(..length)?;
    let is_it = match format.check {
        Check::Random => values::is_random(body),
        Check::Checksum => values::is_random(body) && has_checksum(body),
        Check::OpenAi => {
            let halves = body.split_once("T3BlbkFJ");
            halves.is_some_and(|(before, after)| before.len() >= 20 && after.len() >= 20) && values::is_random(body)
        }
    };
    (ends && is_it && length >= usize::from(format.min) && length <= max).then(|| format.start.len() + length)
}

/// Whether the last six characters are the CRC-32 of the others in base 62.
fn has_checksum(body: &str) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((random, checksum)) = body.split_at_checked(body.len().saturating_sub(6)) else { return false };
    let mut rest = crc32(random.as_bytes());
    checksum.bytes().rev().all(|byte| {
        let digit = DIGITS.get((rest % 62) as usize);
        rest /= 62;
        digit == Some(&byte)
    })
}

fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg()))
    })
}

/// A value that the name before it (`start..end`) makes a token.
fn named(text: &str, start: usize, end: usize) -> Option<Found> {
    let name = text.get(start..end)?;
    let ends = |named: &&super::formats::Named| {
        let from = name.len().checked_sub(named.ending.len());
        from.and_then(|from| name.get(from..)).is_some_and(|last| last.eq_ignore_ascii_case(named.ending))
    };
    let named = NAMED.iter().find(ends)?;
    let after = text.get(end..)?;
    let gap =
        after.bytes().take(6).take_while(|byte| matches!(byte, b' ' | b'\t' | b'=' | b':' | b'"' | b'\'')).count();
    let value = after.get(gap..)?;
    let is_base64 = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
    let length = value.bytes().take(named.length + 1).take_while(is_base64).count();
    let value = value.get(..length)?;
    let has = |of: fn(&u8) -> bool| value.bytes().any(|byte| of(&byte));
    let is_mixed = has(u8::is_ascii_lowercase) && has(u8::is_ascii_uppercase) && has(u8::is_ascii_digit);
    let is_it =
        gap > 0 && length == named.length && is_mixed && values::is_random(value) && !PUBLISHED.contains(&value);
    is_it.then(|| Found { span: span(end + gap, end + gap + length), name: named.name, in_url: false })
}

/// Tokens of two parts: the bot tokens of Telegram (`123456789:AA…`) and those of HCP Terraform (`….atlasv1.…`).
fn joined(text: &str, start: usize, end: usize) -> Option<Found> {
    let first = text.get(start..end)?;
    let rest = text.get(end..)?;
    let body = |rest: &str| rest.bytes().take(120).take_while(|byte| Set::Word.has(*byte)).count();
    let is_number = matches!(first.len(), 8..=10) && first.bytes().all(|byte| byte.is_ascii_digit());
    let (name, lead, min, max) = if is_number && rest.starts_with(":AA") {
        ("a Telegram bot token", 1, 35, 35)
    } else if first.len() == 14 && rest.starts_with(".atlasv1.") {
        ("an HCP Terraform token", ".atlasv1.".len(), 60, 80)
    } else {
        return None;
    };
    let rest = rest.get(lead..)?;
    let length = body(rest);
    let is_it = (min..=max).contains(&length) && values::is_random(rest.get(..length)?);
    is_it.then(|| Found { span: span(start, end + lead + length), name, in_url: false })
}

/// The first lines of private keys that have a body.
fn private_keys(text: &str) -> impl Iterator<Item = Found> {
    const BEGIN: &str = "-----BEGIN ";
    text.match_indices(BEGIN).filter_map(|(at, _)| {
        let rest = text.get(at + BEGIN.len()..)?;
        let line = rest.get(..rest.bytes().take(48).position(|byte| byte == b'-')?)?;
        let is_private = line.ends_with("PRIVATE KEY") || line == "PGP PRIVATE KEY BLOCK";
        let dashes = rest.get(line.len()..)?.bytes().take(8).take_while(|byte| *byte == b'-').count();
        let body_at = line.len() + dashes;
        // Only the first line is shown: the others are the key.
        let found = is_private && has_key_body(rest.get(body_at..)?);
        found.then(|| Found { span: span(at, at + BEGIN.len() + body_at), name: "a private key", in_url: false })
    })
}

/// Whether a key's own first line comes next: after the line end, as it stands in a file or in a script, and headers.
fn has_key_body(body: &str) -> bool {
    const HEADERS: usize = 4;
    let mut rest = body;
    for _ in 0..=HEADERS {
        rest = rest.trim_start_matches([' ', '\t', '\r', '\n', '\\', '"', '\'']);
        rest = rest.strip_prefix('n').filter(|_| body.starts_with('\\')).unwrap_or(rest);
        let is_key = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=');
        let length = rest.bytes().take(128).take_while(is_key).count();
        let (key, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        if length >= 40 {
            return values::is_varied(key);
        }
        // `Proc-Type: 4,ENCRYPTED`
        let Some(end) = after.bytes().take(128).position(|byte| matches!(byte, b'\n' | b'\\')) else { return false };
        if !after.get(..end).is_some_and(|line| line.contains(": ")) {
            return false;
        }
        rest = after.get(end..).unwrap_or("");
    }
    false
}

/// Client secrets of Microsoft Entra: three characters, a digit, `Q~`, and 31 to 34 more.
fn azure_secrets(text: &str) -> impl Iterator<Item = Found> {
    let bytes = text.as_bytes();
    let is_it = |byte: u8| Set::Dotted.has(byte) || byte == b'~';
    text.match_indices("Q~").filter_map(move |(at, _)| {
        let start = at.checked_sub(4)?;
        let before = bytes.get(start..at)?;
        let length = bytes.iter().skip(at + 2).take(40).take_while(|byte| is_it(**byte)).count();
        let begins = start == 0 || !is_it(*bytes.get(start - 1)?);
        let fits = before.last()?.is_ascii_digit() && before.iter().all(|byte| is_it(*byte));
        let end = at + 2 + length;
        let found = begins && fits && (31..=34).contains(&length) && values::is_random(text.get(start..end)?);
        found.then(|| Found { span: span(start, end), name: "a Microsoft Entra client secret", in_url: false })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<&'static str> {
        find(text).into_iter().map(|found| found.name).collect()
    }

    /// Written in two pieces, so that no scanner takes the source for a leak.
    const GITHUB: &str = concat!("ghp_", "zQWBuTSOoRi4A9spHcVY5ncnsDkxkJ0mLq17");

    #[test]
    fn tokens_with_a_checksum_are_checked() {
        assert_eq!(names(GITHUB), ["a GitHub token"]);
        assert_eq!(names(&GITHUB.replace("mLq17", "mLq18")), Vec::<&str>::new());
        assert_eq!(names(&format!("x{GITHUB}")), Vec::<&str>::new());
        assert_eq!(names(&format!("{GITHUB}x")), Vec::<&str>::new());
    }

    #[test]
    fn the_span_is_the_tokens() {
        let text = format!("ENV TOKEN=\"{GITHUB}\"");
        assert_eq!(find(&text).first().map(|found| found.span.of(&text)), Some(GITHUB));
        let text = format!("printf 'a\\n{GITHUB}\\n'");
        assert_eq!(find(&text).first().map(|found| found.span.of(&text)), Some(GITHUB));
    }

    #[test]
    fn formats_without_a_checksum() {
        for (token, name) in [
            (concat!("AKIA", "Z7Q3MWRT5NXJ2KVB"), "an AWS access key id"),
            (concat!("glpat-", "x7Rt2_mQp9-ZkW4vBn3s"), "a GitLab token"),
            (concat!("dckr_pat_", "x7Rt2mQp9ZkW4vBn3sLd8Hf1Gc6"), "a Docker Hub token"),
            (
                concat!("SG.", "x7Rt2mQp9ZkW4vBn3sLd8H.x7Rt2mQp9ZkW4vBn3sLd8Hx7Rt2mQp9ZkW4vBn3sLd8"),
                "a SendGrid API key",
            ),
            (concat!("sk-proj-", "x7Rt2mQp9ZkW4vBn3sLdT3BlbkFJ8Hx7Rt2mQp9ZkW4vBn3sL"), "an OpenAI API key"),
            (
                concat!("https://hooks.slack.com/services/T", "02AB3CD4E/B05FG6HJ7/x7Rt2mQp9ZkW4vBn3sLd8Hf1"),
                "a Slack webhook",
            ),
            (concat!("712345678:AA", "Hx7Rt2mQp9ZkW4vBn3sLd8Hf1Gc6Jy5Ws"), "a Telegram bot token"),
            (concat!("x7R8Q~", "t2mQp9ZkW4vBn3sLd8Hf1Gc6Jy5WsTr3"), "a Microsoft Entra client secret"),
        ] {
            assert_eq!(names(token), [name], "{token}");
            assert_eq!(names(&format!("run --key={token},x")), [name], "{token}");
        }
    }

    #[test]
    fn a_name_makes_a_value_a_key() {
        let key = concat!("x7Rt2mQp9ZkW4vBn3sLd", "8Hf1Gc6Jy5WsTr3/+aB2");
        for text in [
            format!("ENV AWS_SECRET_ACCESS_KEY={key}"),
            format!("ENV AWS_SECRET_ACCESS_KEY {key}"),
            format!("aws configure set aws_secret_access_key \"{key}\""),
        ] {
            assert_eq!(names(&text), ["an AWS secret access key"], "{text}");
        }
        assert!(names(&format!("SHA={key}")).is_empty());
        assert!(names(&format!("AWS_SECRET_ACCESS_KEY={key}x")).is_empty());
    }

    #[test]
    fn examples_and_placeholders_are_none() {
        for text in [
            "AKIAIOSFODNN7EXAMPLE",
            "AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
            "glpat-xxxxxxxxxxxxxxxxxxxx",
            "npm_1234567890abcdefghijklmnopqrstuvwxyz",
            "npm_config_strict_ssl=false",
            concat!("NEXT_PUBLIC_FIREBASE_API_KEY=\"AIza", "SyB7Rt2mQp9ZkW4vBn3sLd8Hf1Gc6Jy5WsT\""),
            "sk-your-key-goes-here-and-it-is-rather-long-T3BlbkFJ",
            "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
            "https://$USER:$PASS@git.acme.dev",
            "AccountKey=Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==",
        ] {
            assert!(names(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn private_keys_have_a_body() {
        let body = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW";
        let text = format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{body}\n-----END OPENSSH PRIVATE KEY-----\n");
        let found = find(&text);
        assert_eq!(found.first().map(|found| found.span.of(&text)), Some("-----BEGIN OPENSSH PRIVATE KEY-----"));
        assert_eq!(found.len(), 1);
        assert_eq!(names(&format!("ENV K=\"-----BEGIN PRIVATE KEY-----\\n{body}\"")), ["a private key"]);
        assert!(names("RUN ! grep -r -- '-----BEGIN RSA PRIVATE KEY-----' /app").is_empty());
        let headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0F\n\n";
        assert_eq!(names(&format!("-----BEGIN RSA PRIVATE KEY-----\n{headers}{body}\n")), ["a private key"]);
        assert!(names(&format!("grep -- '-----BEGIN PRIVATE KEY-----' /app && echo {body}")).is_empty());
        assert!(names(&format!("-----BEGIN PUBLIC KEY-----\n{body}\n")).is_empty());
        assert!(
            names("RUN echo \"-----BEGIN RSA PRIVATE KEY-----\\n${KEY}\\n-----END RSA PRIVATE KEY-----\" > k")
                .is_empty()
        );
    }

    #[test]
    fn a_token_in_a_url_is_one_finding() {
        assert_eq!(names(&format!("git clone https://x:{GITHUB}@github.com/a/b")), ["a GitHub token"]);
        assert_eq!(names("pip install -i https://ci:Xk29vbQ7@pypi.acme.dev/simple x"), ["a password in a URL"]);
    }
}
