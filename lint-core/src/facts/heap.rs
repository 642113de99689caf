//! Settings that tell a language runtime or a cache how much memory it may take, wherever they are written.

use super::memory::Memory;
use crate::compose::{CommandLine, Service, Value, interpolate};
use crate::cx::{Built, ServiceAt};
use crate::decimal;
use crate::diagnostic::FileId;
use crate::dockerfile::{Exec, InstructionView};
use crate::know::{Know, Why};
use crate::span::Span;

/// Who is told.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Runtime {
    /// A Java virtual machine.
    Jvm,
    /// V8 in Node.
    Node,
    /// The runtime of Go programs.
    Go,
    /// Redis, Valkey and their like.
    Redis,
}

/// How much it may take.
#[derive(Copy, Clone, Debug, PartialEq)]
pub enum Amount {
    /// Bytes.
    Bytes(u64),
    /// A share of the memory limit, in per cent.
    Percent(f64),
}

/// A setting with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct HeapSetting {
    /// Who is told.
    pub runtime: Runtime,
    /// How much.
    pub amount: Amount,
    /// The setting as written: `-Xmx512m`.
    pub text: String,
    /// The file it stands in.
    pub file: FileId,
    /// Where.
    pub span: Span,
}

/// The largest share of the limit that a heap may have: what is not heap needs the rest.
const JVM_SHARE: f64 = 0.9;
const GO_SHARE: f64 = 0.95;

impl HeapSetting {
    /// The bytes that the setting stands for under a limit.
    #[expect(clippy::cast_precision_loss, reason = "sizes are far below the limit of exact floats")]
    pub fn share_of(&self, limit: u64) -> f64 {
        match self.amount {
            Amount::Bytes(bytes) => bytes as f64 / limit.max(1) as f64,
            Amount::Percent(percent) => percent / 100.0,
        }
    }

    /// Whether the program can take what it may take and still fit under `limit`.
    pub fn fits(&self, limit: u64) -> bool {
        let share = self.share_of(limit);
        match (self.runtime, self.amount) {
            (_, Amount::Percent(percent)) => percent < JVM_SHARE * 100.0,
            (Runtime::Go, _) => share <= GO_SHARE,
            _ => share <= JVM_SHARE,
        }
    }

    /// The limit under which it would fit with room for what is not heap: half as much again.
    pub fn comfortable_limit(&self) -> Option<u64> {
        match (self.runtime, self.amount) {
            (Runtime::Go, Amount::Bytes(bytes)) => Some(bytes.saturating_add(bytes / 9)),
            (_, Amount::Bytes(bytes)) => Some(bytes.saturating_add(bytes / 2)),
            (_, Amount::Percent(_)) => None,
        }
    }
}

/// Variables that a JVM or its start script reads, the one that wins first. The command line stands after the first.
const JVM_VARIABLES: [&str; 14] = [
    "_JAVA_OPTIONS",
    "ES_JAVA_OPTS",
    "OPENSEARCH_JAVA_OPTS",
    "KAFKA_HEAP_OPTS",
    "LS_JAVA_OPTS",
    "CATALINA_OPTS",
    "JVM_OPTS",
    "JVM_ARGS",
    "JAVA_OPTIONS",
    "JAVA_ARGS",
    "JAVA_OPTS",
    "JENKINS_OPTS",
    "JDK_JAVA_OPTIONS",
    "JAVA_TOOL_OPTIONS",
];

/// The settings that hold in a service: of each runtime the one that wins. A runtime whose setting may be overridden by
/// something that cannot be seen is left out.
pub fn of_service(file: FileId, at: &ServiceAt<'_>) -> Vec<HeapSetting> {
    let sources = Sources { file, service: at.service, built: at.built.clone().known() };
    [Runtime::Jvm, Runtime::Node, Runtime::Go, Runtime::Redis]
        .into_iter()
        .filter_map(|runtime| sources.of(runtime).known())
        .collect()
}

