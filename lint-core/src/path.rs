//! Paths inside a project: `/`-separated, normalised, never outside the root.

use std::fmt;
use std::sync::Arc;

/// A path relative to the project's root.
///
/// ```
/// use plimsoll_core::path::RelPath;
/// let compose = RelPath::new("deploy/compose.yaml");
/// assert_eq!(compose.parent_join("../api/Dockerfile").unwrap().as_str(), "api/Dockerfile");
/// assert!(compose.parent_join("../../etc/passwd").is_none());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Normalises `path`: backslashes become `/`, `.` and empty parts vanish, leading `/` and `..` beyond the root are cut.
    pub fn new(path: &str) -> Self {
        Self(normalise("", path, Outside::Clamp).unwrap_or_default().into())
    }

    /// The path as text; empty for the root itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part.
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or("")
    }

    /// Everything before the last part; empty at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// `path` as seen from this file's folder; `None` when it leaves the root, is absolute or a URL.
    pub fn parent_join(&self, path: &str) -> Option<Self> {
        Self::join(self.parent(), path)
    }

    /// `path` as seen from the folder `folder`; `None` when it leaves the root, is absolute or a URL.
    pub fn join(folder: &str, path: &str) -> Option<Self> {
        if path.starts_with(['/', '~', '\\']) || path.contains("://") || path.as_bytes().get(1) == Some(&b':') {
            return None;
        }
        normalise(folder, path, Outside::Refuse).map(|path| Self(path.into()))
    }
}

/// The parts of a path with `/` as it is meant: without `.`, empty ones, and what `..` takes back.
pub(crate) fn parts(path: &str) -> Vec<&str> {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty() && *part != ".") {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    parts
}

#[derive(Copy, Clone, PartialEq, Eq)]
enum Outside {
    Clamp,
    Refuse,
}

fn normalise(folder: &str, path: &str, outside: Outside) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split(['/', '\\']).chain(path.split(['/', '\\'])) {
        match part {
            "" | "." => {}
            ".." => {
                if parts.pop().is_none() && outside == Outside::Refuse {
                    return None;
                }
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}
