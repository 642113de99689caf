//! How it is told whether a service works: by its own check, by that of its image, or not at all.

use super::ImageName;
use crate::compose::{CommandLine, Healthcheck, Service, Value};
use crate::cx::{DockerfileCx, ServiceAt};
use crate::diagnostic::FileId;
use crate::dockerfile::{self, Exec, HealthcheckKind, Instruction, InstructionView};
use crate::know::Know;
use crate::span::Span;

/// How it is told whether a service works.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Health {
    /// By the service's own `healthcheck`.
    Own,
    /// Not at all: this switches the image's check off.
    Off(Span),
    /// By the HEALTHCHECK of the stage that is built.
    Built(FileId, Span),
    /// By that of the image.
    Image,
    /// Not at all: the image has none. The place says so where the image is built here.
    None(Option<(FileId, Span)>),
    /// By whatever an image has of which nothing is known.
    UnknownImage,
    /// It cannot be seen.
    Unknown,
}

/// Images of which some have a check and some have none, by tag or member.
const VARIED: [&str; 4] = ["linuxserver/", "bitnami/", "cgr.dev/chainguard/", "minio/minio"];

impl ImageName {
    /// Whether the image has a HEALTHCHECK of its own.
    pub fn has_healthcheck(&self) -> Know<bool> {
        let Some(facts) = self.facts() else { return Know::Absent };
        let varied = VARIED.iter().any(|name| self.familiar.starts_with(name));
        if varied && !facts.healthcheck { Know::Absent } else { Know::Known(facts.healthcheck) }
    }
}

impl ServiceAt<'_> {
    /// How it is told whether the service works.
    pub fn health(&self) -> Health {
        if let Some(check) = &self.service.healthcheck {
            if check.is_off() {
                return Health::Off(off_span(self.service, check));
            }
            if check.disable.is_unknown() {
                return Health::Unknown;
            }
            if check.test.is_some() {
                return Health::Own;
            }
        } else if self.service.get("healthcheck").is_some() {
            return Health::Unknown;
        }
        self.image_health()
    }

    /// The same, were there no `healthcheck` in the service.
    pub fn image_health(&self) -> Health {
        match &self.built {
            Know::Known(built) => built_health(&built.dockerfile, built.stage),
            Know::Unknown(_) => Health::Unknown,
            Know::Absent => match self.image() {
                Know::Known(image) => of_image(&image, None),
                _ => Health::Unknown,
            },
        }
    }

    /// The HEALTHCHECK of the stage that is built, when the service's own test says the same.
    pub fn repeated_check(&self) -> Option<(FileId, Span)> {
        let Know::Known(built) = &self.built else { return None };
        let instruction = built.dockerfile.dockerfile.instruction(built.stage.healthcheck?)?;
        let InstructionView::Healthcheck(view) = instruction.view() else { return None };
        let HealthcheckKind::Cmd(exec) = view.kind() else { return None };
        let own = words_of_test(self.service.healthcheck.as_ref()?.test.as_ref()?)?;
        (own == words_of_instruction(exec)).then(|| (built.dockerfile.file, instruction.span()))
    }
}

/// The words of a test, after `CMD-SHELL` for one that a shell runs.
fn words_of_test(test: &CommandLine<'_>) -> Option<Vec<String>> {
    let in_shell = |text: &str| {
        let words = text.split_whitespace().map(str::to_owned);
        std::iter::once("CMD-SHELL".to_owned()).chain(words).collect()
    };
    match test {
        CommandLine::Null(_) => None,
        CommandLine::Text(text) => text.known().map(in_shell),
        CommandLine::List(words, _) => {
            let words: Vec<&str> = words.iter().map(Value::known).collect::<Option<_>>()?;
            match words.split_first()? {
                (&"CMD-SHELL", [text]) => Some(in_shell(text)),
                (&"CMD", words) => Some(words.iter().map(|&word| word.to_owned()).collect()),
                _ => None,
            }
        }
    }
}

