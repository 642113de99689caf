//! What a service may use of the host's processors.

use crate::compose::{Service, Value};
use crate::decimal;
use crate::know::Know;

/// The keys on processors of a service, where they count: a stack refuses all but those under `deploy`.
#[derive(Clone, Debug)]
pub struct Cpu<'a> {
    /// `cpus`.
    pub cpus: Option<Value<'a>>,
    /// `deploy.resources.limits.cpus`.
    pub deploy_limit: Option<Value<'a>>,
    /// `deploy.resources.reservations.cpus`.
    pub deploy_reservation: Option<Value<'a>>,
    /// `cpu_quota`.
    pub quota: Option<Value<'a>>,
    /// `cpu_period`.
    pub period: Option<Value<'a>>,
    /// `cpu_shares`.
    pub shares: Option<Value<'a>>,
    /// `cpuset`.
    pub set: Option<Value<'a>>,
}

impl<'a> Cpu<'a> {
    /// Those of a service.
    pub fn of(service: &Service<'a>, is_stack: bool) -> Self {
        let deploy = service.deploy.as_ref();
        let plain = |key| if is_stack { None } else { service.value_at(&[key]) };
        Self {
            cpus: plain("cpus"),
            deploy_limit: deploy.and_then(|deploy| deploy.limits.cpus.clone()),
            deploy_reservation: deploy.and_then(|deploy| deploy.reservations.cpus.clone()),
            quota: plain("cpu_quota"),
            period: plain("cpu_period"),
            shares: plain("cpu_shares"),
            set: plain("cpuset"),
        }
    }

    /// The number of processors that it may use at most, as written in one or two places.
    pub fn limits(&self) -> impl Iterator<Item = &Value<'a>> {
        self.cpus.iter().chain(&self.deploy_limit)
    }

    /// What holds it back as a number: a limit, a quota, a share.
    pub fn bounds(&self) -> impl Iterator<Item = &Value<'a>> {
        self.limits().chain(&self.quota).chain(&self.shares)
    }

    /// Whether anything holds it back, or may: zero and less is no bound.
    pub fn is_bounded(&self) -> bool {
        self.is_capped() || self.shares.as_ref().is_some_and(is_some)
    }

    /// Whether there is a limit that it may not pass even on an idle host, or may be: a weight is none.
    pub fn is_capped(&self) -> bool {
        self.set.is_some() || self.limits().chain(&self.quota).any(is_some)
    }
}

fn is_some(value: &Value<'_>) -> bool {
    !matches!(number(value), Know::Known(number) if number <= 0.0)
}

/// A number, with the literal defaults of its variables; absent for a text that is none.
pub fn number(value: &Value<'_>) -> Know<f64> {
    value.text_with_defaults().and_then(|text| decimal::parse(text.trim()).filter(|number| number.is_finite()).into())
}

/// Whether a text lists processors as the kernel reads it: `0-2,4`.
pub fn is_cpuset(text: &str) -> bool {
    text.split(',').all(|part| {
        let number = |text: &str| text.trim().parse::<u32>().ok();
        match part.split_once('-') {
            Some((first, last)) => number(first).zip(number(last)).is_some_and(|(first, last)| first <= last),
            None => number(part).is_some(),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_is_numbers_and_ranges() {
        for text in ["0", "0-2", "0,3", "0-2,4"] {
            assert!(is_cpuset(text), "{text}");
        }
        for text in ["", "2-0", "a", "0;1", "0-", "1.5"] {
            assert!(!is_cpuset(text), "{text}");
        }
    }
}
