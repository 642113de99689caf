//! Versions of the file format that stacks do not have.

use plimsoll_core::compose::Value;
use plimsoll_core::compose::swarm::Version;
use plimsoll_core::prelude::*;
use plimsoll_core::yaml::edit;

declare_rule! {
    /// For `docker stack deploy`, `version` chooses the schema: 3.0 to 3.13 exist, and `3`, the empty text or no `version` at
    /// all mean the newest. Other versions are refused, variables as well, and so are files given together whose versions differ.
    ///
    /// ```project,expect
    /// ==> docker-stack.yml
    /// version: "2.4"
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```project,fixed
    /// ==> docker-stack.yml
    /// version: "3.13"
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    ///
    /// ```project
    /// ==> docker-stack.yml
    /// version: "3.8"
    /// services:
    ///   web:
    ///     image: nginx:1.29.3
    /// ```
    pub static RULE = {
        id: "swarm-version-mismatch", summary: "Choose a version of the format that stacks have", category: Correctness,
        severity: Error, fix: Unsafe, since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    let version = cx.compose.version.as_ref().filter(|_| cx.is_stack);
    // What is no text is the schema's to tell.
    let is_text = |version: &&Value<'_>| version.node.scalar_type() == Some(plimsoll_core::yaml::ScalarType::String);
    if let Some(version) = version.filter(is_text)
        && cx.compose.stack_version() == Version::Unsupported
    {
        sink.report(version.span, format!("`docker stack deploy` has no version `{}` of the format", version.raw))
            .help("write `version: \"3.13\"`, or take it out: then the newest one holds")
            .fix(Unsafe, "Write `\"3.13\"`", |edits| {
                let edit = edit::replace_scalar(version.node, "\"3.13\"").filter(|_| version.is_editable());
                edits.extend(edit);
            });
    }
    if let Some(clash) = cx.version_clash() {
        let said = |version: Option<String>| {
            version.map_or_else(|| "none, which counts as 3.13".to_owned(), |version| format!("`{version}`"))
        };
        let (file, span) = clash.there;
        let message =
            format!("the first file of the stack has version {}, this one {}", said(clash.first), said(clash.own));
        sink.report(clash.span, message)
            .label_in(file, span, "the first file")
            .help("write the same version in all files of a stack, or none");
    }
}
