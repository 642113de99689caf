//! The grammar of Dockerfiles, fact by fact.

use plimsoll_core::dockerfile::{Case, Dockerfile, Exec, HealthcheckKind, Instruction, Keyword, parse};
use plimsoll_core::know::{Know, Why};

/// A file with one stage and this line.
fn stage(line: &str) -> Dockerfile {
    parse(format!("FROM a\n{line}").into())
}

fn last(file: &Dockerfile) -> Instruction<'_> {
    file.instructions().last().unwrap()
}

fn words(text: &str) -> Vec<String> {
    last(&stage(text)).words().map(|word| word.raw().to_owned()).collect()
}

#[test]
fn what_the_build_accepts_has_no_errors() {
    let accepted = [
        "FROM a\r\nRUN b\r\n",
        "  FROM a",
        "\tRUN x",
        "# c\nRUN x",
        "  # c\nRUN x",
        "\n\nRUN x",
        "run x",
        "RUN x \\",
        "RUN x \\ \t\n y",
        "RUN x \\\n\n y",
        "RUN x \\\n# c\n y",
        "\\\nRUN x",
        "RUN # x",
        "RUN",
        "CMD",
        "ENTRYPOINT",
        "ENTRYPOINT []",
        "CMD [\"a\"",
        "RUN ['a']",
        "ADD [\"a\" b",
        "ENV a b",
        "ENV a=b c=d",
        "LABEL a=b",
        "ARG a b=c",
        "ARG --x a",
        "USER a b",
        "WORKDIR /a b",
        "STOPSIGNAL 9",
        "MAINTAINER me",
        "EXPOSE 80 81",
        "VOLUME /a",
        "VOLUME [\"/a\"]",
        "SHELL [\"a\"]",
        "HEALTHCHECK NONE",
        "HEALTHCHECK cmd x",
        "HEALTHCHECK --interval=1m30s --timeout=0 --retries=0 CMD [\"x\"]",
        "COPY --link a b",
        "COPY --link=FALSE a b",
        "COPY --exclude=a --exclude=b x y",
        "ADD --unpack --keep-git-dir=true a b",
        "RUN -- --x",
        "RUN --network=none x",
        "RUN --mount=type=cache,target=/x --mount=target=/y,ro x",
        "RUN --mount=TYPE=CACHE,Target=/x x",
        "RUN --mount=type=secret,id=a,env=B,required x",
        "ONBUILD RUN x",
        "ONBUILD FOO x",
        "ONBUILD COPY a",
        "FROM a AS b-1_c.d",
        "FROM a as b",
        "RUN <<A\nA",
        "COPY <<A /b\nA",
        "RUN [\"x\", \"<<A\"]",
        "CMD <<A",
        "RUN <<<A",
    ];
    for line in accepted {
        let file = stage(line);
        assert!(file.errors().is_empty(), "{line:?}: {:?}", file.errors());
    }
}

