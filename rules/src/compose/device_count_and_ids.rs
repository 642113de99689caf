//! Device requests that say how many and which.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A request for GPUs names a number (`count`) or the devices themselves (`device_ids`). With both Compose refuses the
    /// file, and says no line.
    ///
    /// Requests stand under `gpus` and under `deploy.resources.reservations.devices`. Stacks know neither.
    ///
    /// ```yaml,expect
    /// services:
    ///   model:
    ///     image: registry.example.com/harbour/model:3
    ///     gpus:
    ///       - driver: nvidia
    ///         count: 2
    ///         device_ids: ["0", "3"]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   model:
    ///     image: registry.example.com/harbour/model:3
    ///     gpus:
    ///       - driver: nvidia
    ///         device_ids: ["0", "3"]
    /// ```
    pub static RULE = {
        id: "device-count-and-ids", summary: "Ask for a number of devices or for certain ones", category: Correctness,
        severity: Error, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    let service = at.service;
    if cx.is_stack {
        return;
    }
    for request in &service.device_requests {
        let (Some(count), Some(first)) = (&request.count, request.device_ids.first()) else { continue };
        sink.report(
            service.place(count.span, count.origin),
            format!("`count` and `device_ids` stand in one request of `{}`: Compose refuses the file", service.name),
        )
        .label(service.place(first.span, first.origin), "these are the devices that it names")
        .help("take `count` out to get the devices that are named, or `device_ids` for any of them");
    }
}
