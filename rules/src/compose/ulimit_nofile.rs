//! Services that hold many files open, with few allowed.

use plimsoll_core::facts::ulimits;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit::{self, EntryValue};

declare_rule! {
    /// Some servers hold a file open for each connection, segment or partition, and their documentation asks for a higher
    /// limit on open files: Elasticsearch, Kafka, RabbitMQ, MongoDB and others. The engine's default differs from host to
    /// host; with a low one they fail under load ("too many open files"), or refuse to start.
    ///
    /// ```yaml,expect
    /// services:
    ///   queue:
    ///     image: rabbitmq:4.2
    /// ```
    ///
    /// ```yaml,fixed
    /// services:
    ///   queue:
    ///     image: rabbitmq:4.2
    ///     ulimits:
    ///       nofile:
    ///         soft: 65536
    ///         hard: 65536
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   web:
    ///     image: registry.example.com/harbour/web:3
    /// ```
    pub static RULE = {
        id: "ulimit-nofile", summary: "Let servers of many connections open many files", category: Reliability, severity: Info,
        fix: Unsafe, since: "0.3.0", presets: [Strict], aliases: ["cis/5.19"], posture: true,
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    let Some(wanted) = at.image_facts().and_then(|image| image.nofile).filter(|_| at.is_whole_on_linux(cx)) else {
        return;
    };
    let limits = service.all_ulimits();
    if let Some(limit) = limits.iter().find(|limit| limit.name == "nofile") {
        let Some(hard) = &limit.hard else { return };
        let low = ulimits::number(hard).is_some_and(|number| (0..i64::from(wanted)).contains(&number));
        if low {
            let message = format!("`{}` open files are less than the {wanted} that the image asks for", hard.raw);
            sink.report(service.place(hard.span, hard.origin), message).help(format!("write `{wanted}`"));
        }
        return;
    }
    let number = || EntryValue::Scalar(wanted.to_string());
    let both = EntryValue::Mapping(vec![("soft".into(), number()), ("hard".into(), number())]);
    let is_free = service.node_at(&["ulimits"]).is_none() && service.is_editable();
    let entry = EntryValue::Mapping(vec![("nofile".into(), both)]);
    let insert = if is_free { edit::insert_entry(service.node, "ulimits", &entry) } else { None };
    sink.report(
        service.missing_span(),
        format!("`{}` leaves its open files to the host's default, and its image asks for {wanted}", service.name),
    )
    .help(format!("add `ulimits` with `nofile` of `soft: {wanted}` and `hard: {wanted}`"))
    .fix(Unsafe, "Add the limit", |edits| {
        edits.extend(insert);
    });
}