#[test]
fn what_the_build_refuses_has_one_error_with_a_place() {
    let refused = [
        ("BOGUS x", "BOGUS"),
        ("ENV", "ENV"),
        ("ENV a", "a"),
        ("ENV a=b c", "c"),
        ("ENV =b", "=b"),
        ("ARG =b", "=b"),
        ("LABEL", "LABEL"),
        ("ARG", "ARG"),
        ("EXPOSE", "EXPOSE"),
        ("VOLUME", "VOLUME"),
        ("VOLUME [\"\"]", "\"\""),
        ("ONBUILD", "ONBUILD"),
        ("HEALTHCHECK", "HEALTHCHECK"),
        ("HEALTHCHECK CMD", "HEALTHCHECK CMD"),
        ("HEALTHCHECK MAYBE x", "MAYBE"),
        ("HEALTHCHECK NONE x", "x"),
        ("HEALTHCHECK --interval=x CMD y", "x"),
        ("HEALTHCHECK --interval=1us CMD y", "1us"),
        ("HEALTHCHECK --retries=-1 CMD y", "-1"),
        ("SHELL", "SHELL"),
        ("SHELL bash", "bash"),
        ("SHELL []", "SHELL []"),
        ("USER", "USER"),
        ("WORKDIR", "WORKDIR"),
        ("STOPSIGNAL", "STOPSIGNAL"),
        ("MAINTAINER", "MAINTAINER"),
        ("COPY a", "COPY a"),
        ("ADD [\"a\"]", "ADD [\"a\"]"),
        ("CMD [1]", "1"),
        ("FROM", "FROM"),
        ("FROM a b", "a b"),
        ("FROM a OF b", "a OF b"),
        ("FROM a AS 1b", "1b"),
        ("USER --x a", "--x"),
        ("COPY --form=a b c", "--form=a"),
        ("COPY --from b c", "--from"),
        ("COPY --from=a --from=b c d", "--from=b"),
        ("COPY --link= a b", "--link="),
        ("RUN --network=x y", "x"),
        ("RUN --security=x y", "x"),
        ("RUN --mount=type=x y", "x"),
        ("RUN --mount=foo=x y", "foo=x"),
        ("RUN --mount=z y", "z"),
        ("RUN --mount=type=secret y", "--mount=type=secret"),
        ("RUN --mount=from=$a,target=/x y", "$a"),
        ("ONBUILD ONBUILD RUN x", "ONBUILD"),
        ("ONBUILD FROM x", "FROM"),
        ("ONBUILD ENV a", "a"),
        ("RUN <<A", "<<A"),
        ("COPY a <<A\nA", "<<A"),
    ];
    for (line, place) in refused {
        let file = stage(line);
        let [error] = file.errors() else { panic!("{line:?}: {:?}", file.errors()) };
        assert_eq!(error.span.of(file.text()), place, "{line:?}: {}", error.message);
    }
}

#[test]
fn a_byte_order_mark_is_no_part_of_the_first_word() {
    let file = parse("\u{feff}# escape=`\nFROM a".into());
    assert!(file.errors().is_empty());
    assert_eq!(file.escape(), '`');
}

#[test]
fn a_file_needs_a_stage() {
    for text in ["", "# c", "ARG a", "RUN a", "RUN a\nFROM b"] {
        assert_eq!(parse(text.into()).errors().len(), 1, "{text:?}");
    }
}

#[test]
fn a_very_long_line_is_refused() {
    assert_eq!(stage(&format!("RUN {}", "x".repeat(65_532))).errors().len(), 1);
    assert!(stage(&format!("RUN {}", "x".repeat(65_000))).errors().is_empty());
}

#[test]
fn the_first_other_line_ends_the_directives() {
    let names = |text: &str| parse(text.into()).directives().map(|found| found.name.to_owned()).collect::<Vec<_>>();
    assert_eq!(names("# syntax = a\n#ESCAPE=`\n# check=x\nFROM a"), ["syntax", "ESCAPE", "check"]);
    assert_eq!(names("\n# syntax=a\nFROM a"), [""; 0]);
    assert_eq!(names("# hello\n# syntax=a\nFROM a"), [""; 0]);
    assert_eq!(names("# sintax=a\n# escape=`\nFROM a"), [""; 0]);
    assert_eq!(parse("# escape=`\n# escape=`\nFROM a".into()).errors().len(), 1);
    assert_eq!(parse("# escape=x\nFROM a".into()).errors().len(), 1);
}

#[test]
fn the_escape_directive_changes_continuations() {
    let file = parse("# escape=`\r\nFROM a\r\nRUN b `\r\n c\r\nUSER d\\\r\n".into());
    assert_eq!(file.escape(), '`');
    assert_eq!(
        file.instructions().map(Instruction::keyword).collect::<Vec<_>>(),
        [Keyword::From, Keyword::Run, Keyword::User]
    );
}

#[test]
fn an_escaped_escape_does_not_continue() {
    assert_eq!(stage("RUN a\\\\\nRUN b").instructions().count(), 3);
    assert_eq!(stage("RUN a\\\nRUN b").instructions().count(), 2);
}

