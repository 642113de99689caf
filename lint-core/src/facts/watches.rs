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
        let mut found = Vec::new();
        for (entry, origin) in self.items_at(&["develop", "watch"]).into_iter().filter(|(entry, _)| entry.is_mapping())
        {
            let place = |node: Node<'_>| self.place(node.resolve().span(), origin);
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
