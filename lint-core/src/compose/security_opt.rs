//! `security_opt`: how the engine reads its entries, what they switch off, and which of them it refuses.
//!
//! Sources: the Docker reference (`docker run`, "Security configuration": `seccomp`, `apparmor`, `label`,
//! `no-new-privileges`, `systempaths=unconfined`, `writable-cgroups`, and `credentialspec` on Windows), and the parsers
//! behind it: moby `daemon/daemon_unix.go`, Docker Compose `pkg/compose/create.go`, go-selinux `label`. An `=` is looked
//! for before a `:`; names are in lower case; a later entry of one name replaces an earlier one, but for `label`.

use super::{Service, Value};
use crate::know::{Know, Why};
use std::borrow::Cow;

/// What keeps a container's processes from the kernel and the host, besides capabilities.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// The filter of system calls.
    Seccomp,
    /// The AppArmor profile.
    AppArmor,
    /// SELinux labels.
    SeLinux,
    /// The masks over parts of `/proc` and `/sys`.
    SystemPaths,
}

impl Guard {
    /// The name of the entries that set it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Seccomp => "seccomp",
            Self::AppArmor => "apparmor",
            Self::SeLinux => "label",
            Self::SystemPaths => "systempaths",
        }
    }

    /// The value that switches it off.
    const fn off(self) -> &'static str {
        match self {
            Self::SeLinux => "disable",
            _ => "unconfined",
        }
    }

    /// Whether the text of an entry switches it off.
    fn is_off_in(self, text: &str) -> bool {
        // Compose itself looks for this one, in this form alone.
        if self == Self::SystemPaths {
            return text == "systempaths=unconfined";
        }
        split(text) == Some((self.name(), self.off()))
    }
}

/// An entry that the engine or Compose refuses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What is wrong with it, after "`entry` ".
    pub what: Cow<'static, str>,
    /// What was probably meant.
    pub meant: Option<String>,
}

/// The names that Docker knows.
const NAMES: [&str; 7] =
    ["seccomp", "apparmor", "label", "no-new-privileges", "systempaths", "credentialspec", "writable-cgroups"];

/// Names that only Podman knows (podman-run(1)): no mistakes where it reads the file.
const PODMAN: [&str; 3] = ["mask", "unmask", "proc-opts"];

/// The kinds of a label that SELinux takes (go-selinux, `label.InitLabels`); `nested` is Podman's.
const LABELS: [&str; 5] = ["user", "role", "type", "level", "filetype"];

impl<'a> Service<'a> {
    /// The entries that switch a guard off, where one of them is in force.
    pub fn switched_off(&self, guard: Guard) -> Vec<&Value<'a>> {
        let is_off = |value: &&Value<'a>| value.text_with_defaults().known().is_some_and(|text| guard.is_off_in(&text));
        let off = || self.security_opt.iter().filter(is_off);
        let replaces = matches!(guard, Guard::Seccomp | Guard::AppArmor);
        let last = self.security_opt.iter().rev().find(|value| may_be(value, guard.name()));
        if replaces && !last.is_some_and(|last| is_off(&last)) { Vec::new() } else { off().collect() }
    }

    /// Whether its programs are kept from gaining privileges, and the entry that says so.
    pub fn no_new_privileges(&self) -> (Know<bool>, Option<&Value<'a>>) {
        let Some(last) = self.security_opt.iter().rev().find(|value| may_be(value, "no-new-privileges")) else {
            return (Know::Absent, None);
        };
        let said = match last.text_with_defaults() {
            Know::Known(text) if text == "no-new-privileges" => Know::Known(true),
            // What is no truth value is refused: a flaw of its own.
            Know::Known(text) => match split(&text).and_then(|(_, value)| truth(value)) {
                Some(value) => Know::Known(value),
                None => Know::Unknown(Why::SyntaxError),
            },
            Know::Absent => Know::Absent,
            Know::Unknown(why) => Know::Unknown(why),
        };
        (said, Some(last))
    }
}