fn words_of_instruction(exec: Exec<'_>) -> Vec<String> {
    match exec {
        Exec::Json(args) => args.items().map(|item| item.value().into_owned()).collect(),
        Exec::Shell(text) => {
            // A join of two lines is a backslash before a line feed.
            let words = text.text().replace("\\\n", " ");
            std::iter::once("CMD-SHELL").chain(words.split_whitespace()).map(str::to_owned).collect()
        }
        Exec::Empty => Vec::new(),
    }
}

fn of_image(image: &ImageName, place: Option<(FileId, Span)>) -> Health {
    match image.has_healthcheck() {
        Know::Known(true) => Health::Image,
        Know::Known(false) => Health::None(place),
        _ => Health::UnknownImage,
    }
}

fn built_health(cx: &DockerfileCx<'_>, stage: &super::StageFacts) -> Health {
    let check = stage.healthcheck.and_then(|index| cx.dockerfile.instruction(index));
    if let Some(check) = check {
        let InstructionView::Healthcheck(view) = check.view() else { return Health::Unknown };
        return match view.kind() {
            HealthcheckKind::Cmd(_) => Health::Built(cx.file, check.span()),
            HealthcheckKind::None => Health::None(Some((cx.file, check.span()))),
            HealthcheckKind::Invalid => Health::Unknown,
        };
    }
    let from = cx.dockerfile.stage(stage.index).and_then(|stage| stage.from()).and_then(|from| from.image());
    let place = from.map(|word| (cx.file, word.span()));
    match &stage.image {
        Know::Known(image) => of_image(image, place),
        Know::Absent => Health::None(place),
        Know::Unknown(_) => Health::Unknown,
    }
}

/// The value that switches a check off.
fn off_span(service: &Service<'_>, check: &Healthcheck<'_>) -> Span {
    let disable = service.value_at(&["healthcheck", "disable"]).filter(|value| value.bool() == Know::Known(true));
    match (disable, &check.test) {
        (Some(value), _) => service.place(value.span, value.origin),
        (None, Some(test)) => service.place(test.span(), check.origin),
        (None, None) => service.place(check.span, check.origin),
    }
}

/// A number or duration of a health check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    /// How it is written: `interval`, `--interval`.
    pub key: &'static str,
    /// The text.
    pub text: String,
    /// The number of milliseconds, or the number.
    pub number: u64,
    /// The value's place.
    pub span: Span,
}

/// When a health check runs, as far as it is written and known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Timing {
    /// The time between two checks.
    pub interval: Option<Setting>,
    /// How long one may take.
    pub timeout: Option<Setting>,
    /// How long failures do not count.
    pub start_period: Option<Setting>,
    /// The time between checks until then.
    pub start_interval: Option<Setting>,
    /// How many failures in a row count.
    pub retries: Option<Setting>,
    /// True when the start period is written, whatever it is.
    pub has_start_period: bool,
}

impl Setting {
    /// As it is written: `retries: 0`, `--retries=0`.
    pub fn written(&self) -> String {
        let sign = if self.key.starts_with("--") { "=" } else { ": " };
        format!("{}{sign}{}", self.key, self.text)
    }
}

impl Timing {
    /// That of a service.
    pub fn of_service(service: &Service<'_>, check: &Healthcheck<'_>) -> Self {
        let duration = |key, value: &Option<Value<'_>>| {
            let value = value.as_ref()?;
            setting(key, value, value.duration_ms(), service)
        };
        let retries = check.retries.as_ref().and_then(|value| {
            let number = value.text().and_then(|text| text.trim().parse().ok().into());
            setting("retries", value, number, service)
        });
        Self {
            interval: duration("interval", &check.interval),
            timeout: duration("timeout", &check.timeout),
            start_period: duration("start_period", &check.start_period),
            start_interval: duration("start_interval", &check.start_interval),
            retries,
            has_start_period: check.start_period.is_some(),
        }
    }

    /// That of a HEALTHCHECK.
    pub fn of_instruction(instruction: Instruction<'_>) -> Self {
        let value = |name| instruction.flag(name).and_then(dockerfile::Flag::value);
        let read = |name, key, number: &dyn Fn(&str) -> Option<u64>| {
            let value = value(name)?;
            let text = value.cooked().into_owned();
            Some(Setting { key, number: number(&text)?, text, span: value.span() })
        };
        let duration = |name, key| read(name, key, &crate::compose::duration_ms);
        Self {
            interval: duration("interval", "--interval"),
            timeout: duration("timeout", "--timeout"),
            start_period: duration("start-period", "--start-period"),
            start_interval: duration("start-interval", "--start-interval"),
            retries: read("retries", "--retries", &|text| text.parse().ok()),
            has_start_period: instruction.flag("start-period").is_some(),
        }
    }
}

