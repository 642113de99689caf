//! What is left, how it is found to be gone, and how a RUN gets one more command.

use super::*;
use crate::dockerfile::Keyword;
use crate::path::RelPath;
use crate::project::{File, Origin, Project};

fn with_run<T>(lines: &str, ask: impl Fn(&DockerfileCx<'_>, Instruction<'_>) -> T) -> T {
    let mut project = Project::new();
    let text = if lines.contains("FROM") { format!("{lines}\n") } else { format!("FROM debian:13\n{lines}\n") };
    let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.into()), Origin::Given);
    let linked = project.link();
    let cx = DockerfileCx::new(&linked, file).unwrap();
    let run = cx.dockerfile.instructions().filter(|instruction| instruction.keyword() == Keyword::Run).last().unwrap();
    ask(&cx, run)
}

/// The names of the commands whose leftovers stay, for the last RUN.
fn left(kind: CacheKind, lines: &str) -> Vec<String> {
    with_run(lines, |cx, run| {
        let left = cx.facts.leftover(run, kind);
        left.map_or_else(Vec::new, |left| left.fillers.iter().map(|filler| filler.name.clone()).collect())
    })
}

#[test]
fn only_what_comes_after_cleans() {
    for (lines, expected) in [
        ("RUN dnf install -y a", &["dnf install"][..]),
        ("RUN dnf install -y a && dnf clean all", &[]),
        ("RUN dnf clean all; dnf install -y a", &["dnf install"]),
        ("RUN dnf install -y a && dnf clean all && dnf -y up", &["dnf up"]),
        ("RUN sh -c 'dnf install -y a' && dnf clean all", &[]),
        ("RUN dnf install -y a && sh -c 'dnf clean all'", &[]),
        ("RUN dnf clean all && sh -c 'dnf install -y a'", &["dnf install"]),
        ("RUN f() { dnf clean all; }; dnf install -y a; f", &[]),
        ("RUN dnf install -y a && yum install -y b", &["dnf install", "yum install"]),
        ("RUN <<EOF\ndnf module install -y a\nEOF", &["dnf module install"]),
        ("RUN <<EOF bash\ndnf up\nEOF", &["dnf up"]),
        ("RUN bash -e <<EOF\ndnf in a\nEOF", &["dnf in"]),
    ] {
        assert_eq!(left(CacheKind::RpmMetadata, lines), expected, "{lines}");
    }
}

#[test]
fn variables_lead_to_folders() {
    for (lines, stays) in [
        ("RUN d=/var/lib/apt; apt-get update; rm -rf $d/lists/*", false),
        ("RUN export d=/var/lib/apt/lists; apt-get update; rm -rf \"$d\"", false),
        ("RUN d=/tmp; apt-get update; rm -rf $d/lists/*", true),
        ("RUN d=$(mktemp -d); apt-get update; rm -rf \"$d\"", true),
        ("RUN d=$(pwd); apt-get update; rm -rf \"$d\"", false),
        ("RUN apt-get update; rm -rf /usr/src/$NAME /tmp/$NAME", true),
        ("ENV LISTS=/var/lib/apt/lists/*\nRUN apt-get update; rm -rf $LISTS", false),
        ("ENV LISTS=/var/lib/apt/lists/*\nRUN apt-get update; rm -rf \"$LISTS\"", true),
        ("ARG AT=/var/lib/apt\nRUN --mount=type=cache,target=${AT}/lists apt-get update", false),
        ("ARG AT=/var/cache\nRUN --mount=type=cache,target=$AT/apt apt-get update", true),
        ("ARG AT\nRUN --mount=type=cache,target=$AT apt-get update", false),
        ("RUN --mount=type=cache,target=apt apt-get update", true),
        ("RUN --mount=type=secret,target=/var/lib/apt apt-get update", true),
    ] {
        assert_eq!(!left(CacheKind::AptLists, lines).is_empty(), stays, "{lines}");
    }
}

#[test]
fn values_do_not_grow_without_bound() {
    let doubling = "a=$a$a; ".repeat(60);
    let lines = format!("RUN a=/var/lib/apt; {doubling} apt-get update; rm -rf \"$a\"");
    assert!(left(CacheKind::AptLists, &lines).is_empty());
}

#[test]
fn settings_hold_in_the_stage_and_those_based_on_it() {
    for (lines, stays) in [
        ("RUN apt-get install a", false),
        ("RUN rm /etc/apt/apt.conf.d/docker-clean\nRUN apt-get install a", true),
        ("RUN apt-get install a && rm /etc/apt/apt.conf.d/docker-clean", false),
        ("FROM debian:13 AS a\nRUN mv /etc/apt/apt.conf.d/docker-clean /tmp\nFROM a\nRUN apt-get install a", true),
        ("FROM debian:13 AS a\nRUN rm /etc/apt/apt.conf.d/docker-clean\nFROM debian:13\nRUN apt-get install a", false),
    ] {
        assert_eq!(!left(CacheKind::AptPackages, lines).is_empty(), stays, "{lines}");
    }
}

