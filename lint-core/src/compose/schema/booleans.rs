//! Words of YAML 1.1 for booleans: `yes`, `off`.

use crate::span::Span;
use crate::yaml::{Node, edit};

/// A word of YAML 1.1 for a boolean, at a place that takes one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldBoolean {
    /// Where it stands, with its quotes.
    pub span: Span,
    /// The word.
    pub word: String,
    /// What it means.
    pub truth: bool,
    /// Whether it may be written otherwise: nothing else refers to it.
    pub is_editable: bool,
}

impl OldBoolean {
    pub(super) fn of(node: Node<'_>) -> Option<Self> {
        let target = node.resolve();
        let word = target.text()?;
        let truth = meaning(word)?;
        let is_editable = edit::replace_scalar(target, "").is_some() && target.anchor().is_none();
        let is_editable = is_editable && target.tag().is_none();
        Some(Self { span: target.span(), word: word.to_owned(), truth, is_editable })
    }
}

fn meaning(word: &str) -> Option<bool> {
    let is = |words: &[&str]| words.iter().any(|one| one.eq_ignore_ascii_case(word));
    if is(&["y", "yes", "on"]) {
        return Some(true);
    }
    is(&["n", "no", "off"]).then_some(false)
}

#[cfg(test)]
mod tests {
    use crate::compose::schema::{Circumstances, Named, check};

    #[test]
    fn only_places_of_booleans_count() {
        let text = "services:\n  a: {image: on, init: yes, tty: \"Off\", restart: no, privileged: true}\n";
        let yaml = crate::yaml::parse(text.into());
        let found = check(&crate::compose::read(&yaml), Circumstances { name: Named::Compose, ..Default::default() });
        let found: Vec<_> = found.booleans.iter().map(|one| (one.span.of(text), one.truth)).collect();
        assert_eq!(found, [("yes", true), ("\"Off\"", false)]);
    }
}
