//! Which published ports claim the same port of the host.

use super::profiles::may_run_together;
use super::published_ports::publishes;
use crate::compose::{Compose, Port, PortRange, Protocol, Reach, Service};
use crate::cx::ComposeCx;
use crate::know::Know;
use std::net::IpAddr;

/// How many claims before it a claim is compared with: many wide ranges could be compared without end.
const LOOK_BACK: usize = 256;

/// Two entries that want the same port of the host.
#[derive(Copy, Clone, Debug)]
pub struct PortClash<'c, 'a> {
    /// The later entry with its service.
    pub later: (&'c Service<'a>, &'c Port<'a>),
    /// The earlier one.
    pub earlier: (&'c Service<'a>, &'c Port<'a>),
    /// The first port that both want.
    pub port: u16,
    /// Over which protocol.
    pub protocol: Protocol,
    /// Whether they meet only when a profile is switched on that one of them is in.
    pub by_profile: bool,
}

struct Claim<'c, 'a> {
    /// The service's place among the services, and the entry's among its ports.
    at: (usize, usize),
    service: &'c Service<'a>,
    port: &'c Port<'a>,
    range: PortRange,
    protocol: Protocol,
    address: Address,
}

/// Where a claim listens.
#[derive(Copy, Clone, PartialEq, Eq)]
enum Address {
    /// Everywhere, IPv4 and IPv6.
    Both,
    /// Everywhere in IPv4.
    Four,
    /// Everywhere in IPv6.
    Six,
    One(IpAddr),
}

impl Address {
    fn of(port: &Port<'_>) -> Option<Self> {
        let text = port.address();
        match port.reach() {
            Reach::All => Some(match text {
                Know::Known(text) if text.contains(':') => Self::Six,
                Know::Known(text) if !text.trim().is_empty() => Self::Four,
                _ => Self::Both,
            }),
            Reach::Likely => Some(Self::Both),
            Reach::One(address) => Some(Self::One(address)),
            Reach::Invalid(_) | Reach::Unknown => None,
        }
    }

    fn meets(self, other: Self) -> bool {
        match (self, other) {
            (Self::One(one), Self::One(other)) => one == other,
            (Self::Both, _) | (_, Self::Both) => true,
            (Self::Four, Self::One(address)) | (Self::One(address), Self::Four) => address.is_ipv4(),
            (Self::Six, Self::One(address)) | (Self::One(address), Self::Six) => address.is_ipv6(),
            (one, other) => one == other,
        }
    }
}

impl<'a> ComposeCx<'a> {
    /// The entries that claim a port which an earlier one has, in the order of the file. Services that do not run
    /// together, and entries that are the same, do not clash.
    pub fn port_clashes(&self) -> Vec<PortClash<'a, 'a>> {
        let mut claims = self.claims();
        claims.sort_by_key(|claim| (claim.protocol, claim.range.first, claim.at));
        let mut clashes = Vec::new();
        for (index, claim) in claims.iter().enumerate() {
            let before = claims.get(index.saturating_sub(LOOK_BACK)..index).unwrap_or(&[]);
            let found = before.iter().find_map(|other| Some((other.at.max(claim.at), clash(other, claim)?)));
            clashes.extend(found);
        }
        clashes.sort_by_key(|(at, _)| *at);
        clashes.dedup_by_key(|(at, _)| *at);
        clashes.into_iter().map(|(_, clash)| clash).collect()
    }

    fn claims(&self) -> Vec<Claim<'a, 'a>> {
        let compose: &'a Compose<'a> = self.compose;
        let mut claims = Vec::new();
        for (index, service) in compose.services.iter().enumerate() {
            if matches!(replicas(service), Know::Known(0)) || !publishes(service, self.is_stack) {
                continue;
            }
            for (entry, port) in service.ports.iter().enumerate() {
                // Each node of a Swarm has its own.
                let on_node = self.is_stack && port.mode.as_ref().is_some_and(|mode| mode.known() != Some("ingress"));
                // In a stack the address is dropped.
                let address = if self.is_stack { Some(Address::Both) } else { Address::of(port) };
                let (Know::Known(range), Know::Known(protocol), Some(address)) =
                    (port.host_range(), port.transport(), address)
                else {
                    continue;
                };
                if !on_node && !is_pool(port, range) {
                    claims.push(Claim { at: (index, entry), service, port, range, protocol, address });
                }
            }
        }
        claims
    }
}

/// A range of the host for one port of the container: the engine takes one that is free.
fn is_pool(port: &Port<'_>, range: PortRange) -> bool {
    range.len() > 1 && port.container_range().known().is_none_or(|target| target.len() == 1)
}

fn clash<'c, 'a>(one: &Claim<'c, 'a>, other: &Claim<'c, 'a>) -> Option<PortClash<'c, 'a>> {
    if one.protocol != other.protocol || !one.range.overlaps(other.range) || !one.address.meets(other.address) {
        return None;
    }
    let (earlier, later) = if one.at < other.at { (one, other) } else { (other, one) };
    let is_same_service = earlier.at.0 == later.at.0;
    // The loader drops the second of two equal ones.
    let is_repeated = is_same_service
        && earlier.range == later.range
        && earlier.address == later.address
        && earlier.port.container_range() == later.port.container_range();
    if is_repeated || (!is_same_service && !may_run_together(earlier.service, later.service)) {
        return None;
    }
    let by_profile = !is_same_service && earlier.service.profiles.is_empty() != later.service.profiles.is_empty();
    Some(PortClash {
        later: (later.service, later.port),
        earlier: (earlier.service, earlier.port),
        port: earlier.range.first.max(later.range.first),
        protocol: earlier.protocol,
        by_profile,
    })
}

/// How many containers a service has.
pub fn replicas(service: &Service<'_>) -> Know<u64> {
    let deploy = service.deploy.as_ref().and_then(|deploy| deploy.replicas.as_ref());
    let Some(value) = service.scale.as_deref().or(deploy) else { return Know::Absent };
    value.text_with_defaults().and_then(|text| text.trim().parse().ok().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_meet_where_one_socket_would_take_the_other() {
        let one = |text: &str| Address::One(text.parse().unwrap());
        assert!(Address::Both.meets(one("127.0.0.1")) && Address::Four.meets(one("10.0.0.1")));
        assert!(!Address::Four.meets(Address::Six) && !Address::Six.meets(one("127.0.0.1")));
        assert!(!one("127.0.0.1").meets(one("127.0.0.2")) && one("::1").meets(one("::1")));
    }
}