#[test]
fn near_misses_are_told() {
    let why = |lines: &str| {
        with_run(lines, |cx, run| cx.facts.leftover(run, CacheKind::AptLists)?.near_miss.map(|miss| miss.why))
    };
    for (lines, expected) in [
        ("RUN apt-get update", None),
        ("RUN rm -rf /var/lib/apt/lists/* && apt-get update", Some(Miss::TooEarly)),
        ("RUN apt-get update && apt-get clean", Some(Miss::Part)),
        ("RUN apt-get clean && apt-get update", None),
        ("RUN apt-get update && rm -rf '/var/lib/apt/lists/*'", Some(Miss::Quoted)),
        ("RUN apt-get update && rm -rf /tmp/*", None),
    ] {
        assert_eq!(why(lines), expected, "{lines}");
    }
}

#[test]
fn a_run_gets_one_more_command_in_its_own_style() {
    let appended = |lines: &str| {
        with_run(lines, |cx, run| {
            let filler = cx.facts.leftover(run, CacheKind::RpmMetadata)?.fillers.first()?.clone();
            let (at, text) = cx.append_to_run(run, &filler, "dnf clean all")?;
            let (before, after) = cx.dockerfile.text().split_at(at as usize);
            Some(format!("{before}{text}{after}").trim_start_matches("FROM debian:13\n").trim_end().to_owned())
        })
    };
    for (lines, expected) in [
        ("RUN dnf up", Some("RUN dnf up && dnf clean all")),
        ("RUN dnf up;", Some("RUN dnf up && dnf clean all;")),
        ("RUN dnf up # now", Some("RUN dnf up && dnf clean all # now")),
        ("RUN a; dnf up", Some("RUN a; dnf up && dnf clean all")),
        ("RUN set -e; dnf up", Some("RUN set -e; dnf up; dnf clean all")),
        ("RUN a && \\\n  dnf up", Some("RUN a && \\\n  dnf up && \\\n  dnf clean all")),
        ("RUN a \\\n\t&& dnf up", Some("RUN a \\\n\t&& dnf up \\\n\t&& dnf clean all")),
        ("RUN a \\\n && b && dnf up", Some("RUN a \\\n && b && dnf up \\\n && dnf clean all")),
        ("RUN a && \\\n  # why\n  dnf up", Some("RUN a && \\\n  # why\n  dnf up && dnf clean all")),
        ("RUN a && \\\r\n  dnf up", Some("RUN a && \\\r\n  dnf up && \\\r\n  dnf clean all")),
        ("RUN sudo dnf up", Some("RUN sudo dnf up && sudo dnf clean all")),
        ("RUN <<EOF\nset -e\ndnf up\nEOF", Some("RUN <<EOF\nset -e\ndnf up\ndnf clean all\nEOF")),
        ("RUN <<EOF\ndnf up\nEOF", Some("RUN <<EOF\ndnf up && dnf clean all\nEOF")),
        ("RUN dnf up &", None),
        ("RUN sh -c 'dnf up'", None),
        ("RUN dnf up && cat <<EOF\nx\nEOF", None),
    ] {
        assert_eq!(appended(lines).as_deref(), expected, "{lines}");
    }
}

#[test]
fn later_installs_need_the_lists() {
    let used = |lines: &str| {
        with_run(lines, |cx, run| {
            let mut runs = run.file().instructions().filter(|other| other.keyword() == Keyword::Run);
            runs.next().map(|first| cx.facts.lists_used_after(first))
        })
    };
    for (lines, expected) in [
        ("RUN apt-get update", ListsUse::No),
        ("RUN apt-get update\nRUN apt-get install a", ListsUse::Yes),
        ("RUN apt-get update\nRUN apt-get update && apt-get install a", ListsUse::No),
        ("RUN apt-get update\nRUN apt-cache policy", ListsUse::Yes),
        ("RUN apt-get update\nRUN ./a.sh", ListsUse::Unknown),
        ("RUN apt-get update\nRUN bash -c 'apt-get install a'", ListsUse::Yes),
        ("RUN apt-get update\nRUN ls && rm a", ListsUse::No),
        ("FROM a AS a\nRUN apt-get update\nFROM a\nRUN apt-get install a", ListsUse::Yes),
        ("FROM a AS b\nRUN apt-get update\nFROM a\nRUN apt-get install a", ListsUse::No),
    ] {
        assert_eq!(used(lines), Some(expected), "{lines}");
    }
}
