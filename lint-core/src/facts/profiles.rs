//! Whether two services run at the same time.

use crate::compose::Service;

/// Profiles that nobody switches on: those of services that only stand there to be extended.
const NEVER: [&str; 6] = ["none", "never", "disabled", "off", "template", "base"];
/// How many profiles of a service are compared.
const COMPARED: usize = 32;

/// Whether some choice of profiles starts both services. What is the same variable is the same profile.
pub fn may_run_together(one: &Service<'_>, other: &Service<'_>) -> bool {
    let starts = |service: &Service<'_>| service.profiles.is_empty() || switched_on(service).next().is_some();
    if one.profiles.is_empty() || other.profiles.is_empty() {
        return starts(one) && starts(other);
    }
    switched_on(one).any(|profile| switched_on(other).any(|other| other == profile))
}

/// The profiles that a service is started by. Those that it has from a service that it extends are the other one's, where
/// it has some of its own: Compose adds them up, but they are there to keep the other one from being started.
fn switched_on<'s>(service: &'s Service<'_>) -> impl Iterator<Item = &'s str> {
    let has_own = service.profiles.iter().any(|profile| profile.via.is_none());
    let mine = service.profiles.iter().filter(move |profile| !has_own || profile.via.is_none());
    mine.map(|profile| profile.raw).filter(|profile| !NEVER.contains(profile)).take(COMPARED)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn together(one: &str, other: &str) -> bool {
        let text = format!("services:\n  base: {{image: x, profiles: [parts]}}\n  a: {{{one}}}\n  b: {{{other}}}\n");
        let yaml = crate::yaml::parse(text.as_str().into());
        let compose = crate::compose::read(&yaml);
        let of = |name: &str| compose.services.iter().find(|service| service.name == name).unwrap();
        let (one, other) = (of("a"), of("b"));
        assert_eq!(may_run_together(one, other), may_run_together(other, one), "{text}");
        may_run_together(one, other)
    }

    #[test]
    fn services_without_profiles_run_beside_all_that_can_be_started() {
        assert!(together("image: x", "image: y"));
        assert!(together("image: x", "image: y, profiles: [debug]"));
        assert!(together("image: x", "image: y, profiles: [never, debug]"));
        assert!(!together("image: x", "image: y, profiles: [never]"));
    }

    #[test]
    fn services_with_profiles_run_together_in_those_that_they_share() {
        assert!(together("image: x, profiles: [a, b]", "image: y, profiles: [c, b]"));
        assert!(!together("image: x, profiles: [a]", "image: y, profiles: [b]"));
        assert!(!together("image: x, profiles: [never]", "image: y, profiles: [never]"));
    }

    #[test]
    fn what_a_variable_names_is_the_same_only_as_itself() {
        assert!(together("image: x, profiles: [\"${P}\"]", "image: y, profiles: [\"${P}\"]"));
        assert!(!together("image: x, profiles: [\"${P}\"]", "image: y, profiles: [\"${Q}\"]"));
        assert!(together("image: x", "image: y, profiles: [\"${P}\"]"));
    }

    #[test]
    fn what_is_extended_brings_its_profiles_only_where_there_are_no_others() {
        assert!(together("extends: base", "extends: base"));
        assert!(!together("extends: base, profiles: [a]", "extends: base, profiles: [b]"));
        assert!(together("extends: base, profiles: [a]", "extends: base, profiles: [a]"));
    }
}
