//! ADD where COPY is enough.

use plimsoll_core::facts::transfers::SourceFact;
use plimsoll_core::prelude::*;

declare_rule! {
    /// ADD does more than copying: it unpacks archives and fetches addresses. For plain files and folders that is a
    /// surprise in waiting: a file that happens to be a tar archive is silently taken apart. COPY does what it says.
    ///
    /// ```dockerfile,expect
    /// FROM nginx:1.29
    /// ADD site.conf /etc/nginx/conf.d/
    /// ```
    ///
    /// ```dockerfile,fixed
    /// FROM nginx:1.29
    /// COPY site.conf /etc/nginx/conf.d/
    /// ```
    ///
    /// ADD is right for archives that it is to unpack, for addresses and for git repositories:
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// ADD rootfs.tar.xz /
    /// ADD --checksum=sha256:24454f830cdb571e2c4ad15481119c43b3cafd48dd869a9b2945d1036d1dc68d https://example.org/tool /usr/local/bin/
    /// ADD https://github.com/acme/data.git#v2 /data
    /// ```
    ///
    /// ADD looks at the content of a file, we at its name: a wildcard that may stand for an archive is left alone, as is
    /// a variable without a value, and an ADD that has one source which needs it. A `.zip` is not unpacked by ADD either.
    pub static RULE = {
        id: "prefer-copy", summary: "Use COPY for local files and folders", category: Clarity, severity: Warning,
        fix: Safe, since: "0.2.0", presets: [Recommended, Hadolint],
        aliases: [
            "hadolint/DL3020", "trivy/DS-0005", "checkov/CKV_DOCKER_4", "semgrep/prefer-copy-over-add", "cis/4.9",
            "dockle/CIS-DI-0009",
        ],
        differs: [
            "hadolint/DL3020" => "Variables are resolved, git addresses, `.zst` archives and wildcards that may stand for an archive are left to ADD, and so is an ADD of which one source needs it.",
        ],
    }
    Check::Instruction(&[Keyword::Add], check)
}

/// Flags that only ADD has.
const OWN_FLAGS: [&str; 3] = ["checksum", "keep-git-dir", "unpack"];

fn check(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let Some(add) = instruction.as_add() else { return };
    let mut has_heredoc = false;
    let mut is_enough = |source| match cx.facts.source_of(instruction, source) {
        SourceFact::Path(path) => path.is_no_archive(),
        SourceFact::Heredoc => {
            has_heredoc = true;
            true
        }
        SourceFact::Remote | SourceFact::Unknown => false,
    };
    let Some(first) = add.sources().next() else { return };
    let has_own_flag = instruction.flags().any(|flag| OWN_FLAGS.contains(&flag.name()));
    if has_own_flag || !add.sources().all(&mut is_enough) {
        return;
    }
    let what = match first.as_heredoc() {
        Some(_) => "text of the Dockerfile".to_owned(),
        None => format!("`{}`", first.cooked()),
    };
    let mut finding = sink
        .report(instruction.keyword_span(), format!("`ADD` is not needed for {what}: nothing is unpacked or fetched"))
        .help("write `COPY`, which does the same here");
    if has_heredoc || instruction.is_onbuild_inner() {
        finding = finding.not_as("hadolint/DL3020");
    }
    let copy = if instruction.keyword_text().starts_with('a') { "copy" } else { "COPY" };
    finding.fix(Safe, "Write `COPY`", |edit| edit.replace(instruction.keyword_span(), copy));
}