/// Whether an entry has this name, or a variable in its place.
fn may_be(value: &Value<'_>, name: &str) -> bool {
    match value.text_with_defaults() {
        Know::Known(text) => text == name || split(&text).is_some_and(|(own, _)| own == name),
        _ => match split(value.raw) {
            Some((own, _)) if !own.contains('$') => own == name,
            _ => true,
        },
    }
}

/// Name and value of an entry.
fn split(text: &str) -> Option<(&str, &str)> {
    text.split_once('=').or_else(|| text.split_once(':'))
}

/// A truth value as the engine reads it (Go's `strconv.ParseBool`).
fn truth(text: &str) -> Option<bool> {
    match text {
        "1" | "t" | "T" | "true" | "TRUE" | "True" => Some(true),
        "0" | "f" | "F" | "false" | "FALSE" | "False" => Some(false),
        _ => None,
    }
}

/// What is wrong with the text of an entry.
///
/// ```
/// use plimsoll_core::compose::security_opt::flaw;
///
/// assert_eq!(flaw("no-new-privileges:true"), None);
/// assert_eq!(flaw("secomp:unconfined").and_then(|flaw| flaw.meant).as_deref(), Some("seccomp:unconfined"));
/// ```
pub fn flaw(text: &str) -> Option<Flaw> {
    let mended = |what: &'static str, meant: Option<String>| Some(Flaw { what: Cow::Borrowed(what), meant });
    if text == "no-new-privileges" {
        return None;
    }
    let Some((name, value)) = split(text) else { return Some(without_value(text)) };
    let separator = if text.contains('=') { '=' } else { ':' };
    let (bare, trimmed) = (name.trim(), value.trim());
    if !NAMES.contains(&bare) {
        if PODMAN.contains(&bare) {
            return None;
        }
        let meant = crate::nearest(&bare.replace('_', "-"), NAMES).map(|near| format!("{near}{separator}{trimmed}"));
        return mended("has no name that the engine knows", meant);
    }
    if bare != name || trimmed != value {
        return mended("has a blank beside its name", Some(format!("{bare}{separator}{trimmed}")));
    }
    let is_unconfined = value.eq_ignore_ascii_case("unconfined");
    match name {
        "seccomp" if value.is_empty() => mended("names no profile", None),
        "seccomp" | "apparmor" if is_unconfined && value != "unconfined" => {
            mended("is taken for the name of a profile", Some(format!("{name}{separator}unconfined")))
        }
        "no-new-privileges" | "writable-cgroups" if truth(value).is_none() => {
            let meant = match value.to_ascii_lowercase().as_str() {
                "yes" | "on" | "y" | "true" => Some("true"),
                "no" | "off" | "n" | "false" => Some("false"),
                _ => None,
            };
            mended("needs `true` or `false` as its value", meant.map(|meant| format!("{name}{separator}{meant}")))
        }
        "systempaths" if text != "systempaths=unconfined" => mended(
            "is known only as `systempaths=unconfined`",
            is_unconfined.then(|| "systempaths=unconfined".to_owned()),
        ),
        "label" if !is_label(value) => {
            let meant = crate::nearest(value, ["disable"]).map(|meant| format!("label{separator}{meant}"));
            mended("is no option of SELinux labels", meant)
        }
        _ => None,
    }
}

fn without_value(text: &str) -> Flaw {
    let bare = text.trim().replace('_', "-");
    let meant = match bare.as_str() {
        "disable" => Some("label=disable".to_owned()),
        bare if crate::nearest(bare, ["no-new-privileges"]).is_some() => Some("no-new-privileges:true".to_owned()),
        _ => None,
    };
    Flaw { what: Cow::Borrowed("has no value"), meant }
}

