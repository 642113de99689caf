use super::*;
use crate::span::Span;
use serde_yaml::Value as Oracle;

pub(crate) fn yaml(text: &str) -> Yaml {
    parse(Arc::from(text))
}

fn fixtures() -> Vec<(String, String)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fixtures/parser");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "yaml"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    assert!(files.len() >= 15, "the fixtures are there");
    files
}

/// Our node as the oracle's value.
fn value(node: Node<'_>) -> Oracle {
    let plain = plain_value(node);
    match node.tag() {
        Some(tag) if !tag.starts_with("!!") => {
            let tag = serde_yaml::value::Tag::new(tag);
            Oracle::Tagged(Box::new(serde_yaml::value::TaggedValue { tag, value: plain }))
        }
        _ => plain,
    }
}

fn plain_value(node: Node<'_>) -> Oracle {
    let node = node.resolve();
    match node.kind() {
        NodeKind::Mapping => node
            .entries()
            .into_iter()
            .map(|entry| (value(entry.key), value(entry.value)))
            .collect::<serde_yaml::Mapping>()
            .into(),
        NodeKind::Sequence => Oracle::Sequence(node.items().map(value).collect()),
        NodeKind::Scalar if node.is_null() => Oracle::Null,
        NodeKind::Scalar => {
            let text = node.text().unwrap();
            if let Some(truth) = node.as_bool() {
                return truth.into();
            }
            let number =
                node.style() == Some(ScalarStyle::Plain) && node.tag() != Some("!!str") || node.tag() == Some("!!int");
            match serde_yaml::from_str(text) {
                Ok(Oracle::Number(read)) if number => Oracle::Number(read),
                _ => text.into(),
            }
        }
        kind => panic!("{kind:?}"),
    }
}

#[test]
fn every_fixture_reads_as_serde_yaml_reads_it() {
    for (path, text) in fixtures() {
        let tree = yaml(&text);
        assert_eq!(tree.errors(), [], "{path}");
        let ours: Vec<_> = tree.documents().map(value).collect();
        let text = text.trim_start_matches('\u{feff}');
        let theirs = serde_yaml::Deserializer::from_str(text).map(|document| {
            let mut read = <Oracle as serde::Deserialize>::deserialize(document).unwrap();
            read.apply_merge().unwrap();
            read
        });
        assert_eq!(ours, theirs.collect::<Vec<_>>(), "{path}");
    }
}

#[test]
fn every_cooked_byte_maps_to_the_file() {
    for (path, text) in fixtures() {
        let tree = yaml(&text);
        for node in tree.nodes().filter(|node| node.kind() == NodeKind::Scalar) {
            let Some(cooked) = node.text() else { continue };
            let map = node.map();
            for (at, c) in cooked.char_indices() {
                let span = map.span(Span::new(at as u32, (at + c.len_utf8()) as u32));
                let there = span.of(&text);
                let same = there.starts_with(c);
                let escape = there.starts_with('\\') && there.len() >= 2;
                let folded = c.is_whitespace() && there.starts_with(char::is_whitespace);
                assert!(same || escape || folded, "{path}: {c:?} of {cooked:?} at {at} is {there:?}");
            }
        }
    }
}

#[test]
fn no_prefix_of_a_fixture_panics_or_loses_its_order() {
    for (_, text) in fixtures() {
        for (end, _) in text.char_indices() {
            let tree = yaml(&text[..end]);
            for node in tree.nodes() {
                assert!(node.span().end as usize <= end);
                let _ = (node.map(), node.entries(), node.indent());
                assert!(node.parent().is_none_or(|parent| parent.span().covers(node.span()) || node.span().is_empty()));
            }
        }
    }
}

#[test]
fn spans_are_those_of_the_content() {
    let text = "a: &x !foo\n  b: |  # c\n    line\n\n  # trailing\nd: [1, 'x']\ne:\n- 1\n- k: v\n\n# end\n";
    let tree = yaml(text);
    let root = tree.root().unwrap();
    let raw = |key: &str| root.get(key).unwrap().value.raw();
    assert_eq!(root.get("a").unwrap().value.get("b").unwrap().value.raw(), "|  # c\n    line");
    assert_eq!(raw("a"), "b: |  # c\n    line");
    assert_eq!(raw("d"), "[1, 'x']");
    assert_eq!(raw("e"), "- 1\n- k: v");
    assert_eq!(root.get("a").unwrap().value.tag(), Some("!foo"));
    assert_eq!(root.get("a").unwrap().value.anchor(), Some("x"));
    assert_eq!(tree.comments().map(|comment| comment.text).collect::<Vec<_>>(), [" c", " trailing", " end"]);
    assert_eq!(tree.comments().map(|comment| comment.own_line).collect::<Vec<_>>(), [false, true, true]);
}

