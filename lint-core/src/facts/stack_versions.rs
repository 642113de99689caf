//! Files of one stack whose `version` is not the same.

use crate::compose::swarm::Version;
use crate::cx::ComposeCx;
use crate::diagnostic::FileId;
use crate::span::Span;
use crate::yaml::{ScalarType, Yaml};

/// A file whose `version` is not that of the first file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionClash {
    /// Its version; `None` when it has none, which counts as the newest.
    pub own: Option<String>,
    /// Where that stands, or the first key.
    pub span: Span,
    /// The version of the first file.
    pub first: Option<String>,
    /// Where that stands.
    pub there: (FileId, Span),
}

struct Said {
    text: Option<String>,
    number: u8,
    span: Span,
}

impl ComposeCx<'_> {
    /// What the `version` of this file differs from, in the first of the files that are given together.
    pub fn version_clash(&self) -> Option<VersionClash> {
        let project = self.linked.project();
        let first = self.linked.load(self.load)?.main().filter(|first| *first != self.file && self.is_stack)?;
        let (first_said, own) = (said(project.file(first)?.yaml()?)?, said(self.yaml)?);
        (own.number != first_said.number).then_some(VersionClash {
            own: own.text,
            span: own.span,
            first: first_said.text,
            there: (first, first_said.span),
        })
    }
}

/// The version that a file chooses; nothing for what is no text or no version, which is told as such.
fn said(yaml: &Yaml) -> Option<Said> {
    let root = yaml.root().filter(|_| !yaml.is_recovered())?;
    let Some(entry) = root.get("version") else {
        return Some(Said { text: None, number: Version::Newest.minor(), span: root.own_entries().next()?.key.span() });
    };
    let text = entry.value.text().filter(|_| entry.value.scalar_type() == Some(ScalarType::String))?;
    let version = Version::of(text);
    (version != Version::Unsupported).then(|| Said {
        text: Some(text.to_owned()),
        number: version.minor(),
        span: entry.value.resolve().span(),
    })
}
