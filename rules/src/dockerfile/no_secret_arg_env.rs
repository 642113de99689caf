//! Credentials in ARG and ENV.

use plimsoll_core::dockerfile::Pair;
use plimsoll_core::prelude::*;
use plimsoll_core::secrets;
use plimsoll_core::secrets::names::{self, Named};
use plimsoll_core::secrets::values::{self, Value};

declare_rule! {
    /// The value of a build argument is written into the history of every image that a RUN makes below it, and into the
    /// provenance of the build; that of ENV into the image's configuration. `docker history` and `docker inspect` show
    /// both to everybody who can pull the image.
    ///
    /// ```dockerfile,expect
    /// FROM node:24
    /// ARG NPM_TOKEN
    /// RUN npm ci
    /// ```
    ///
    /// Mount the secret for the command that needs it; then it is in no layer. What the program needs while it runs is
    /// given to the container (`-e`, a secret of Compose or Swarm).
    ///
    /// ```dockerfile
    /// FROM node:24
    /// RUN --mount=type=secret,id=npm_token,env=NPM_TOKEN npm ci
    /// ```
    ///
    /// Names alone prove little, so values are read, too. Not reported are names that only mention a credential
    /// (`TOKEN_TTL`, `PASSWORD_FILE`, `PUBLIC_KEY`, `GOPRIVATE`, `USERNAME`) and, where the value is known, empty
    /// ones in ENV, switches, paths, addresses, public keys and fingerprints:
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// ENV GPG_KEY=7169605F62C751356D054A26A821E680E5FA6305 \
    ///     DB_PASSWORD_FILE=/run/secrets/db \
    ///     API_TOKEN=
    /// ```
    ///
    /// Placeholders (`changeme`), names such as `CACHE_KEY` that may be harmless, and stages that are not shipped are
    /// reported as information, as are arguments above the first FROM. A value with the known format of a token is left
    /// to the rule about those. Under `--preset hadolint` and `buildkit` names decide, as they do for those tools;
    /// under `all` what only a name speaks against is a matter of style.
    pub static RULE = {
        id: "no-secret-arg-env", summary: "Keep credentials out of ARG and ENV", category: Security, severity: Warning,
        since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL3064", "buildkit/SecretsUsedInArgOrEnv", "trivy/DS-0031", "semgrep/secret-in-build-arg", "cis/4.10",
            "dockle/CIS-DI-0010",
        ],
        differs: [
            "hadolint/DL3064" => "Unless hadolint's preset is asked for, names that only contain a word (`USERNAME`, `GOPRIVATE`, `TOKENIZERS_PARALLELISM`), that name a file, an address, a version or another property, and values that are plainly no secret (empty ENV, switches, paths, addresses) are not reported; `API_TOKENS`, `DB_PASSWD`, `APIKEY` and `X_PASS` are.",
            "buildkit/SecretsUsedInArgOrEnv" => "Unless BuildKit's preset is asked for, values are read, too: fingerprints (`GPG_KEY`), paths, addresses, switches and empty ENV are not reported, nor are names of a property (`TOKEN_URL`, `KEY_ID`, `CREDENTIAL_HELPER_CONFIG`); global ARGs and ONBUILD are looked at.",
        ],
    }
    Check::Instruction(&[Keyword::Arg, Keyword::Env], check)
}

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let by_others = sink.is_by_preset(Preset::Hadolint) || sink.is_by_preset(Preset::Buildkit);
    let pairs: Vec<Pair<'_>> = match instruction.view() {
        InstructionView::Arg(arg) => arg.pairs().collect(),
        InstructionView::Env(env) => env.pairs().collect(),
        _ => return,
    };
    for pair in pairs {
        // The rule about known formats says it better, unless only the tools that know none are asked for.
        let has_format = !secrets::find(pair.span.of(cx.dockerfile.text())).is_empty();
        if !has_format || by_others {
            check_pair(cx, instruction, pair, sink);
        }
    }
}

/// What a variable with the name of a credential gives away.
enum Leak {
    /// What is passed to the build.
    Argument,
    /// The value written here.
    Literal,
    /// A value that stands for another.
    Placeholder,
    /// A build argument.
    Kept(Span),
}

