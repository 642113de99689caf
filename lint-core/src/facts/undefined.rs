//! Variables that nothing sets, as far as the files tell.

use super::Variables;
use super::base_environment::Environment;
use super::env::PLATFORM;
use crate::cx::DockerfileCx;
use crate::dockerfile::{Instruction, InstructionView, Keyword, Pair, Stage, VarOp, VarRef, Word};
use crate::shell::Dialect;
use crate::span::Span;
use std::collections::{HashMap, HashSet};

/// A variable that an instruction uses and that is not set there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UndefinedVariable {
    /// Its name.
    pub name: String,
    /// Where the instruction names it, without `$` and braces.
    pub uses: Vec<Span>,
    /// The instruction.
    pub instruction: u32,
    /// How we know.
    pub proof: Proof,
    /// The nearest name that is set there.
    pub near: Option<String>,
    /// Whether another pair of the same ENV sets it.
    pub set_beside: bool,
    /// The default of an ARG that is nothing but the ARG's own variable, with its `=`.
    pub own_default: Option<Span>,
}

/// How we know that no image below sets a variable either.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proof {
    /// Its ARG stands before the first FROM.
    GlobalArg(Span),
    /// Its ARG stands before the first FROM, and names the image of this stage, which we do not know: one that is chosen by
    /// its version may set a variable of that name.
    FromArg(Span),
    /// Its ARG stands further down in the stage.
    LaterArg(Span),
    /// Its ARG belongs to another stage.
    OtherStage(Span),
    /// It is an argument that the build defines, or that only builds define, and it is not declared.
    BuildArgument,
    /// It is a slip of the keyboard for a name that is set.
    Slip,
    /// This image sets no such variable.
    Image(String),
    /// The stage begins with nothing.
    Scratch,
}

/// Build arguments that need no ARG to be passed, but one to be read (Dockerfile reference, "Predefined ARGs").
pub(crate) const PROXIES: [&str; 10] = [
    "HTTP_PROXY",
    "http_proxy",
    "HTTPS_PROXY",
    "https_proxy",
    "FTP_PROXY",
    "ftp_proxy",
    "NO_PROXY",
    "no_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// How many names are compared with one another.
pub(super) const MAX_COMPARED: usize = 256;

/// What labels tell of the build itself, by convention from build arguments (label-schema.org).
const METADATA: [&str; 2] = ["BUILD_DATE", "VCS_REF"];

/// A variable, and whether the instruction itself sets it elsewhere.
struct Use<'a> {
    var: VarRef<'a>,
    beside: bool,
    own_default: Option<Span>,
}

/// Where ARG declares names.
#[derive(Default)]
struct Args<'a> {
    global: HashMap<&'a str, Span>,
    /// By stage.
    own: HashMap<(u32, &'a str), (u32, Span)>,
    /// In the first stage, and in the second.
    stages: HashMap<&'a str, [Option<(u32, Span)>; 2]>,
}

impl<'a> Args<'a> {
    fn of(variables: &'a Variables) -> Self {
        let mut args = Self::default();
        for (scope, name, instruction, span) in variables.first_args() {
            let Some(stage) = scope else {
                args.global.insert(name, span);
                continue;
            };
            args.own.insert((stage, name), (instruction, span));
            let [first, second] = args.stages.entry(name).or_default();
            match *first {
                Some((known, _)) if known < stage => {
                    if second.is_none_or(|(known, _)| known > stage) {
                        *second = Some((stage, span));
                    }
                }
                _ => {
                    *second = *first;
                    *first = Some((stage, span));
                }
            }
        }
        args
    }

    /// An ARG of another place than above the instruction.
    fn misplaced(&self, stage: u32, instruction: u32, name: &str) -> Option<Proof> {
        if let Some(&span) = self.global.get(name) {
            return Some(Proof::GlobalArg(span));
        }
        if let Some(&(_, span)) = self.own.get(&(stage, name)).filter(|&&(at, _)| at > instruction) {
            return Some(Proof::LaterArg(span));
        }
        let others = self.stages.get(name)?.iter().flatten();
        others.into_iter().find(|(other, _)| *other != stage).map(|&(_, span)| Proof::OtherStage(span))
    }
}

