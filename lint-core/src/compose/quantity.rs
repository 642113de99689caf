//! Durations and sizes: where a service has them, and what is wrong with their text.
//!
//! The loader decodes them last, and its error names no place.

use super::{Service, Value};
use crate::decimal;
use crate::know::Know;
use crate::yaml::ScalarType;
use std::fmt::Write as _;

/// What a quantity measures.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// `1m30s`.
    Duration,
    /// A number of bytes: `1.5g`.
    Size,
    /// The `size` in the options of `tmpfs`, which the kernel reads: `64m`, `10%`.
    KernelSize,
}

/// A duration or size of a service.
#[derive(Clone, Debug)]
pub struct Quantity<'a> {
    /// The key, as people say it: `healthcheck.interval`.
    pub key: &'static str,
    /// The text.
    pub value: Value<'a>,
    /// What it measures.
    pub measure: Measure,
}

/// What is wrong with a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A bare number where a duration needs a unit.
    NoUnit,
    /// A unit that nobody knows there.
    Unit(String),
    /// A unit of Compose's that `docker stack deploy` does not know.
    UnitOfCompose(String),
    /// It is none at all.
    NoQuantity,
}

/// Durations: the path of the key, and how people say it.
const DURATIONS: [(&[&str], &str); 11] = [
    (&["healthcheck", "interval"], "healthcheck.interval"),
    (&["healthcheck", "timeout"], "healthcheck.timeout"),
    (&["healthcheck", "start_period"], "healthcheck.start_period"),
    (&["healthcheck", "start_interval"], "healthcheck.start_interval"),
    (&["stop_grace_period"], "stop_grace_period"),
    (&["deploy", "update_config", "delay"], "update_config.delay"),
    (&["deploy", "update_config", "monitor"], "update_config.monitor"),
    (&["deploy", "rollback_config", "delay"], "rollback_config.delay"),
    (&["deploy", "rollback_config", "monitor"], "rollback_config.monitor"),
    (&["deploy", "restart_policy", "delay"], "restart_policy.delay"),
    (&["deploy", "restart_policy", "window"], "restart_policy.window"),
];

/// Sizes that a stack knows, too.
const SIZES: [(&[&str], &str); 2] = [
    (&["deploy", "resources", "limits", "memory"], "limits.memory"),
    (&["deploy", "resources", "reservations", "memory"], "reservations.memory"),
];

/// Sizes that only Compose knows.
const SIZES_OF_COMPOSE: [(&[&str], &str); 5] = [
    (&["mem_limit"], "mem_limit"),
    (&["mem_reservation"], "mem_reservation"),
    (&["memswap_limit"], "memswap_limit"),
    (&["shm_size"], "shm_size"),
    (&["build", "shm_size"], "build.shm_size"),
];

/// Lists of `blkio_config` whose `rate` is a size.
const RATES: [(&str, &str); 4] = [
    ("device_read_bps", "device_read_bps.rate"),
    ("device_write_bps", "device_write_bps.rate"),
    ("device_read_iops", "device_read_iops.rate"),
    ("device_write_iops", "device_write_iops.rate"),
];

impl<'a> Service<'a> {
    /// All durations and sizes that the service's loader reads.
    pub fn quantities(&self, is_stack: bool) -> Vec<Quantity<'a>> {
        let mut found = Vec::new();
        // Neighbours in the tables begin with the same key, which most services do not have.
        let mut last = ("", false);
        let mut value_at = |path: &[&'static str]| {
            let key = path.first().copied()?;
            if last.0 != key {
                last = (key, self.get(key).is_some());
            }
            last.1.then(|| self.value_at(path))?
        };
        let mut add = |key, measure, value: Option<Value<'a>>| {
            found.extend(value.map(|value| Quantity { key, value, measure }));
        };
        for (path, key) in DURATIONS {
            add(key, Measure::Duration, value_at(path));
        }
        for (path, key) in SIZES.into_iter().chain(SIZES_OF_COMPOSE.into_iter().filter(|_| !is_stack)) {
            add(key, Measure::Size, value_at(path));
        }
        for mount in &self.volumes {
            add("tmpfs.size", Measure::Size, mount.tmpfs_size.clone());
        }
        if is_stack {
            return found;
        }
        for (list, key) in RATES {
            for rate in self.values_in_list_at(&["blkio_config", list], "rate") {
                add(key, Measure::Size, Some(rate));
            }
        }
        for tmpfs in &self.tmpfs {
            add("size", Measure::KernelSize, size_option(&tmpfs.path));
        }
        found
    }
}

/// The value of `size=` in the short form that begins with `path`.
fn size_option<'a>(path: &Value<'a>) -> Option<Value<'a>> {
    let whole = path.node.text()?;
    let mut at = path.raw.len() + 1;
    for option in whole.get(at..)?.split(',') {
        if let Some(size) = option.strip_prefix("size=") {
            let start = at + "size=".len();
            return Some(path.part(start, start + size.len()));
        }
        at += option.len() + 1;
    }
    None
}