fn check_pair(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, pair: Pair<'_>, sink: &mut Sink<'_>) {
    let name = pair.key.cooked();
    let named = names::credential(&name);
    let (Some(named), Some(leak)) = (named, leak(cx, instruction, pair, &name)) else {
        return report_name(instruction, pair.key.span(), &name, sink);
    };
    let message = match (&leak, named) {
        (Leak::Argument, _) if instruction.stage().is_none() => {
            format!("`{name}` as a build argument is recorded with the build")
        }
        (Leak::Argument, Named::Clearly) => format!("`{name}` as a build argument can be read in the image's history"),
        (Leak::Argument, Named::Perhaps) => {
            format!("`{name}` can be read in the image's history, in case it is a credential")
        }
        (Leak::Literal, Named::Clearly) => format!("`{name}` has a value that everybody with the image can read"),
        (Leak::Literal, Named::Perhaps) => {
            format!("`{name}` can be read by everybody with the image, in case it is a credential")
        }
        (Leak::Placeholder, _) => format!("`{name}` has a known value wherever nobody sets another"),
        (Leak::Kept(_), _) => format!("`{name}` keeps a build argument where everybody with the image can read it"),
    };
    let is_arg = instruction.keyword() == Keyword::Arg;
    let mut finding = sink.report(pair.key.span(), message).help(if is_arg {
        format!(
            "mount it for the RUN that needs it: `RUN --mount=type=secret,id={},env={name} …`",
            name.to_ascii_lowercase()
        )
    } else {
        "give it to the container when it starts; for a RUN, mount it: `RUN --mount=type=secret,id=…`".to_owned()
    });
    if let Leak::Kept(source) = leak {
        finding = finding.label(source, "comes from here");
    }
    let stage = instruction.stage();
    let is_shipped = stage.is_some_and(|stage| cx.facts.ships(stage.index()));
    if !is_shipped || named == Named::Perhaps || matches!(leak, Leak::Placeholder) {
        finding = finding.severity(Severity::Info);
    }
    if !names::is_reported_by_hadolint(&name) {
        finding = finding.not_as("hadolint/DL3064");
    }
    if !names::is_reported_by_buildkit(&name) || stage.is_none() || instruction.is_onbuild_inner() {
        finding.not_as("buildkit/SecretsUsedInArgOrEnv");
    }
}

/// What is harmless, and reported by the tools that go by names alone: under their presets, and under `all`.
fn report_name(instruction: Instruction<'_>, span: Span, name: &str, sink: &mut Sink<'_>) {
    let is_buildkits =
        names::is_reported_by_buildkit(name) && instruction.stage().is_some() && !instruction.is_onbuild_inner();
    let tools = [
        (Preset::Hadolint, names::is_reported_by_hadolint(name), "hadolint/DL3064"),
        (Preset::Buildkit, is_buildkits, "buildkit/SecretsUsedInArgOrEnv"),
    ];
    if !tools
        .iter()
        .any(|(preset, reports, _)| *reports && (sink.is_in_preset(*preset) || sink.is_in_preset(Preset::All)))
    {
        return;
    }
    let mut finding = sink
        .report(span, format!("`{name}` is called like a credential, although it holds none"))
        .severity(Severity::Style)
        .help("the tools that go by names will ask; rename it, or ignore it with the reason");
    for (_, _, alias) in tools.iter().filter(|(_, reports, _)| !reports) {
        finding = finding.not_as(alias);
    }
}

fn leak(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, pair: Pair<'_>, name: &str) -> Option<Leak> {
    let is_arg = instruction.keyword() == Keyword::Arg;
    let Some(word) = pair.value else { return is_arg.then_some(Leak::Argument) };
    let Know::Known(value) = word.expand(&|name| cx.facts.variable(instruction, name)) else {
        let stage = instruction.stage().map(Stage::index);
        let source = |name: &str| cx.facts.variables().source(stage, instruction.index(), name);
        let source = word.variables().find_map(|variable| source(variable.name));
        return if is_arg { Some(Leak::Argument) } else { source.map(|source| Leak::Kept(source.span)) };
    };
    match values::judge(name, &value) {
        // An argument without a value is there to get one.
        Value::Harmless if is_arg && value.trim().is_empty() => Some(Leak::Argument),
        Value::Harmless => None,
        _ if is_arg => Some(Leak::Argument),
        Value::Placeholder => Some(Leak::Placeholder),
        Value::Secret => Some(Leak::Literal),
    }
}