fn setting(key: &'static str, value: &Value<'_>, number: Know<u64>, service: &Service<'_>) -> Option<Setting> {
    let span = service.place(value.span, value.origin);
    Some(Setting { key, text: value.raw.to_owned(), number: number.known()?, span })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cx::ComposeCx;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn health(compose: &str, dockerfile: &str) -> Health {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("compose.yaml"), compose.into()), Origin::Given);
        project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let yaml = linked.project().file(file).unwrap().yaml().unwrap();
        let compose = crate::compose::read(yaml);
        let role = crate::compose::Role::Main;
        let load = linked.loads_of(file)[0];
        let cx = ComposeCx {
            linked: &linked,
            file,
            load,
            yaml,
            compose: &compose,
            role,
            is_stack: false,
            facts: &crate::facts::ComposeFacts::default(),
        };
        cx.services().next().unwrap().health()
    }

    fn kind(compose: &str, dockerfile: &str) -> &'static str {
        match health(&format!("services:\n  a:\n{compose}"), dockerfile) {
            Health::Own => "own",
            Health::Off(_) => "off",
            Health::Built(..) => "built",
            Health::Image => "image",
            Health::None(None) => "none",
            Health::None(Some(_)) => "none, built",
            Health::UnknownImage => "unknown image",
            Health::Unknown => "unknown",
        }
    }

    #[test]
    fn the_service_then_the_stage_then_the_image_are_asked() {
        let image = |line: &str| kind(&format!("    image: {line}\n"), "");
        assert_eq!(image("redis:8"), "none");
        assert_eq!(image("pihole/pihole:2025.08.0"), "image");
        assert_eq!(image("linuxserver/plex:1"), "unknown image");
        assert_eq!(image("acme/web:1"), "unknown image");
        assert_eq!(image("${IMAGE}"), "unknown");
        assert_eq!(image("redis:8\n    healthcheck: {test: redis-cli ping}"), "own");
        assert_eq!(image("redis:8\n    healthcheck: {interval: 5s}"), "none");
        assert_eq!(image("redis:8\n    healthcheck: {disable: true}"), "off");
        assert_eq!(image("redis:8\n    healthcheck: {test: [NONE]}"), "off");
        let built = |dockerfile: &str| kind("    build: .\n", dockerfile);
        assert_eq!(built("FROM node:24\nHEALTHCHECK CMD node check.js\n"), "built");
        assert_eq!(built("FROM node:24\nHEALTHCHECK NONE\n"), "none, built");
        assert_eq!(built("FROM node:24\n"), "none, built");
        assert_eq!(built("FROM scratch\n"), "none, built");
        assert_eq!(built("FROM acme/base:1\n"), "unknown image");
        assert_eq!(built("ARG B\nFROM $B\n"), "unknown");
    }

    #[test]
    fn flags_are_settings_too() {
        let yaml =
            File::parse(RelPath::new("Dockerfile"), "FROM a\nHEALTHCHECK --interval=1m --retries=0 CMD x\n".into());
        let dockerfile = yaml.dockerfile().unwrap();
        let timing = Timing::of_instruction(dockerfile.instructions().last().unwrap());
        assert_eq!(timing.interval.map(|setting| setting.number), Some(60_000));
        assert_eq!(timing.retries.map(|setting| setting.number), Some(0));
    }
}
