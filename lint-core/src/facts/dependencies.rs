//! Which services need which: `depends_on`, and the keys that imply it.

use super::references;
use crate::compose::{Service, Value};
use crate::cx::ComposeCx;
use crate::know::Know;
use crate::span::Span;
use std::borrow::Cow;
use std::collections::{BTreeSet, HashMap, HashSet};

/// One service names another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need<'a> {
    /// The service that does.
    pub service: Cow<'a, str>,
    /// The one that it names.
    pub name: Cow<'a, str>,
    /// Where the name stands.
    pub span: Span,
    /// The key: `depends_on`, `links`, `volumes_from`, or that of a namespace.
    pub key: &'static str,
}

/// A service that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmet<'a> {
    /// Who needs it first, and where.
    pub need: Need<'a>,
    /// Whether all services that need it are started only with a profile.
    pub needs_profile: bool,
    /// The other places.
    pub others: Vec<Span>,
    /// The service that was meant, perhaps.
    pub nearest: Option<String>,
}

/// How many places all circles of a file may name, for each need: there can be many more circles than needs.
const PLACES_PER_NEED: usize = 8;

impl<'a> ComposeCx<'a> {
    /// What the services of the file need, in its order.
    pub fn needs(&self) -> Vec<Need<'a>> {
        self.compose.services.iter().flat_map(needs).map(|(need, _)| need).collect()
    }

    /// The services that are needed and do not exist; none where another file may have them.
    pub fn unmet_needs(&self) -> Vec<Unmet<'a>> {
        let services: BTreeSet<&str> =
            self.compose.roots.iter().flat_map(|root| references::names(*root, "services")).collect();
        let mut found: HashMap<String, Unmet<'a>> = HashMap::new();
        for service in &self.compose.services {
            let needs_profile = !service.profiles.is_empty();
            for (need, required) in needs(service) {
                let name = need.name.as_ref();
                if !required || services.contains(name) || name.is_empty() {
                    continue;
                }
                let most = if found.len() < references::MAX_SUGGESTIONS { usize::MAX } else { 0 };
                let candidates = services.iter().copied().filter(|other| *other != need.service).take(most);
                let known = found.entry(name.to_owned()).or_insert_with(|| Unmet {
                    nearest: crate::nearest(name, candidates).map(str::to_owned),
                    need: need.clone(),
                    needs_profile: true,
                    others: Vec::new(),
                });
                known.others.push(need.span);
                known.needs_profile &= needs_profile;
            }
        }
        if !found.is_empty() {
            self.take_out_what_others_declare("services", &mut found);
        }
        let mut found: Vec<_> = found
            .into_values()
            .map(|one| Unmet { others: references::without(one.others, one.need.span), ..one })
            .collect();
        found.sort_unstable_by(|one, other| one.need.name.cmp(&other.need.name));
        found
    }

    /// The circles of services that need each other, each as its needs in turn.
    pub fn circles(&self) -> Vec<Vec<Need<'a>>> {
        circles(&self.compose.services)
    }
}

/// What a service needs, and whether it must exist.
fn needs<'a>(service: &Service<'a>) -> Vec<(Need<'a>, bool)> {
    let need = |name: Cow<'a, str>, span: Span, key| Need { service: service.name.clone(), name, span, key };
    let part = |value: &Value<'a>, start: usize, end: usize, key| {
        let part = value.part(start, end);
        (need(Cow::Borrowed(part.raw), service.place(part.span, part.origin), key), true)
    };
    let mut all = Vec::new();
    for dependency in service.depends_on.iter().filter(|dependency| !dependency.name.contains('$')) {
        let span = service.place(dependency.name_span, dependency.origin);
        all.push((need(dependency.name.clone(), span, "depends_on"), dependency.required == Know::Known(true)));
    }
    for link in service.links.iter().filter(|link| !link.has_variables()) {
        all.push(part(link, 0, link.raw.find(':').unwrap_or(link.raw.len()), "links"));
    }
    for from in service.volumes_from.iter().filter(|from| !from.has_variables()) {
        if !from.raw.starts_with("container:") {
            all.push(part(from, 0, from.raw.find(':').unwrap_or(from.raw.len()), "volumes_from"));
        }
    }
    let namespaces = [
        ("network_mode", &service.network_mode),
        ("ipc", &service.ipc),
        ("pid", &service.pid),
        ("uts", &service.uts),
        ("cgroup", &service.cgroup),
    ];
    for (key, value) in namespaces {
        let Some(value) = value.as_ref().filter(|value| !value.has_variables()) else { continue };
        if value.raw.starts_with(SERVICE) {
            all.push(part(value, SERVICE.len(), value.raw.len(), key));
        }
    }
    all
}

