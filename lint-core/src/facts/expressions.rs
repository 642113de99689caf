//! Variables in a Compose file that its loader refuses or garbles.

use crate::compose::interpolate::{self, Operator, Part};
use crate::cx::ComposeCx;
use crate::span::Span;
use crate::yaml::{Node, NodeKind, Yaml};

/// How deep defaults inside defaults are looked into.
const MAX_DEPTH: u32 = 8;

/// What is wrong with an expression.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A `${…}` of no known form: every loader refuses it.
    Invalid,
    /// A dollar that begins nothing: the loader of stacks refuses it.
    Loose,
    /// `${NAME:+word}`: the loader of stacks refuses it.
    Alternative,
    /// A dollar in a default: the loader of stacks takes it literally.
    Nested,
}

/// An expression that a loader refuses or garbles.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FaultyExpression<'a> {
    /// What is wrong.
    pub fault: Fault,
    /// Where it stands.
    pub span: Span,
    /// The expression; of one that is never closed the beginning.
    pub text: &'a str,
    /// The value that it stands in.
    pub node: Node<'a>,
}

impl<'a> ComposeCx<'a> {
    /// The faulty expressions of the file's values, in their order.
    pub fn faulty_expressions(&self) -> Vec<FaultyExpression<'a>> {
        let mut found = Vec::new();
        if !self.yaml.text().contains('$') {
            return found;
        }
        for node in values(self.yaml) {
            let Some(text) = node.text().filter(|text| text.contains('$') && !is_template(text)) else { continue };
            expressions(node, text, 0, 0, &mut found);
        }
        found.sort_by_key(|expression| expression.span);
        found
    }
}

/// The scalars of a file that are no keys.
pub(crate) fn values(yaml: &Yaml) -> impl Iterator<Item = Node<'_>> {
    let children = yaml.nodes().flat_map(|node| match node.kind() {
        NodeKind::Mapping => node.own_entries().map(|entry| entry.value).collect(),
        NodeKind::Sequence => node.items().collect(),
        _ => Vec::new(),
    });
    children.filter(|node| node.kind() == NodeKind::Scalar)
}

/// What another tool fills in before Compose reads it.
fn is_template(text: &str) -> bool {
    text.contains("{{") || text.contains("<%")
}

fn expressions<'a>(node: Node<'a>, text: &'a str, shift: u32, depth: u32, found: &mut Vec<FaultyExpression<'a>>) {
    let map = std::cell::OnceCell::new();
    for (part, span) in interpolate::parts(text) {
        let mut fault = |fault: Fault, at: Span| {
            let text = at.of(text);
            let text = text.lines().next().unwrap_or(text);
            let at = Span::new(at.start, at.start + text.len() as u32).shifted(shift);
            let span = map.get_or_init(|| node.map()).span(at);
            found.push(FaultyExpression { fault, span, text, node });
        };
        match part {
            Part::Invalid => fault(Fault::Invalid, span),
            Part::Text(plain) if depth == 0 => {
                for (at, _) in plain.match_indices('$') {
                    let start = span.start + at as u32;
                    let next = plain.get(at + 1..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
                    fault(Fault::Loose, Span::new(start, start + 1 + next as u32));
                }
            }
            Part::Variable { word: Some((operator, word)), word_at, .. } => {
                let is_default = matches!(operator, Operator::DefaultIfEmpty | Operator::DefaultIfUnset);
                if depth == 0 && matches!(operator, Operator::AlternativeIfNotEmpty | Operator::AlternativeIfSet) {
                    fault(Fault::Alternative, span);
                } else if depth == 0 && is_default && word.contains('$') {
                    fault(Fault::Nested, span);
                }
                if depth < MAX_DEPTH {
                    expressions(node, word, shift + word_at, depth + 1, found);
                }
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<(Fault, String)> {
        let text = format!("a:\n  - {text}\n");
        let yaml = crate::yaml::parse(text.as_str().into());
        let mut found = Vec::new();
        for node in values(&yaml) {
            expressions(node, node.text().unwrap(), 0, 0, &mut found);
        }
        found.iter().map(|one| (one.fault, one.span.of(&text).to_owned())).collect()
    }

    #[test]
    fn each_fault_has_its_place() {
        assert_eq!(faults("x ${} ${A:=b}"), [(Fault::Invalid, "${}".into()), (Fault::Invalid, "${A:=b}".into())]);
        assert_eq!(faults("${A:-x ${1}}"), [(Fault::Nested, "${A:-x ${1}}".into()), (Fault::Invalid, "${1}".into())]);
        assert_eq!(faults("\"a\\t$(b) $\""), [(Fault::Loose, "$(".into()), (Fault::Loose, "$".into())]);
        assert_eq!(faults("${A:+b}"), [(Fault::Alternative, "${A:+b}".into())]);
        assert!(faults("$$( $A ${A} ${A:-} ${A:?no}").is_empty());
    }
}
