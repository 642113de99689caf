//! What must hold for all rules together, on any input.

#![expect(clippy::format_collect, reason = "generators of test input read best as one expression")]

mod folders;

use folders::files_below;
use plimsoll_core::config::Settings;
use plimsoll_core::engine::{Options, Plan};
use plimsoll_core::fix::Applicability;
use plimsoll_core::fixer;
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Parsed, Project};
use plimsoll_core::registry::{Registry, RuleSet, Selection};
use plimsoll_core::render;
use plimsoll_core::report::Report;
use plimsoll_core::rule::Preset;
use plimsoll_core::testing;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

fn registry() -> Registry {
    Registry::new().with(plimsoll_rules::ALL)
}

fn all_rules() -> Settings {
    RuleSet::new(&registry(), &Selection { preset: Some(Preset::All), ..Selection::default() }).0.into()
}

fn lint(project: &Project) -> Report {
    plimsoll_core::engine::check(&project.link(), &all_rules(), &Options::default())
}

fn lint_one(path: &str, kind: FileKind, bytes: Vec<u8>) -> Report {
    let mut project = Project::new();
    project.insert(File::parse_as(RelPath::new(path), bytes, kind), Origin::Given);
    lint(&project)
}

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures")
}

/// Every case of the rules' fixtures, and each folder of the book and of the sample projects, as lists of files.
fn cases() -> Vec<(String, Vec<(String, String)>)> {
    let mut cases = Vec::new();
    let mut paths = Vec::new();
    files_below(&fixtures().join("rules"), &mut paths);
    for path in paths.into_iter().filter(|path| path.extension().is_some_and(|extension| extension == "txt")) {
        let text = fs::read_to_string(&path).unwrap();
        cases.push((path.display().to_string(), testing::split(&text, "Dockerfile")));
    }
    for root in ["book", "projects"] {
        for folder in
            fs::read_dir(fixtures().join(root)).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir())
        {
            let mut paths = Vec::new();
            files_below(&folder, &mut paths);
            let files = paths.iter().filter_map(|path| {
                let name = path.strip_prefix(&folder).ok()?.to_str()?.replace('\\', "/");
                Some((name, fs::read_to_string(path).ok()?))
            });
            cases.push((folder.display().to_string(), files.collect()));
        }
    }
    assert!(cases.len() > 60, "only {} cases", cases.len());
    cases
}

fn internal_errors(report: &Report) -> Vec<&str> {
    report.findings.iter().filter(|finding| finding.rule == "internal-error").map(|finding| &*finding.message).collect()
}

fn syntax_errors(project: &Project) -> usize {
    let errors = |file: &File| match file.parsed() {
        Parsed::Dockerfile(dockerfile) => dockerfile.errors().len(),
        Parsed::Compose(yaml) => yaml.errors().len(),
        _ => 0,
    };
    project.files().map(|(_, file)| errors(file)).sum()
}

fn texts(project: &Project) -> Vec<(String, String)> {
    project.files().map(|(_, file)| (file.path().to_string(), file.source().text().to_string())).collect()
}

#[test]
fn fixes_are_idempotent_and_add_no_syntax_error() {
    for (name, files) in cases() {
        let mut project = testing::project(&files);
        let before = syntax_errors(&project);
        let fixed = fixer::fix(&mut project, &all_rules(), &Options::default(), Applicability::Unsafe);
        assert_eq!(fixed.failed, Vec::<String>::new(), "{name}");
        assert!(syntax_errors(&project) <= before, "{name}");
        let once = texts(&project);
        let again = fixer::fix(&mut project, &all_rules(), &Options::default(), Applicability::Unsafe);
        assert_eq!((again.changed.len(), texts(&project)), (0, once), "{name}");
    }
}

#[test]
fn fixes_keep_line_ends_and_every_line_they_do_not_edit() {
    for (name, files) in cases() {
        let windows: Vec<(String, String)> =
            files.iter().map(|(path, text)| (path.clone(), text.replace("\r\n", "\n").replace('\n', "\r\n"))).collect();
        let mut project = testing::project(&windows);
        fixer::fix(&mut project, &all_rules(), &Options::default(), Applicability::Unsafe);
        for (path, text) in
            texts(&project).into_iter().filter(|(path, _)| windows.iter().any(|(known, _)| known == path))
        {
            let lone = text.replace("\r\n", "").contains('\n');
            assert!(
                !lone || windows.iter().any(|(_, text)| text.contains("dockerfile_inline")),
                "{name}: {path} mixes line ends:\n{text:?}"
            );
        }
    }
}

