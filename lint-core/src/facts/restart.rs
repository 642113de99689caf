//! When a service is started again.

use crate::compose::{Service, Value};
use crate::know::{Know, Why};

/// A restart policy.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Never.
    No,
    /// Whenever it ends.
    Always,
    /// Whenever it ends, but not at the engine's start when somebody has stopped it.
    UnlessStopped,
    /// When it fails; at most so often.
    OnFailure(Option<u32>),
}

impl Policy {
    /// What it comes to in a Swarm, which knows no difference between the two that restart always.
    #[must_use]
    pub fn in_swarm(self) -> Self {
        if self == Self::UnlessStopped { Self::Always } else { self }
    }
}

/// What is wrong with a `restart`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// There is no such policy; perhaps this one is meant.
    Word(Option<&'static str>),
    /// Only `on-failure` counts.
    Count,
    /// What stands for the number of attempts is none.
    NoNumber,
}

const WORDS: [&str; 4] = ["no", "always", "unless-stopped", "on-failure"];

/// Words that people write instead.
const SYNONYMS: [(&str, &str); 9] = [
    ("never", "no"),
    ("none", "no"),
    ("false", "no"),
    ("off", "no"),
    ("any", "always"),
    ("true", "always"),
    ("yes", "always"),
    ("on", "always"),
    ("failure", "on-failure"),
];

/// Reads a `restart`. Compose takes the words of `deploy.restart_policy`, too; a stack does not.
pub fn parse(text: &str, is_stack: bool) -> Result<Policy, Flaw> {
    let (word, count) = text.split_once(':').map_or((text, None), |(word, count)| (word, Some(count)));
    let policy = match word {
        "no" => Policy::No,
        "none" if !is_stack => Policy::No,
        "always" => Policy::Always,
        "any" if !is_stack => Policy::Always,
        "unless-stopped" => Policy::UnlessStopped,
        "on-failure" => {
            return match count {
                None | Some("") => Ok(Policy::OnFailure(None)),
                Some(count) => count.parse().map(|count| Policy::OnFailure(Some(count))).map_err(|_| Flaw::NoNumber),
            };
        }
        _ => return Err(Flaw::Word(meant(word))),
    };
    match count {
        Some(count) if !is_stack && count.parse().is_ok_and(|count: u32| count > 0) => Err(Flaw::Count),
        _ => Ok(policy),
    }
}

fn meant(word: &str) -> Option<&'static str> {
    let lower = word.trim().to_ascii_lowercase().replace(['_', ' '], "-");
    let synonym = SYNONYMS.iter().find(|(wrong, _)| *wrong == lower).map(|&(_, word)| word);
    synonym.or_else(|| crate::nearest(&lower, WORDS))
}

/// The two places where a service says when it is restarted.
#[derive(Copy, Clone, Debug)]
pub struct Restarts<'s, 'a> {
    service: &'s Service<'a>,
    is_stack: bool,
    /// The `restart` key. It has no effect beside the other one.
    pub own: Option<&'s Value<'a>>,
    /// The `condition` of `deploy.restart_policy`.
    pub condition: Option<&'s Value<'a>>,
    /// Whether there is a `deploy.restart_policy`.
    pub has_deploy: bool,
}

impl<'s, 'a> Restarts<'s, 'a> {
    /// Those of a service.
    pub fn of(service: &'s Service<'a>, is_stack: bool) -> Self {
        let deploy = service.deploy.as_ref();
        Self {
            service,
            is_stack,
            own: service.restart.as_deref(),
            condition: deploy.and_then(|deploy| deploy.restart_condition.as_ref()),
            has_deploy: deploy.is_some_and(|deploy| deploy.restart_policy.is_some()),
        }
    }

    /// The value that holds, if it is written.
    pub fn in_force(&self) -> Option<&'s Value<'a>> {
        if self.has_deploy { self.condition } else { self.own }
    }

    /// The policy that holds.
    pub fn policy(&self) -> Know<Policy> {
        if self.has_deploy { self.deploy_policy() } else { self.own_policy() }
    }

    /// What `restart` says; nothing where it is wrong.
    pub fn own_policy(&self) -> Know<Policy> {
        let Some(value) = self.own else { return Know::Absent };
        value.text_with_defaults().and_then(|text| parse(&text, self.is_stack).ok().into())
    }

    /// What `deploy.restart_policy` says. Without a condition a stack takes "any"; what Compose takes is not certain.
    pub fn deploy_policy(&self) -> Know<Policy> {
        if !self.has_deploy {
            return Know::Absent;
        }
        let attempts = self.service.value_at(&["deploy", "restart_policy", "max_attempts"]);
        let attempts = match attempts.map(|value| value.text_with_defaults().map(|text| text.parse::<u32>().ok())) {
            None | Some(Know::Absent) => None,
            Some(Know::Known(number)) => number.filter(|&number| number > 0),
            Some(Know::Unknown(why)) => return Know::Unknown(why),
        };
        let Some(condition) = self.condition else {
            return if self.is_stack { Know::Known(Policy::Always) } else { Know::Unknown(Why::Runtime) };
        };
        condition.text_with_defaults().and_then(|text| match text.as_ref() {
            "any" => Know::Known(Policy::Always),
            "on-failure" => Know::Known(Policy::OnFailure(attempts)),
            "none" => Know::Known(Policy::No),
            _ => Know::Absent,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn policies_are_words_and_one_takes_a_number() {
        let read = |text| parse(text, false);
        assert_eq!(read("no"), Ok(Policy::No));
        assert_eq!(read("none"), Ok(Policy::No));
        assert_eq!(read("on-failure:3"), Ok(Policy::OnFailure(Some(3))));
        assert_eq!(read("on-failure"), Ok(Policy::OnFailure(None)));
        assert_eq!(read("on-failure:x"), Err(Flaw::NoNumber));
        assert_eq!(read("always:3"), Err(Flaw::Count));
        assert_eq!(read("on_failure"), Err(Flaw::Word(Some("on-failure"))));
        assert_eq!(read("Always"), Err(Flaw::Word(Some("always"))));
        assert_eq!(read("never"), Err(Flaw::Word(Some("no"))));
        assert_eq!(read("xyzzy"), Err(Flaw::Word(None)));
        assert_eq!(parse("any", true), Err(Flaw::Word(Some("always"))));
        assert_eq!(parse("always:3", true), Ok(Policy::Always));
    }

    #[test]
    fn the_policy_under_deploy_holds_where_there_is_one() {
        let of = |policy: &str, is_stack| {
            let text = format!("services:\n  a:\n    restart: always\n    deploy:\n      restart_policy: {policy}\n");
            let yaml = crate::yaml::parse(text.into());
            Restarts::of(&crate::compose::read(&yaml).services[0], is_stack).policy()
        };
        assert_eq!(of("{delay: 5s}", true), Know::Known(Policy::Always));
        assert!(of("{delay: 5s}", false).is_unknown());
        let failure = "{condition: on-failure, max_attempts: 3}";
        assert_eq!(of(failure, false), Know::Known(Policy::OnFailure(Some(3))));
        assert_eq!(of("{condition: none}", false), Know::Known(Policy::No));
        assert!(of("{condition: $X}", false).is_unknown());
    }
}
