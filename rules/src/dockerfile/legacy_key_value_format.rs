//! ENV and LABEL without `=`.

use plimsoll_core::prelude::*;

declare_rule! {
    /// `ENV NAME value` is the old form. It takes the whole rest of the line as one value, lines joined to it included, so
    /// that a second pair silently becomes part of the first value; and every reader has to know which form a line is in.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// ENV GREETING hello  world
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// ENV GREETING="hello  world"
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ENV GREETING="hello world" LANG=C.UTF-8
    /// ```
    ///
    /// Where a joined line begins like a pair of its own, there is no fix: what was meant is not what is built.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// ENV FIRST one \
    ///     SECOND=two
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// ENV FIRST one \
    ///     SECOND=two
    /// ```
    pub static RULE = {
        id: "legacy-key-value-format", summary: "Write `=` between name and value", category: Style, severity: Warning,
        fix: Safe, since: "0.2.0", presets: [Strict, Buildkit],
        aliases: ["buildkit/LegacyKeyValueFormat", "dockerfile-utils/SYNTAX_MISSING_EQUALS"],
    }
    Check::Instruction(&[Keyword::Env, Keyword::Label], check)
}

fn check(_: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let pair = match instruction.view() {
        InstructionView::Env(env) => env.pairs().next(),
        InstructionView::Label(label) => label.pairs().next(),
        _ => return,
    };
    let Some(pair) = pair.filter(|pair| pair.legacy) else { return };
    let Some(value) = pair.value else { return };
    let (keyword, name) = (instruction.keyword().as_str(), pair.key.joined());
    let span = Span::new(pair.key.span().start, instruction.args_span().end);
    let swallowed = instruction.swallowed_pair();
    let message = match swallowed {
        Some(_) => format!("`{keyword} {name}` without `=` takes all that follows as its value"),
        None => format!("`{keyword} {name} …` is the old form without `=`"),
    };
    let mut finding = sink.report(span, message);
    if instruction.is_onbuild_inner() {
        finding = finding.not_as("buildkit/LegacyKeyValueFormat");
    }
    if let Some(place) = swallowed {
        finding
            .label(place, format!("is a part of the value of `{name}`"))
            .help(format!("write `{keyword} {name}=…` and give each name its `=`"));
        return;
    }
    let edits = instruction.legacy_as_pair();
    finding.help(help(keyword, &name, value.raw())).fix(Safe, "Write `=`", |edit| {
        edit.extend(edits.into_iter().flatten());
    });
}

fn help(keyword: &str, name: &str, value: &str) -> String {
    let inner = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_plain = |text: &str| text.len() < 60 && !text.contains(['"', '\'', '\\', '`', '\n']);
    match inner {
        Some(inner) if is_plain(inner) => format!("write `{keyword} {name}={value}`"),
        None if is_plain(value) && value.contains([' ', '\t']) => format!("write `{keyword} {name}=\"{value}\"`"),
        None if is_plain(value) => format!("write `{keyword} {name}={value}`"),
        _ => format!("write `{keyword} {name}=\"…\"`"),
    }
}