#[test]
fn safe_fixes_leave_what_they_do_not_touch() {
    for (name, files) in cases() {
        let project = testing::project(&files);
        for finding in lint(&project).findings {
            for fix in &finding.fixes {
                for edit in &fix.edits {
                    let file = project.file(edit.file).unwrap();
                    let length = file.source().text().len() as u32;
                    assert!(edit.span.start <= edit.span.end && edit.span.end <= length, "{name}: {finding:?}");
                    let old = edit.span.of(file.source().text());
                    assert!(old != edit.text, "{name}: an edit that changes nothing: {finding:?}");
                }
            }
        }
    }
}

#[test]
fn every_span_of_every_finding_is_a_piece_of_its_file() {
    for (name, files) in cases() {
        let project = testing::project(&files);
        for finding in lint(&project).findings {
            for label in std::iter::once(&finding.primary).chain(&finding.labels) {
                let text = project.file(label.file).unwrap().source().text();
                assert!(text.get(label.span.range()).is_some(), "{name}: {finding:?}");
            }
            assert!(!finding.message.ends_with('.') && !finding.message.is_empty(), "{name}: {}", finding.message);
        }
    }
}

#[test]
fn the_order_of_work_does_not_change_the_report() {
    let files: Vec<(String, String)> = cases()
        .into_iter()
        .enumerate()
        .flat_map(|(at, (_, files))| files.into_iter().map(move |(path, text)| (format!("{at}/{path}"), text)))
        .collect();
    let report_in_order = |files: &[(String, String)], reverse: bool| {
        let project = testing::project(files);
        let linked = project.link();
        let rules = all_rules();
        let plan = Plan::new(&linked, &rules, &Options::default());
        let mut units: Vec<usize> = (0..plan.units()).collect();
        if reverse {
            units.reverse();
        }
        let mut outcomes: Vec<_> = units.into_iter().map(|unit| (unit, plan.run(unit))).collect();
        outcomes.sort_by_key(|(unit, _)| *unit);
        let report = plan.finish(outcomes.into_iter().map(|(_, outcome)| outcome).collect());
        render::json(&report, &project, &registry())
    };
    let forwards = report_in_order(&files, false);
    assert_eq!(forwards, report_in_order(&files, true));
    let mut shuffled = files.clone();
    shuffled.reverse();
    assert_eq!(forwards, report_in_order(&shuffled, false));
}

#[test]
fn any_prefix_of_a_file_is_linted_without_a_failing_rule() {
    let mut done = 0;
    for (name, files) in cases().into_iter().rev() {
        let Some((path, text)) = files.into_iter().find(|(_, text)| (300..4000).contains(&text.len())) else {
            continue;
        };
        let kind = File::parse(RelPath::new(&path), text.clone().into_bytes()).kind();
        if kind == FileKind::Other {
            continue;
        }
        for end in 0..=text.len() {
            let report = lint_one(&path, kind, text.as_bytes()[..end].to_vec());
            assert_eq!(internal_errors(&report), Vec::<&str>::new(), "{name}, first {end} bytes");
        }
        done += 1;
        if done == 10 {
            return;
        }
    }
    panic!("only {done} files had a suitable size");
}

#[test]
fn random_bytes_are_survived() {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let words: [&str; 24] = [
        "FROM ",
        "RUN ",
        "\n",
        " \\\n",
        "<<EOF",
        "EOF\n",
        "services:\n",
        "  web:\n",
        "    image: ",
        "- ",
        "&a ",
        "*a",
        "<<: ",
        "[",
        "{",
        "\"",
        "'",
        "$(",
        "${X:-",
        "`",
        "|",
        "#",
        "\t",
        "ONBUILD ",
    ];
    for round in 0..400 {
        let mut bytes = Vec::new();
        for _ in 0..next() % 300 {
            if next() % 3 == 0 {
                bytes.push((next() % 256) as u8);
            } else {
                bytes.extend(words[(next() % 24) as usize].bytes());
            }
        }
        for (path, kind) in [("Dockerfile", FileKind::Dockerfile), ("compose.yaml", FileKind::Compose)] {
            let report = lint_one(path, kind, bytes.clone());
            assert_eq!(internal_errors(&report), Vec::<&str>::new(), "round {round}: {bytes:?}");
        }
    }
}