impl Quantity<'_> {
    /// Whether a number without quotes stands where a text is wanted: the schema refuses that already.
    pub fn is_bare_number(&self) -> bool {
        let is_text = self.value.node.scalar_type() == Some(ScalarType::String);
        !is_text && self.measure == Measure::Duration
    }

    /// What is wrong with it, if that is certain: variables count with their defaults.
    pub fn flaw(&self, is_stack: bool) -> Option<Flaw> {
        let Know::Known(text) = self.value.text_with_defaults() else { return None };
        match self.measure {
            Measure::Duration => duration_flaw(&text, is_stack),
            Measure::Size => size_flaw(&text),
            Measure::KernelSize => kernel_size_flaw(&text),
        }
    }

    /// How it is written right, where that is plain.
    pub fn meant(&self, is_stack: bool) -> Option<String> {
        let text = self.value.known()?;
        let meant = match self.measure {
            Measure::Duration => meant_duration(text, is_stack),
            Measure::Size => meant_size(text, &[]),
            Measure::KernelSize => meant_size(text, &["b"]),
        }?;
        let fixed = match self.measure {
            Measure::Duration => duration_flaw(&meant, is_stack),
            Measure::Size => size_flaw(&meant),
            Measure::KernelSize => kernel_size_flaw(&meant),
        };
        fixed.is_none().then_some(meant)
    }
}

/// The number that a text begins with, and the rest.
fn number(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let (number, rest) = text.split_at_checked(end)?;
    decimal::is_number(number).then_some((number, rest))
}

/// The numbers of a duration with the words behind them.
fn pairs(text: &str) -> Option<Vec<(&str, &str)>> {
    let mut found = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let (number, after) = number(rest)?;
        let end = after.find(|c: char| c.is_ascii_digit() || c == '.').unwrap_or(after.len());
        let (unit, next) = after.split_at_checked(end)?;
        found.push((number, unit));
        rest = next;
    }
    Some(found)
}

fn is_left_alone(text: &str) -> bool {
    // An empty value is none, and a sign is for others to judge.
    text.is_empty() || text == "0" || text.starts_with(['-', '+'])
}

fn duration_flaw(text: &str, is_stack: bool) -> Option<Flaw> {
    if is_left_alone(text) {
        return None;
    }
    let Some(pairs) = pairs(text) else { return Some(Flaw::NoQuantity) };
    pairs.into_iter().find_map(|(_, unit)| match unit {
        "ns" | "us" | "µs" | "μs" | "ms" | "s" | "m" | "h" => None,
        "d" | "w" if !is_stack => None,
        "d" | "w" => Some(Flaw::UnitOfCompose(unit.to_owned())),
        "" => Some(Flaw::NoUnit),
        _ => Some(Flaw::Unit(unit.trim().to_owned())),
    })
}

fn size_flaw(text: &str) -> Option<Flaw> {
    if is_left_alone(text) {
        return None;
    }
    // As go-units reads it: the unit comes after the last digit, or after one blank behind it.
    let digits = |c: char| c.is_ascii_digit() || c == '.' || c == ' ';
    let Some((number, rest)) = text.rfind(digits).and_then(|last| text.split_at_checked(last + 1)) else {
        return Some(Flaw::NoQuantity);
    };
    if !decimal::is_number(number.strip_suffix(' ').unwrap_or(number)) {
        return Some(Flaw::NoQuantity);
    }
    let unit = rest.to_ascii_lowercase();
    let scale = unit.strip_suffix("ib").filter(|scale| !scale.is_empty()).or_else(|| unit.strip_suffix('b'));
    match scale.unwrap_or(&unit) {
        "" | "k" | "m" | "g" | "t" | "p" => None,
        _ => Some(Flaw::Unit(rest.to_owned())),
    }
}

fn kernel_size_flaw(text: &str) -> Option<Flaw> {
    if is_left_alone(text) || text.starts_with("0x") {
        return None;
    }
    let Some((_, unit)) = number(text) else { return Some(Flaw::NoQuantity) };
    match unit.to_ascii_lowercase().as_str() {
        "" | "k" | "m" | "g" | "t" | "p" | "e" | "%" => None,
        _ => Some(Flaw::Unit(unit.trim().to_owned())),
    }
}