#[test]
fn words_are_split_in_the_style_of_the_instruction() {
    assert_eq!(words("EXPOSE 80  81"), ["80", "81"]);
    assert_eq!(words("COPY \"a b\" c"), ["\"a", "b\"", "c"]);
    assert_eq!(words("ENV a=\"b c\" d='e f' g=h\\ i"), ["a=\"b c\"", "d='e f'", "g=h\\ i"]);
    assert_eq!(words("ENV a b  c"), ["a", "b  c"]);
    assert_eq!(words("USER a b"), ["a b"]);
    assert_eq!(words("RUN a b"), [""; 0]);
    assert_eq!(words("ARG a b='c d'"), ["a", "b='c d'"]);
}

#[test]
fn a_word_may_span_lines() {
    let file = stage("ENV aa=b\\\n# c=d\n\ne f=g");
    let pairs: Vec<_> =
        last(&file).as_env().unwrap().pairs().map(|pair| pair.value.unwrap().cooked().into_owned()).collect();
    assert_eq!(pairs, ["be", "g"]);
}

#[test]
fn heredocs_end_at_their_name() {
    let file = stage("RUN a <<-\"E 1\" && b 3<<F\n\tx\n\tE 1\ny\n F\nF\nUSER z");
    let run = file.instructions().nth(1).unwrap();
    let found: Vec<_> = run.heredocs().map(|doc| (doc.name(), doc.body(), doc.expand(), doc.strip_tabs())).collect();
    assert_eq!(found, [("E 1", "\tx\n", false, true), ("F", "y\n F\n", true, false)]);
    assert_eq!(run.span().of(file.text()), "RUN a <<-\"E 1\" && b 3<<F\n\tx\n\tE 1\ny\n F\nF");
    assert_eq!(run.head_span().of(file.text()), "RUN a <<-\"E 1\" && b 3<<F");
    assert_eq!(last(&file).keyword(), Keyword::User);
}

#[test]
fn a_partly_quoted_heredoc_name_is_known_without_quotes() {
    let file = stage("RUN <<E\"O\"F\nx\nEOF\n");
    assert_eq!(last(&file).heredocs().next().unwrap().name(), "EOF");
}

#[test]
fn shell_text_keeps_its_length() {
    for (escape, line, expected) in [
        ("", "RUN a\\\nb", "a\\\nb"),
        ("", "RUN a \\  \r\n  # c\n\n b", "a    \\\n    \\\n  b"),
        ("# escape=`\n", "RUN a`\r\nb", "a \\\nb"),
    ] {
        let file = parse(format!("{escape}FROM a\n{line}").into());
        let Exec::Shell(text) = last(&file).as_run().unwrap().exec() else { panic!("no text") };
        assert_eq!(text.text(), expected, "{line:?}");
        assert_eq!(text.text().len(), text.span().len() as usize);
    }
}

#[test]
fn json_strings_are_decoded_with_a_map() {
    let file = stage("CMD [\"a\\tb\", \\\n \"\\u00e9\\ud83d\\ude00\", \"\"]");
    let Exec::Json(args) = last(&file).as_cmd().unwrap().exec() else { panic!("no JSON") };
    let values: Vec<_> = args.items().map(|item| item.value().into_owned()).collect();
    assert_eq!(values, ["a\tb", "é😀", ""]);
    let first = args.items().next().unwrap();
    assert_eq!(first.map().span(plimsoll_core::span::Span::new(1, 2)).of(file.text()), "\\t");
}

#[test]
fn text_that_is_not_quite_json_says_why() {
    for (line, why) in [
        ("CMD ['a']", "JSON strings need double quotes"),
        ("CMD [\"a\",]", "there is a comma too many before `]`"),
        ("CMD [\"a\"] b", "there is text after the closing `]`"),
        ("CMD [\"a\"", "the closing `]` is missing"),
    ] {
        let file = stage(line);
        assert_eq!(last(&file).failed_json_reason().map(|found| found.0), Some(why), "{line}");
    }
}

