//! What a published port is on the host: its numbers, its protocol and who can reach it.

use super::interpolate;
use super::port::Port;
use super::value::Value;
use crate::know::{Know, Why};
use crate::span::Span;
use crate::yaml::edit::{self, EntryValue};
use std::net::IpAddr;

/// A range of port numbers, both ends in it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PortRange {
    /// The first number.
    pub first: u16,
    /// The last number.
    pub last: u16,
}

impl PortRange {
    /// Whether a number is in it.
    pub fn contains(self, number: u16) -> bool {
        (self.first..=self.last).contains(&number)
    }

    /// Whether the two have a number in common.
    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    /// How many numbers it has.
    pub fn len(self) -> u32 {
        u32::from(self.last - self.first) + 1
    }

    /// Never: a range has at least one number.
    pub const fn is_empty(self) -> bool {
        false
    }

    fn parse(text: &str) -> Option<Self> {
        let (first, last) = text.trim().split_once('-').unwrap_or((text.trim(), text.trim()));
        let (first, last) = (first.parse().ok()?, last.parse().ok()?);
        (first <= last).then_some(Self { first, last })
    }
}

impl std::fmt::Display for PortRange {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.first == self.last { write!(f, "{}", self.first) } else { write!(f, "{}-{}", self.first, self.last) }
    }
}

/// A transport protocol.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Protocol {
    /// TCP, the default.
    Tcp,
    /// UDP.
    Udp,
    /// SCTP.
    Sctp,
}

/// On which of the host's addresses a published port listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    /// On all: no address is given, or that of all interfaces.
    All,
    /// On all, if a variable that is called like a port holds nothing else.
    Likely,
    /// On this one.
    One(IpAddr),
    /// What stands in the address' place is none.
    Invalid(String),
    /// A variable decides.
    Unknown,
}

impl Port<'_> {
    /// The ports of the host: absent when the engine chooses one.
    pub fn host_range(&self) -> Know<PortRange> {
        range(self.published.as_ref())
    }

    /// The ports of the container.
    pub fn container_range(&self) -> Know<PortRange> {
        range(self.target.as_ref())
    }

    /// The protocol; absent for a word that is none.
    pub fn transport(&self) -> Know<Protocol> {
        let Some(protocol) = &self.protocol else { return Know::Known(Protocol::Tcp) };
        protocol.text_with_defaults().and_then(|text| match text.to_ascii_lowercase().as_str() {
            "tcp" => Know::Known(Protocol::Tcp),
            "udp" => Know::Known(Protocol::Udp),
            "sctp" => Know::Known(Protocol::Sctp),
            _ => Know::Absent,
        })
    }

    /// Which addresses it listens on.
    pub fn reach(&self) -> Reach {
        match self.address() {
            Know::Absent => Reach::All,
            Know::Known(text) if text.trim().is_empty() => Reach::All,
            Know::Known(text) => match text.trim().trim_matches(['[', ']']).parse::<IpAddr>() {
                Ok(address) if is_every(address) => Reach::All,
                Ok(address) => Reach::One(address),
                // Zones are not ours to judge.
                Err(_) if text.contains('%') => Reach::Unknown,
                Err(_) => Reach::Invalid(text),
            },
            Know::Unknown(_) if self.host_ip.is_none() && self.is_called_a_port() => Reach::Likely,
            Know::Unknown(_) => Reach::Unknown,
        }
    }

    /// Whether it listens on the machine itself alone.
    pub fn is_local(&self) -> bool {
        matches!(self.reach(), Reach::One(address) if address.is_loopback())
    }

    /// The entry in the user's words: the short form as written, else the numbers.
    pub fn said(&self) -> String {
        if let Some(short) = &self.short {
            return short.raw.to_owned();
        }
        let parts = [&self.published, &self.target].into_iter().flatten();
        parts.map(|value| value.raw).collect::<Vec<_>>().join(":")
    }

    /// The edit that binds it to the machine itself; `None` where a variable decides or others share the entry.
    pub fn to_loopback(&self) -> Option<(Span, String)> {
        if self.via.is_some() || self.origin != super::Origin::Own || self.reach() != Reach::All {
            return None;
        }
        match (&self.host_ip, &self.short) {
            (Some(address), _) if address.has_variables() => None,
            (Some(address), _) => {
                let local = if address.raw.contains(':') { "::1" } else { "127.0.0.1" };
                if self.long {
                    return edit::replace_scalar(address.node, &edit::quoted(local));
                }
                let bracketed = self.short.as_ref()?.raw.starts_with('[') || local != "::1";
                Some((address.span, if bracketed { local.to_owned() } else { format!("[{local}]") }))
            }
            (None, Some(short)) => {
                let block = self.node.raw().starts_with(['|', '>']);
                // An address is followed by two colons, however many parts are empty.
                let separator = match (&self.published, short.raw.starts_with("::"), short.raw.starts_with(':')) {
                    (_, true, _) | (Some(_), _, true) => "",
                    (Some(_), _, false) | (None, _, true) => ":",
                    (None, _, false) => "::",
                };
                (!block).then(|| (Span::empty(short.part(0, 0).span.start), format!("127.0.0.1{separator}")))
            }
            (None, None) => edit::insert_entry(self.node, "host_ip", &EntryValue::Scalar("127.0.0.1".to_owned())),
        }
    }

    /// Whether all variables where an address could be are called like ports.
    fn is_called_a_port(&self) -> bool {
        let Some(first) = self.published.as_ref().or(self.target.as_ref()) else { return false };
        interpolate::variables(first.raw).into_iter().all(|(name, _)| {
            let name = name.to_ascii_lowercase();
            let speaks_of_hosts = ["addr", "bind", "listen", "interface", "host_ip", "ip_"];
            name.contains("port") && !speaks_of_hosts.iter().any(|word| name.contains(word))
        })
    }
}

