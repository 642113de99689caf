//! What `develop.watch` looks after.

use crate::compose::Service;
use crate::span::Span;
use crate::yaml::Node;

/// An entry of `develop.watch` that Compose refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BadWatch {
    /// The action needs a target and there is none.
    NoTarget {
        /// The action.
        action: String,
        /// Where it stands.
        span: Span,
    },
    /// The path is empty.
    NoPath(Span),
}

impl Service<'_> {
    /// The entries of `develop.watch` that Compose refuses.
    pub fn bad_watches(&self) -> Vec<BadWatch> {
        let watch = self.develop.and_then(|develop| develop.get("watch"));
        let mut found = Vec::new();
        for entry in watch.into_iter().flat_map(|watch| watch.value.items()).filter(|entry| entry.is_mapping()) {
            let place = |node: Node<'_>| {
                let is_own = std::ptr::eq(node.yaml(), self.node.yaml());
                if is_own { node.resolve().span() } else { self.missing_span() }
            };
            let get = |key: &str| entry.get(key).map(|entry| entry.value);
            if let Some(path) = get("path").filter(|path| path.text().is_some_and(|text| text.trim().is_empty())) {
                found.push(BadWatch::NoPath(place(path)));
            }
            let Some(action) = get("action") else { continue };
            let text = action.text().unwrap_or("");
            let has_target = get("target").is_some_and(|target| target.text().is_some_and(|text| !text.is_empty()));
            if text.starts_with("sync") && !has_target {
                found.push(BadWatch::NoTarget { action: text.to_owned(), span: place(action) });
            }
        }
        found
    }
}