struct Sources<'s, 'a> {
    file: FileId,
    service: &'s Service<'a>,
    built: Option<Built<'a>>,
}

impl Sources<'_, '_> {
    fn of(&self, runtime: Runtime) -> Know<HeapSetting> {
        match runtime {
            Runtime::Go => self.variable(runtime, "GOMEMLIMIT"),
            Runtime::Redis => self.command(runtime),
            Runtime::Node => self.command(runtime).or_else(|| self.variable(runtime, "NODE_OPTIONS")),
            Runtime::Jvm => {
                let (first, rest) = JVM_VARIABLES.split_first().unwrap_or((&"", &[]));
                let found = self.variable(runtime, first).or_else(|| self.command(runtime));
                rest.iter().fold(found, |found, name| found.or_else(|| self.variable(runtime, name)))
            }
        }
    }

    /// What a variable of the environment says: the service's, else the image's.
    fn variable(&self, runtime: Runtime, name: &str) -> Know<HeapSetting> {
        if let Some(pair) = self.service.environment.iter().rev().find(|pair| pair.name == name) {
            let Some(value) = &pair.value else { return Know::Unknown(Why::Variable(name.to_owned())) };
            return self.value(runtime, value);
        }
        let Some(built) = &self.built else { return Know::Absent };
        let environment = built.dockerfile.facts.variables().environment(built.stage.index);
        let Some(&(_, value, span)) = environment.iter().find(|(known, ..)| *known == name) else {
            return Know::Absent;
        };
        if !self.service.env_files.is_empty() {
            return Know::Unknown(Why::MissingFile("env_file".to_owned()));
        }
        let file = built.dockerfile.file;
        let text = built.dockerfile.dockerfile.text();
        value.as_ref().and_then(|value| scan(runtime, value)).map(|found| {
            let written = span.of(text).find(&found.text).map(|at| {
                let start = span.start + at as u32;
                Span::new(start, start + found.text.len() as u32)
            });
            found.at(runtime, file, written.unwrap_or(span))
        })
    }

    /// What the command says that runs in the service.
    fn command(&self, runtime: Runtime) -> Know<HeapSetting> {
        let mut said = Know::Absent;
        for line in [&self.service.command, &self.service.entrypoint].into_iter().flatten() {
            said = said.or_else(|| self.line(runtime, line));
        }
        if !said.is_absent() || self.service.entrypoint.is_some() {
            return said;
        }
        let Some(built) = &self.built else { return said };
        let cmd = built.stage.cmd.filter(|_| self.service.command.is_none());
        for index in [cmd, built.stage.entrypoint].into_iter().flatten() {
            said = said.or_else(|| instruction(runtime, built, index));
        }
        said
    }

    fn line(&self, runtime: Runtime, line: &CommandLine<'_>) -> Know<HeapSetting> {
        match line {
            CommandLine::Null(_) => Know::Absent,
            CommandLine::Text(value) => self.value(runtime, value),
            CommandLine::List(values, _) => {
                let pair = values.windows(2).rev().find_map(|pair| match pair {
                    [flag, value] if runtime == Runtime::Redis && flag.raw == "--maxmemory" => {
                        let text = format!("--maxmemory {}", value.text_with_defaults().known()?);
                        let found = scan(runtime, &text).known()?;
                        Some(found.at(runtime, self.file, self.service.place(flag.span.to(value.span), value.origin)))
                    }
                    _ => None,
                });
                let single =
                    || values.iter().rev().map(|value| self.value(runtime, value)).find(|found| !found.is_absent());
                pair.map(Know::Known).or_else(single).unwrap_or(Know::Absent)
            }
        }
    }

    fn value(&self, runtime: Runtime, value: &Value<'_>) -> Know<HeapSetting> {
        scan(runtime, value.raw).map(|found| {
            let span = value.part(found.start, found.start + found.length).span;
            found.at(runtime, self.file, self.service.place(span, value.origin))
        })
    }
}