fn is_label(value: &str) -> bool {
    let kind = value.split_once(':').map(|(kind, _)| kind);
    value == "disable" || value == "nested" || kind.is_some_and(|kind| LABELS.contains(&kind))
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;

    fn with<T>(list: &str, look: impl FnOnce(&Service<'_>) -> T) -> T {
        let yaml = crate::yaml::parse(format!("services:\n  a:\n    image: x\n    security_opt: [{list}]\n").into());
        look(&read(&yaml).services[0])
    }

    fn off(list: &str, guard: Guard) -> usize {
        with(list, |service| service.switched_off(guard).len())
    }

    #[test]
    fn the_last_profile_holds() {
        assert_eq!(off("'seccomp:unconfined'", Guard::Seccomp), 1);
        assert_eq!(off("'seccomp=unconfined'", Guard::Seccomp), 1);
        assert_eq!(off("'seccomp:unconfined', 'seccomp:mine.json'", Guard::Seccomp), 0);
        assert_eq!(off("'seccomp:mine.json', 'seccomp:unconfined'", Guard::Seccomp), 1);
        assert_eq!(off("'seccomp:unconfined', 'seccomp:${P}'", Guard::Seccomp), 0);
        assert_eq!(off("'seccomp:unconfined', 'apparmor:${P}'", Guard::Seccomp), 1);
        assert_eq!(off("'seccomp:unconfined', '${P}'", Guard::Seccomp), 0);
        assert_eq!(off("'seccomp:${P:-unconfined}'", Guard::Seccomp), 1);
        assert_eq!(off("'apparmor=unconfined'", Guard::AppArmor), 1);
    }

    #[test]
    fn labels_add_up_and_system_paths_have_one_form() {
        assert_eq!(off("'label:disable', 'label:user:x'", Guard::SeLinux), 1);
        assert_eq!(off("'label:type:spc_t'", Guard::SeLinux), 0);
        assert_eq!(off("systempaths=unconfined", Guard::SystemPaths), 1);
        assert_eq!(off("'systempaths:unconfined'", Guard::SystemPaths), 0);
    }

    #[test]
    fn no_new_privileges_is_read_as_the_engine_does() {
        let said = |list: &str| with(list, |service| service.no_new_privileges().0);
        assert_eq!(said("no-new-privileges"), Know::Known(true));
        assert_eq!(said("'no-new-privileges:true', 'no-new-privileges=0'"), Know::Known(false));
        assert_eq!(said("'seccomp:unconfined'"), Know::Absent);
        assert!(said("'no-new-privileges:${N}'").is_unknown());
        assert!(said("'${OPT}'").is_unknown());
        assert_eq!(said("'no-new-privileges:${N:-true}'"), Know::Known(true));
    }

    #[test]
    fn flaws_have_their_nearest_form() {
        let meant = |text: &str| flaw(text).map(|flaw| flaw.meant.unwrap_or_default());
        for fine in [
            "no-new-privileges",
            "no-new-privileges=T",
            "seccomp=builtin",
            "apparmor:docker-default",
            "label=type:svirt_apache_t",
            "label:disable",
            "unmask=ALL",
            "credentialspec=file://a.json",
            "systempaths=unconfined",
        ] {
            assert_eq!(meant(fine), None, "{fine}");
        }
        for (wrong, right) in [
            ("no_new_privileges:true", "no-new-privileges:true"),
            ("no-new-privilege", "no-new-privileges:true"),
            ("no-new-privileges:yes", "no-new-privileges:true"),
            ("no-new-privileges: true", "no-new-privileges:true"),
            ("seccomp:Unconfined", "seccomp:unconfined"),
            ("AppArmor:unconfined", "apparmor:unconfined"),
            ("systempaths:unconfined", "systempaths=unconfined"),
            ("label:disabled", "label:disable"),
            ("disable", "label=disable"),
            ("seccomp", ""),
            ("wings:on", ""),
        ] {
            assert_eq!(meant(wrong).as_deref(), Some(right), "{wrong}");
        }
    }
}