#[test]
fn only_an_empty_comment_begins_a_new_block() {
    let above = |text: &str| {
        let file = parse(text.into());
        let from = file.instructions().next().unwrap();
        from.comments_above().map(|comment| comment.text().trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(above("# a\n\n# b\nFROM x"), ["a", "b"]);
    assert_eq!(above("# a\n#\n# b\nFROM x"), ["b"]);
    assert_eq!(above("# syntax=a\n# b\nFROM x"), ["b"]);
}

#[test]
fn an_onbuild_holds_an_instruction() {
    let file = stage("ONBUILD COPY --chown=1 <<A /b\nx\nA\nUSER c");
    let onbuild = file.instructions().nth(1).unwrap();
    let inner = onbuild.as_onbuild().unwrap().inner().unwrap();
    assert_eq!((inner.keyword(), inner.parent()), (Keyword::Copy, Some(onbuild)));
    assert_eq!(inner.as_copy().unwrap().sources().next().unwrap().cooked(), "A");
    assert_eq!(file.instructions().count(), 3);
}

#[test]
fn mount_fields_have_aliases() {
    let file = stage("RUN --mount=type=Cache,dst=/x,ro,\\\nsrc=y z");
    let mount = last(&file).as_run().unwrap().mounts().next().unwrap();
    assert_eq!(mount.kind(), "cache");
    assert_eq!(mount.get("target").unwrap().value, "/x");
    assert_eq!(mount.get("source").unwrap().value, "y");
    assert!(mount.get("readonly").unwrap().bare);
}

#[test]
fn stages_are_found_by_name_in_any_case() {
    let file = parse("ARG g\nFROM a AS One\nRUN x\nFROM b AS one\nFROM one".into());
    assert_eq!(file.stage_by_name("ONE", 2).unwrap().index(), 1);
    assert_eq!(file.stage_by_name("ONE", 1).unwrap().index(), 0);
    assert_eq!(file.stage(0).unwrap().instructions().count(), 1);
    assert_eq!(file.global_args().count(), 1);
    assert_eq!(file.instructions().next().unwrap().stage(), None);
}

#[test]
fn a_healthcheck_has_a_command() {
    let file = stage("HEALTHCHECK --retries=2 CMD curl x");
    let HealthcheckKind::Cmd(Exec::Shell(text)) = last(&file).as_healthcheck().unwrap().kind() else {
        panic!("no text")
    };
    assert_eq!(text.raw(), "curl x");
}

fn expand(word: &str) -> Know<String> {
    let file = stage(&format!("USER {word}"));
    let lookup = |name: &str| match name {
        "V" => Know::Known("value".to_owned()),
        "P" => Know::Known("a/b/c.tar.gz".to_owned()),
        "E" => Know::Known(String::new()),
        "U" => Know::Unknown(Why::Runtime),
        _ => Know::Absent,
    };
    last(&file).as_user().unwrap().value().unwrap().expand(&lookup)
}

#[test]
fn words_expand_as_the_build_does() {
    let table = [
        ("x$V", "xvalue"),
        ("${V}x", "valuex"),
        ("$N", ""),
        ("${N:-d}", "d"),
        ("${N-d}", "d"),
        ("${E:-d}", "d"),
        ("${E-d}", ""),
        ("${V:-d}", "value"),
        ("${V:+a}", "a"),
        ("${E:+a}", ""),
        ("${E+a}", "a"),
        ("${N+a}", ""),
        ("${N:-${V}y}", "valuey"),
        ("${N:-${M:-'q'}}", "q"),
        ("${V?no}", "value"),
        ("${V+${U:-x}", "<bad>"),
        ("'$V'", "$V"),
        ("\"$V\"", "value"),
        ("\\$V", "$V"),
        ("\"\\$V\"", "$V"),
        ("\"a\\b\"", "a\\b"),
        ("a\\b", "ab"),
        ("$", "$"),
        ("a$", "a$"),
        ("$ b", "$ b"),
        ("${P#*/}", "b/c.tar.gz"),
        ("${P##*/}", "c.tar.gz"),
        ("${P%.*}", "a/b/c.tar"),
        ("${P%%.*}", "a/b/c"),
        ("${P#?}", "/b/c.tar.gz"),
        ("${P/\\//-}", "a-b/c.tar.gz"),
        ("${P//\\//-}", "a-b-c.tar.gz"),
        ("${V+x}", "x"),
        ("${}", "<bad>"),
        ("${V:#x}", "<bad>"),
        ("$U", "<unknown>"),
        ("${U:-x}", "<unknown>"),
        ("${V:-$U}", "value"),
        ("${N?no}", "<N>"),
        ("${V", "<bad>"),
        ("$1x", "x"),
    ];
    for (word, expected) in table {
        let found = match expand(word) {
            Know::Known(value) => value,
            Know::Absent => "<absent>".to_owned(),
            Know::Unknown(Why::SyntaxError) => "<bad>".to_owned(),
            Know::Unknown(Why::Variable(name)) => format!("<{name}>"),
            Know::Unknown(_) => "<unknown>".to_owned(),
        };
        assert_eq!(found, expected, "{word}");
    }
}

#[test]
fn nested_variables_are_seen() {
    let file = stage("USER ${A:-${B}$C}\"$D\"'$E'\\$F");
    let value = last(&file).as_user().unwrap().value().unwrap();
    assert_eq!(value.variables().map(|var| var.name).collect::<Vec<_>>(), ["A", "B", "C", "D"]);
    assert!(!value.is_literal());
}

#[test]
fn the_case_of_most_keywords_is_the_files() {
    for (text, expected) in [
        ("from a\nrun x\nRUN y", Case::Lower),
        ("from a\nRUN x", Case::Upper),
        ("arg A\narg B\nFROM a\nRun x", Case::Upper),
        ("ARG A\nARG B\nfrom a\nonbuild RUN x\nBOGUS\nBOGUS", Case::Lower),
        ("", Case::Upper),
    ] {
        assert_eq!(parse(text.into()).keyword_case(), expected, "{text}");
    }
    assert_eq!([Case::of("RUN"), Case::of("run"), Case::of("Run")], [Some(Case::Upper), Some(Case::Lower), None]);
}

#[test]
fn what_a_later_one_replaces_is_told_with_the_next() {
    let file = parse("FROM a\nCMD 1\nRUN x\nCMD 2\nONBUILD CMD 3\nCMD 4\nFROM b\nCMD 5\n".into());
    let pairs = |stage: u32| -> Vec<String> {
        let replaced = file.stage(stage).unwrap().replaced(Keyword::Cmd);
        replaced.map(|(lost, next)| format!("{}-{}", lost.args_text(), next.args_text())).collect()
    };
    assert_eq!(pairs(0), ["1-2", "2-4"]);
    assert_eq!(pairs(1), [""; 0]);
}

#[test]
fn an_instruction_goes_with_its_lines_and_a_flag_with_its_blanks() {
    let text = "FROM  --platform=x \t a\r\n  CMD a \\\r\n  b\r\nCMD <<E\nCMD c";
    let file = parse(text.into());
    let lines: Vec<&str> = file.instructions().map(|instruction| instruction.lines_span().of(text)).collect();
    assert_eq!(lines, ["FROM  --platform=x \t a\r\n", "  CMD a \\\r\n  b\r\n", "CMD <<E\n", "CMD c"]);
    let flag = file.instruction(0).unwrap().flags().next().unwrap();
    assert_eq!(flag.span_with_blanks().of(text), "--platform=x \t ");
}

#[test]
fn errors_that_have_a_rule_of_their_own_have_a_kind() {
    use plimsoll_core::SyntaxErrorKind::{BeforeFrom, ForbiddenTrigger, Refused, UnknownInstruction};
    for (text, kinds) in [
        ("RUN a\nFROM a\n", &[BeforeFrom][..]),
        ("ARG A\n", &[BeforeFrom]),
        ("", &[BeforeFrom]),
        ("FROM a\nONBUILD FROM b\n", &[ForbiddenTrigger]),
        ("FROM a\nONBUILD CPOY b c\n", &[]),
        ("FROM a\nCPOY b c\n", &[UnknownInstruction]),
        ("FROM a\nCOPY b\n", &[Refused]),
    ] {
        let file = parse(text.into());
        let found: Vec<_> = file.errors().iter().map(|error| error.kind).collect();
        assert_eq!(found, kinds, "{text}");
    }
}

#[test]
fn single_quotes_hold_over_joined_lines() {
    let file = stage("ENV A='b \\\n  $C' D=$E");
    let names: Vec<&str> = last(&file).words().flat_map(|word| word.variables().map(|var| var.name)).collect();
    assert_eq!(names, ["E"]);
}
