//! Which service waits for which.

use crate::compose::Dependency;
use crate::cx::{ComposeCx, ServiceAt};
use crate::know::Know;
use crate::span::Span;
use std::collections::{HashMap, HashSet};

/// An entry of `depends_on` with the services at both ends.
#[derive(Clone, Debug)]
pub struct Wait<'a> {
    /// The service that waits.
    pub waiter: ServiceAt<'a>,
    /// The entry.
    pub dependency: &'a Dependency<'a>,
    /// The service that it waits for.
    pub target: ServiceAt<'a>,
}

impl Wait<'_> {
    /// Whether it waits for this (`service_healthy`).
    pub fn is_for(&self, condition: &str) -> bool {
        self.dependency.condition.as_ref().and_then(|value| value.known()) == Some(condition)
    }

    /// Where the other service is named.
    pub fn place(&self) -> Span {
        self.waiter.service.place(self.dependency.name_span, self.dependency.origin)
    }

    /// Whether the waiting service is to start without the other one.
    pub fn is_optional(&self) -> bool {
        self.dependency.required != Know::Known(true)
    }
}

/// How the profiles of a service and of one that it depends on go together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Together {
    /// When the one is on, the other is.
    Always,
    /// Never, unless other profiles are switched on too.
    Never,
    /// Not when only this profile of the service is on.
    NotWith(String),
}

impl<'a> ComposeCx<'a> {
    /// All entries of `depends_on` that name a service of the file, in order.
    pub fn waits(&self) -> Vec<Wait<'a>> {
        // Whoever waits for whom may be said in another file of the set; each finding is made where it stands.
        let services: Vec<ServiceAt<'a>> = self.all_services().collect();
        let by_name: HashMap<&str, &ServiceAt<'a>> = services.iter().map(|at| (at.service.name.as_ref(), at)).collect();
        let mut waits = Vec::new();
        for waiter in &services {
            for dependency in &waiter.service.depends_on {
                let Some(&target) = by_name.get(dependency.name.as_ref()) else { continue };
                waits.push(Wait { waiter: waiter.clone(), dependency, target: target.clone() });
            }
        }
        waits
    }
}

impl Wait<'_> {
    /// How the profiles of the two go together; unknown with a variable in them.
    pub fn together(&self) -> Know<Together> {
        let names = |at: &ServiceAt<'_>| -> Know<Vec<String>> {
            let mut names = Vec::new();
            for profile in &at.service.profiles {
                match profile.text() {
                    Know::Known(name) => names.push(name.to_owned()),
                    Know::Absent => {}
                    Know::Unknown(why) => return Know::Unknown(why),
                }
            }
            Know::Known(names)
        };
        names(&self.target).and_then(|others| names(&self.waiter).map(|own| together(&own, &others)))
    }
}

fn together(own: &[String], others: &[String]) -> Together {
    if others.is_empty() || others.iter().any(|profile| profile == "*") {
        return Together::Always;
    }
    let others: HashSet<&str> = others.iter().map(String::as_str).collect();
    let mut alone = own.iter().filter(|profile| !others.contains(profile.as_str()));
    match alone.next() {
        None if own.is_empty() => Together::Never,
        None => Together::Always,
        Some(first) if alone.count() + 1 < own.len() => Together::NotWith(first.clone()),
        Some(_) => Together::Never,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn profiles_go_together_when_they_cover_each_other() {
        let of = |own: &[&str], others: &[&str]| {
            let owned = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
            together(&owned(own), &owned(others))
        };
        assert_eq!(of(&[], &[]), Together::Always);
        assert_eq!(of(&["a"], &[]), Together::Always);
        assert_eq!(of(&["a"], &["b", "a"]), Together::Always);
        assert_eq!(of(&[], &["a"]), Together::Never);
        assert_eq!(of(&["b"], &["a"]), Together::Never);
        assert_eq!(of(&["a", "b"], &["a"]), Together::NotWith("b".into()));
    }
}
