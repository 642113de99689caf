//! Placement constraints that no node can meet.

use plimsoll_core::compose::placement::{self, Flaw};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A placement constraint compares an attribute of the nodes with `==` or `!=`. One that does not parse stops the deploy;
    /// one that asks for an attribute which nodes do not have is accepted, and the tasks wait for ever ("no suitable node").
    ///
    /// Nodes have `node.id`, `node.hostname`, `node.ip`, `node.role`, `node.platform.os`, `node.platform.arch`,
    /// `node.labels.…` and `engine.labels.…`. Tasks can be spread over the labels only.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       placement:
    ///         constraints: [node.role = manager]
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    ///     deploy:
    ///       placement:
    ///         constraints: [node.role == manager, "node.labels.disk != hdd"]
    ///         preferences: [{spread: node.labels.zone}]
    /// ```
    pub static RULE = {
        id: "swarm-placement-syntax", summary: "Write placement constraints that nodes can meet", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(deploy) = service.deploy.as_ref().filter(|_| cx.is_stack) else { return };
    for constraint in &deploy.constraints {
        let Some(text) = constraint.text_with_defaults().known() else { continue };
        // Templates are filled in by Swarm.
        let Some(flaw) = placement::constraint_flaw(&text).filter(|_| !text.contains("{{")) else { continue };
        let (message, help) = told(&text, flaw);
        sink.report(service.place(constraint.span, constraint.origin), message).help(help);
    }
    for spread in &deploy.preferences {
        let Some(text) = spread.text_with_defaults().known() else { continue };
        if !placement::is_spread(&text) {
            sink.report(service.place(spread.span, spread.origin), format!("tasks cannot be spread over `{text}`"))
                .severity(Severity::Warning)
                .help("name a label: `spread: node.labels.zone`");
        }
    }
}

fn told(text: &str, flaw: Flaw<'_>) -> (String, String) {
    match flaw {
        Flaw::NoOperator => (
            format!("`{text}` compares nothing: a constraint has `==` or `!=`"),
            "write it like `node.role == manager`".to_owned(),
        ),
        Flaw::Key("") | Flaw::Value("") => {
            (format!("`{text}` compares with nothing"), "write it like `node.role == manager`".to_owned())
        }
        Flaw::Key(key) => {
            (format!("`{key}` cannot be an attribute of a node"), "write it like `node.role == manager`".to_owned())
        }
        Flaw::Value(value) => (
            format!("`{value}` cannot be the value of a constraint"),
            "write letters, digits and `.`, `-`, `_`, `:`, `/` without quotes".to_owned(),
        ),
        Flaw::Unknown(key) => {
            let help = match placement::nearest_attribute(key) {
                Some(name) => format!("write `{name}`"),
                None => format!("give the nodes a label, and ask for `node.labels.{key}`"),
            };
            (format!("no node has `{key}`, so the tasks wait for ever"), help)
        }
        Flaw::Role(role) => (
            format!("no node has the role `{role}`, so the tasks wait for ever"),
            "write `manager` or `worker`".to_owned(),
        ),
    }
}
