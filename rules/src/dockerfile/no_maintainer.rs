//! MAINTAINER.

use plimsoll_core::prelude::*;

declare_rule! {
    /// MAINTAINER is deprecated since Docker 1.13. It can say one thing only, and most tools that look for an author
    /// read the label of the Open Container Initiative.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13
    /// MAINTAINER Grace Hopper <grace@example.com>
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM debian:13
    /// LABEL org.opencontainers.image.authors="Grace Hopper <grace@example.com>"
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13
    /// LABEL org.opencontainers.image.authors="Grace Hopper <grace@example.com>"
    /// ```
    ///
    /// There is no fix where the stage has that label already.
    pub static RULE = {
        id: "no-maintainer", summary: "Name the authors in a label instead of MAINTAINER", category: Operations, severity: Warning,
        fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint, Buildkit],
        aliases: [
            "hadolint/DL4000", "buildkit/MaintainerDeprecated", "trivy/DS-0022", "checkov/CKV_DOCKER_6",
            "semgrep/maintainer-is-deprecated", "dockerfilelint/deprecated_in_1.13",
            "dockerfile-utils/DEPRECATED_MAINTAINER",
        ],
    }
    Check::Stage(check)
}

const LABEL: &str = "org.opencontainers.image.authors";

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let mut pairs = stage.instructions().filter_map(Instruction::as_label).flat_map(|label| label.pairs());
    let labelled = pairs.find(|pair| pair.key.cooked() == LABEL).map(|pair| pair.span);
    for maintainer in stage.instructions().filter_map(Instruction::as_maintainer) {
        let at = maintainer.instruction();
        let finding = sink.report(at.keyword_span(), format!("`{}` is deprecated", at.keyword_text()));
        let Some(value) = maintainer.value() else { continue };
        if let Some(labelled) = labelled {
            finding.label(labelled, "the authors are named here already").help("remove it");
            continue;
        }
        let label = format!("{LABEL}={}", quoted(&value.joined(), cx.dockerfile.escape()));
        let keyword = if at.keyword_text() == "maintainer" { "label" } else { "LABEL" };
        finding.help(format!("write `LABEL {LABEL}=\"…\"`")).fix(Safe, "Write a label", |edit| {
            edit.replace(at.keyword_span(), keyword);
            edit.replace(value.span(), label);
        });
    }
}

/// The text as a value of LABEL. Of MAINTAINER all of the line is taken as it stands, quotes and `$` too.
fn quoted(text: &str, escape: char) -> String {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).filter(|inner| !inner.contains('"'));
    let mut inner = inner.unwrap_or(text).to_owned();
    for special in [escape, '"', '$'] {
        inner = inner.replace(special, &format!("{escape}{special}"));
    }
    format!("\"{inner}\"")
}
