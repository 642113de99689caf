//! What somebody meant by a key that does not exist.

use super::{Map, Rest, resources, service, stack_tables};

/// What to do about a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Suggestion {
    /// Write this one.
    Write(&'static str),
    /// It is a key of the mapping at this path below.
    Below(String),
    /// It is a key of this mapping around.
    Above(&'static str),
    /// It stands at the top level and is a key of a service.
    InService,
    None,
}

/// Thinks about `key` in `map`; `above` are the mappings around it, outermost first. `has`: keys that are there already;
/// `fits`: keys under which the value would be right.
pub(super) fn suggest(
    key: &str,
    map: &'static Map,
    above: &[&'static Map],
    has: &dyn Fn(&str) -> bool,
    fits: &mut dyn FnMut(&'static str) -> bool,
) -> Suggestion {
    let free = |limit: usize| {
        let near = move |name: &&'static str| name.len().abs_diff(key.len()) <= limit && !has(name);
        map.keys.iter().map(|(name, _)| *name).filter(near)
    };
    if std::ptr::eq(map, &raw const service::SERVICE) {
        let synonym = service::SYNONYMS.iter().find(|(wrong, name)| wrong.eq_ignore_ascii_case(key) && !has(name));
        if let Some(&(_, name)) = synonym {
            return Suggestion::Write(name);
        }
    }
    if let Some(name) = crate::nearest_within(key, free(1), 1).filter(|name| fits(name)) {
        return Suggestion::Write(name);
    }
    if let Some(found) = elsewhere(key, map, above) {
        return found;
    }
    // `depends` for `depends_on`, when nothing else begins like that.
    let mut begun = map.keys.iter().map(|(name, _)| *name).filter(|name| key.len() > 2 && name.starts_with(key));
    if let (Some(name), None) = (begun.next().filter(|name| !has(name)), begun.next()) {
        return Suggestion::Write(name);
    }
    match crate::nearest(key, free(key.len().div_ceil(3).max(1))) {
        Some(name) => Suggestion::Write(name),
        None => Suggestion::None,
    }
}

/// Where a key that is right elsewhere belongs.
fn elsewhere(key: &str, map: &'static Map, above: &[&'static Map]) -> Option<Suggestion> {
    if let Some(path) = below(key, map) {
        return Some(Suggestion::Below(path));
    }
    let around = above.iter().rev().find(|around| around.get(key).is_some());
    if let Some(around) = around {
        return Some(Suggestion::Above(around.what));
    }
    let service = [(&resources::TOP, &service::SERVICE), (&stack_tables::TOP, &stack_tables::SERVICE)];
    let (_, service) = service.iter().find(|(top, _)| std::ptr::eq(map, *top))?;
    service.get(key).is_some().then_some(Suggestion::InService)
}

/// The path of a mapping, one or two steps below, that has the key.
fn below(key: &str, map: &'static Map) -> Option<String> {
    let children = |map: &'static Map| {
        let inner = |name: &'static str, map: Option<&'static Map>| Some((name, map?));
        map.keys.iter().filter_map(move |(name, schema)| inner(name, schema.map))
    };
    let has = |map: &Map| map.get(key).is_some() && !matches!(map.rest, Rest::Open);
    children(map).find(|(_, child)| has(child)).map(|(name, _)| name.to_owned()).or_else(|| {
        children(map).find_map(|(name, child)| {
            children(child).find(|(_, child)| has(child)).map(|(last, _)| format!("{name}.{last}"))
        })
    })
}