fn is_every(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => address.is_unspecified(),
        IpAddr::V6(address) => {
            address.is_unspecified() || address.to_ipv4_mapped().is_some_and(|address| address.is_unspecified())
        }
    }
}

fn range(value: Option<&Value<'_>>) -> Know<PortRange> {
    let Some(value) = value else { return Know::Absent };
    match value.text_with_defaults() {
        Know::Known(text) => {
            // A default may hold the address, too: `${DB:-127.0.0.1:5432}:5432`.
            let port = text.rsplit_once(':').map_or(text.as_ref(), |(_, port)| port);
            PortRange::parse(port).map_or(Know::Unknown(Why::SyntaxError), Know::Known)
        }
        Know::Absent => Know::Absent,
        Know::Unknown(why) => Know::Unknown(why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn port<T>(entry: &str, look: impl Fn(&Port<'_>) -> T) -> T {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n    ports:\n      - {entry}\n").into());
        let compose = crate::compose::read(&yaml);
        look(compose.services.first().unwrap().ports.first().unwrap())
    }

    #[test]
    fn numbers_of_both_sides_are_read() {
        let sides = |entry| port(entry, |port| (port.host_range().known(), port.container_range().known()));
        let range = |first, last| Some(PortRange { first, last });
        assert_eq!(sides("\"8080:80\""), (range(8080, 8080), range(80, 80)));
        assert_eq!(sides("\"127.0.0.1:8000-8010:80-90/udp\""), (range(8000, 8010), range(80, 90)));
        assert_eq!(sides("${PORT:-8080}:80"), (range(8080, 8080), range(80, 80)));
        assert_eq!(sides("\"${DB:-127.0.0.1:5433}:5432\""), (range(5433, 5433), range(5432, 5432)));
        assert_eq!(sides("80"), (None, range(80, 80)));
        assert_eq!(sides("{target: 80, published: \"8080\"}"), (range(8080, 8080), range(80, 80)));
        assert_eq!(sides("\"99999:80\""), (None, range(80, 80)));
        assert_eq!(port("\"53:53/UDP\"", |port| port.transport().known()), Some(Protocol::Udp));
        assert_eq!(port("\"53:53/x\"", |port| port.transport()), Know::Absent);
    }

    #[test]
    fn an_entry_can_be_bound_to_the_machine_itself() {
        let bound = |entry: &str| {
            let text = format!("services:\n  a:\n    ports:\n      - {entry}\n");
            let yaml = crate::yaml::parse(text.clone().into());
            let compose = crate::compose::read(&yaml);
            let edit = compose.services.first().unwrap().ports.first().unwrap().to_loopback();
            edit.map(|(span, new)| {
                let mut text = text;
                text.replace_range(span.start as usize..span.end as usize, &new);
                text.split("      - ").nth(1).unwrap().trim_end().to_owned()
            })
        };
        for (before, after) in [
            ("\"8080:80\"", "\"127.0.0.1:8080:80\""),
            ("8080:80", "127.0.0.1:8080:80"),
            ("80", "127.0.0.1::80"),
            ("':80'", "'127.0.0.1::80'"),
            ("'::80'", "'127.0.0.1::80'"),
            ("':80:80'", "'127.0.0.1:80:80'"),
            ("0.0.0.0:80:80", "127.0.0.1:80:80"),
            ("'[::]:80:80'", "'[::1]:80:80'"),
            ("':::80:80'", "'[::1]:80:80'"),
            ("\"${P:-80}:80\"", "\"127.0.0.1:${P:-80}:80\""),
            ("{target: 80}", "{target: 80, host_ip: 127.0.0.1}"),
            ("{target: 80, host_ip: 0.0.0.0}", "{target: 80, host_ip: 127.0.0.1}"),
            (
                "target: 80\n        published: \"80\"",
                "target: 80\n        published: \"80\"\n        host_ip: 127.0.0.1",
            ),
        ] {
            assert_eq!(bound(before).as_deref(), Some(after), "{before}");
        }
        for none in ["${BIND:-}:80:80", "${P}:80", "127.0.0.1:80:80"] {
            assert_eq!(bound(none), None, "{none}");
        }
    }

    #[test]
    fn addresses_decide_who_reaches_it() {
        #[expect(clippy::redundant_closure_for_method_calls, reason = "the method alone is not general enough")]
        let reach = |entry| port(entry, |port| port.reach());
        for all in [
            "\"8080:80\"",
            "80",
            "\"0.0.0.0:80:80\"",
            "\"[::]:80:80\"",
            "\":::80:80\"",
            "\"::ffff:0.0.0.0:80:80\"",
            "{target: 80}",
            "\"${BIND:-}:80:80\"",
            "\"${BIND:-0.0.0.0}:80:80\"",
            "\"${PORT:-8080}:80\"",
        ] {
            assert_eq!(reach(all), Reach::All, "{all}");
        }
        for one in [
            "\"127.0.0.1:80:80\"",
            "127.0.0.1::80",
            "\"::1:80:80\"",
            "\"[fd00::1]:80:80\"",
            "\"${DB:-127.0.0.1:80}:80\"",
        ] {
            assert!(matches!(reach(one), Reach::One(_)), "{one}");
        }
        for unknown in ["${BIND}:80:80", "\"${LISTEN}:80\"", "{target: 80, host_ip: $IP}", "\"$BIND_PORT:80\""] {
            assert_eq!(reach(unknown), Reach::Unknown, "{unknown}");
        }
        assert_eq!(reach("${HTTP_PORT}:80"), Reach::Likely);
        assert_eq!(reach("\"localhost:80:80\""), Reach::Invalid("localhost".into()));
    }
}
