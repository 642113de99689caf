//! Start scripts that go through a whole volume.

use plimsoll_core::compose::writable::is_at_or_below;
use plimsoll_core::facts::{EntryScript, mode_change};
use plimsoll_core::prelude::*;
use plimsoll_core::shell::Command;

declare_rule! {
    /// The start script changes the owner of every file of a volume at each start: with much data that takes minutes, in
    /// which nothing serves, and it undoes what somebody set on purpose. `chmod -R 777` opens everything to everybody.
    ///
    /// One look at the folder itself is enough: `[ "$(stat -c %u /data)" = 910 ] || chown -R …`, or
    /// `find /data ! -user ledger -exec chown ledger {} +`, which touches only what is wrong. Read are scripts of the build
    /// context; the volumes are those of the Dockerfile and of the services that build it.
    ///
    /// ```project,expect
    /// ==> Dockerfile
    /// FROM debian:13
    /// COPY start.sh /usr/local/bin/
    /// VOLUME /var/lib/ledger
    /// ENTRYPOINT ["start.sh"]
    /// ==> start.sh
    /// #!/bin/sh -e
    /// chown -R 910:910 /var/lib/ledger
    /// exec gosu ledger ledger-server
    /// ```
    ///
    /// ```project
    /// ==> Dockerfile
    /// FROM debian:13
    /// COPY start.sh /usr/local/bin/
    /// VOLUME /var/lib/ledger
    /// ENTRYPOINT ["start.sh"]
    /// ==> start.sh
    /// #!/bin/sh -e
    /// [ "$(stat -c %u /var/lib/ledger)" = 910 ] || chown -R 910:910 /var/lib/ledger
    /// exec gosu ledger ledger-server
    /// ```
    pub static RULE = {
        id: "chown-recursive-entrypoint", summary: "Do not change the owner of a whole volume at each start", category: Reliability,
        severity: Info, since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Stage(check)
}

/// How many volumes are looked for.
const MAX_VOLUMES: usize = 64;

fn check(cx: &DockerfileCx<'_>, stage: Stage<'_>, sink: &mut Sink<'_>) {
    let facts = cx.facts.stage(stage.index()).filter(|_| cx.facts.is_final(stage.index()));
    let Some(facts) = facts else { return };
    let scripts = cx.entry_scripts(facts);
    if scripts.is_empty() {
        return;
    }
    let mounts = cx.builders(stage.index()).flat_map(|(_, build)| build.mounts.iter().map(|(path, _)| path.as_str()));
    let volumes: Vec<&str> =
        facts.volumes.iter().map(|(path, _)| path.as_str()).chain(mounts).take(MAX_VOLUMES).collect();
    for script in &scripts {
        for command in script.script.commands().filter(|command| !command.is_conditional() && !command.in_function()) {
            if let Some(found) = found(command, &volumes) {
                report(script, command, found, sink);
            }
        }
    }
}

/// What a command does at each start: the path, and whether it opens it to everybody.
fn found(command: Command<'_>, volumes: &[&str]) -> Option<(String, bool)> {
    let recursive = command.has_flag(Some('R'), "recursive");
    let opens = mode_change(command)
        .is_some_and(|change| change.mode.literal().is_some_and(|mode| mode.ends_with("777") || mode == "a+rwx"));
    if !(opens || (recursive && command.name().as_deref() == Some("chown"))) {
        return None;
    }
    let paths = command.positionals(&["--from", "--reference"]).into_iter().skip(1);
    let mut paths = paths.filter_map(|word| Some(word.literal()?.into_owned())).filter(|path| path.starts_with('/'));
    let is_volume =
        |path: &str| volumes.iter().any(|volume| is_at_or_below(volume, path) || is_at_or_below(path, volume));
    paths.find(|path| is_volume(path)).map(|path| (path, opens))
}

fn report(script: &EntryScript, command: Command<'_>, (path, opens): (String, bool), sink: &mut Sink<'_>) {
    let (does, help) = if opens {
        (
            format!("opens the volume `{path}` to everybody at each start"),
            "give the folder to the service's user instead: `chown ledger FOLDER`, once".replace("ledger", "USER"),
        )
    } else {
        (
            format!("changes the owner of all of `{path}` at each start"),
            format!("look first: `find {path} ! -user USER -exec chown USER {{}} +`"),
        )
    };
    sink.report(script.entry, format!("`{}` {does}", script.name))
        .label_in(script.file, command.span(), "in the script")
        .help(help);
}
