//! USER by name.

use plimsoll_core::facts::{AccountKind, UserFact};
use plimsoll_core::prelude::*;

declare_rule! {
    /// USER is a name, so nobody outside the image can tell that it is not root.
    ///
    /// An orchestrator that forbids root (Kubernetes with `runAsNonRoot`) refuses to start such an image: it does not read
    /// the image's `/etc/passwd`. A number is also what files on a volume belong to.
    ///
    /// Only the USER that the shipped image ends with counts. Where the number of the name is known, from the file or from
    /// a well-known base image, the fix writes it. Root is `last-user-not-root`'s.
    ///
    /// ```dockerfile,expect
    /// FROM node:24-slim
    /// USER node
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM node:24-slim
    /// USER 1000
    /// ```
    ///
    /// ```dockerfile
    /// FROM node:24-slim
    /// USER 1000:1000
    /// ```
    pub static RULE = {
        id: "numeric-user", summary: "Write the number of the user that the container runs as", category: Security, severity: Info,
        fix: Unsafe, since: "0.1.0", presets: [Strict, Hadolint], aliases: ["hadolint/DL3066"],
        differs: [
            "hadolint/DL3066" => "Only the USER that a shipped image ends with is looked at, as in hadolint after 2.15; root is left to `last-user-not-root`, and a value that is not known and the accounts of Windows are not judged.",
        ],
    }
    Check::Dockerfile(check)
}

fn check(cx: &DockerfileCx<'_>, sink: &mut Sink<'_>) {
    let mut told = Vec::new();
    for stage in cx.facts.final_stages() {
        let Some(last) = &stage.user else { continue };
        let (Know::Known(text), Know::Known(user)) = (&last.text, last.user()) else { continue };
        if last.is_root() != Know::Known(false) || user.parse::<u32>().is_ok() || told.contains(&last.instruction) {
            continue;
        }
        // ContainerUser and the like: Windows has no numbers.
        if stage.dialect() != Dialect::Posix && stage.dialect() != Dialect::Bash {
            continue;
        }
        told.push(last.instruction);
        let mut finding =
            sink.report(last.span, format!("`USER {text}` is a name: an orchestrator cannot tell that it is not root"));
        let is_written = last.span.of(cx.dockerfile.text()) == text.as_str();
        if !is_written && is_from_argument(cx, last) {
            finding = finding.not_as("hadolint/DL3066");
        }
        let uid = match cx.facts.account_id(stage, AccountKind::User, user) {
            Know::Known(uid) => uid,
            other => {
                let _ = finding.help(match other {
                    Know::Unknown(Why::Variable(name)) => {
                        format!("write `USER ${{{name}}}`, where its number comes from")
                    }
                    _ => format!("give `{user}` a fixed number where it is made, and write the number here"),
                });
                continue;
            }
        };
        let group =
            text.split_once(':').map(|(_, group)| match cx.facts.account_id(stage, AccountKind::Group, group) {
                Know::Known(gid) => format!(":{gid}"),
                _ => format!(":{group}"),
            });
        let number = format!("{uid}{}", group.unwrap_or_default());
        let finding = finding.help(format!("write `USER {number}`"));
        if is_written {
            let _ = finding.fix(Unsafe, format!("Write `{number}`"), |edit| edit.replace(last.span, number.as_str()));
        }
    }
}

/// Whether a build argument stands in it, which hadolint takes for a number.
fn is_from_argument(cx: &DockerfileCx<'_>, user: &UserFact) -> bool {
    let instruction = cx.dockerfile.instruction(user.instruction).and_then(Instruction::as_user);
    let Some(word) = instruction.and_then(|user| user.value()) else { return false };
    word.variables().any(|variable| cx.facts.variables().is_argument_above(user.instruction, variable.name))
}
