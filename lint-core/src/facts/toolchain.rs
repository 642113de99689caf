//! Images that ship the compiler they were built with.

use super::{Base, ImageName, StageFacts, scripts};
use crate::cx::DockerfileCx;
use crate::dockerfile::{Exec, InstructionView};
use crate::shell::Command;
use crate::span::Span;

/// A compiler that ships with what it made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShippedCompiler {
    /// The command that compiles: `go build`.
    pub name: String,
    /// From the command's name to its verb.
    pub command: Span,
    /// The image that brings the compiler, as written.
    pub image: Span,
    /// The last COPY or ADD of the build context before the command: the sources.
    pub sources: Span,
}

/// The images that bring a compiler, and what is run to compile: the command, and the verbs one of which it needs.
struct Toolchain {
    images: &'static [&'static str],
    compile: &'static [(&'static str, &'static [&'static str])],
}

const JVM: &[(&str, &[&str])] = &[
    ("mvn", &["compile", "package", "verify", "install"]),
    ("mvnw", &["compile", "package", "verify", "install"]),
    ("gradle", GRADLE),
    ("gradlew", GRADLE),
    ("javac", &[]),
];
const GRADLE: &[&str] = &["build", "assemble", "jar", "bootJar", "shadowJar", "installDist", "war", "bootWar"];
const TOOLCHAINS: &[Toolchain] = &[
    Toolchain { images: &["golang"], compile: &[("go", &["build"])] },
    Toolchain { images: &["rust"], compile: &[("cargo", &["build"]), ("rustc", &[])] },
    Toolchain { images: &["gcc"], compile: &[("gcc", &[]), ("g++", &[]), ("cc", &[]), ("make", &[]), ("cmake", &[])] },
    Toolchain {
        images: &["maven", "gradle", "eclipse-temurin", "openjdk", "amazoncorretto", "ibm-semeru-runtimes"],
        compile: JVM,
    },
    Toolchain { images: &["mcr.microsoft.com/dotnet/sdk"], compile: &[("dotnet", &["build", "publish"])] },
    Toolchain { images: &["swift"], compile: &[("swift", &["build"])] },
    Toolchain {
        images: &["haskell"],
        compile: &[("stack", &["build", "install"]), ("cabal", &["build", "install"]), ("ghc", &[])],
    },
    Toolchain { images: &["dart"], compile: &[("dart", &["compile"])] },
    Toolchain { images: &["elixir"], compile: &[("mix", &["release"])] },
];

/// Programs that need the toolchain, wait for somebody, or watch the sources: the image is meant to have it.
const NOT_MADE_HERE: [&str; 34] = [
    "go",
    "cargo",
    "rustc",
    "rustup",
    "make",
    "cmake",
    "gcc",
    "g++",
    "mvn",
    "mvnw",
    "gradle",
    "gradlew",
    "swift",
    "stack",
    "cabal",
    "ghci",
    "dart",
    "mix",
    "iex",
    "sh",
    "bash",
    "ash",
    "zsh",
    "sleep",
    "tail",
    "air",
    "reflex",
    "watchexec",
    "cargo-watch",
    "CompileDaemon",
    "dlv",
    "gdb",
    "npm",
    "jshell",
];

impl DockerfileCx<'_> {
    /// The compiler that a file with a single stage ships: its image brings it, it compiles what was copied in, and the
    /// container starts something else, which surely needs no compiler.
    pub fn shipped_compiler(&self) -> Option<ShippedCompiler> {
        let mut stages = self.dockerfile.stages();
        let (stage, None) = (stages.next()?, stages.next()) else { return None };
        let facts = self.facts.stage(stage.index())?;
        let Base::Image(image) = &facts.base else { return None };
        let toolchain = toolchain(image)?;
        if self.is_for_development() || !self.starts_what_it_made(facts) {
            return None;
        }
        let mut sources = None;
        for instruction in stage.instructions() {
            match instruction.view() {
                InstructionView::Copy(transfer) | InstructionView::Add(transfer) if transfer.from_flag().is_none() => {
                    sources = Some(instruction.head_span());
                }
                InstructionView::Run(_) => {
                    let Some(sources) = sources else { continue };
                    let mut commands = self.facts.scripts_of(instruction).flat_map(|script| script.script.commands());
                    let Some((name, command)) = commands.find_map(|command| compiles(toolchain, command)) else {
                        continue;
                    };
                    let image = stage.from()?.image()?.span();
                    return Some(ShippedCompiler { name, command, image, sources });
                }
                _ => {}
            }
        }
        None
    }

    fn is_for_development(&self) -> bool {
        let path = self.linked.project().file(self.file).map_or("", |file| file.path().as_str());
        let name = path.rsplit('/').next().unwrap_or(path).to_ascii_lowercase();
        self.is_dev_container() || ["dev", "debug", "test", "build", "ci"].iter().any(|word| name.contains(word))
    }

    /// Whether the stage starts a program by name, and that one is no tool and no script.
    fn starts_what_it_made(&self, facts: &StageFacts) -> bool {
        let Some(program) = self.started_program(facts) else { return false };
        let base = program.rsplit('/').next().unwrap_or(&program);
        let is_tool = NOT_MADE_HERE.contains(&base) || (base == "dotnet" && !self.starts_assembly(facts));
        !is_tool && !scripts::is_script(&program) && !program.contains('$')
    }

    fn starts_assembly(&self, facts: &StageFacts) -> bool {
        let has_assembly =
            |exec: Exec<'_>| matches!(exec, Exec::Json(args) if args.items().any(|arg| arg.value().ends_with(".dll")));
        self.started(facts).any(has_assembly)
    }
}

