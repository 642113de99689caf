//! Variables that nothing sets.

use plimsoll_core::facts::{Proof, UndefinedVariable};
use plimsoll_core::prelude::*;

declare_rule! {
    /// Where the build itself replaces variables (everywhere but in the commands of RUN, CMD, ENTRYPOINT and HEALTHCHECK),
    /// one that neither ARG nor ENV sets is empty, without a word: `WORKDIR $HOME` stays where it was, `COPY a $DIR/`
    /// writes to the root.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// ENV APP_HOME=/opt/app
    /// WORKDIR $APP_HOEM
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// ENV APP_HOME=/opt/app
    /// WORKDIR $APP_HOME
    /// ```
    ///
    /// An ARG before the first FROM is seen by FROM lines only, and the platform arguments need a declaration, too:
    ///
    /// ```dockerfile,expect
    /// FROM acme/base:1
    /// COPY app-$TARGETARCH /usr/local/bin/app
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM acme/base:1
    /// ARG TARGETARCH
    /// COPY app-$TARGETARCH /usr/local/bin/app
    /// ```
    ///
    /// `ARG X=$X` does not read the environment of the machine; such a default is merely empty, so it is reported as
    /// information, unless it hides the default of an ARG before the first FROM.
    ///
    /// The base image may set variables as well. Those of the common images are known; below any other image only what
    /// cannot come from it is reported: an ARG in the wrong place, an argument of the build, a slip of the keyboard. A
    /// variable with a default of its own is fine.
    ///
    /// ```dockerfile
    /// FROM acme/base:1
    /// ENV PATH=$ACME_HOME/bin:$PATH
    /// WORKDIR ${APP_HOME:-/opt/app}
    /// ```
    pub static RULE = {
        id: "undefined-var", summary: "Set a variable before it is used", category: Correctness, severity: Warning,
        fix: Unsafe, since: "0.2.0", presets: [Recommended, Buildkit], aliases: ["buildkit/UndefinedVar"],
        differs: [
            "buildkit/UndefinedVar" => "BuildKit asks the registry what the base image sets. Without it, a variable below an \
                image that we do not know is reported only where it cannot come from that image.",
            "buildkit/UndefinedVar" => "A variable with a default, such as `${X:-default}`, is not reported, and one that \
                another pair of the same ENV sets belongs to `env-self-reference`, except under `--preset buildkit`.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    if !cx.dockerfile.errors().is_empty() {
        return;
    }
    let under_buildkit = sink.is_by_preset(Preset::Buildkit);
    for found in cx.undefined_variables() {
        let Some(instruction) = cx.dockerfile.instruction(found.instruction) else { continue };
        if !found.set_beside || under_buildkit {
            report(instruction, &found, sink);
        }
    }
}

fn report(instruction: Instruction<'_>, found: &UndefinedVariable, sink: &mut Sink<'_>) {
    let UndefinedVariable { name, uses, proof, near, own_default, .. } = found;
    let Some((first, others)) = uses.split_first() else { return };
    let message = match proof {
        _ if own_default.is_some() => {
            format!("`ARG {name}` cannot take its default from itself: `{name}` is empty here")
        }
        Proof::GlobalArg(_) => format!("`{name}` is empty here: only `FROM` sees an `ARG` before the first `FROM`"),
        Proof::FromArg(_) => {
            format!("`{name}` is what the base image says, or empty: only `FROM` sees an `ARG` before the first `FROM`")
        }
        Proof::LaterArg(_) => format!("`{name}` is empty here: its `ARG` comes below"),
        Proof::OtherStage(_) => format!("`{name}` is empty here: its `ARG` belongs to another stage"),
        Proof::BuildArgument => format!("`{name}` is empty here: this stage does not declare the build argument"),
        Proof::Slip | Proof::Scratch => format!("no `ARG` or `ENV` sets `{name}`"),
        Proof::Image(image) => format!("no `ARG` or `ENV` sets `{name}`, and neither does the image `{image}`"),
    };
    let mut finding = sink.report(*first, message);
    if instruction.keyword() == Keyword::Expose {
        finding = finding.not_as("buildkit/UndefinedVar");
    }
    for other in others {
        finding = finding.label(*other, "is used here, too");
    }
    if let Some(default) = *own_default {
        let is_harmless = !matches!(proof, Proof::GlobalArg(_));
        finding = if is_harmless { finding.severity(Severity::Info) } else { finding };
        finding.help(format!("write `ARG {name}`; the value is passed with `--build-arg` all the same")).fix(
            Unsafe,
            "Take the default away",
            |edit| edit.delete(default),
        );
        return;
    }
    if let Proof::FromArg(_) = proof {
        finding = finding.severity(Severity::Info);
    }
    let declares = matches!(proof, Proof::GlobalArg(_) | Proof::FromArg(_) | Proof::BuildArgument);
    if let Proof::GlobalArg(place) | Proof::FromArg(place) | Proof::LaterArg(place) | Proof::OtherStage(place) = proof {
        finding = finding.label(*place, "is declared here");
    }
    if declares {
        let at = instruction.span().start;
        finding.help(format!("declare it in the stage, too: `ARG {name}`")).fix(
            Unsafe,
            format!("Add `ARG {name}`"),
            |edit| edit.insert(at, format!("ARG {name}\n")),
        );
    } else if let Proof::LaterArg(_) = proof {
        finding.help(format!("move `ARG {name}` above this line"));
    } else if let Proof::OtherStage(_) = proof {
        finding.help(format!("arguments are not passed on: write `ARG {name}` in this stage, with its default"));
    } else if let Some(near) = near {
        finding.help(format!("did you mean `{near}`?")).fix(Unsafe, format!("Write `{near}`"), |edit| {
            for place in uses {
                edit.replace(*place, near.as_str());
            }
        });
    } else if name == "HOME" {
        finding.help("only programs are given `HOME`; write the path, such as `/root`");
    } else {
        finding.help(format!("set it above with `ARG {name}` or `ENV {name}=…`"));
    }
}
