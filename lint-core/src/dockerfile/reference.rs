//! Which texts name an image, by the grammar of the distribution project (`distribution/reference`, normalised names).

use super::ImageRef;

impl ImageRef<'_> {
    /// What is wrong with a text without variables that should name an image; `None` when it does.
    ///
    /// ```
    /// use plimsoll_core::dockerfile::ImageRef;
    ///
    /// assert_eq!(ImageRef::fault("ghcr.io/acme/app:1.2"), None);
    /// assert_eq!(ImageRef::fault("Acme:1"), Some("the name has upper-case letters"));
    /// assert_eq!(ImageRef::fault("alpine:"), Some("the tag is empty"));
    /// ```
    pub fn fault(text: &str) -> Option<&'static str> {
        if text.is_empty() {
            return Some("the name is empty");
        }
        if text.len() == 64 && text.bytes().all(is_lower_hex) {
            return Some("it is the id of an image");
        }
        let (host, rest) = match text.split_once('/') {
            Some((host, rest)) if is_host(host) => (Some(host), rest),
            _ => (None, text),
        };
        let (rest, digest) = rest.split_once('@').map_or((rest, None), |(rest, digest)| (rest, Some(digest)));
        let colon = rest.rfind(':').filter(|&at| rest.get(at..).is_some_and(|tag| !tag.contains('/')));
        let (path, tag) = match colon.and_then(|at| rest.split_at_checked(at)) {
            Some((path, tag)) => (path, tag.get(1..)),
            None => (rest, None),
        };
        host.and_then(host_fault)
            .or_else(|| path_fault(path))
            .or_else(|| tag.and_then(tag_fault))
            .or_else(|| digest.and_then(digest_fault))
    }
}

/// Whether the first of several parts is a host and not a part of the path.
fn is_host(part: &str) -> bool {
    part.contains(['.', ':']) || part == "localhost" || part.bytes().any(|byte| byte.is_ascii_uppercase())
}

fn host_fault(host: &str) -> Option<&'static str> {
    let (name, port) = if host.starts_with('[') {
        host.rsplit_once(':').filter(|(name, _)| name.ends_with(']')).map_or((host, None), |(n, port)| (n, Some(port)))
    } else {
        host.split_once(':').map_or((host, None), |(name, port)| (name, Some(port)))
    };
    let letters = |part: &str| {
        !part.is_empty()
            && !part.starts_with('-')
            && !part.ends_with('-')
            && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_address = name.starts_with('[') && name.ends_with(']');
    if !is_address && !name.split('.').all(letters) {
        return Some("the registry is no host name");
    }
    let number = |port: &str| !port.is_empty() && port.bytes().all(|byte| byte.is_ascii_digit());
    (!port.is_none_or(number)).then_some("the port of the registry is no number")
}

fn path_fault(path: &str) -> Option<&'static str> {
    if path.is_empty() {
        return Some("the name is empty");
    }
    if path.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return Some("the name has upper-case letters");
    }
    if path.split('/').any(str::is_empty) {
        return Some("a part of the name is empty");
    }
    (!path.split('/').all(is_component)).then_some("the name holds characters that no image's name has")
}

/// Letters and digits with single separators between them: `.`, `_`, `__` or dashes.
fn is_component(part: &str) -> bool {
    let is_word = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    let mut separator = String::new();
    for c in part.chars() {
        match u8::try_from(c) {
            Ok(byte) if is_word(byte) => {
                if !matches!(separator.as_str(), "" | "." | "_" | "__") && !separator.bytes().all(|byte| byte == b'-') {
                    return false;
                }
                separator.clear();
            }
            Ok(b'.' | b'_' | b'-') => separator.push(c),
            _ => return false,
        }
    }
    separator.is_empty() && part.bytes().next().is_some_and(is_word)
}

fn tag_fault(tag: &str) -> Option<&'static str> {
    if tag.is_empty() {
        return Some("the tag is empty");
    }
    if tag.starts_with(['.', '-']) {
        return Some("the tag begins with a sign");
    }
    let valid = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'-');
    if !tag.bytes().all(valid) {
        return Some("the tag holds characters that no tag has");
    }
    (tag.len() > 128).then_some("the tag is longer than 128 characters")
}

fn digest_fault(digest: &str) -> Option<&'static str> {
    if digest.is_empty() {
        return Some("the digest is empty");
    }
    let Some((algorithm, hex)) = digest.split_once(':') else { return Some("the digest names no algorithm") };
    let length = match algorithm {
        "sha256" => 64,
        "sha384" => 96,
        "sha512" => 128,
        _ => return Some("the digest's algorithm is not known"),
    };
    if hex.is_empty() {
        return Some("the digest is empty");
    }
    (hex.len() != length || !hex.bytes().all(is_lower_hex))
        .then_some("the digest has another form than its algorithm's")
}

fn is_lower_hex(byte: u8) -> bool {
    byte.is_ascii_digit() || matches!(byte, b'a'..=b'f')
}

/// What is wrong with a checksum such as `sha256:…`.
pub(crate) fn checksum_fault(text: &str) -> Option<&'static str> {
    digest_fault(text).map(|_| "it is no checksum of the form `sha256:…`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_exist_have_no_fault() {
        let digest = format!("a/b:1@sha256:{}", "0f".repeat(32));
        for text in [
            "alpine",
            "alpine:3.22",
            "a/b__c/d--e.f",
            "localhost/a",
            "localhost:5000/a:b",
            "h.example:5000/b:1_2",
            "Host/a",
            "[::1]:5000/a",
            "a:_x",
            &digest,
        ] {
            assert_eq!(ImageRef::fault(text), None, "{text}");
        }
    }

    #[test]
    fn each_part_can_be_wrong() {
        for (text, expected) in [
            ("", "the name is empty"),
            ("h.example/", "the name is empty"),
            ("/a:1", "a part of the name is empty"),
            ("a//b", "a part of the name is empty"),
            ("a/B", "the name has upper-case letters"),
            ("a b", "the name holds characters that no image's name has"),
            ("a_", "the name holds characters that no image's name has"),
            ("a..b", "the name holds characters that no image's name has"),
            ("-h.x/a", "the registry is no host name"),
            ("h:x/a", "the port of the registry is no number"),
            ("a:", "the tag is empty"),
            ("a:-x", "the tag begins with a sign"),
            ("a:b c", "the tag holds characters that no tag has"),
            ("a@sha256:", "the digest is empty"),
            ("a@sha256", "the digest names no algorithm"),
            ("a@md5:00", "the digest's algorithm is not known"),
            ("a@sha256:00", "the digest has another form than its algorithm's"),
        ] {
            assert_eq!(ImageRef::fault(text), Some(expected), "{text}");
        }
    }
}
