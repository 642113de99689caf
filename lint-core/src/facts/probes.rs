//! What a health check calls, and what of that its image does not hold.

use super::{ImageName, StageFacts};
use crate::compose::{CommandLine, Service, Value};
use crate::cx::{Built, DockerfileCx, ServiceAt};
use crate::dockerfile::{Exec, HealthcheckKind, Instruction, InstructionView, Keyword, Stage};
use crate::images::{Image, Purpose, Shell, Tool};
use crate::know::Know;
use crate::shell::{self, Command, Continuations, Script, packages};
use crate::span::Span;

/// What a health check needs and does not find.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Missing {
    /// A shell, for a check that is a text.
    Shell(Span),
    /// A program for requests.
    Tool(&'static str, Span),
}

/// A health check's commands.
struct Probe {
    /// Whether a shell runs them, and where they stand.
    shell: Option<Span>,
    /// The programs that run in any case.
    certain: Vec<(&'static str, Span)>,
    /// All of them.
    all: Vec<&'static str>,
}

/// The programs that matter here.
const TOOLS: [&str; 2] = ["curl", "wget"];

/// Images of which the rows on programs hold for all their tags, besides those that one builds upon.
const STEADY: [&str; 16] = [
    "apache/kafka",
    "hashicorp/vault",
    "haproxy",
    "httpd",
    "memcached",
    "mongo",
    "nats",
    "portainer/portainer-ce",
    "postgres",
    "prom/alertmanager",
    "prom/node-exporter",
    "prom/prometheus",
    "rabbitmq",
    "redis",
    "registry",
    "valkey/valkey",
];

impl ServiceAt<'_> {
    /// What the service's check needs and its image surely lacks.
    pub fn missing_probe(&self) -> Option<Missing> {
        let service = self.service;
        let check = service.healthcheck.as_ref().filter(|check| !check.is_off())?;
        let probe = Probe::of_service(service, check.test.as_ref()?)?;
        let (image, facts) = match &self.built {
            Know::Known(built) => (built.stage.image.clone().known()?, built.stage.image_facts()?),
            _ => (self.image().known()?, self.image_facts()?),
        };
        let brings = |tool: &str| {
            let built = matches!(&self.built, Know::Known(built) if may_bring(built, tool));
            built || service_may_bring(service, tool)
        };
        probe.missing(&image, &facts, &brings)
    }
}

impl DockerfileCx<'_> {
    /// What a HEALTHCHECK needs and the image of its stage surely lacks.
    pub fn missing_probe(&self, instruction: Instruction<'_>) -> Option<Missing> {
        let InstructionView::Healthcheck(check) = instruction.view() else { return None };
        let HealthcheckKind::Cmd(exec) = check.kind() else { return None };
        let stage = self.stage_of(instruction)?;
        let probe = Probe::of_instruction(self, instruction, exec);
        let brings = |tool: &str| brought(self, stage, tool, Some(instruction.index()));
        probe.missing(&stage.image.clone().known()?, &stage.image_facts()?, &brings)
    }
}

impl Probe {
    fn new(shell: Option<Span>) -> Self {
        Self { shell, certain: Vec::new(), all: Vec::new() }
    }

    fn of_service(service: &Service<'_>, test: &CommandLine<'_>) -> Option<Self> {
        let place = |value: &Value<'_>| service.place(value.span, value.origin);
        match test {
            CommandLine::Null(_) => None,
            CommandLine::Text(text) => Some(Self::of_text(text, place(text), service)),
            CommandLine::List(words, _) => match words.first()?.known()? {
                "CMD-SHELL" => words.get(1).map(|text| Self::of_text(text, place(text), service)),
                "CMD" => {
                    let program = words.get(1)?;
                    let mut probe = Self::new(None);
                    probe.add(program.known()?, place(program), true);
                    // `sh -c "…"` is a shell by another way.
                    if let Some(text) = shell_argument(words.iter().skip(1).map(|word| word.raw)) {
                        let text = words.get(1 + text)?;
                        return Some(Self::of_text(text, place(program), service));
                    }
                    Some(probe)
                }
                _ => None,
            },
        }
    }

