//! Folding: what a service lacks is one matter, not ten.

use plimsoll_core::diagnostic::{Diagnostic, FileId};
use plimsoll_core::render::View;
use plimsoll_core::span::Span;
use std::collections::HashMap;

/// The findings in their order, those about missing hardenings at one place together, where the first of them stands.
pub(super) fn fold<'a>(view: &View<'a>) -> Vec<Vec<&'a Diagnostic>> {
    let is_posture = |finding: &Diagnostic| view.registry.get(finding.rule).is_some_and(|rule| rule.meta.posture);
    let mut groups: Vec<Vec<&Diagnostic>> = Vec::with_capacity(view.report.findings.len());
    let mut at: HashMap<(FileId, Span), usize> = HashMap::new();
    for finding in &view.report.findings {
        if !is_posture(finding) {
            groups.push(vec![finding]);
            continue;
        }
        let known = *at.entry((finding.primary.file, finding.primary.span)).or_insert(groups.len());
        match groups.get_mut(known) {
            Some(group) => group.push(finding),
            None => groups.push(vec![finding]),
        }
    }
    groups
}