fn toolchain(image: &ImageName) -> Option<&'static Toolchain> {
    let is_runtime = image.tag.as_deref().is_some_and(|tag| tag.contains("jre") || tag.contains("slim-run"));
    TOOLCHAINS.iter().find(|toolchain| !is_runtime && toolchain.images.contains(&image.familiar.as_str()))
}

/// The name of a command that compiles, and its place.
fn compiles(toolchain: &Toolchain, command: Command<'_>) -> Option<(String, Span)> {
    let name = command.name()?;
    let (_, verbs) = toolchain.compile.iter().find(|(tool, _)| *tool == name)?;
    let name_span = command.name_word()?.span();
    if verbs.is_empty() {
        let compiles =
            !command.args().any(|word| matches!(word.lossy().as_ref(), "--version" | "-v" | "-V" | "--help"));
        return compiles.then(|| (name.into_owned(), name_span));
    }
    let verb = command.args().find(|word| {
        let text = word.lossy();
        verbs.contains(&text.rsplit(':').next().unwrap_or(&text))
    })?;
    Some((format!("{name} {}", verb.lossy()), name_span.to(verb.span())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn shipped(text: &str) -> Option<String> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        DockerfileCx::new(&linked, file).unwrap().shipped_compiler().map(|found| found.name)
    }

    #[test]
    fn a_compiler_ships_with_its_program() {
        for (text, name) in [
            ("FROM golang:1.25\nCOPY . .\nRUN CGO_ENABLED=0 go build -o /app .\nCMD [\"/app\"]\n", "go build"),
            (
                "FROM rust:1\nADD . /s\nRUN cd /s && cargo build --release\nENTRYPOINT /s/target/release/app\n",
                "cargo build",
            ),
            ("FROM maven:3\nCOPY . .\nRUN mvn -q clean package\nCMD [\"java\", \"-jar\", \"x.jar\"]\n", "mvn package"),
            (
                "FROM gradle:9\nCOPY . .\nRUN ./gradlew :app:bootJar\nCMD [\"java\", \"-jar\", \"x.jar\"]\n",
                "gradlew :app:bootJar",
            ),
            (
                "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nRUN dotnet publish -o /o\nCMD [\"dotnet\", \"/o/a.dll\"]\n",
                "dotnet publish",
            ),
            ("FROM gcc:15\nCOPY a.c .\nRUN gcc -o a a.c\nCMD [\"./a\"]\n", "gcc"),
        ] {
            assert_eq!(shipped(text).as_deref(), Some(name), "{text}");
        }
    }

    #[test]
    fn it_is_not_sure() {
        for text in [
            "FROM golang:1.25 AS b\nCOPY . .\nRUN go build -o /app .\nFROM scratch\nCOPY --from=b /app /app\nCMD [\"/app\"]\n",
            "FROM golang:1.25\nCOPY . .\nRUN go build -o /app .\n",
            "FROM golang:1.25\nCOPY . .\nRUN go build -o /app .\nCMD [\"go\", \"test\", \"./...\"]\n",
            "FROM golang:1.25\nCOPY . .\nRUN go build -o /app .\nCMD [\"./entrypoint.sh\"]\n",
            "FROM golang:1.25\nCOPY . .\nRUN go install example.com/x@v1\nCMD [\"x\"]\n",
            "FROM golang:1.25\nRUN --mount=target=. go build -o /app .\nCMD [\"/app\"]\n",
            "FROM eclipse-temurin:21-jre\nCOPY . .\nRUN ./mvnw package\nCMD [\"java\", \"-jar\", \"x.jar\"]\n",
            "FROM mcr.microsoft.com/dotnet/sdk:9.0\nCOPY . .\nRUN dotnet build\nCMD [\"dotnet\", \"run\"]\n",
            "FROM acme/golang\nCOPY . .\nRUN go build -o /app .\nCMD [\"/app\"]\n",
            "FROM gcc:15\nCOPY a.c .\nRUN gcc --version\nCMD [\"./a\"]\n",
        ] {
            assert_eq!(shipped(text), None, "{text}");
        }
    }
}
