//! Keys that stand twice in one mapping.

use plimsoll_core::prelude::*;

declare_rule! {
    /// A mapping has a key twice. Compose and `docker stack deploy` refuse the file; loaders that do not, silently take
    /// the second value.
    ///
    /// Keep one of the two, or join their values. Two `<<` in one mapping are the same mistake: give one `<<` a list.
    ///
    /// ```yaml,expect
    /// services:
    ///   broker:
    ///     image: redis:8.2
    ///     networks: [front]
    ///     read_only: true
    ///     networks: [back]
    /// ```
    ///
    /// ```yaml
    /// services:
    ///   broker:
    ///     image: redis:8.2
    ///     networks: [front, back]
    ///     read_only: true
    /// ```
    pub static RULE = {
        id: "duplicate-mapping-key", summary: "Write each key of a mapping once", category: Syntax, severity: Error, since: "0.1.0",
        presets: [Recommended, Dclint], aliases: ["dclint/invalid-yaml"],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for duplicate in cx.yaml.duplicates() {
        let key = duplicate.key;
        let help = if key == "<<" {
            "merge several mappings with one key: `<<: [*first, *second]`".to_owned()
        } else {
            format!("keep one `{key}`, with what belongs to both")
        };
        sink.report(
            duplicate.later,
            format!("the key `{key}` stands here a second time, so the loader refuses the file"),
        )
        .label(duplicate.first, format!("`{key}` is set here first"))
        .help(help);
    }
}
