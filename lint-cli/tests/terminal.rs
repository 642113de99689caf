//! What people see, whole: reports made by hand, shown on terminals of several kinds.

#![allow(clippy::needless_raw_string_hashes, reason = "snapbox writes the snapshots")]

use plimsoll::terminal::{Look, last_line, statistics, text};
use plimsoll_core::diagnostic::{Diagnostic, FileId, Label, Severity};
use plimsoll_core::fix::{Applicability, Edit, Fix};
use plimsoll_core::path::RelPath;
use plimsoll_core::project::{File, FileKind, Origin, Project, kind_of};
use plimsoll_core::registry::Registry;
use plimsoll_core::render::View;
use plimsoll_core::report::{FileSummary, Report};
use plimsoll_core::span::Span;
use snapbox::{assert_data_eq, prelude::IntoData as _, str};

macro_rules! rule {
    ($module:ident, $id:literal, $severity:ident, $posture:literal) => {
        mod $module {
            use plimsoll_core::rule::Check;
            plimsoll_core::declare_rule! {
                /// Why.
                pub static RULE = {
                    id: $id, summary: "Do the better thing", category: Clarity, severity: $severity, since: "0.1.0",
                    presets: [Recommended], aliases: [], posture: $posture,
                }
                Check::Engine
            }
        }
    };
}
rule!(plain, "add-local-file", Warning, false);
rule!(read_only, "read-only-root", Info, true);
rule!(capabilities, "drop-capabilities", Warning, true);
rule!(privileges, "no-new-privileges", Info, true);

const UNICODE: Look = Look { unicode: true, ..Look::PLAIN };

struct Sample {
    project: Project,
    report: Report,
    registry: Registry,
}

impl Sample {
    fn new(files: &[(&str, &str)]) -> Self {
        let mut project = Project::new();
        let mut report = Report::default();
        for (path, text) in files {
            let kind = kind_of(path, text).unwrap_or(FileKind::Other);
            let file =
                project.insert(File::parse_as(RelPath::new(path), text.as_bytes().to_vec(), kind), Origin::Given);
            report.files.push(FileSummary { file, kind });
            report.summary.files += 1;
            match kind {
                FileKind::Dockerfile => report.summary.dockerfiles += 1,
                FileKind::Compose => report.summary.compose_files += 1,
                FileKind::Config | FileKind::Other => {}
            }
        }
        let rules = [&plain::RULE, &read_only::RULE, &capabilities::RULE, &privileges::RULE];
        Self { project, report, registry: Registry::new().with(&rules) }
    }

    /// The first place of `needle` in a file.
    fn label(&self, file: u32, needle: &str, text: &str) -> Label {
        let file = FileId(file);
        let start =
            self.project.file(file).and_then(|file| file.source().text().find(needle)).expect("the needle") as u32;
        Label { file, span: Span::new(start, start + needle.len() as u32), text: text.to_owned() }
    }

    fn add(&mut self, rule: &'static str, primary: Label, message: &str) -> &mut Diagnostic {
        let severity = self.registry.get(rule).map_or(Severity::Error, |rule| rule.meta.severity);
        self.report.findings.push(Diagnostic::new(rule, severity, primary, message));
        self.report.findings.last_mut().expect("just pushed")
    }

    fn view(&mut self) -> View<'_> {
        let summary = &mut self.report.summary;
        (summary.error, summary.warning, summary.info, summary.style) = (0, 0, 0, 0);
        (summary.fixable, summary.fixable_unsafe) = (0, 0);
        self.report.findings.iter().for_each(|finding| summary.count(finding));
        View::new(&self.report, &self.project, &self.registry)
    }

    fn shown(&mut self, look: Look) -> String {
        text(&self.view(), &look, None)
    }
}

fn fix(applicability: Applicability, title: &str) -> Fix {
    let edits = vec![Edit { file: FileId(0), span: Span::new(0, 1), text: String::new() }];
    Fix { title: title.to_owned(), applicability, edits }
}

fn add_local_file() -> Sample {
    let mut sample = Sample::new(&[("api/Dockerfile", "FROM alpine:3.20\nADD app.py /app/\nCMD [\"/app/app.py\"]\n")]);
    let label = sample.label(0, "ADD", "");
    let finding = sample.add("add-local-file", label, "`ADD` copies a plain local file");
    finding.help = Some("use `COPY`: it neither fetches nor unpacks".into());
    finding.fixes.push(fix(Applicability::Safe, "Replace `ADD` with `COPY`"));
    sample
}

