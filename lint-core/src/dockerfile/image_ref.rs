//! References to images, in Dockerfiles and in Compose files.

use std::ops::Range;

/// The registries (with the path in front of official images) that hold the images of Docker Hub.
const HUB: [&str; 7] = [
    "docker.io/",
    "index.docker.io/",
    "registry-1.docker.io/",
    "registry.hub.docker.com/",
    "public.ecr.aws/docker/",
    "mirror.gcr.io/",
    "library/",
];

/// The parts of `registry/path:tag@digest`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct ImageRef<'a> {
    /// The host, with its port, when one is written.
    pub registry: Option<&'a str>,
    /// The path without host, tag and digest.
    pub repository: &'a str,
    /// The tag.
    pub tag: Option<&'a str>,
    /// The digest with its algorithm.
    pub digest: Option<&'a str>,
    text: &'a str,
}

impl<'a> ImageRef<'a> {
    /// Reads a reference. A text with variables is read as far as its signs allow; nothing for a text without a name.
    pub fn parse(text: &'a str) -> Option<Self> {
        let (rest, digest) = split_outside(text, '@').map_or((text, None), |(name, digest)| (name, Some(digest)));
        let (path_start, _) = rest.rsplit_once('/').map_or((0, ""), |(before, last)| (before.len() + 1, last));
        let last = rest.get(path_start..)?;
        let (name, tag) = match split_outside(last, ':') {
            Some((name, tag)) => (rest.get(..path_start + name.len())?, Some(tag)),
            None => (rest, None),
        };
        let (registry, repository) = match name.split_once('/') {
            Some((host, path)) if host.contains(['.', ':']) || host == "localhost" => (Some(host), path),
            _ => (None, name),
        };
        let blank = repository.is_empty() || text.contains(char::is_whitespace);
        (!blank).then_some(Self { registry, repository, tag, digest, text })
    }

    /// The whole reference.
    pub fn text(&self) -> &'a str {
        self.text
    }

    /// The reference without tag and digest.
    pub fn name(&self) -> &'a str {
        let start = self.registry.map_or(0, |host| host.len() + 1);
        self.text.get(..start + self.repository.len()).unwrap_or(self.text)
    }

    /// The tag's bytes within the text.
    pub fn tag_range(&self) -> Option<Range<usize>> {
        let start = self.name().len() + 1;
        self.tag.map(|tag| start..start + tag.len())
    }

    /// The digest's bytes within the text.
    pub fn digest_range(&self) -> Option<Range<usize>> {
        self.digest.map(|digest| self.text.len() - digest.len()..self.text.len())
    }

    /// The name as Docker shows it: without the hosts that stand for Docker Hub and without `library/`.
    pub fn familiar(&self) -> String {
        let mut name = self.name();
        while let Some(rest) =
            HUB.into_iter().find_map(|prefix| name.strip_prefix(prefix)).filter(|rest| !rest.is_empty())
        {
            name = rest;
        }
        name.to_owned()
    }
}

/// Splits at the first `sign` outside of `${…}`.
fn split_outside(text: &str, sign: char) -> Option<(&str, &str)> {
    if !text.contains('{') {
        return text.split_once(sign);
    }
    let mut depth = 0_u32;
    for (at, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            _ if c == sign && depth == 0 => return Some((text.get(..at)?, text.get(at + sign.len_utf8()..)?)),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (Option<&str>, &str, Option<&str>, Option<&str>) {
        let image = ImageRef::parse(text).unwrap();
        (image.registry, image.repository, image.tag, image.digest)
    }

    #[test]
    fn a_port_is_no_tag() {
        assert_eq!(parts("localhost:5000/a/b"), (Some("localhost:5000"), "a/b", None, None));
        assert_eq!(parts("h.example:5000/b:1"), (Some("h.example:5000"), "b", Some("1"), None));
    }

    #[test]
    fn tag_and_digest_stand_together() {
        let image = ImageRef::parse("a/b:1@sha256:ff").unwrap();
        assert_eq!((image.tag, image.digest), (Some("1"), Some("sha256:ff")));
        assert_eq!(&image.text()[image.tag_range().unwrap()], "1");
        assert_eq!(&image.text()[image.digest_range().unwrap()], "sha256:ff");
    }

    #[test]
    fn a_colon_within_a_variable_is_no_tag() {
        assert_eq!(parts("img:${V:-1.0}"), (None, "img", Some("${V:-1.0}"), None));
        assert_eq!(parts("${I:-img}"), (None, "${I:-img}", None, None));
    }

    #[test]
    fn familiar_names_leave_the_hub_out() {
        for text in [
            "alpine",
            "docker.io/library/alpine:3",
            "public.ecr.aws/docker/library/alpine",
            "mirror.gcr.io/library/alpine",
        ] {
            assert_eq!(ImageRef::parse(text).unwrap().familiar(), "alpine");
        }
        assert_eq!(ImageRef::parse("index.docker.io/a/b").unwrap().familiar(), "a/b");
        assert_eq!(ImageRef::parse("ghcr.io/a/b:1").unwrap().familiar(), "ghcr.io/a/b");
    }

    #[test]
    fn no_name_is_no_reference() {
        assert_eq!(ImageRef::parse(""), None);
        assert_eq!(ImageRef::parse(":1"), None);
    }
}