impl DockerfileCx<'_> {
    /// The variables that are surely not set where an instruction of a stage uses them. One that an unknown image may set
    /// is left out, and so is one with a default.
    pub fn undefined_variables(&self) -> Vec<UndefinedVariable> {
        let mut found: Vec<UndefinedVariable> = Vec::new();
        let variables = self.facts.variables();
        if variables.has_computed_names() {
            return found;
        }
        let args = Args::of(variables);
        let triggers = self.stages_with_triggers();
        let mut environments = HashMap::new();
        let mut compared = 0;
        for instruction in self.dockerfile.instructions().filter(|one| one.keyword() != Keyword::From) {
            let Some(stage) = instruction.stage().map(Stage::index) else { continue };
            let mut seen: HashMap<&str, Option<usize>> = HashMap::new();
            for used in uses(instruction) {
                let name = used.var.name;
                if let Some(known) = seen.get(name) {
                    if let Some(one) = known.and_then(|ix| found.get_mut(ix)) {
                        one.uses.push(used.var.name_span);
                    }
                    continue;
                }
                seen.insert(name, None);
                if name == "PATH" || variables.is_declared(stage, instruction.index(), name) {
                    continue;
                }
                let environment = environments.entry(stage).or_insert_with(|| self.environment_of(stage, &triggers));
                if environment.sets(name) {
                    continue;
                }
                // Names are compared with a few others, in a few places: a file of thousands is not written by hand.
                compared += 1;
                let visible =
                    if compared < MAX_COMPARED { variables.visible(stage, instruction.index()) } else { Vec::new() };
                let near = nearest_of(name, visible.into_iter().take(MAX_COMPARED).chain(environment.names()));
                let proof = match args.misplaced(stage, instruction.index(), name) {
                    Some(Proof::GlobalArg(span)) if environment.is_named_by(name) => Some(Proof::FromArg(span)),
                    Some(proof) => Some(proof),
                    None => self.proof_by_name(instruction, name, environment, near.as_deref()),
                };
                let Some(proof) = proof else { continue };
                seen.insert(name, Some(found.len()));
                found.push(UndefinedVariable {
                    name: name.to_owned(),
                    uses: vec![used.var.name_span],
                    instruction: instruction.index(),
                    proof,
                    near,
                    set_beside: used.beside,
                    own_default: used.own_default,
                });
            }
        }
        found
    }

    fn proof_by_name(
        &self,
        instruction: Instruction<'_>,
        name: &str,
        environment: &Environment,
        near: Option<&str>,
    ) -> Option<Proof> {
        let is_metadata = instruction.keyword() == Keyword::Label && METADATA.contains(&name);
        if PLATFORM.contains(&name) || PROXIES.contains(&name) || is_metadata {
            return Some(Proof::BuildArgument);
        }
        match environment {
            Environment::Scratch => Some(Proof::Scratch),
            Environment::Image(image, _) => Some(Proof::Image(image.clone())),
            Environment::Unknown(_) | Environment::Triggers(_) => {
                // Windows does not tell upper case from lower.
                let near = near.filter(|_| self.facts.dialect(instruction) == Dialect::Posix);
                near.filter(|near| is_slip(name, near)).map(|_| Proof::Slip)
            }
        }
    }
}