    fn of_text(text: &Value<'_>, shell: Span, service: &Service<'_>) -> Self {
        let mut probe = Self::new(Some(shell));
        let map = text.node.map();
        let script = shell::parse(text.raw.to_owned(), map, Continuations::Shell);
        probe.add_script(&script, &|span| service.place(span, text.origin));
        probe
    }

    fn of_instruction(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, exec: Exec<'_>) -> Self {
        let mut probe = Self::new(None);
        match exec {
            Exec::Json(args) => {
                if let Some(first) = args.items().next() {
                    probe.add(&first.value(), first.span(), true);
                    let words: Vec<String> = args.items().map(|item| item.value().into_owned()).collect();
                    probe.shell = shell_argument(words.iter().map(String::as_str)).map(|_| first.span());
                }
            }
            Exec::Shell(text) => probe.shell = Some(text.span()),
            Exec::Empty => {}
        }
        for script in cx.facts.scripts_of(instruction) {
            probe.add_script(&script.script, &|span| span);
        }
        probe
    }

    fn add_script(&mut self, script: &Script, place: &dyn Fn(Span) -> Span) {
        for command in script.commands() {
            let Some(name) = command.name_word() else { continue };
            let text = command.name().unwrap_or_default();
            let certain = !command.is_conditional() && !command.in_function();
            self.add(&text, place(name.span()), certain);
        }
    }

    fn add(&mut self, program: &str, span: Span, certain: bool) {
        let name = program.rsplit('/').next().unwrap_or(program);
        let Some(&tool) = TOOLS.iter().find(|tool| **tool == name) else { return };
        self.all.push(tool);
        if certain {
            self.certain.push((tool, span));
        }
    }

    fn missing(&self, image: &ImageName, facts: &Image, brings: &dyn Fn(&str) -> bool) -> Option<Missing> {
        if !is_steady(image, facts) {
            return None;
        }
        if let Some(span) = self.shell.filter(|_| facts.shell == Shell::None) {
            return (!brings("sh")).then_some(Missing::Shell(span));
        }
        let lacks = |tool: &str| lacks(facts, tool);
        // One that is there may stand in for the other.
        if self.all.iter().any(|tool| !lacks(tool)) {
            return None;
        }
        let &(tool, span) = self.certain.first()?;
        (!self.all.iter().any(|tool| brings(tool))).then_some(Missing::Tool(tool, span))
    }
}

/// The index of the script in `sh -c script`, counted from the program.
fn shell_argument<'w>(words: impl Iterator<Item = &'w str>) -> Option<usize> {
    let words: Vec<&str> = words.take(3).collect();
    let program = words.first()?.rsplit('/').next()?;
    let is_shell = ["sh", "bash", "ash", "dash"].contains(&program);
    let option = *words.get(1)?;
    (is_shell && option.starts_with('-') && option.ends_with('c') && words.len() == 3).then_some(2)
}

/// Whether the rows on the image's programs hold for this tag.
fn is_steady(image: &ImageName, facts: &Image) -> bool {
    let name = image.familiar.as_str();
    let base = facts.purpose == Purpose::Base && !name.starts_with("cgr.dev/");
    base || STEADY.contains(&name) || (name == "quay.io/keycloak/keycloak" && is_late_keycloak(image.tag.as_deref()))
}

/// Keycloak had curl before it moved to a smaller base.
fn is_late_keycloak(tag: Option<&str>) -> bool {
    let major = tag.unwrap_or("latest").split('.').next().unwrap_or("");
    major == "latest" || major.parse().is_ok_and(|major: u32| major >= 24)
}