fn meant_duration(text: &str, is_stack: bool) -> Option<String> {
    let pairs = pairs(text.trim())?;
    if let [(number, "")] = pairs.as_slice() {
        return Some(format!("{number}s"));
    }
    let mut meant = String::new();
    for (number, unit) in pairs {
        let unit = match unit.trim().to_ascii_lowercase().as_str() {
            "s" | "sec" | "secs" | "second" | "seconds" => "s",
            "min" | "mins" | "minute" | "minutes" => "m",
            "m" if unit.trim() == "m" => "m",
            "h" | "hr" | "hrs" | "hour" | "hours" => "h",
            "ms" | "msec" | "millisecond" | "milliseconds" => "ms",
            "d" | "day" | "days" if !is_stack => "d",
            "d" | "day" | "days" | "w" if is_stack => {
                let hours = if unit.trim() == "w" { 168 } else { 24 };
                let count: u32 = number.parse().ok()?;
                let _ = write!(meant, "{}h", count.checked_mul(hours)?);
                continue;
            }
            _ => return None,
        };
        meant.push_str(number);
        meant.push_str(unit);
    }
    Some(meant)
}

fn meant_size(text: &str, dropped: &[&str]) -> Option<String> {
    let (number, unit) = number(text.trim())?;
    let unit = unit.trim().to_ascii_lowercase();
    if dropped.contains(&unit.as_str()) {
        return Some(number.to_owned());
    }
    let scale = unit.strip_suffix("byte").or_else(|| unit.strip_suffix("bytes")).unwrap_or(&unit);
    let scale = scale.strip_suffix('b').unwrap_or(scale);
    let scale = scale.strip_suffix('i').unwrap_or(scale);
    let scale = match scale {
        "mega" | "meg" | "megs" => "m",
        "giga" | "gig" | "gigs" => "g",
        "kilo" => "k",
        scale => scale,
    };
    ["k", "m", "g", "t", "p"].contains(&scale).then(|| format!("{number}{scale}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_need_units_that_the_loader_knows() {
        for text in ["1m30s", "0", "1.5h", "500ms", "2d", "1w", "10us", "", "-1s"] {
            assert_eq!(duration_flaw(text, false), None, "{text}");
        }
        assert_eq!(duration_flaw("30", false), Some(Flaw::NoUnit));
        assert_eq!(duration_flaw("1m30", false), Some(Flaw::NoUnit));
        assert_eq!(duration_flaw("30sec", false), Some(Flaw::Unit("sec".into())));
        assert_eq!(duration_flaw("30 s", false), Some(Flaw::Unit("s".into())));
        assert_eq!(duration_flaw("soon", false), Some(Flaw::NoQuantity));
        assert_eq!(duration_flaw("2d", true), Some(Flaw::UnitOfCompose("d".into())));
    }

    #[test]
    fn sizes_have_units_of_at_most_three_letters() {
        for text in ["1", "1.5g", "64MB", "1GiB", "5 MB", "262144KiB", "1t", "7b", "-1", "1e3"] {
            assert_eq!(size_flaw(text), None, "{text}");
        }
        assert_eq!(size_flaw("512Mi"), Some(Flaw::Unit("Mi".into())));
        assert_eq!(size_flaw("1bb"), Some(Flaw::Unit("bb".into())));
        assert_eq!(size_flaw("5  MB"), Some(Flaw::NoQuantity));
        assert_eq!(size_flaw("lots"), Some(Flaw::NoQuantity));
        assert_eq!(size_flaw("5ib"), Some(Flaw::Unit("ib".into())));
    }

    #[test]
    fn the_kernel_knows_single_letters() {
        for text in ["64m", "10%", "1G", "65536", "0x10"] {
            assert_eq!(kernel_size_flaw(text), None, "{text}");
        }
        assert_eq!(kernel_size_flaw("64mb"), Some(Flaw::Unit("mb".into())));
    }

    #[test]
    fn what_is_meant_is_plain_or_nothing() {
        let duration = |text| meant_duration(text, false);
        assert_eq!(duration("30").as_deref(), Some("30s"));
        assert_eq!(duration("1 min 30 sec").as_deref(), Some("1m30s"));
        assert_eq!(duration("2min").as_deref(), Some("2m"));
        assert_eq!(duration("30S").as_deref(), Some("30s"));
        assert_eq!(duration("5M"), None, "minutes or months");
        assert_eq!(meant_duration("2d", true).as_deref(), Some("48h"));
        assert_eq!(meant_size("512Mi", &[]).as_deref(), Some("512m"));
        assert_eq!(meant_size("2gigabytes", &[]).as_deref(), Some("2g"));
        assert_eq!(meant_size("64MB", &["b"]).as_deref(), Some("64m"));
    }

    #[test]
    fn the_size_of_a_short_tmpfs_has_its_place() {
        let text = "services:\n  a:\n    tmpfs: ['/run:mode=755,size=64mb']\n";
        let yaml = crate::yaml::parse(text.into());
        let compose = super::super::read(&yaml);
        let quantities = compose.services[0].quantities(false);
        assert_eq!(quantities[0].value.span.of(text), "64mb");
        assert!(compose.services[0].quantities(true).is_empty());
    }
}