#[test]
fn merges_come_after_own_keys_and_say_through_what() {
    let text = "b: &b {x: 1, y: 2}\nc: &c {y: 3, z: 4}\na:\n  x: 0\n  <<: [*c, *b]\n";
    let tree = yaml(text);
    let node = tree.root().unwrap().get("a").unwrap().value;
    let read: Vec<_> =
        node.entries().iter().map(|e| (e.key.text().unwrap(), e.value.raw(), e.via.map(|s| s.of(text)))).collect();
    assert_eq!(read, [("x", "0", None), ("y", "3", Some("*c")), ("z", "4", Some("*c"))]);
    assert_eq!(node.get("z").unwrap().via.map(|span| span.of(text)), Some("*c"));
    assert!(node.get("<<").is_some() && node.get("w").is_none());
}

#[test]
fn the_last_of_duplicate_keys_wins_and_is_reported() {
    let tree = yaml("a: 1\nb: 2\n\"a\": 3\n");
    assert_eq!(tree.root().unwrap().get("a").unwrap().value.raw(), "3");
    let found: Vec<_> = tree.duplicates().collect();
    assert_eq!(found, [Duplicate { first: Span::new(0, 1), later: Span::new(10, 13), key: "a" }]);
    assert_eq!(tree.errors()[0].kind, crate::SyntaxErrorKind::DuplicateKey);
    assert_eq!(tree.errors()[0].span, Span::new(10, 13));
    assert!(!tree.is_recovered());
}

#[test]
fn an_alias_that_leads_nowhere_is_missing_and_an_error() {
    let tree = yaml("a: *nope\n");
    assert_eq!(tree.root().unwrap().get("a").unwrap().value.resolve().kind(), NodeKind::Missing);
    assert_eq!(tree.errors()[0].span, Span::new(3, 8));
}

#[test]
fn a_mapping_that_merges_itself_ends() {
    let tree = yaml("a: &a\n  b: 1\n  <<: *a\n  c: *a\n");
    let node = tree.root().unwrap().get("a").unwrap().value;
    assert_eq!(node.entries().len(), 2);
}

#[test]
fn an_unclosed_bracket_costs_one_line() {
    let tree = yaml("a: 1\nb: [x, y\nc: 3\n");
    let root = tree.root().unwrap();
    assert!(root.get("a").is_some() && root.get("c").is_some());
    assert_eq!(tree.errors().len(), 1);
    assert_eq!(tree.errors()[0].message, "this `[` is never closed");
    assert_eq!(tree.errors()[0].span, Span::new(8, 9));
    assert!(tree.is_recovered());
}

#[test]
fn one_bad_line_costs_itself_and_not_the_rest() {
    for bad in ["  k: v: w", "\tk: v", " - x", "stray", "  k: \"open", "  @x: 1"] {
        let text = format!("a:\n  b: 1\n{bad}\n  c: 2\nd: 3\n");
        let tree = yaml(&text);
        assert_eq!(tree.errors().len(), 1, "{bad:?}: {:?}", tree.errors());
        let root = tree.root().unwrap();
        assert!(root.get("d").is_some(), "{bad:?}");
        assert!(bad.starts_with('\t') || root.get("a").unwrap().value.get("b").is_some(), "{bad:?}");
    }
}

#[test]
fn distant_errors_are_reported_too() {
    let tree = yaml(&format!("a: [\n{}b: {{\nc: 1\n", "k: v\n".repeat(8)));
    assert!(tree.errors().iter().filter(|error| error.kind == crate::SyntaxErrorKind::Refused).count() >= 2);
}

#[test]
fn hostile_texts_end_quickly() {
    let started = std::time::Instant::now();
    let bomb: String = (1..40).fold("a0: &a0 [x]\n".into(), |text, n| {
        let before = n - 1;
        format!("{text}a{n}: &a{n} [{}]\n", vec![format!("*a{before}"); 9].join(", "))
    });
    let merges: String = (1..40).fold("a0: &a0 {x: 1}\n".into(), |text, n| {
        let before = n - 1;
        format!("{text}a{n}: &a{n}\n  <<: [{}]\n", vec![format!("*a{before}"); 9].join(", "))
    });
    let texts = [
        format!("a: {}", "[".repeat(100_000)),
        format!("a: {}", "{".repeat(100_000)),
        "- ".repeat(100_000),
        "[\n".repeat(20_000),
        "? ".repeat(50_000),
        "!".repeat(50_000),
        "&a ".repeat(20_000),
        "\"\n".repeat(20_000),
        "a: b: c\n".repeat(20_000),
        "\0\u{feff}\u{85}\u{2028}%".into(),
        bomb,
        merges,
    ];
    for text in texts {
        let tree = yaml(&text);
        for node in tree.documents() {
            let _ = node.own_entries().next_back().map(|entry| entry.value.entries().len());
        }
    }
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}