type Generator = (&'static str, FileKind, fn(usize) -> String);

/// Inputs that break careless parsers, by size.
const HOSTILE: &[Generator] = &[
    ("nested flow sequences", FileKind::Compose, |n| format!("services: {}", "[".repeat(n))),
    ("nested flow mappings", FileKind::Compose, |n| format!("services: {}", "{a: ".repeat(n))),
    ("nested block sequences", FileKind::Compose, |n| format!("services:\n  {}", "- ".repeat(n))),
    ("an alias bomb", FileKind::Compose, |n| {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for at in 1..n / 100 {
            let alias = format!("*a{},", at - 1).repeat(9);
            let _ = writeln!(text, "a{at}: &a{at} [{alias}]");
        }
        let _ = write!(text, "services:\n  web:\n    image: a\n    volumes: *a{}\n", n / 100 - 1);
        text
    }),
    ("a merge bomb", FileKind::Compose, |n| {
        let mut text = "a0: &a0 {image: x}\n".to_owned();
        for at in 1..n / 100 {
            let _ = writeln!(text, "a{at}: &a{at} {{<<: [*a{0}, *a{0}]}}", at - 1);
        }
        let _ = write!(text, "services:\n  web: {{<<: *a{}}}\n", n / 100 - 1);
        text
    }),
    ("many services", FileKind::Compose, |n| {
        let service = |at: usize| format!("  s{at}:\n    image: nginx:1\n    cap_drop: [ALL]\n    read_only: true\n");
        format!("services:\n{}", (0..n / 20).map(service).collect::<String>())
    }),
    ("many bare services", FileKind::Compose, |n| {
        format!("services:\n{}", (0..n / 20).map(|at| format!("  s{at}:\n    image: nginx:1\n")).collect::<String>())
    }),
    ("many inline builds", FileKind::Compose, |n| {
        let service = |at: usize| {
            format!("  s{at}:\n    build:\n      dockerfile_inline: |\n        FROM a:1\n        RUN useradd x\n")
        };
        format!("services:\n{}", (0..n / 50).map(service).collect::<String>())
    }),
    ("many keys that nobody knows", FileKind::Compose, |n| {
        format!(
            "services:\n  web:\n    image: a\n{}",
            (0..n).map(|at| format!("    prots{at}: [a]\n")).collect::<String>()
        )
    }),
    ("many values of the wrong type", FileKind::Compose, |n| {
        format!("services:\n  web:\n    image: a\n    command:\n{}", "      - 5\n".repeat(n))
    }),
    ("many services that merge one mapping", FileKind::Compose, |n| {
        let keys = (0..50).map(|at| format!("  prots{at}: x\n")).collect::<String>();
        let services = (0..n / 20).map(|at| format!("  s{at}: {{<<: *base}}\n")).collect::<String>();
        format!("x-base: &base\n  image: a\n{keys}services:\n{services}")
    }),
    ("many services in no order", FileKind::Compose, |n| {
        let count = n / 50;
        let service = |at: usize| {
            let (name, before) = (count - at, (count - at + 1).min(count));
            format!(
                "\n  # about it\n  s{name}: &s{name}\n    # more\n    ports: [81:81, 80:80]\n    image: \"a:1\" # dclint disable-line\n    x-other: *s{before}\n"
            )
        };
        let first = format!("services:\n  first: &s{count} {{image: a}}");
        format!("{first}{}", (1..count).map(service).collect::<String>())
    }),
    ("many heredocs", FileKind::Dockerfile, |n| format!("FROM a:1\n{}", "RUN <<EOF\necho hi\nEOF\n".repeat(n / 2))),
    ("heredocs on one line", FileKind::Dockerfile, |n| format!("FROM a:1\nRUN cat {}\n", "<<A ".repeat(n / 10))),
    ("many ENV lines", FileKind::Dockerfile, |n| {
        format!("FROM a:1\n{}", (0..n).map(|at| format!("ENV A{at}=$A{}\n", at.saturating_sub(1))).collect::<String>())
    }),
    ("a long continuation", FileKind::Dockerfile, |n| {
        format!("FROM a:1\nRUN true \\\n{} done\n", "  # x\n\n  && true \\\n".repeat(n / 2))
    }),
    ("many stages", FileKind::Dockerfile, |n| {
        format!(
            "FROM a:1 AS s0\n{}",
            (1..n / 50).map(|at| format!("FROM s{} AS s{at}\nUSER u{at}\n", at - 1)).collect::<String>()
        )
    }),
    ("nested subshells", FileKind::Dockerfile, |n| format!("FROM a:1\nRUN {}\n", "(".repeat(n / 2))),
    ("nested substitutions", FileKind::Dockerfile, |n| format!("FROM a:1\nRUN echo {}\n", "$(".repeat(n / 4))),
    ("nested ifs", FileKind::Dockerfile, |n| format!("FROM a:1\nRUN <<EOF\n{}\nEOF\n", "if true; then\n".repeat(n))),
    ("many commands", FileKind::Dockerfile, |n| {
        format!("FROM a:1\nRUN <<EOF\n{}\nEOF\n", "useradd a && apt-get upgrade\n".repeat(n / 4))
    }),
    ("many pipes", FileKind::Dockerfile, |n| format!("FROM a:1\nRUN a{}\n", " | b || c $(d | e)".repeat(n / 10))),
    ("many steps", FileKind::Dockerfile, |n| {
        let step = "RUN sudo a && cd /b && curl c | sh && wget d && sh -c 'e | f'\nRUN g\nCOPY h /i/\n";
        format!("FROM a:1\n{}", step.repeat(n / 50))
    }),
    ("nested defaults", FileKind::Dockerfile, |n| format!("FROM a:1\nENV X={}\n", "${A:-".repeat(n / 10))),
    ("nested interpolation", FileKind::Compose, |n| {
        format!("services:\n  web:\n    image: \"{}\"\n", "${A:-".repeat(n / 10))
    }),
    ("many ignore comments", FileKind::Dockerfile, |n| {
        format!("FROM a:1\n{}", "# plimsoll: ignore[json-args]\nRUN true\n".repeat(n / 20))
    }),
];

#[test]
fn hostile_input_is_survived_in_linear_time() {
    let time = |kind: FileKind, text: &str| {
        let run = || {
            let start = Instant::now();
            let path = if kind == FileKind::Compose { "compose.yaml" } else { "Dockerfile" };
            let report = lint_one(path, kind, text.as_bytes().to_vec());
            (start.elapsed(), internal_errors(&report).len())
        };
        let runs = [run(), run()];
        assert_eq!(runs[0].1, 0);
        runs[0].0.min(runs[1].0)
    };
    let mut slow = Vec::new();
    for (name, kind, make) in HOSTILE {
        let grows = || {
            let (small, large) = (time(*kind, &make(5_000)), time(*kind, &make(20_000)));
            // Four times the input: linear is 4, quadratic 16; small times say nothing on a shared machine.
            let ratio = large.as_secs_f64() / small.as_secs_f64().max(0.002);
            let is_slow = ratio > 10.0 && large > Duration::from_millis(200);
            is_slow.then(|| format!("{name}: {small:?} grew to {large:?}"))
        };
        // What is quadratic is so each time; what another process held up is not.
        slow.extend(grows().and_then(|_| grows()).and_then(|_| grows()));
    }
    assert!(slow.is_empty(), "{slow:#?}");
}

#[test]
fn hostile_input_of_the_largest_size_ends() {
    for (name, kind, make) in HOSTILE {
        let text = make(100_000);
        let start = Instant::now();
        let path = if *kind == FileKind::Compose { "compose.yaml" } else { "Dockerfile" };
        let report = lint_one(path, *kind, text.clone().into_bytes());
        assert_eq!(internal_errors(&report), Vec::<&str>::new(), "{name}");
        println!("{name}: {} kB, {:?}, {} findings", text.len() / 1000, start.elapsed(), report.findings.len());
    }
}
