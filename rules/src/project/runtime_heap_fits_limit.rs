//! Heaps that are larger than the container.

use plimsoll_core::facts::heap::{self, Amount};
use plimsoll_core::facts::memory::Size;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A runtime is told to use more memory than its container has: it is killed on the day its heap fills.
    ///
    /// What is not heap (classes, threads, buffers, the collector itself) needs room too. So a heap must be at most nine
    /// tenths of the memory limit, for Go's `GOMEMLIMIT` 95 per cent, and `MaxRAMPercentage` must stay below 90. A JVM
    /// with `-Xmx512m` needs about 768m.
    ///
    /// Read are `-Xmx`, `-XX:MaxHeapSize` and `-XX:MaxRAMPercentage` in the variables of JVMs and their start scripts
    /// (`JAVA_TOOL_OPTIONS`, `JAVA_OPTS`, `CATALINA_OPTS`, `ES_JAVA_OPTS`, `KAFKA_HEAP_OPTS`, …), Node's
    /// `--max-old-space-size`, `GOMEMLIMIT`, and `--maxmemory` of Redis and Valkey: in `environment`, `command` and
    /// `entrypoint`, and in ENV, CMD and ENTRYPOINT of the Dockerfile that is built. The last flag wins, the service
    /// wins over the image. Where a variable may hold another flag, nothing is said.
    ///
    /// ```yaml,expect
    /// services:
    ///   forms:
    ///     image: tomcat:11.0.13
    ///     environment:
    ///       CATALINA_OPTS: -Xms64m -Xmx512m
    ///     mem_limit: 400m
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   forms:
    ///     image: tomcat:11.0.13
    ///     environment:
    ///       CATALINA_OPTS: -Xms64m -Xmx512m
    ///     mem_limit: 768m
    /// ```
    ///
    /// ```project,expect
    /// ==> Dockerfile
    /// FROM node:24.11-slim
    /// ENV NODE_OPTIONS=--max-old-space-size=2048
    /// CMD ["node", "server.js"]
    /// ==> compose.yaml
    /// services:
    ///   api:
    ///     build: .
    ///     mem_limit: 1g
    /// ```
    pub static RULE = {
        id: "runtime-heap-fits-limit", summary: "Make the heap fit below the memory limit", category: Reliability,
        severity: Warning, since: "0.1.0", presets: [Recommended], aliases: [],
    }
    Check::Service(check)
}

fn check(cx: &ComposeCx<'_>, at: &ServiceAt<'_>, sink: &mut Sink<'_>) {
    for (setting, limit, most) in heap::too_large(cx.file, at, cx.is_stack) {
        let above = setting.share_of(most) > 1.0;
        let message = match setting.amount {
            Amount::Bytes(_) if above => format!("`{}` is more than the memory limit of `{}`", setting.text, limit.raw),
            Amount::Bytes(_) => format!("`{}` leaves no room below the memory limit of `{}`", setting.text, limit.raw),
            Amount::Percent(_) => format!("`{}` leaves no room for what is not heap", setting.text),
        };
        let place = at.service.place(limit.span, limit.origin);
        sink.report_in(setting.file, setting.span, message)
            .label_in(cx.file, place, format!("the memory limit of `{}`", at.service.name))
            .help(match setting.comfortable_limit() {
                Some(bytes) => format!("raise the limit to about `{}`, or lower the setting", Size::rounded_up(bytes)),
                None => "75 per cent is a good start: `-XX:MaxRAMPercentage=75`".to_owned(),
            });
    }
}
