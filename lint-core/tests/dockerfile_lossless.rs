//! Nothing is lost and nothing panics, whatever the text.

use plimsoll_core::dockerfile::{
    Dockerfile, Exec, Flag, HealthcheckKind, Instruction, InstructionView, Keyword, Mount, PartKind, TileKind,
    ast_json, parse,
};
use plimsoll_core::know::Know;
use plimsoll_core::span::Span;

fn fixtures() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/parser");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "Dockerfile"))
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect();
    files.sort();
    assert!(files.len() >= 15);
    files
}

/// Tiles cover the text; every view can be asked for everything; every span fits.
fn check(text: &str) {
    let file = parse(text.into());
    let mut at = 0;
    for tile in file.tiles() {
        assert_eq!(tile.span.start, at, "a hole or an overlap in {text:?}: {:?}", file.tiles());
        assert!(!tile.span.is_empty(), "an empty tile in {text:?}");
        at = tile.span.end;
    }
    assert_eq!(at as usize, text.len(), "the end is missing in {text:?}");
    file.errors().iter().for_each(|error| fits(text, error.span));
    ast_json("x", &file);
    ask(&file);
}

fn fits(text: &str, span: Span) {
    assert!(text.get(span.range()).is_some(), "{span:?} does not fit {text:?}");
}

fn exec(text: &str, exec: Exec<'_>) {
    match exec {
        Exec::Shell(shell) => assert_eq!(shell.text().len(), shell.span().len() as usize, "{text:?}"),
        Exec::Json(args) => {
            for string in args.items() {
                fits(text, string.span());
                let value = string.value().len() as u32;
                fits(text, string.map().span(Span::new(0, value)));
            }
        }
        Exec::Empty => {}
    }
}

fn ask(file: &Dockerfile) {
    let text = file.text();
    let inner = file.instructions().filter_map(|instruction| instruction.as_onbuild()?.inner());
    for instruction in file.instructions().chain(inner) {
        fits(text, instruction.span());
        fits(text, instruction.head_span());
        fits(text, instruction.args_span());
        for flag in instruction.flags() {
            fits(text, flag.span());
            flag.cooked();
        }
        for word in instruction.words().chain(instruction.flags().filter_map(Flag::value)) {
            let mut at = word.span().start;
            for part in word.parts() {
                assert_eq!(part.span.start, at, "parts of {:?} in {text:?}", word.raw());
                at = part.span.end;
                fits(text, part.content);
            }
            assert_eq!(at, word.span().end, "parts of {:?} in {text:?}", word.raw());
            word.cooked();
            word.variables().for_each(|var| fits(text, var.span));
            word.expand(&|name| if name == "A" { Know::Known("value".to_owned()) } else { Know::Absent });
        }
        for heredoc in instruction.heredocs() {
            fits(text, heredoc.body_span());
            heredoc.name();
        }
        match instruction.view() {
            InstructionView::Run(run) => {
                exec(text, run.exec());
                run.mounts().flat_map(Mount::fields).for_each(|field| fits(text, field.value_span));
            }
            InstructionView::Cmd(cmd) => exec(text, cmd.exec()),
            InstructionView::Copy(transfer) | InstructionView::Add(transfer) => {
                transfer.sources().chain(transfer.destination()).for_each(|arg| fits(text, arg.span()));
            }
            InstructionView::Env(env) => env.pairs().for_each(|pair| fits(text, pair.span)),
            InstructionView::Healthcheck(check) => {
                if let HealthcheckKind::Cmd(command) = check.kind() {
                    exec(text, command);
                }
            }
            InstructionView::From(from) => drop(from.image_ref().map(|image| image.familiar())),
            _ => {}
        }
    }
}

#[test]
fn tiles_cover_every_fixture() {
    for (_, text) in fixtures() {
        check(&text);
    }
}

#[test]
fn every_prefix_is_read() {
    for (_, text) in fixtures() {
        (0..text.len()).filter_map(|end| text.get(..end)).for_each(check);
    }
}

