//! Programs that run as their owner.

use plimsoll_core::facts::{SpecialBits, mode_change, transfers};
use plimsoll_core::prelude::*;

declare_rule! {
    /// A program with the set-user-id bit runs as its owner, mostly root, whoever starts it: a mistake in it makes every
    /// user of the container root, and through a bind mount every user of the host.
    ///
    /// Read are `chmod`, `install -m` and the flag `--chmod` of COPY and ADD, in stages that ship. The set-group-id bit is
    /// information, and only on programs: on a folder (`chmod g+s`, `2775`) it hands the folder's group to new files, which
    /// is a harmless idiom. Programs that are made for the bit (`sudo`, Chrome's sandbox, `fixuid`) are information.
    ///
    /// ```dockerfile,expect
    /// FROM debian:13-slim
    /// COPY ledger /usr/local/bin/
    /// RUN chmod 4755 /usr/local/bin/ledger
    /// ```
    ///
    /// ```dockerfile
    /// FROM debian:13-slim
    /// COPY --chmod=0755 ledger /usr/local/bin/
    /// RUN chmod 2775 /srv/shared && find / -perm /6000 -exec chmod a-s {} +
    /// ```
    pub static RULE = {
        id: "setuid-bit", summary: "Keep set-user-id programs out of images", category: Security, severity: Warning,
        since: "0.3.0", presets: [Recommended], aliases: ["cis/4.8", "dockle/CIS-DI-0008"],
    }
    Check::Command(&["chmod", "install"], check),
    Check::Instruction(&[Keyword::Copy, Keyword::Add], check_flag)
}

/// Programs that are made for the bit.
const MADE_FOR_IT: [&str; 12] = [
    "sudo",
    "su",
    "chrome-sandbox",
    "chrome_sandbox",
    "fixuid",
    "bwrap",
    "newuidmap",
    "newgidmap",
    "fusermount",
    "fusermount3",
    "ping",
    "suexec",
];

fn check(cx: &DockerfileCx<'_>, at: &CommandAt<'_>, sink: &mut Sink<'_>) {
    let ships = at.instruction.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    let Some(change) = mode_change(at.command).filter(|_| ships && at.instruction.keyword() == Keyword::Run) else {
        return;
    };
    let Some(mode) = change.mode.literal() else { return };
    let files: Vec<String> = change.files.iter().map(|file| file.lossy().into_owned()).collect();
    report(sink, change.mode.span(), &mode, &files, change.recursive);
}

fn check_flag(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, sink: &mut Sink<'_>) {
    let ships = instruction.stage().is_some_and(|stage| cx.facts.ships(stage.index()));
    let Some(flag) = instruction.flag("chmod").filter(|_| ships) else { return };
    let Know::Known(mode) = cx.facts.flag_value(instruction, flag) else { return };
    let Some(transfer) = instruction.as_copy().or_else(|| instruction.as_add()) else { return };
    let files: Vec<String> = transfer.destination().map(|to| to.cooked().into_owned()).into_iter().collect();
    report(sink, flag.span(), &mode, &files, false);
}

fn report(sink: &mut Sink<'_>, span: Span, mode: &str, files: &[String], recursive: bool) {
    let bits = SpecialBits::of(mode);
    if !bits.any() {
        return;
    }
    let names: Vec<&str> = files.iter().map(|file| transfers::base_name(file)).collect();
    let is_program = files.iter().any(|file| file.contains("bin/") && !file.ends_with('/'));
    let is_made_for_it = !names.is_empty() && names.iter().all(|name| MADE_FOR_IT.contains(name));
    if !bits.user && (!is_program || recursive) {
        return;
    }
    let (bit, whose) = if bits.user { ("set-user-id", "its owner") } else { ("set-group-id", "its group") };
    let what = match names.as_slice() {
        [name] if !name.is_empty() && !recursive => format!("`{name}`"),
        _ => "the program".to_owned(),
    };
    let finding =
        sink.report(span, format!("`{mode}` sets the {bit} bit: {what} runs as {whose}, whoever starts it")).help(
            "leave the bit out, and give the program what it needs: a user of its own, or one capability with `setcap`",
        );
    if !bits.user || is_made_for_it {
        finding.severity(Severity::Info);
    }
}