fn lacks(facts: &Image, tool: &str) -> bool {
    let Some(tools) = facts.tools else { return false };
    match tool {
        "curl" => !tools.contains(&Tool::Curl),
        // busybox has a wget of its own.
        _ => facts.shell != Shell::Ash && !tools.contains(&Tool::Wget) && !tools.contains(&Tool::BusyboxWget),
    }
}

/// Whether a mount or the service's command may bring a program.
fn service_may_bring(service: &Service<'_>, tool: &str) -> bool {
    let mounted = ["/usr/bin", "/bin", "/usr/local/bin"]
        .iter()
        .any(|folder| service.covers(&format!("{folder}/{tool}"), false) != Know::Known(false));
    let says = |line: &CommandLine<'_>| match line {
        CommandLine::List(words, _) => words.iter().any(|word| word.raw.contains(tool)),
        CommandLine::Text(text) => text.raw.contains(tool),
        CommandLine::Null(_) => false,
    };
    mounted || [&service.entrypoint, &service.command].into_iter().flatten().any(says)
}

fn may_bring(built: &Built<'_>, tool: &str) -> bool {
    brought(&built.dockerfile, built.stage, tool, built.stage.healthcheck)
}

/// Whether some instruction of the stage, other than the check itself, may bring a program.
fn brought(cx: &DockerfileCx<'_>, stage: &StageFacts, tool: &str, check: Option<u32>) -> bool {
    let stages = stage.ancestors.iter().chain([&stage.index]);
    let mut instructions = stages.filter_map(|&index| cx.dockerfile.stage(index)).flat_map(Stage::instructions);
    instructions.any(|instruction| match instruction.keyword() {
        Keyword::Run => run_may_bring(cx, instruction, tool),
        Keyword::Copy | Keyword::Add => copy_may_bring(instruction, tool),
        _ => {
            Some(instruction.index()) != check
                && says(instruction, tool)
                && instruction.keyword() != Keyword::Healthcheck
        }
    })
}

fn says(instruction: Instruction<'_>, word: &str) -> bool {
    instruction.span().of(instruction.file().text()).contains(word)
        || instruction.heredocs().any(|heredoc| heredoc.text().0.contains(word))
}

/// Packages that bring a program for requests with them, by how their names begin.
const BRINGERS: [&str; 9] =
    ["google-chrome", "chromium", "texlive", "devscripts", "debootstrap", "lsb", "dkms", "task-", "ubuntu-"];

/// Programs that run what is written elsewhere.
const RUNNERS: [&str; 14] = [
    "make",
    "just",
    "task",
    "ansible-playbook",
    "ansible",
    "chef-client",
    "puppet",
    "salt-call",
    "nix",
    "nix-env",
    "source",
    ".",
    "unzip",
    "rsync",
];

fn run_may_bring(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, tool: &str) -> bool {
    let mut scripts = cx.facts.scripts_of(instruction).peekable();
    says(instruction, tool)
        || scripts.peek().is_none()
        || scripts.any(|script| script.script.commands().any(|command| command_may_bring(cx, instruction, command)))
}

fn command_may_bring(cx: &DockerfileCx<'_>, instruction: Instruction<'_>, command: Command<'_>) -> bool {
    let Some(name) = command.name() else { return command.name_word().is_some() };
    let raw = command.raw_name().unwrap_or_default();
    let is_script = raw.ends_with(".sh") || raw.starts_with("./") || raw.starts_with("/tmp");
    let is_shell = ["sh", "bash", "ash", "dash", "zsh"].contains(&name.as_ref()) && command.nested().is_none();
    if is_script || is_shell || RUNNERS.contains(&name.as_ref()) {
        return true;
    }
    let Some(action) = packages::action(command) else { return false };
    action.verb == packages::Verb::Install
        && !["pip", "npm", "yarn", "pnpm", "gem", "go", "cargo", "uv"].contains(&action.manager.name)
        && (action.packages.is_empty()
            || action.packages.iter().any(|package| {
                match package.expand(&|name| cx.facts.variable(instruction, name)) {
                    Know::Known(name) => BRINGERS.iter().any(|start| name.starts_with(start)) || name.contains('/'),
                    _ => true,
                }
            }))
}

