//! The ports of EXPOSE: `port[-port][/protocol]`, with an address or a host's port in front that only warns.

use crate::cx::DockerfileCx;
use crate::dockerfile::{Instruction, PartKind, Word};
use crate::nearest;
use crate::span::Span;

/// One word of EXPOSE.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exposed {
    /// The word.
    pub span: Span,
    /// The word's value, where it is known.
    pub text: Option<String>,
    /// Whether a variable stands in it.
    pub from_variable: bool,
    /// What stands before the container's port, with its colon.
    pub host: Option<Span>,
    /// What is wrong with the container's port, and where.
    pub fault: Option<(Span, PortFault)>,
}

/// What is wrong with a port.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PortFault {
    /// A number above 65535.
    TooLarge(String),
    /// No number.
    NotANumber(String),
    /// A range whose end comes before its beginning.
    Inverted(String),
    /// Neither tcp, udp nor sctp; with the nearest of them.
    Protocol(String, Option<&'static str>),
}

/// The protocols of ports.
const PROTOCOLS: [&str; 3] = ["tcp", "udp", "sctp"];

impl DockerfileCx<'_> {
    /// The words of an EXPOSE.
    pub fn exposed(&self, expose: Instruction<'_>) -> Vec<Exposed> {
        let words = expose.as_expose().into_iter().flat_map(|expose| expose.ports().collect::<Vec<_>>());
        words.map(|word| self.exposed_word(word)).collect()
    }

    fn exposed_word(&self, word: Word<'_>) -> Exposed {
        let instruction = word.instruction();
        // The variables of a trigger are those of the image that runs it.
        let known = word.is_literal() || !instruction.is_onbuild_inner();
        let text = word.expand(&|name| self.facts.variable(instruction, name)).known().filter(|_| known);
        let host = last_colon(word).map(|at| Span::new(word.span().start, at + 1));
        // Parts have a place of their own where the word is written as it is read.
        let is_plain = text.as_deref() == Some(word.raw());
        let place = |at: usize, len: usize| {
            let start = word.span().start + at as u32;
            if is_plain { Span::new(start, start + len as u32) } else { word.span() }
        };
        let fault = text.as_deref().and_then(|text| {
            let mut at = 0;
            text.split_whitespace().find_map(|one| {
                let begin = at + text.get(at..)?.find(one)?;
                at = begin + one.len();
                fault(one).map(|(from, len, fault)| (place(begin + from, len), fault))
            })
        });
        Exposed { span: word.span(), text, from_variable: !word.is_literal(), host, fault }
    }
}

/// The last colon that stands in no variable.
fn last_colon(word: Word<'_>) -> Option<u32> {
    let text = word.instruction().file().text();
    let texts = word.parts().filter(|part| !matches!(part.kind, PartKind::Var(_) | PartKind::Continuation));
    texts.filter_map(|part| part.content.of(text).rfind(':').map(|at| part.content.start + at as u32)).last()
}

/// What is wrong with one port: offset, length and fault.
fn fault(text: &str) -> Option<(usize, usize, PortFault)> {
    let start = text.rfind(':').map_or(0, |at| at + 1);
    let own = text.get(start..)?;
    let (ports, protocol) = own.split_once('/').map_or((own, None), |(ports, protocol)| (ports, Some(protocol)));
    let (first, last) = ports.split_once('-').map_or((ports, None), |(first, last)| (first, Some(last)));
    if ports.is_empty() {
        return Some((0, text.len(), PortFault::NotANumber(text.to_owned())));
    }
    let mut at = start;
    for port in [Some(first), last].into_iter().flatten() {
        if port.is_empty() || port.contains(|c: char| !c.is_ascii_digit()) {
            // A sign at the end of a range is no port of its own.
            return Some((start, ports.len(), PortFault::NotANumber(ports.to_owned())));
        }
        if port.parse::<u16>().is_err() {
            return Some((at, port.len(), PortFault::TooLarge(port.to_owned())));
        }
        at += port.len() + 1;
    }
    let number = |port: &str| port.parse::<u16>().unwrap_or(0);
    if last.is_some_and(|last| number(last) < number(first)) {
        return Some((start, ports.len(), PortFault::Inverted(ports.to_owned())));
    }
    let protocol = protocol.filter(|protocol| !protocol.is_empty())?;
    let known = PROTOCOLS.iter().any(|known| known.eq_ignore_ascii_case(protocol));
    let fault = PortFault::Protocol(protocol.to_owned(), nearest(protocol, PROTOCOLS));
    (!known).then_some((start + ports.len() + 1, protocol.len(), fault))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_ranges_and_protocols() {
        for text in
            ["80", "0", "65535", "80-90", "80/tcp", "80/UDP", "80/", "8080:80", "127.0.0.1:8080:80/sctp", "[::1]:1:2"]
        {
            assert_eq!(fault(text), None, "{text}");
        }
        for (text, place) in [
            ("65536", "65536"),
            ("80-70000", "70000"),
            ("1:70000", "70000"),
            ("90-80", "90-80"),
            ("http", "http"),
            ("80,443", "80,443"),
            ("-80", "-80"),
            ("80/tpc", "tpc"),
            ("80/tcp/udp", "tcp/udp"),
            ("80:", "80:"),
            ("#", "#"),
        ] {
            let (at, len, _) = fault(text).unwrap();
            assert_eq!(text.get(at..at + len), Some(place), "{text}");
        }
    }
}
