//! Published ports.

use super::layers::{Layer, Layers, Reader};
use super::split::pieces;
use super::value::{Origin, Value};
use crate::know::{Know, Why};
use crate::span::Span;
use crate::yaml::Node;

/// One entry of `ports`.
#[derive(Clone, Debug)]
pub struct Port<'a> {
    /// The host address, without brackets; `None` means all interfaces, unless a variable may hold it: see
    /// [`Port::address`].
    pub host_ip: Option<Value<'a>>,
    /// The host's port or range; `None` means a random one.
    pub published: Option<Value<'a>>,
    /// The container's port or range.
    pub target: Option<Value<'a>>,
    /// `tcp`, `udp` or `sctp`; `None` means tcp.
    pub protocol: Option<Value<'a>>,
    /// `ingress` or `host`, in the long form.
    pub mode: Option<Value<'a>>,
    /// The whole entry; for an alias the place of what it refers to.
    pub span: Span,
    /// The entry's node.
    pub node: Node<'a>,
    /// True for the long form.
    pub long: bool,
    /// The `<<`, alias or `extends` through which it came here.
    pub via: Option<Span>,
    /// Which file the spans are in.
    pub origin: Origin,
    /// The whole text of the short form.
    pub short: Option<Value<'a>>,
}

impl Port<'_> {
    /// The host address: absent means all interfaces; unknown when a variable without a default may hold it.
    pub fn address(&self) -> Know<String> {
        if let Some(address) = &self.host_ip {
            return address.text_with_defaults().map(std::borrow::Cow::into_owned);
        }
        let first = self.published.as_ref().or(self.target.as_ref()).filter(|_| !self.long);
        let Some(first) = first else { return Know::Absent };
        match first.text_with_defaults() {
            Know::Unknown(why) => Know::Unknown(why),
            Know::Known(text) if text.contains(':') => match text.rsplit_once(':') {
                Some((address, port)) if !port.is_empty() && address.contains(['.', ']']) => {
                    let address = address.rsplit_once(':').map_or(address, |(address, _)| address);
                    Know::Known(address.trim_matches(['[', ']']).to_owned())
                }
                _ => Know::Unknown(Why::Merge),
            },
            _ => Know::Absent,
        }
    }
}

pub(super) fn read<'a>(reader: &mut Reader, layers: &Layers<'a>) -> Vec<Port<'a>> {
    let read = |reader: &mut Reader, item: Layer<'a>| {
        if item.node.is_mapping() {
            return Some(long(reader, item));
        }
        let value = item.value();
        if value.is_none() && !item.node.is_null() {
            reader.odd(item, "a port is expected here");
        }
        Some(short(item, value?))
    };
    let text = |value: &Option<Value<'a>>| value.as_ref().map_or(String::new(), |value| value.raw.to_string());
    reader.merged(layers, read, |port| {
        let protocol = port.protocol.as_ref().map_or("tcp", |protocol| protocol.raw);
        Some([text(&port.host_ip), text(&port.published), text(&port.target), protocol.to_owned()].join(":"))
    })
}

fn empty(item: Layer<'_>) -> Port<'_> {
    Port {
        host_ip: None,
        published: None,
        target: None,
        protocol: None,
        mode: None,
        span: item.node.resolve().span(),
        node: item.node,
        long: false,
        via: item.item(item.node).via.or((item.node.resolve() != item.node).then(|| item.node.span())),
        origin: item.origin,
        short: None,
    }
}

fn long<'a>(reader: &mut Reader, item: Layer<'a>) -> Port<'a> {
    let layers = Layers::one(item);
    let mut get = |key| reader.value(&layers.get(key));
    Port {
        host_ip: get("host_ip"),
        published: get("published"),
        target: get("target"),
        protocol: get("protocol"),
        mode: get("mode"),
        long: true,
        ..empty(item)
    }
}

fn short<'a>(item: Layer<'a>, value: Value<'a>) -> Port<'a> {
    let raw = value.raw;
    let slash = pieces(raw, '/');
    let ports_end = slash.first().map_or(raw.len(), |piece| piece.1);
    let protocol = slash.get(1).map(|&(start, end)| value.part(start, end));
    let mut colons = pieces(raw.get(..ports_end).unwrap_or(raw), ':');
    let target = colons.pop().map(|(start, end)| value.part(start, end));
    let published = colons.pop().filter(|(start, end)| start < end).map(|(start, end)| value.part(start, end));
    // What is left is the address; an IPv6 one has colons of its own.
    let address = match (colons.first(), colons.last()) {
        (Some(&(start, _)), Some(&(_, end))) if start < end => {
            let text = raw.get(start..end).unwrap_or("");
            let bracketed = text.starts_with('[') && text.ends_with(']');
            let trim = usize::from(bracketed);
            Some(value.part(start + trim, end - trim))
        }
        _ => None,
    };
    Port { host_ip: address, published, target, protocol, short: Some(value), ..empty(item) }
}
