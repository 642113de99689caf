//! Passwords in the options of volume drivers.

use plimsoll_core::facts::Strength;
use plimsoll_core::prelude::*;

declare_rule! {
    /// The options of a volume stand in the file, and `docker volume inspect` shows them to everybody who may use the
    /// engine: also the password of a network share.
    ///
    /// ```yaml,expect
    /// volumes:
    ///   share:
    ///     driver: local
    ///     driver_opts:
    ///       type: cifs
    ///       device: //nas.example.com/data
    ///       o: addr=nas.example.com,username=keeper,password=wh4le-hello-Tr33
    /// services: {}
    /// ```
    ///
    /// ```yaml
    /// volumes:
    ///   share:
    ///     driver: local
    ///     driver_opts:
    ///       type: cifs
    ///       device: //nas.example.com/data
    ///       o: addr=nas.example.com,username=keeper,password=${NAS_PASSWORD:?}
    /// services: {}
    /// ```
    ///
    /// A mount of the host, which reads its `credentials=` from a file, shows it to nobody. Passwords that are easily guessed
    /// are left out by the preset `recommended`.
    pub static RULE = {
        id: "driver-opts-secret", summary: "Keep passwords out of the options of volumes", category: Security, severity: Warning,
        since: "0.3.0", presets: [Recommended], aliases: [],
    }
    Check::Compose(check)
}

fn check(cx: &ComposeCx<'_>, sink: &mut Sink<'_>) {
    for (volume, told) in cx.told_by_driver_options() {
        let is_surely = told.strength == Strength::Strong;
        if told.has_format || (!is_surely && sink.is_by_preset(Preset::Recommended)) {
            continue;
        }
        sink.report(
            told.span,
            format!("`{}` of the volume `{}` can be read by everybody with the file", told.name, volume.name),
        )
        .severity(if is_surely { Severity::Warning } else { Severity::Info })
        .help("take it from outside (`${…:?}`), or mount the share on the host, with the password in a file there");
    }
}
