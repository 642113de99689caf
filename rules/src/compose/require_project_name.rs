//! Files that do not name their project.

use plimsoll_core::prelude::*;

declare_rule! {
    /// The file does not name its project, so the name is that of the folder it lies in. Two checkouts in folders of the
    /// same name then share containers, networks and volumes, and a renamed folder starts from empty ones.
    ///
    /// No preset of our own asks for it: the name of the folder is right for most. A stack has its name from `docker stack
    /// deploy`, which refuses the key, and an override or a fragment has it from the file it belongs to.
    ///
    /// ```yaml,expect
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```yaml
    /// name: shop
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    pub static RULE = {
        id: "require-project-name", summary: "Name the project in the file", category: Style, severity: Style, since: "0.3.0",
        presets: [Dclint], aliases: ["dclint/require-project-name-field"],
        differs: ["dclint/require-project-name-field" => "Stacks, overrides and fragments need no name: the first may not have one, the others have it from the file they belong to."],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let is_named = cx.compose.roots.iter().any(|root| root.get("name").is_some());
    if is_named || !cx.is_main() || cx.is_stack || cx.may_lack_parts() || cx.is_foreign() {
        return;
    }
    sink.report(Span::empty(0), "the file does not name its project")
        .help("write `name:` and a name at the top of the file");
}
