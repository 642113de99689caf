//! Where tasks may run: placement constraints and preferences (swarmkit `manager/constraint`, `manager/scheduler`).

/// What is wrong with a constraint or preference.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Flaw<'t> {
    /// It has neither `==` nor `!=`.
    NoOperator,
    /// The key is written in a form that is refused, or nothing stands there.
    Key(&'t str),
    /// No node has such an attribute, so nothing ever runs.
    Unknown(&'t str),
    /// The value holds a character that is refused, or is empty.
    Value(&'t str),
    /// A node is a `manager` or a `worker`.
    Role(&'t str),
}

/// What a constraint may ask for.
const ATTRIBUTES: [&str; 6] =
    ["node.id", "node.hostname", "node.ip", "node.role", "node.platform.os", "node.platform.arch"];
const LABELS: [&str; 2] = ["node.labels.", "engine.labels."];

fn is_label(key: &str) -> bool {
    LABELS.iter().any(|prefix| {
        let (start, rest) = key.split_at_checked(prefix.len()).unwrap_or(("", ""));
        start.eq_ignore_ascii_case(prefix) && !rest.is_empty()
    })
}

/// What is wrong with a constraint.
pub fn constraint_flaw(text: &str) -> Option<Flaw<'_>> {
    let at = text.find("==").or_else(|| text.find("!="));
    let Some((key, rest)) = at.and_then(|at| text.split_at_checked(at)) else { return Some(Flaw::NoOperator) };
    let (key, value) = (key.trim(), rest.get(2..).unwrap_or("").trim());
    let is_key = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    if key.len() < 2 || !key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') || !key.chars().all(is_key) {
        return Some(Flaw::Key(key));
    }
    let is_value = |c: char| c.is_ascii_alphanumeric() || c.is_whitespace() || ":-_.*()?+[]\\^$|/".contains(c);
    if value.is_empty() || !value.chars().all(is_value) {
        return Some(Flaw::Value(value));
    }
    if !is_label(key) && !ATTRIBUTES.iter().any(|known| known.eq_ignore_ascii_case(key)) {
        return Some(Flaw::Unknown(key));
    }
    let is_role = key.eq_ignore_ascii_case("node.role");
    let is_known = value.eq_ignore_ascii_case("manager") || value.eq_ignore_ascii_case("worker");
    (is_role && !is_known).then_some(Flaw::Role(value))
}

/// Whether tasks can be spread over this: only over labels.
pub fn is_spread(text: &str) -> bool {
    is_label(text.trim())
}

/// The attribute that was meant.
pub fn nearest_attribute(key: &str) -> Option<&'static str> {
    crate::nearest(key, ATTRIBUTES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constraints_compare_what_nodes_have() {
        for (text, wanted) in [
            ("node.role == manager", None),
            ("node.role==worker", None),
            ("node.labels.disk != hdd", None),
            ("Node.Platform.OS == linux", None),
            ("engine.labels.a.b == x y", None),
            ("node.hostname == web-01.example.com", None),
            ("node.role = manager", Some(Flaw::NoOperator)),
            ("node.role", Some(Flaw::NoOperator)),
            ("node.roles == manager", Some(Flaw::Unknown("node.roles"))),
            ("node.labels. == a", Some(Flaw::Unknown("node.labels."))),
            ("labels.disk == ssd", Some(Flaw::Unknown("labels.disk"))),
            ("== a", Some(Flaw::Key(""))),
            ("node role == manager", Some(Flaw::Key("node role"))),
            ("node.id ==", Some(Flaw::Value(""))),
            ("node.id == \"a\"", Some(Flaw::Value("\"a\""))),
            ("node.role == leader", Some(Flaw::Role("leader"))),
        ] {
            assert_eq!(constraint_flaw(text), wanted, "{text}");
        }
        assert!(is_spread("node.labels.zone") && is_spread("engine.labels.zone"));
        assert!(!is_spread("node.hostname") && !is_spread("node.labels."));
        assert_eq!(nearest_attribute("node.hostnam"), Some("node.hostname"));
    }
}