#[test]
fn a_finding_shows_what_where_and_what_to_do() {
    assert_data_eq!(
        add_local_file().shown(UNICODE),
        str![[r#"
warning[add-local-file]: `ADD` copies a plain local file
   ╭─[api/Dockerfile:2:1]
 1 │ FROM alpine:3.20
 2 │ ADD app.py /app/
   · ───
 3 │ CMD ["/app/app.py"]
   ╰────
  help: use `COPY`: it neither fetches nor unpacks
  fix:  Replace `ADD` with `COPY` (safe, run with --fix)

1 warning in 1 file (1 fixable with --fix)

"#]]
        .raw()
    );
}

#[test]
fn a_dumb_terminal_gets_ascii() {
    let shown = add_local_file().shown(Look::PLAIN);
    assert!(shown.is_ascii());
    assert_data_eq!(
        shown,
        str![[r#"
warning[add-local-file]: `ADD` copies a plain local file
   ,-[api/Dockerfile:2:1]
 1 | FROM alpine:3.20
 2 | ADD app.py /app/
   : ^^^
 3 | CMD ["/app/app.py"]
   `----
  help: use `COPY`: it neither fetches nor unpacks
  fix:  Replace `ADD` with `COPY` (safe, run with --fix)

1 warning in 1 file (1 fixable with --fix)

"#]]
        .raw()
    );
}

#[test]
fn colour_and_links_are_there_for_terminals_that_have_them() {
    let look = Look { color: true, links: true, ..UNICODE };
    let shown = add_local_file().shown(look).replace('\u{1b}', "<ESC>");
    assert_data_eq!(shown, str![[r#"
<ESC>[1;33mwarning<ESC>[0m[<ESC>]8;;https://plimsoll-lint.github.io/rules/add-local-file<ESC>\add-local-file<ESC>]8;;<ESC>\]: <ESC>[1m`ADD` copies a plain local file<ESC>[0m
   ╭─[<ESC>[36;1;4mapi/Dockerfile:2:1<ESC>[0m]
 <ESC>[2m1<ESC>[0m │ FROM alpine:3.20
 <ESC>[2m2<ESC>[0m │ ADD app.py /app/
   · <ESC>[33m───<ESC>[0m
 <ESC>[2m3<ESC>[0m │ CMD ["/app/app.py"]
   ╰────
  <ESC>[36mhelp:<ESC>[0m use `COPY`: it neither fetches nor unpacks
  <ESC>[36mfix:<ESC>[0m  Replace `ADD` with `COPY` (safe, run with --fix)

<ESC>[1;33m1 warning<ESC>[0m in 1 file (1 fixable with --fix)

"#]].raw());
}

#[test]
fn labels_of_the_same_file_and_of_others_are_shown() {
    let dockerfile = "FROM node:22 AS build\nRUN npm ci\n\nFROM nginx:1.27\nCOPY --from=build /app /srv\nEXPOSE 8080\n";
    let compose = "services:\n  web:\n    build:\n      context: .\n    ports:\n      - \"80:80\"\n";
    let mut sample = Sample::new(&[("Dockerfile", dockerfile), ("compose.yaml", compose)]);
    let primary = sample.label(1, "80:80", "nothing listens on 80");
    let service = sample.label(1, "web", "this service");
    let expose = sample.label(0, "EXPOSE 8080", "the image says 8080");
    let stage = sample.label(0, "nginx:1.27", "the stage that is built");
    let finding =
        sample.add("port-mismatch", primary, "service `web` publishes port 80, but its image exposes 8080 only");
    finding.labels.extend([service, stage, expose]);
    finding.help = Some("publish `80:8080`, or `EXPOSE 80` and listen there".into());
    finding.fixes.push(fix(Applicability::Unsafe, "Publish `80:8080`"));
    finding.fixes.push(fix(Applicability::DisplayOnly, "Listen on port 80"));
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
error[port-mismatch]: service `web` publishes port 80, but its image exposes
  8080 only
   ╭─[compose.yaml:6:10]
 5 │     ports:
 6 │       - "80:80"
   ·          ──┬──
   ·            ╰── nothing listens on 80
   ╰────
   ╭─[compose.yaml:2:3]
 2 │   web:
   ·   ─┬─
   ·    ╰── this service
   ╰────
   ╭─[Dockerfile:4:6]
 4 │ FROM nginx:1.27
   ·      ─────┬────
   ·           ╰── the stage that is built
   ╰────
   ╭─[Dockerfile:6:1]
 6 │ EXPOSE 8080
   · ─────┬─────
   ·      ╰── the image says 8080
   ╰────
  help: publish `80:8080`, or `EXPOSE 80` and listen there
  fix:  Publish `80:8080` (unsafe, run with --fix --unsafe-fixes)
  or:   Listen on port 80 (by hand: it needs a value that only you know)

1 error in 1 of 2 files (1 fixable with --unsafe-fixes)

"#]]
        .raw()
    );
    assert_data_eq!(
        sample.shown(Look::PLAIN),
        str![[r#"
error[port-mismatch]: service `web` publishes port 80, but its image exposes
  8080 only
   ,-[compose.yaml:6:10]
 5 |     ports:
 6 |       - "80:80"
   :          ^^|^^
   :            `-- nothing listens on 80
   `----
   ,-[compose.yaml:2:3]
 2 |   web:
   :   ^|^
   :    `-- this service
   `----
   ,-[Dockerfile:4:6]
 4 | FROM nginx:1.27
   :      ^^^^^|^^^^
   :           `-- the stage that is built
   `----
   ,-[Dockerfile:6:1]
 6 | EXPOSE 8080
   : ^^^^^|^^^^^
   :      `-- the image says 8080
   `----
  help: publish `80:8080`, or `EXPOSE 80` and listen there
  fix:  Publish `80:8080` (unsafe, run with --fix --unsafe-fixes)
  or:   Listen on port 80 (by hand: it needs a value that only you know)

1 error in 1 of 2 files (1 fixable with --unsafe-fixes)

"#]]
        .raw()
    );
}

#[test]
fn a_span_over_a_few_lines_is_drawn_and_a_long_one_is_marked_where_it_begins() {
    let short = "FROM alpine:3.20\nRUN apk add \\\n    curl \\\n    jq\nUSER app\n";
    let mut sample = Sample::new(&[("Dockerfile", short)]);
    let label = sample.label(0, "RUN apk add \\\n    curl \\\n    jq", "three lines");
    sample.add("add-local-file", label, "short");
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
warning[add-local-file]: short
   ╭─[Dockerfile:2:1]
 1 │     FROM alpine:3.20
 2 │ ╭─▶ RUN apk add \
 3 │ │       curl \
 4 │ ├─▶     jq
   · ╰──── three lines
 5 │     USER app
   ╰────

1 warning in 1 file

"#]]
        .raw()
    );

    let run = format!("RUN echo start \\\n{}    && echo end", "    && echo more \\\n".repeat(30));
    let mut sample = Sample::new(&[("Dockerfile", &format!("FROM a\n{run}\n"))]);
    let label = sample.label(0, &run, "all this");
    sample.add("add-local-file", label, "long");
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
warning[add-local-file]: long
   ╭─[Dockerfile:2:1]
 1 │ FROM a
 2 │ RUN echo start \
   · ────────┬───────
   ·         ╰── all this (goes on to line 33)
 3 │     && echo more \
   ╰────

1 warning in 1 file

"#]]
        .raw()
    );
}

#[test]
fn a_very_long_line_is_cut_around_the_span() {
    let line = format!("RUN {}curl -k https://example.com{}", "echo äöü && ".repeat(200), " && true".repeat(200));
    let mut sample = Sample::new(&[("Dockerfile", &format!("FROM a\n{line}\n"))]);
    let label = sample.label(0, "-k", "no check of the certificate");
    sample.add("add-local-file", label, "`curl -k` trusts anyone");
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
warning[add-local-file]: `curl -k` trusts anyone
   ╭─[Dockerfile:2:2410]
 2 │ o äöü && echo äöü && curl -k https://example.com && true &&
   ·                           ─┬
   ·                            ╰── no check of the certificate
   ╰────

1 warning in 1 file

"#]]
        .raw()
    );
}

#[test]
fn what_a_service_lacks_is_one_block() {
    let compose = "services:\n  web:\n    image: nginx:1.27\n  db:\n    image: postgres:17\n";
    let mut sample = Sample::new(&[("compose.yaml", compose)]);
    let web = sample.label(0, "web", "");
    let db = sample.label(0, "db", "");
    let image = sample.label(0, "nginx:1.27", "");
    let lacks = [
        (
            "drop-capabilities",
            "service `web` keeps all capabilities",
            "add `cap_drop: [ALL]` and give back what nginx needs: `CHOWN`, `SETGID`, `SETUID`",
        ),
        ("no-new-privileges", "`web` may gain privileges", "add `security_opt: [\"no-new-privileges:true\"]`"),
        (
            "read-only-root",
            "has a writable root file system",
            "add `read_only: true` and a `tmpfs` for `/var/cache/nginx` and `/run`",
        ),
    ];
    for (rule, message, help) in lacks {
        let finding = sample.add(rule, web.clone(), message);
        finding.help = Some(help.to_owned());
        finding
            .fixes
            .push(fix(if rule == "no-new-privileges" { Applicability::Safe } else { Applicability::Unsafe }, "Add it"));
    }
    sample.add("add-local-file", image, "something else of the same service");
    sample.add("read-only-root", db, "service `db` has a writable root file system").help =
        Some("add `read_only: true`".into());
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
warning: service `web` lacks 3 hardenings
   ╭─[compose.yaml:2:3]
 2 │   web:
   ·   ───
   ╰────
  drop-capabilities  keeps all capabilities: add `cap_drop: [ALL]` and give back
                     what nginx needs: `CHOWN`, `SETGID`, `SETUID`
  no-new-privileges  may gain privileges: add `security_opt:
                     ["no-new-privileges:true"]`
  read-only-root     has a writable root file system: add `read_only: true` and
                     a `tmpfs` for `/var/cache/nginx` and `/run`
  fix:  1 safe, run with --fix; 2 unsafe, run with --fix --unsafe-fixes

warning[add-local-file]: something else of the same service
   ╭─[compose.yaml:3:12]
 2 │   web:
 3 │     image: nginx:1.27
   ·            ──────────
 4 │   db:
   ╰────

info[read-only-root]: service `db` has a writable root file system
   ╭─[compose.yaml:4:3]
 3 │     image: nginx:1.27
 4 │   db:
   ·   ──
 5 │     image: postgres:17
   ╰────
  help: add `read_only: true`

2 warnings, 3 info in 1 file (1 fixable with --fix, 2 more with --unsafe-fixes)

"#]]
        .raw()
    );
    assert_data_eq!(
        sample.shown(Look::PLAIN),
        str![[r#"
warning: service `web` lacks 3 hardenings
   ,-[compose.yaml:2:3]
 2 |   web:
   :   ^^^
   `----
  drop-capabilities  keeps all capabilities: add `cap_drop: [ALL]` and give back
                     what nginx needs: `CHOWN`, `SETGID`, `SETUID`
  no-new-privileges  may gain privileges: add `security_opt:
                     ["no-new-privileges:true"]`
  read-only-root     has a writable root file system: add `read_only: true` and
                     a `tmpfs` for `/var/cache/nginx` and `/run`
  fix:  1 safe, run with --fix; 2 unsafe, run with --fix --unsafe-fixes

warning[add-local-file]: something else of the same service
   ,-[compose.yaml:3:12]
 2 |   web:
 3 |     image: nginx:1.27
   :            ^^^^^^^^^^
 4 |   db:
   `----

info[read-only-root]: service `db` has a writable root file system
   ,-[compose.yaml:4:3]
 3 |     image: nginx:1.27
 4 |   db:
   :   ^^
 5 |     image: postgres:17
   `----
  help: add `read_only: true`

2 warnings, 3 info in 1 file (1 fixable with --fix, 2 more with --unsafe-fixes)

"#]]
        .raw()
    );
}

#[test]
fn a_clean_run_says_what_it_read() {
    let mut sample = Sample::new(&[("Dockerfile", "FROM a\n"), ("compose.yaml", "services:\n  a: {}\n")]);
    sample.report.summary.suppressed = 1;
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
No findings in 2 files (1 Dockerfile, 1 Compose file; 1 ignored inline)

"#]]
        .raw()
    );
}

#[test]
fn places_without_a_line_to_show_are_named() {
    let mut sample = Sample::new(&[("empty/Dockerfile", ""), ("end/Dockerfile", "FROM a\n")]);
    sample.add(
        "add-local-file",
        Label { file: FileId(0), span: Span::empty(0), text: String::new() },
        "the file is empty",
    );
    sample.add(
        "add-local-file",
        Label { file: FileId(1), span: Span::empty(7), text: String::new() },
        "no `CMD` follows",
    );
    sample.add(
        "add-local-file",
        Label { file: FileId(1), span: Span::new(900, 950), text: String::new() },
        "past the end",
    );
    assert_data_eq!(
        sample.shown(UNICODE),
        str![[r#"
warning[add-local-file]: the file is empty
  --> empty/Dockerfile:1:1

warning[add-local-file]: no `CMD` follows
  --> end/Dockerfile:2:1

warning[add-local-file]: past the end
  --> end/Dockerfile:2:1

3 warnings in 2 files

"#]]
        .raw()
    );
}

#[test]
fn control_characters_of_a_file_do_not_reach_the_terminal() {
    let mut sample =
        Sample::new(&[("Dockerfile", "FROM a\r\nRUN\techo '\u{1b}[31mred' # \u{202e}x\r\nRUN 日本 x\r\n")]);
    let label = sample.label(0, "red", "");
    sample.add("add-local-file", label, "says \u{1b}]0;title\u{7} and\nmore");
    let wide = sample.label(0, "x\r", "here").span;
    sample.add(
        "add-local-file",
        Label { file: FileId(0), span: Span::new(wide.start, wide.start + 1), text: "here".into() },
        "wide",
    );
    let shown = sample.shown(UNICODE);
    assert!(!shown.contains(|c: char| c.is_control() && c != '\n'), "{shown:?}");
    assert_data_eq!(
        shown,
        str![[r#"
warning[add-local-file]: says �]0;title� and more
   ╭─[Dockerfile:2:16]
 1 │ FROM a
 2 │ RUN echo '?[31mred' # �x
   ·                ───
 3 │ RUN 日本 x
   ╰────

warning[add-local-file]: wide
   ╭─[Dockerfile:2:24]
 1 │ FROM a
 2 │ RUN echo '?[31mred' # �x
   ·                        ┬
   ·                        ╰── here
 3 │ RUN 日本 x
   ╰────

2 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn long_messages_wrap_at_the_terminals_width() {
    let mut sample = Sample::new(&[("Dockerfile", "FROM a\n")]);
    let label = sample.label(0, "FROM", "");
    let words = "this sentence is much longer than the terminal is wide and so it has to go on in the next line";
    let finding = sample.add("add-local-file", label, words);
    finding.help = Some(format!("{words}: `docker build --pull --no-cache .`"));
    let look = Look { width: 50, ..UNICODE };
    assert!(sample.shown(look).lines().all(|line| line.chars().count() <= 50));
    assert_data_eq!(
        sample.shown(look),
        str![[r#"
warning[add-local-file]: this sentence is much
  longer than the terminal is wide and so it has
  to go on in the next line
   ╭─[Dockerfile:1:1]
 1 │ FROM a
   · ────
   ╰────
  help: this sentence is much longer than the
        terminal is wide and so it has to go on in
        the next line:
        `docker build --pull --no-cache .`

1 warning in 1 file

"#]]
        .raw()
    );
}

#[test]
fn what_is_beyond_the_limit_is_counted() {
    let mut sample = Sample::new(&[("Dockerfile", "FROM a\n")]);
    for _ in 0..3 {
        let label = sample.label(0, "FROM", "");
        sample.add("add-local-file", label, "again");
    }
    assert_data_eq!(
        text(&sample.view(), &UNICODE, Some(1)),
        str![[r#"
warning[add-local-file]: again
   ╭─[Dockerfile:1:1]
 1 │ FROM a
   · ────
   ╰────

… and 2 more findings (--max-findings 0 shows all)

3 warnings in 1 file

"#]]
        .raw()
    );
}

#[test]
fn statistics_count_by_rule() {
    let mut sample = Sample::new(&[("Dockerfile", "FROM a\n")]);
    for rule in ["read-only-root", "add-local-file", "read-only-root"] {
        let label = sample.label(0, "FROM", "");
        sample.add(rule, label, "again");
    }
    let view = sample.view();
    assert_data_eq!(
        format!("{}{}", statistics(&view, &UNICODE), last_line(&view, &UNICODE)),
        str![[r#"
2  read-only-root  Do the better thing
1  add-local-file  Do the better thing

1 warning, 2 info in 1 file

"#]]
        .raw()
    );
}

#[test]
fn no_span_makes_the_drawing_fail() {
    let text = "FROM é\r\n\tRUN \u{1b}x\n\n日本\\\n # c\n\r\rz";
    for start in 0..=text.len() as u32 + 2 {
        for end in start..=text.len() as u32 + 2 {
            let mut sample = Sample::new(&[("Dockerfile", text)]);
            let primary = Label { file: FileId(0), span: Span::new(start, end), text: "a".into() };
            let other = Label { file: FileId(0), span: Span::new(end, end + 3), text: String::new() };
            sample.add("add-local-file", primary, "m").labels.push(other);
            assert!(sample.shown(UNICODE).contains("Dockerfile:"), "{start}..{end}");
        }
    }
}