/// What CMD or ENTRYPOINT says.
fn instruction(runtime: Runtime, built: &Built<'_>, index: u32) -> Know<HeapSetting> {
    let Some(at) = built.dockerfile.dockerfile.instruction(index) else { return Know::Absent };
    let exec = match at.view() {
        InstructionView::Cmd(cmd) => cmd.exec(),
        InstructionView::Entrypoint(entrypoint) => entrypoint.exec(),
        _ => return Know::Absent,
    };
    let Some(span) = exec.span() else { return Know::Absent };
    // The JSON of an exec form reads like words between quotes.
    let text = match exec {
        Exec::Shell(text) => text.text().into_owned(),
        Exec::Json(_) | Exec::Empty => span.of(built.dockerfile.dockerfile.text()).to_owned(),
    };
    scan(runtime, &text).map(|found| {
        let start = span.start + found.start as u32;
        let place = Span::new(start, start + found.length as u32);
        found.at(runtime, built.dockerfile.file, place)
    })
}

/// A setting in a text.
#[derive(Clone, Debug, PartialEq)]
struct Found {
    amount: Amount,
    text: String,
    start: usize,
    length: usize,
}

impl Found {
    fn at(self, runtime: Runtime, file: FileId, span: Span) -> HeapSetting {
        HeapSetting { runtime, amount: self.amount, text: self.text, file, span }
    }
}

/// The last setting in a text of words; unknown when a variable after it may hold another.
fn scan(runtime: Runtime, text: &str) -> Know<Found> {
    let mut found: Know<Found> = Know::Absent;
    let mut before = (0, "");
    for (start, word) in words(text) {
        let (flag_start, flag_before) = std::mem::replace(&mut before, (start, word));
        let joined = matches!(
            (runtime, flag_before),
            (Runtime::Redis, "--maxmemory") | (Runtime::Node, "--max-old-space-size" | "--max_old_space_size")
        );
        let Know::Known(expanded) = interpolate::expand_with_defaults(word) else {
            let sets = joined || is_flag(runtime, word);
            if sets || (word.starts_with('$') && !found.is_absent()) {
                found = Know::Unknown(Why::Variable(word.to_owned()));
            }
            continue;
        };
        let amount = if joined { joined_amount(runtime, &expanded) } else { amount(runtime, &expanded) };
        let Some(amount) = amount else { continue };
        // `-Xmx` wins over a percentage, wherever they stand.
        if let (Know::Known(Found { amount: Amount::Bytes(_), .. }), Some(Amount::Percent(_))) = (&found, &amount) {
            continue;
        }
        let from = if joined { flag_start } else { start };
        let length = start + word.len() - from;
        found = match amount {
            Some(amount) => {
                let text = text.get(from..from + length).unwrap_or(word).to_owned();
                Know::Known(Found { amount, text, start: from, length })
            }
            None => Know::Absent,
        };
    }
    found
}

/// The words of a text with their offsets: blanks and quotes are between them, and the comma and brackets of a list.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let border = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | ',' | '[' | ']' | ';' | '(' | ')' | '&' | '|');
    text.split(border)
        .filter(|word| !word.is_empty())
        .map(move |word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
}

fn is_flag(runtime: Runtime, word: &str) -> bool {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| word.starts_with(prefix));
    match runtime {
        Runtime::Jvm => starts(&["-Xmx", "-XX:MaxHeapSize=", "-XX:MaxRAMPercentage="]),
        Runtime::Node => starts(&["--max-old-space-size=", "--max_old_space_size="]),
        Runtime::Redis => starts(&["--maxmemory="]),
        Runtime::Go => true,
    }
}

