//! What `FROM --platform=…` comes to.

use super::DockerfileFacts;
use crate::dockerfile::{Flag, VarOp, VarRef};

/// What the `--platform` of a FROM comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlatformFlag {
    /// No variable stands in it.
    Constant(Platform),
    /// The target platform of the build, which is the default.
    Target,
    /// The same, with a value (or an error) for builders that set no target platform.
    TargetOrElse,
    /// `$TARGETOS/$TARGETARCH`: the target platform without its variant (`v6` of `linux/arm/v6`).
    TargetWithoutVariant,
    /// Anything else.
    Other,
}

/// A platform in its usual spelling.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Platform {
    /// The operating system: `linux`.
    pub os: String,
    /// The architecture: `amd64`. Empty when only the system is named.
    pub architecture: String,
}

/// Operating systems and architectures by the names that a platform may have alone (Go's `GOOS` and `GOARCH`).
const SYSTEMS: [&str; 18] = [
    "linux",
    "windows",
    "darwin",
    "freebsd",
    "netbsd",
    "openbsd",
    "dragonfly",
    "solaris",
    "illumos",
    "aix",
    "android",
    "ios",
    "js",
    "plan9",
    "wasip1",
    "hurd",
    "nacl",
    "zos",
];
const ARCHITECTURES: [&str; 21] = [
    "amd64", "arm64", "arm", "386", "ppc64le", "s390x", "riscv64", "loong64", "mips", "mipsle", "mips64", "mips64le",
    "ppc64", "wasm", "riscv", "ppc", "sparc64", "s390", "armbe", "arm64be", "amd64p32",
];

impl Platform {
    /// The words that may stand alone.
    pub(super) fn words() -> impl Iterator<Item = &'static str> {
        SYSTEMS.into_iter().chain(ARCHITECTURES)
    }

    /// Reads `os/architecture[/variant]`, or one of the two; other names of the same thing become the usual one, as the
    /// builder does it. `None` for what the builder refuses.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('/');
        let (first, second, variant) = (parts.next()?, parts.next(), parts.next());
        if parts.next().is_some() || [Some(first), second, variant].into_iter().flatten().any(|part| !is_name(part)) {
            return None;
        }
        let system = |name: &str| if name == "macos" { "darwin".to_owned() } else { name.to_owned() };
        let first = first.split('(').next().unwrap_or(first).to_ascii_lowercase();
        if let Some(architecture) = second {
            return Some(Self { os: system(&first), architecture: usual_architecture(architecture) });
        }
        let (os, architecture) = (system(&first), usual_architecture(&first));
        if SYSTEMS.contains(&os.as_str()) {
            Some(Self { os, architecture: String::new() })
        } else {
            ARCHITECTURES.contains(&architecture.as_str()).then(|| Self { os: "linux".to_owned(), architecture })
        }
    }

    /// Whether a text says the system or the architecture: a stage of such a name is one of several by intent.
    pub fn is_named_in(&self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        let says = |name: &str| !name.is_empty() && text.contains(name);
        says(&self.os) || says(&self.architecture)
    }
}

fn is_name(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-()+".contains(&byte))
}

fn usual_architecture(name: &str) -> String {
    let name = name.to_ascii_lowercase();
    let usual = match name.as_str() {
        "aarch64" => "arm64",
        "x86_64" | "x86-64" => "amd64",
        "i386" => "386",
        "armhf" | "armel" => "arm",
        _ => return name,
    };
    usual.to_owned()
}

impl DockerfileFacts {
    /// What a `--platform` comes to.
    pub fn platform_flag(&self, flag: Flag<'_>) -> PlatformFlag {
        let Some(word) = flag.value() else { return PlatformFlag::Other };
        let variables: Vec<VarRef<'_>> = word.variables().collect();
        let raw = word.raw().trim_matches(['"', '\'']);
        let text = |variable: &VarRef<'_>| variable.span.of(flag.instruction().file().text());
        // A default in the file takes the place of what the builder sets.
        let is_builders =
            |variable: &VarRef<'_>, name: &str| variable.name == name && self.variables.is_set_by_builder(name);
        match variables.as_slice() {
            [] => Platform::parse(&word.cooked()).map_or(PlatformFlag::Other, PlatformFlag::Constant),
            [one] if is_builders(one, "TARGETPLATFORM") && text(one) == raw => match one.op {
                VarOp::Plain => PlatformFlag::Target,
                VarOp::Default { .. } | VarOp::Error { .. } => PlatformFlag::TargetOrElse,
                _ => PlatformFlag::Other,
            },
            [os, architecture]
                if is_builders(os, "TARGETOS")
                    && is_builders(architecture, "TARGETARCH")
                    && [os.op, architecture.op] == [VarOp::Plain; 2]
                    && raw.strip_prefix(text(os)).and_then(|rest| rest.strip_suffix(text(architecture)))
                        == Some("/") =>
            {
                PlatformFlag::TargetWithoutVariant
            }
            _ => PlatformFlag::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn flag(lines: &str) -> PlatformFlag {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), lines.into()), Origin::Given);
        let linked = project.link();
        let from = linked.project().file(file).unwrap().dockerfile().unwrap().stages().last().unwrap().from().unwrap();
        linked.facts(file).unwrap().platform_flag(from.platform().unwrap())
    }

    #[test]
    fn platforms_have_one_spelling() {
        for (text, os, architecture) in [
            ("linux/amd64", "linux", "amd64"),
            ("Linux/x86_64", "linux", "amd64"),
            ("linux/arm/v7", "linux", "arm"),
            ("aarch64", "linux", "arm64"),
            ("windows(10.0.17763)/amd64", "windows", "amd64"),
            ("linux", "linux", ""),
            ("macos/aarch64", "darwin", "arm64"),
        ] {
            let platform = Platform::parse(text).unwrap();
            assert_eq!((platform.os.as_str(), platform.architecture.as_str()), (os, architecture), "{text}");
        }
        for text in ["", "a/b/c/d", "linux/", "nonsense", "linux/am d"] {
            assert_eq!(Platform::parse(text), None, "{text}");
        }
    }

    #[test]
    fn a_stage_may_be_named_after_its_platform() {
        let platform = Platform::parse("linux/arm/v7").unwrap();
        assert!(platform.is_named_in("build-armv7"));
        assert!(platform.is_named_in("Linux"));
        assert!(!platform.is_named_in("build"));
        assert!(!Platform::parse("linux").unwrap().is_named_in("build"));
    }

    #[test]
    fn the_target_platform_is_told_from_others() {
        for (value, expected) in [
            ("$TARGETPLATFORM", PlatformFlag::Target),
            ("\"${TARGETPLATFORM}\"", PlatformFlag::Target),
            ("${TARGETPLATFORM:-linux/amd64}", PlatformFlag::TargetOrElse),
            ("$TARGETOS/${TARGETARCH}", PlatformFlag::TargetWithoutVariant),
            ("$TARGETOS/$TARGETARCH/$TARGETVARIANT", PlatformFlag::Other),
            ("$BUILDPLATFORM", PlatformFlag::Other),
            ("linux/$TARGETARCH", PlatformFlag::Other),
            ("${TARGETPLATFORM:-$OTHER}", PlatformFlag::Other),
        ] {
            assert_eq!(flag(&format!("ARG TARGETPLATFORM\nFROM --platform={value} a\n")), expected, "{value}");
        }
        assert_eq!(flag("ARG TARGETPLATFORM=linux/arm64\nFROM --platform=$TARGETPLATFORM a\n"), PlatformFlag::Other);
    }
}