pub(super) fn pairs(instruction: Instruction<'_>) -> Vec<Pair<'_>> {
    match instruction.view() {
        InstructionView::Env(env) => env.pairs().collect(),
        InstructionView::Arg(arg) => arg.pairs().collect(),
        _ => Vec::new(),
    }
}

/// The variables that an instruction of a stage uses without a default.
fn uses(instruction: Instruction<'_>) -> Vec<Use<'_>> {
    let mut found = Vec::new();
    match instruction.keyword() {
        Keyword::Env => {
            let pairs = pairs(instruction);
            // The first place of each name and how many there are.
            let mut names: HashMap<String, (usize, usize)> = HashMap::new();
            for (ix, pair) in pairs.iter().enumerate() {
                names.entry(pair.key.cooked().into_owned()).or_insert((ix, 0)).1 += 1;
            }
            for (ix, pair) in pairs.iter().enumerate() {
                for var in pair.words().flat_map(Word::variables) {
                    let beside = names.get(var.name).is_some_and(|&(first, count)| first != ix || count > 1);
                    found.push(Use { var, beside, own_default: None });
                }
            }
        }
        Keyword::Arg => {
            // Arguments of one ARG are read in turn.
            let mut earlier: HashSet<String> = HashSet::new();
            for pair in pairs(instruction) {
                let name = pair.key.cooked().into_owned();
                let vars = pair.value.into_iter().flat_map(Word::variables);
                for var in vars.filter(|var| !earlier.contains(var.name)) {
                    let is_whole =
                        pair.value.is_some_and(|value| value.cooked() == var.span.of(instruction.file().text()));
                    let own_default =
                        (is_whole && var.name == name).then(|| Span::new(pair.key.span().end, pair.span.end));
                    found.push(Use { var, beside: false, own_default });
                }
                earlier.insert(name);
            }
        }
        _ => {
            let words = instruction.expanded_words().into_iter().flat_map(Word::variables);
            let bodies = instruction.heredoc_variables();
            found.extend(words.chain(bodies).map(|var| Use { var, beside: false, own_default: None }));
        }
    }
    found.retain(|used| needs_value(instruction, used.var));
    found
}

/// Whether nothing stands in for the value, and the variable is written on one line.
pub(super) fn needs_value(instruction: Instruction<'_>, var: VarRef<'_>) -> bool {
    let is_joined = instruction.gaps(Span::new(var.span.start, var.span.end + 1)).next().is_some();
    !is_joined && !matches!(var.op, VarOp::Default { .. } | VarOp::Alternate { .. } | VarOp::Bad)
}

pub(super) fn nearest_of<'n>(name: &str, names: impl IntoIterator<Item = &'n str>) -> Option<String> {
    crate::nearest(name, names.into_iter().filter(|other| *other != name)).map(str::to_owned)
}

/// Whether one name is surely meant as the other: two letters swapped, one too many or too few within a long name, or
/// another spelling of the same words. One letter for another may be a name of its own (`NB_UID`, `NB_GID`).
fn is_slip(name: &str, other: &str) -> bool {
    let plain = |text: &str| text.replace('_', "").to_ascii_lowercase();
    if name.len() > 3 && plain(name) == plain(other) {
        return true;
    }
    let (short, long) = if name.len() < other.len() { (name, other) } else { (other, name) };
    if short.len() < 6 || crate::distance(short, long) != 1 {
        return false;
    }
    if short.len() == long.len() {
        let sorted = |text: &str| {
            let mut letters: Vec<char> = text.chars().collect();
            letters.sort_unstable();
            letters
        };
        return sorted(short) == sorted(long);
    }
    // A plural or a number at the end makes another name.
    long.strip_prefix(short).is_none_or(|more| !more.ends_with(|c: char| matches!(c, 's' | 'S') || c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::path::RelPath;
    use crate::project::{File, Origin, Project};

    fn undefined(text: &str) -> Vec<(String, String)> {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        let found = cx.undefined_variables().into_iter();
        let proof = |proof: &Proof| format!("{proof:?}").split('(').next().unwrap().to_owned();
        found.map(|one| (one.name.clone(), proof(&one.proof))).collect()
    }

    fn in_stage(base: &str, lines: &str) -> Vec<(String, String)> {
        undefined(&format!("ARG OUTSIDE=1\nFROM {base}\n{lines}\n"))
    }

    fn pair(name: &str, proof: &str) -> Vec<(String, String)> {
        vec![(name.to_owned(), proof.to_owned())]
    }

    #[test]
    fn what_may_be_set_is_not_undefined() {
        for (base, lines) in [
            ("acme/base", "ENV A=$B"),
            ("acme/base", "ENV A=$B\nARG B2=1"),
            ("debian:13", "ENV A=${B:-x} C=${D+y} E=\\$F G='$H'"),
            ("debian:13", "ENV PATH=/x:$PATH"),
            ("debian:13", "ARG B\nENV A=$B"),
            ("debian:13", "ARG B=1 C=$B"),
            ("golang:1.25", "ENV A=$GOPATH"),
            ("debian:13", "RUN echo $B"),
            ("debian:13", "CMD echo $B"),
            ("debian:13", "ONBUILD ENV A=$B"),
            ("debian:13", "COPY <<'EOF' /x\n$B\nEOF"),
            ("debian:13", "COPY <<EOF /x\n\\$B\nEOF"),
            ("debian:13", "ENV A='x \\\n  $B'"),
            ("debian:13", "RUN <<EOF\n$B\nEOF"),
            ("debian:13", "ENV $OUTSIDE=1 B=$C"),
            ("golang:1.25-nanoserver", "ENV A=$B"),
        ] {
            assert_eq!(in_stage(base, lines), [], "{lines}");
        }
        assert_eq!(undefined("ARG B=debian\nFROM $B\nENV A=$C\n"), []);
        assert_eq!(undefined("FROM debian:13 AS a\nARG B\nFROM a\nENV A=$B\n"), []);
        assert_eq!(undefined("FROM debian:13 AS a\nONBUILD ARG B\nFROM a\nENV A=$B\n"), []);
    }

    #[test]
    fn each_proof_holds_below_its_image() {
        for (base, lines, name, proof) in [
            ("acme/base", "ENV A=$OUTSIDE", "OUTSIDE", "GlobalArg"),
            ("acme/base:$OUTSIDE", "ENV A=$OUTSIDE", "OUTSIDE", "FromArg"),
            ("debian:$OUTSIDE", "ENV A=$OUTSIDE", "OUTSIDE", "GlobalArg"),
            ("acme/base", "ENV A=$B\nARG B", "B", "LaterArg"),
            ("acme/base", "COPY x-$TARGETARCH /", "TARGETARCH", "BuildArgument"),
            ("acme/base", "LABEL a=$VCS_REF", "VCS_REF", "BuildArgument"),
            ("acme/base", "ARG APP_HOME\nWORKDIR $APP_HOEM", "APP_HOEM", "Slip"),
            ("acme/base", "ARG app_home\nWORKDIR $APP_HOME", "APP_HOME", "Slip"),
            ("debian:13", "WORKDIR $HOME", "HOME", "Image"),
            ("scratch", "USER $B", "B", "Scratch"),
            ("debian:13", "EXPOSE $B", "B", "Image"),
            ("debian:13", "COPY [\"a\", \"$B/x\"]", "B", "Image"),
            ("debian:13", "COPY <<EOF /x\n'$B'\nEOF", "B", "Image"),
            ("debian:13", "RUN --mount=type=cache,target=$B x", "B", "Image"),
            ("debian:13", "ENV A=1 C=$A", "A", "Image"),
            ("debian:13", "ARG A=$B B=1", "B", "Image"),
            ("debian:13", "ENV A=${B?x}", "B", "Image"),
            ("debian:13", "LABEL a=${X:-$B}", "B", "Image"),
        ] {
            assert_eq!(in_stage(base, lines), pair(name, proof), "{lines}");
        }
        assert_eq!(undefined("FROM a AS a\nARG B=1\nFROM acme/b\nENV A=$B\n"), pair("B", "OtherStage"));
    }

    #[test]
    fn slips_are_told_from_names_of_their_own() {
        for (name, other) in [("VERISON", "VERSION"), ("VERSON", "VERSION"), ("appHome", "APP_HOME")] {
            assert!(is_slip(name, other), "{name}");
        }
        for (name, other) in [("NB_GID", "NB_UID"), ("PLUGINS", "PLUGIN"), ("SERVER1", "SERVER"), ("HOST", "HOME")] {
            assert!(!is_slip(name, other), "{name}");
        }
    }
}