/// What a word sets: `None` when it sets nothing, `Some(None)` when it takes a setting back.
#[expect(clippy::option_option, reason = "two kinds of nothing: no setting, and one that says `no limit`")]
fn amount(runtime: Runtime, word: &str) -> Option<Option<Amount>> {
    let after = |prefixes: &[&str]| prefixes.iter().find_map(|prefix| word.strip_prefix(prefix));
    match runtime {
        Runtime::Jvm => match after(&["-XX:MaxRAMPercentage="]) {
            Some(percent) => decimal::parse(percent)
                .filter(|percent| percent.is_finite())
                .map(|percent| Some(Amount::Percent(percent))),
            None => size(after(&["-Xmx", "-XX:MaxHeapSize="])?, Units::Binary).map(|bytes| Some(Amount::Bytes(bytes))),
        },
        Runtime::Node => joined_amount(runtime, after(&["--max-old-space-size=", "--max_old_space_size="])?),
        Runtime::Redis => joined_amount(runtime, after(&["--maxmemory="])?),
        Runtime::Go if word == "off" => Some(None),
        Runtime::Go => size(word, Units::Go).map(|bytes| Some(Amount::Bytes(bytes))),
    }
}

#[expect(clippy::option_option, reason = "as above")]
fn joined_amount(runtime: Runtime, word: &str) -> Option<Option<Amount>> {
    match runtime {
        Runtime::Node => {
            word.parse::<u64>().ok().map(|mebibytes| Some(Amount::Bytes(mebibytes.saturating_mul(1 << 20))))
        }
        _ => size(word, Units::Redis).map(|bytes| (bytes > 0).then_some(Amount::Bytes(bytes))),
    }
}

#[derive(Copy, Clone)]
enum Units {
    /// `512m`: powers of 1024.
    Binary,
    /// `512MiB`; other letters are no unit.
    Go,
    /// `m` is a million, `mb` is 1024².
    Redis,
}

fn size(text: &str, units: Units) -> Option<u64> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at_checked(end)?;
    let number: u64 = number.parse().ok()?;
    let unit = match units {
        Units::Go => unit.to_owned(),
        _ => unit.to_ascii_lowercase(),
    };
    let factor: u64 = match (units, unit.as_str()) {
        (_, "") | (Units::Redis, "b") | (Units::Go, "B") => 1,
        (Units::Binary, "k") | (Units::Redis, "kb") | (Units::Go, "KiB") => 1 << 10,
        (Units::Binary, "m") | (Units::Redis, "mb") | (Units::Go, "MiB") => 1 << 20,
        (Units::Binary, "g") | (Units::Redis, "gb") | (Units::Go, "GiB") => 1 << 30,
        (Units::Binary, "t") | (Units::Go, "TiB") => 1 << 40,
        (Units::Redis, "k") => 1_000,
        (Units::Redis, "m") => 1_000_000,
        (Units::Redis, "g") => 1_000_000_000,
        _ => return None,
    };
    number.checked_mul(factor)
}

/// The setting that says most, with what it needs: for the help of a missing limit.
pub fn suggested_limit(file: FileId, at: &ServiceAt<'_>) -> Option<(String, u64)> {
    let settings = of_service(file, at);
    let setting = settings.iter().find(|setting| setting.comfortable_limit().is_some())?;
    Some((setting.text.clone(), setting.comfortable_limit()?))
}

