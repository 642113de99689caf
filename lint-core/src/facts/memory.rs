//! What a service may use of the host's memory: the same limit can be said in two places.

use crate::compose::{Compose, Deploy, Service, Value};
use crate::know::Know;
use std::fmt;

/// The least that the engine accepts as a memory limit.
pub const MINIMUM: u64 = 6 << 20;

/// The memory keys of a service.
#[derive(Copy, Clone, Debug)]
pub struct Memory<'s, 'a> {
    /// `mem_limit`, where it counts: a stack refuses it.
    pub limit: Option<&'s Value<'a>>,
    /// `deploy.resources.limits.memory`.
    pub deploy_limit: Option<&'s Value<'a>>,
    /// `mem_reservation`, where it counts.
    pub reservation: Option<&'s Value<'a>>,
    /// `deploy.resources.reservations.memory`.
    pub deploy_reservation: Option<&'s Value<'a>>,
}

impl<'s, 'a> Memory<'s, 'a> {
    /// The keys that count for the tool that starts the service.
    pub fn of(service: &'s Service<'a>, is_stack: bool) -> Self {
        let deploy = service.deploy.as_deref();
        Self {
            limit: service.mem_limit.as_deref().filter(|_| !is_stack),
            deploy_limit: deploy.and_then(|deploy| deploy.limits.memory.as_ref()),
            reservation: service.mem_reservation.as_deref().filter(|_| !is_stack),
            deploy_reservation: deploy.and_then(|deploy| deploy.reservations.memory.as_ref()),
        }
    }

    /// The limits that are written, each with its number of bytes.
    pub fn limits(&self) -> impl Iterator<Item = (&'s Value<'a>, Know<u64>)> {
        self.limit.into_iter().chain(self.deploy_limit).map(|value| (value, bytes(value)))
    }

    /// The reservations that are written, each with its number of bytes.
    pub fn reservations(&self) -> impl Iterator<Item = (&'s Value<'a>, Know<u64>)> {
        self.reservation.into_iter().chain(self.deploy_reservation).map(|value| (value, bytes(value)))
    }

    /// The limit that holds: the smallest one that is a number above zero. `None` also when one of them is unknown.
    pub fn effective_limit(&self) -> Option<(&'s Value<'a>, u64)> {
        let mut least: Option<(&'s Value<'a>, u64)> = None;
        for (value, bytes) in self.limits() {
            match bytes {
                Know::Unknown(_) => return None,
                Know::Known(bytes) if bytes > 0 && least.is_none_or(|(_, before)| bytes < before) => {
                    least = Some((value, bytes));
                }
                _ => {}
            }
        }
        least
    }
}

/// A size, with the literal defaults of its variables; absent for a text that is none.
pub fn bytes(value: &Value<'_>) -> Know<u64> {
    value.bytes_with_defaults()
}

/// A number of bytes in the unit in which people say it: `512m`, `1.5g`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Size(pub u64);

impl Size {
    /// The next size that one would write: a multiple of 64 MiB.
    pub fn rounded_up(bytes: u64) -> Self {
        const STEP: u64 = 64 << 20;
        Self(bytes.div_ceil(STEP).saturating_mul(STEP))
    }
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (shift, unit) in [(30, 'g'), (20, 'm'), (10, 'k')] {
            let whole = self.0 >> shift;
            if whole > 0 && whole << shift == self.0 {
                return write!(f, "{whole}{unit}");
            }
        }
        if self.0 >= 1 << 20 { write!(f, "{}m", self.0 >> 20) } else { write!(f, "{}b", self.0) }
    }
}

/// Whether the service does its work and ends: another one waits for its end, it is a job of a Swarm, or it must not be
/// restarted.
pub fn runs_once(compose: &Compose<'_>, service: &Service<'_>) -> bool {
    let is = |value: Option<&Value<'_>>, words: &[&str]| {
        value.and_then(Value::known).is_some_and(|text| words.contains(&text))
    };
    let waited_for = compose.awaited.binary_search(&service.name).is_ok();
    let deploy = service.deploy.as_deref();
    waited_for
        || is(service.restart.as_deref(), &["no", "false"])
        || is(deploy.and_then(|deploy| deploy.mode.as_ref()), &["replicated-job", "global-job"])
        || is(deploy.and_then(|deploy| deploy.restart_condition.as_ref()), &["none"])
}

/// Whether the service is switched off: no container of it runs.
pub fn is_scaled_to_zero(service: &Service<'_>) -> bool {
    let zero = |value: Option<&Value<'_>>| value.and_then(Value::known).is_some_and(|text| text.trim() == "0");
    zero(service.scale.as_deref())
        || zero(service.deploy.as_deref().and_then(|deploy: &Deploy<'_>| deploy.replicas.as_ref()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{compose, yaml};

    #[test]
    fn sizes_are_said_in_the_largest_whole_unit() {
        let said = [512 << 20, 3 << 29, 1 << 30, 1000, 6_291_457].map(|bytes| Size(bytes).to_string());
        assert_eq!(said, ["512m", "1536m", "1g", "1000b", "6m"]);
        assert_eq!(Size::rounded_up(700 << 20).to_string(), "704m");
    }

    #[test]
    fn a_stack_counts_only_deploy_and_the_smaller_limit_holds() {
        let text = "services:\n  a:\n    mem_limit: 64m\n    deploy:\n      resources:\n        limits:\n          memory: 1G\n";
        let yaml = yaml::parse(text.into());
        let compose = compose::read(&yaml);
        let service = compose.service("a").unwrap();
        let limit = |stack| Memory::of(service, stack).effective_limit().map(|(_, bytes)| bytes);
        assert_eq!((limit(false), limit(true)), (Some(64 << 20), Some(1 << 30)));
    }

    #[test]
    fn one_unknown_limit_makes_the_limit_unknown() {
        let text = "services:\n  a:\n    mem_limit: ${M}\n    deploy:\n      resources:\n        limits:\n          memory: 1G\n";
        let yaml = yaml::parse(text.into());
        let compose = compose::read(&yaml);
        assert!(Memory::of(compose.service("a").unwrap(), false).effective_limit().is_none());
    }

    #[test]
    fn a_service_that_another_waits_for_to_end_runs_once() {
        let text = "services:\n  a:\n    image: x\n  b:\n    depends_on:\n      a:\n        condition: service_completed_successfully\n";
        let yaml = yaml::parse(text.into());
        let compose = compose::read(&yaml);
        let once = |name: &str| runs_once(&compose, compose.service(name).unwrap());
        assert!(once("a") && !once("b"));
    }
}