#[test]
fn every_text_with_one_byte_less_is_read() {
    for (_, text) in fixtures() {
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes.remove(at);
            check(&String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn odd_texts_are_read() {
    let odd = [
        "\\",
        "\\\n",
        "\\\n\\\n",
        "#",
        "\u{feff}",
        "\r",
        "\r\n\r\n",
        "FROM",
        "RUN \\",
        "RUN \\\n",
        "RUN a \\\n#",
        "COPY \u{a0} b",
        "ENV \"",
        "ENV a='",
        "ENV a=${",
        "ENV a=${b:-${c:-",
        "RUN <<",
        "RUN <<'",
        "RUN <<-\n",
        "USER \\\n \"a\\\nb\"\\",
        "ENV a=\"x\\\n# c\n\"y",
        "\\\nFROM a",
        "   \\\n  FROM a",
        "CMD [\"a\\",
        "CMD [\"\\u12",
        "RUN --",
        "RUN -- x",
        "RUN --a\\\nb=c d",
        "ONBUILD",
        "ONBUILD ONBUILD ONBUILD",
        "\u{3000}FROM a",
        "FROM é AS ü",
        "ARG =",
        "LABEL a\\\n=b",
        "# escape=`\nRUN a`\nb",
        "#escape=x\n",
        "HEALTHCHECK",
        "HEALTHCHECK CMD [",
    ];
    odd.into_iter().for_each(check);
}

#[test]
fn deep_nesting_is_read() {
    check(&format!("ENV a={}", "${a:-".repeat(20_000)));
    check(&format!("RUN {} <<EOF", "${a:-".repeat(20_000)));
    check(&format!("ENV a={}{}", "${a:-".repeat(2_000), "}".repeat(2_000)));
    check(&format!("CMD {}", "[".repeat(20_000)));
    check(&"ONBUILD ".repeat(5_000));
}

#[test]
fn comments_and_blank_lines_within_an_instruction_have_tiles() {
    let file = parse("RUN a \\\n  # why\n\n b".into());
    let tiles: Vec<_> = file.tiles().iter().map(|tile| (tile.kind, tile.span.of(file.text()))).collect();
    assert_eq!(
        tiles,
        [
            (TileKind::Keyword, "RUN"),
            (TileKind::Space, " "),
            (TileKind::Argument, "a "),
            (TileKind::Continuation, "\\\n"),
            (TileKind::Space, "  "),
            (TileKind::Comment, "# why"),
            (TileKind::LineEnd, "\n"),
            (TileKind::Blank, "\n"),
            (TileKind::Argument, " b"),
        ]
    );
}

#[test]
fn parts_of_a_word_have_exact_spans() {
    //              0123456789...
    let file = parse("ENV A=x\"y${B:-'z'}\\\"\"'q'$C\\$".into());
    let env = file.instructions().next().unwrap().as_env().unwrap();
    let value = env.pairs().next().unwrap().value.unwrap();
    let parts: Vec<_> = value.parts().map(|part| part.span.of(file.text())).collect();
    assert_eq!(parts, ["x", "\"y", "${B:-'z'}", "\\\"", "\"", "'q'", "$C", "\\$"]);
    assert!(value.parts().any(|part| part.kind == PartKind::SingleQuoted));
    assert_eq!(value.cooked(), "xy${B:-'z'}\"q$C$");
}

fn keywords(text: &str) -> Vec<Keyword> {
    parse(text.into()).instructions().map(Instruction::keyword).collect()
}

#[test]
fn parse_dockerfile_sees_the_same_instructions() {
    use parse_dockerfile::Instruction as I;
    let mut accepted = 0;
    for (name, text) in fixtures() {
        let Ok(theirs) = parse_dockerfile::parse(&text) else { continue };
        accepted += 1;
        let theirs: Vec<_> = theirs
            .instructions
            .iter()
            .map(|instruction| match instruction {
                I::Add(_) => Keyword::Add,
                I::Arg(_) => Keyword::Arg,
                I::Cmd(_) => Keyword::Cmd,
                I::Copy(_) => Keyword::Copy,
                I::Entrypoint(_) => Keyword::Entrypoint,
                I::Env(_) => Keyword::Env,
                I::Expose(_) => Keyword::Expose,
                I::From(_) => Keyword::From,
                I::Healthcheck(_) => Keyword::Healthcheck,
                I::Label(_) => Keyword::Label,
                I::Maintainer(_) => Keyword::Maintainer,
                I::Onbuild(_) => Keyword::Onbuild,
                I::Run(_) => Keyword::Run,
                I::Shell(_) => Keyword::Shell,
                I::Stopsignal(_) => Keyword::Stopsignal,
                I::User(_) => Keyword::User,
                I::Volume(_) => Keyword::Volume,
                I::Workdir(_) => Keyword::Workdir,
                _ => Keyword::Unknown,
            })
            .collect();
        assert_eq!(keywords(&text), theirs, "{name}");
    }
    assert!(accepted >= 5, "it accepts only {accepted}");
}

#[test]
fn dockerfile_parser_sees_the_same_instructions() {
    use dockerfile_parser::Instruction as I;
    let mut accepted = 0;
    // It knows no other escape character than the backslash.
    for (name, text) in fixtures().into_iter().filter(|(_, text)| !text.starts_with("# escape=")) {
        let Ok(theirs) = dockerfile_parser::Dockerfile::parse(&text) else { continue };
        accepted += 1;
        let theirs: Vec<_> = theirs
            .instructions
            .iter()
            .map(|instruction| match instruction {
                I::From(_) => Keyword::From,
                I::Arg(_) => Keyword::Arg,
                I::Label(_) => Keyword::Label,
                I::Run(_) => Keyword::Run,
                I::Entrypoint(_) => Keyword::Entrypoint,
                I::Cmd(_) => Keyword::Cmd,
                I::Copy(_) => Keyword::Copy,
                I::Env(_) => Keyword::Env,
                I::Misc(misc) => Keyword::parse(&misc.instruction.content),
            })
            .collect();
        assert_eq!(keywords(&text), theirs, "{name}");
    }
    assert!(accepted >= 3, "it accepts only {accepted}");
}