/// Whether a copy may put a program where programs lie.
fn copy_may_bring(instruction: Instruction<'_>, tool: &str) -> bool {
    let (InstructionView::Copy(transfer) | InstructionView::Add(transfer)) = instruction.view() else { return true };
    let Some(destination) = transfer.destination() else { return true };
    let destination = destination.cooked();
    let trimmed = destination.trim_end_matches('/');
    let system = ["", "/usr", "/bin", "/sbin", "/opt"].contains(&trimmed)
        || ["/bin/", "/usr/", "/sbin/"].iter().any(|folder| destination.starts_with(folder))
            && trimmed.ends_with("bin")
        || destination.contains('$');
    says(instruction, tool) || (system && (transfer.from_flag().is_some() || trimmed.is_empty()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::FileId;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn missing(dockerfile: &str) -> Option<(String, String)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), dockerfile.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let check = cx.dockerfile.instructions().find(|at| at.keyword() == Keyword::Healthcheck).unwrap();
        let (what, span) = match cx.missing_probe(check)? {
            Missing::Shell(span) => ("shell", span),
            Missing::Tool(tool, span) => (tool, span),
        };
        assert_eq!(file, FileId(0));
        Some((what.to_owned(), span.of(dockerfile).to_owned()))
    }

    fn is_missing(dockerfile: &str) -> bool {
        missing(dockerfile).is_some()
    }

    #[test]
    fn a_slim_image_has_no_curl() {
        let found = missing("FROM node:24-slim\nHEALTHCHECK CMD curl -f http://localhost || exit 1\n");
        assert_eq!(found, Some(("curl".into(), "curl".into())));
        assert!(is_missing("FROM alpine:3.23\nHEALTHCHECK CMD [\"/usr/bin/curl\", \"-f\", \"http://localhost\"]\n"));
        assert!(!is_missing("FROM alpine:3.23\nHEALTHCHECK CMD wget -q --spider http://localhost\n"));
        assert!(!is_missing("FROM alpine:3.23\nHEALTHCHECK CMD curl x || wget -q x\n"));
        assert!(!is_missing("FROM node:24\nHEALTHCHECK CMD curl -f http://localhost\n"));
        assert!(!is_missing("FROM acme/base:1\nHEALTHCHECK CMD curl -f http://localhost\n"));
    }

    #[test]
    fn a_distroless_image_has_no_shell() {
        let found = missing("FROM gcr.io/distroless/static-debian12\nHEALTHCHECK CMD /app --check\n");
        assert_eq!(found.unwrap().0, "shell");
        assert!(!is_missing("FROM gcr.io/distroless/static-debian12\nHEALTHCHECK CMD [\"/app\", \"--check\"]\n"));
    }

    #[test]
    fn whatever_may_bring_it_does() {
        let with = |line: &str| is_missing(&format!("FROM python:3.13-slim\n{line}\nHEALTHCHECK CMD curl x\n"));
        for line in [
            "RUN apt-get update && apt-get install -y curl",
            "RUN apt-get install -y $PACKAGES",
            "RUN ./setup.sh",
            "RUN bash /tmp/install",
            "COPY --from=tools /usr/bin/ /usr/bin/",
            "COPY rootfs /",
            "COPY curl /opt/tools/",
            "RUN <<EOF\napt-get install -y curl\nEOF",
        ] {
            assert!(!with(line), "{line}");
        }
        for line in
            ["RUN apt-get install -y --no-install-recommends libpq5", "COPY . /app", "RUN pip install -r reqs.txt"]
        {
            assert!(with(line), "{line}");
        }
    }
}
