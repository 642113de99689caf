//! What is wrong with the way variables are written: twice, in quotes that become part of them, with a blank behind the
//! name.

use crate::compose::{Origin, Pair, Service};
use crate::span::Span;
use std::collections::HashMap;

/// A variable whose name ends in a blank.
#[derive(Clone, Debug)]
pub struct BlankName<'c> {
    /// The name without the blank.
    pub name: &'c str,
    /// Where the blank stands.
    pub blank: Span,
    /// Whether it stands in a list, which Compose refuses; else in a mapping, where the blank stays in the name.
    pub in_list: bool,
    /// Whether the bytes may be edited.
    pub is_editable: bool,
}

impl<'a> Service<'a> {
    /// The variables that are set twice in one list: the one that has no effect, and the one that holds.
    pub fn repeated_variables(&self) -> Vec<(&Pair<'a>, &Pair<'a>)> {
        let mut last: HashMap<&str, &Pair<'a>> = HashMap::new();
        let mut found = Vec::new();
        for pair in self.environment.iter().filter(|pair| is_listed(pair)) {
            if let Some(before) = last.insert(&pair.name, pair).filter(|before| before.origin == pair.origin) {
                found.push((before, pair));
            }
        }
        found
    }

    /// The variables of lists whose values are in quotes, which are part of them; with the places of the two quotes.
    pub fn quoted_variables(&self) -> Vec<(&Pair<'a>, [Span; 2])> {
        let quotes = |pair: &Pair<'a>| {
            let value = pair.value.as_ref().filter(|_| is_listed(pair))?;
            let inner = ['"', '\''].iter().find_map(|quote| {
                let inner = value.raw.strip_prefix(*quote)?.strip_suffix(*quote)?;
                (!inner.contains(*quote)).then_some(inner)
            })?;
            let end = value.raw.len();
            (inner.len() + 2 == end).then(|| [value.part(0, 1).span, value.part(end - 1, end).span])
        };
        self.environment.iter().filter_map(|pair| Some((pair, quotes(pair)?))).collect()
    }

    /// The variables and build arguments whose names end in a blank.
    pub fn blank_names(&self) -> Vec<BlankName<'_>> {
        let args = self.build.iter().flat_map(|build| &build.args);
        let blank = |pair: &'_ Pair<'a>| -> Option<(usize, Span, bool)> {
            let name = pair.name.trim_end();
            if name.len() == pair.name.len() || name.is_empty() {
                return None;
            }
            let in_list = is_listed(pair);
            let node = if in_list { pair.node } else { pair.node.entry()?.key };
            let blank = Span::new(name.len() as u32, pair.name.len() as u32);
            Some((name.len(), node.map().span(blank), in_list))
        };
        let pairs = self.environment.iter().chain(args).filter_map(|pair| {
            let (length, span, in_list) = blank(pair)?;
            Some(BlankName {
                name: pair.name.get(..length)?,
                blank: self.place(span, pair.origin),
                in_list,
                is_editable: pair.via.is_none() && pair.origin == Origin::Own,
            })
        });
        pairs.collect()
    }
}

/// Whether a pair is an item of a list.
fn is_listed(pair: &Pair<'_>) -> bool {
    pair.node.parent().is_some_and(|parent| parent.is_sequence())
}