const SERVICE: &str = "service:";

/// A depth-first walk: a need of a service that is on the way already closes a circle.
fn circles<'a>(services: &[Service<'a>]) -> Vec<Vec<Need<'a>>> {
    let index: HashMap<&str, usize> =
        services.iter().enumerate().map(|(at, service)| (service.name.as_ref(), at)).collect();
    let edges: Vec<Vec<(usize, Need<'a>)>> = services
        .iter()
        .map(|service| {
            let mut seen = HashSet::new();
            let known =
                needs(service).into_iter().filter_map(|(need, _)| Some((*index.get(need.name.as_ref())?, need)));
            known.filter(|(to, _)| seen.insert(*to)).collect()
        })
        .collect();
    let mut fuel = edges.iter().map(Vec::len).sum::<usize>().saturating_mul(PLACES_PER_NEED);
    let mut found = Vec::new();
    let mut done: HashSet<usize> = HashSet::new();
    for start in 0..services.len() {
        // The services on the way, each with the number of its needs that were followed, and their places on it.
        let mut way: Vec<(usize, usize)> = Vec::new();
        let mut places: HashMap<usize, usize> = HashMap::new();
        if done.insert(start) {
            way.push((start, 0));
            places.insert(start, 0);
        }
        while let Some((at, next)) = way.last_mut() {
            let Some((to, _)) = edges.get(*at).and_then(|edges| edges.get(*next)) else {
                places.remove(at);
                way.pop();
                continue;
            };
            *next += 1;
            if let Some(&first) = places.get(to) {
                let circle: Vec<Need<'a>> =
                    way.iter().skip(first).filter_map(|&(at, next)| followed(&edges, at, next)).collect();
                if let Some(left) = fuel.checked_sub(circle.len()) {
                    fuel = left;
                    found.push(circle);
                }
            } else if done.insert(*to) {
                places.insert(*to, way.len());
                way.push((*to, 0));
            }
        }
    }
    found
}

fn followed<'a>(edges: &[Vec<(usize, Need<'a>)>], at: usize, next: usize) -> Option<Need<'a>> {
    edges.get(at)?.get(next.checked_sub(1)?).map(|(_, need)| need.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn circles_of(text: &str) -> Vec<String> {
        let yaml = crate::yaml::parse(text.into());
        let compose = crate::compose::read(&yaml);
        let names = |circle: &Vec<Need<'_>>| {
            circle
                .iter()
                .map(|need| format!("{} {} {}", need.service, need.key, need.name))
                .collect::<Vec<_>>()
                .join(", ")
        };
        circles(&compose.services).iter().map(names).collect()
    }

    #[test]
    fn every_way_to_need_a_service_closes_a_circle() {
        let text = "services:\n  a: {depends_on: [b]}\n  b: {links: ['c:x']}\n  c: {network_mode: 'service:a'}\n";
        assert_eq!(circles_of(text), ["a depends_on b, b links c, c network_mode a"]);
        assert_eq!(circles_of("services:\n  a: {volumes_from: ['a:ro']}\n"), ["a volumes_from a"]);
    }

    #[test]
    fn circles_that_share_a_service_are_two() {
        let text = "services:\n  a: {depends_on: [b, c]}\n  b: {depends_on: [a]}\n  c: {depends_on: [a]}\n";
        assert_eq!(circles_of(text), ["a depends_on b, b depends_on a", "a depends_on c, c depends_on a"]);
    }

    #[test]
    fn a_diamond_is_no_circle() {
        let text = "services:\n  a: {depends_on: [b, c]}\n  b: {depends_on: [d]}\n  c: {depends_on: [d]}\n  d: {}\n";
        assert!(circles_of(text).is_empty());
    }

    #[test]
    fn many_circles_take_linear_room() {
        let service = |at: usize| {
            let others: Vec<String> = (0..200).filter(|other| *other != at).map(|other| format!("s{other}")).collect();
            format!("  s{at}: {{depends_on: [{}]}}\n", others.join(", "))
        };
        let many = (0..200).map(service).collect::<Vec<_>>().concat();
        let yaml = crate::yaml::parse(format!("services:\n{many}").into());
        let compose = crate::compose::read(&yaml);
        let places: usize = circles(&compose.services).iter().map(Vec::len).sum();
        assert!(places <= 200 * 200 * PLACES_PER_NEED);
    }
}