/// The settings of a service that do not fit below its limit, with the limit.
pub fn too_large<'s, 'a>(
    file: FileId,
    at: &'s ServiceAt<'a>,
    is_stack: bool,
) -> Vec<(HeapSetting, &'s Value<'a>, u64)> {
    let Some((value, limit)) = Memory::of(at.service, is_stack).effective_limit() else { return Vec::new() };
    of_service(file, at)
        .into_iter()
        .filter(|setting| !setting.fits(limit))
        .map(|setting| (setting, value, limit))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(runtime: Runtime, text: &str) -> Option<(Amount, String)> {
        scan(runtime, text).known().map(|found| (found.amount, found.text))
    }

    const MB: u64 = 1 << 20;

    #[test]
    fn the_last_heap_flag_wins_and_a_size_wins_over_a_share() {
        assert_eq!(found(Runtime::Jvm, "-Xms64m -Xmx512m"), Some((Amount::Bytes(512 * MB), "-Xmx512m".into())));
        assert_eq!(
            found(Runtime::Jvm, "-Xmx1g -XX:MaxHeapSize=256M"),
            Some((Amount::Bytes(256 * MB), "-XX:MaxHeapSize=256M".into()))
        );
        assert_eq!(
            found(Runtime::Jvm, "-Xmx1g -XX:MaxRAMPercentage=95"),
            Some((Amount::Bytes(1024 * MB), "-Xmx1g".into()))
        );
        assert_eq!(
            found(Runtime::Jvm, "-XX:MaxRAMPercentage=95.0"),
            Some((Amount::Percent(95.0), "-XX:MaxRAMPercentage=95.0".into()))
        );
        assert_eq!(found(Runtime::Jvm, "-Xss1m -jar app.jar"), None);
    }

    #[test]
    fn a_variable_after_a_flag_may_override_it_and_one_before_not() {
        assert_eq!(found(Runtime::Jvm, "-Xmx512m $EXTRA"), None);
        assert_eq!(found(Runtime::Jvm, "$EXTRA -Xmx512m"), Some((Amount::Bytes(512 * MB), "-Xmx512m".into())));
        assert_eq!(found(Runtime::Jvm, "-Xmx512m -Dhome=${HOME}"), Some((Amount::Bytes(512 * MB), "-Xmx512m".into())));
        assert_eq!(found(Runtime::Jvm, "-Xmx${HEAP}"), None);
        assert_eq!(
            found(Runtime::Jvm, "-Xmx${HEAP:-512m}"),
            Some((Amount::Bytes(512 * MB), "-Xmx${HEAP:-512m}".into()))
        );
    }

    #[test]
    fn node_counts_in_mebibytes() {
        assert_eq!(found(Runtime::Node, "--max-old-space-size=4096").unwrap().0, Amount::Bytes(4096 * MB));
        assert_eq!(
            found(Runtime::Node, "node --max_old_space_size 256 a.js"),
            Some((Amount::Bytes(256 * MB), "--max_old_space_size 256".into()))
        );
    }

    #[test]
    fn go_wants_its_units_exactly() {
        assert_eq!(found(Runtime::Go, "512MiB").unwrap().0, Amount::Bytes(512 * MB));
        assert_eq!(found(Runtime::Go, "512m"), None);
        assert_eq!(found(Runtime::Go, "off"), None);
    }

    #[test]
    fn redis_has_two_kinds_of_units_and_zero_is_no_limit() {
        assert_eq!(
            found(Runtime::Redis, "redis-server --maxmemory 256mb --maxmemory-policy allkeys-lru"),
            Some((Amount::Bytes(256 * MB), "--maxmemory 256mb".into()))
        );
        assert_eq!(found(Runtime::Redis, "redis-server --maxmemory 2m").unwrap().0, Amount::Bytes(2_000_000));
        assert_eq!(found(Runtime::Redis, "redis-server --maxmemory 0"), None);
    }

    #[test]
    fn a_heap_needs_room_beside_it() {
        let setting = |amount| HeapSetting {
            runtime: Runtime::Jvm,
            amount,
            text: String::new(),
            file: FileId(0),
            span: Span::empty(0),
        };
        let heap = setting(Amount::Bytes(512 * MB));
        assert_eq!([400, 512, 560, 569, 768].map(|limit| heap.fits(limit * MB)), [false, false, false, true, true]);
        assert_eq!([75.0, 90.0, 100.0].map(|share| setting(Amount::Percent(share)).fits(MB)), [true, false, false]);
    }
}
