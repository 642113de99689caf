use super::*;

/// The line that ignores a path.
fn ignored_by<'t>(text: &'t str, path: &str) -> Option<&'t str> {
    match IgnoreFile::parse(text).verdict(path, &mut Fuel::default()) {
        Verdict::Ignored(span) => Some(span.of(text)),
        Verdict::Kept => None,
        Verdict::Unsure => Some("unsure"),
    }
}

#[track_caller]
fn check(pattern: &str, ignored: &[&str], kept: &[&str]) {
    for path in ignored {
        assert_eq!(ignored_by(pattern, path), Some(pattern.trim()), "{pattern} on {path}");
    }
    for path in kept {
        assert_eq!(ignored_by(pattern, path), None, "{pattern} on {path}");
    }
}

#[test]
fn a_pattern_covers_what_is_in_a_folder() {
    check("dist", &["dist", "dist/app.js", "dist/a/b", "./dist/", "/dist"], &["src/dist", "dist2", "dis", ""]);
    check("a/b", &["a/b", "a/b/c"], &["a", "b", "x/a/b"]);
}

#[test]
fn patterns_are_cleaned_as_paths() {
    for pattern in ["/dist", "dist/", "./dist", "x/../dist", "  dist \t", "dist//"] {
        check(pattern, &["dist/app.js"], &["distant"]);
    }
}

#[test]
fn stars_and_question_marks_stop_at_a_slash() {
    check("*.log", &["a.log", "a.log/b", ".log"], &["a/b.log", "a.logs"]);
    check("*/*.log", &["a/b.log"], &["a.log", "a/b/c.log"]);
    check("te?t", &["test", "text/a"], &["tet", "te/t", "testt"]);
    check("*", &["a", "a/b", ""], &[]);
}

#[test]
fn two_stars_cross_slashes() {
    check("**/*.log", &["a.log", "a/b.log", "a/b/c.log"], &["a.txt", "a/log"]);
    check("**/node_modules", &["node_modules/x", "a/node_modules", "a/b/node_modules/c"], &["my_node_modules", "a"]);
    check("src/**/test", &["src/test", "src/a/test/x", "src/a/b/test"], &["src/atest", "test", "src"]);
    check("src/**", &["src/a", "src/a/b"], &["src", "srca"]);
    check("**", &["a", "a/b", ""], &[]);
    check("**/*", &["a", "a/b", ""], &[]);
    check("**.log", &["a.log", "a/b.log"], &["log"]);
    check("docs**", &["docs/a", "docs2/a", "docs"], &["doc"]);
}

#[test]
fn classes_and_escapes_are_read() {
    check("f[0-9]o", &["f1o"], &["fo", "fxo"]);
    check("f[^0-9]o", &["fxo"], &["f1o"]);
    check("a\\*", &["a*"], &["ab"]);
    // Without a wildcard nothing is special.
    check("c++", &["c++", "c++/a"], &["c"]);
    check("{a,b}", &["{a,b}"], &["a"]);
    check("(x)", &["(x)"], &["x"]);
}

#[test]
fn what_the_engine_reads_as_another_expression_is_unsure() {
    for pattern in ["c++*", "(a|b)*", "a[", "a\\", "[", "[]a]", "[a-]", "*{a}"] {
        assert_eq!(ignored_by(pattern, "c"), Some("unsure"), "{pattern}");
    }
    // It cannot change what a line below it decides.
    assert_eq!(ignored_by("c++*\nsrc", "src/a"), Some("src"));
    assert_eq!(ignored_by("src\nc++*", "src/a"), Some("src"));
    assert_eq!(ignored_by("src\n!c++*", "src/a"), Some("unsure"));
}

#[test]
fn the_last_line_that_matches_decides() {
    assert_eq!(ignored_by("*\n!src\n", "src/a"), None);
    assert_eq!(ignored_by("*\n!src\n", "lib"), Some("*"));
    assert_eq!(ignored_by("*\n!src\nsrc/a\n", "src/a"), Some("src/a"));
    assert_eq!(ignored_by("!src\n*\n", "src/a"), Some("*"));
    assert_eq!(ignored_by("*.md\n! README.md\n", "README.md"), None);
}

#[test]
fn a_folder_of_which_something_is_kept_is_there() {
    assert_eq!(ignored_by("dist\n!dist/app.js\n", "dist"), None);
    assert_eq!(ignored_by("dist\n!dist/app.js\n", "dist/app"), Some("dist"));
    assert_eq!(ignored_by("dist\n!**/*.js\n", "dist"), None);
    assert_eq!(ignored_by("dist\n!d*/x\n", "dist"), None);
    assert_eq!(ignored_by("dist\n!src/x\n", "dist"), Some("dist"));
    assert_eq!(ignored_by("*\n!src\n", "."), None);
    assert_eq!(ignored_by("!src\n*\n", "."), Some("*"));
}

#[test]
fn comments_blank_lines_and_byte_order_marks_are_no_patterns() {
    let text = "\u{feff}dist\r\n\r\n# src\n  # lib\n";
    assert_eq!(ignored_by(text, "dist"), Some("dist"));
    assert_eq!(ignored_by(text, "src"), None);
    assert_eq!(ignored_by(text, "# lib"), Some("# lib"));
    assert_eq!(ignored_by("\u{feff}# dist\n", "# dist"), None);
    for text in ["", "\n\n", "!", "!\n/\n.\n", "\u{feff}"] {
        assert_eq!(ignored_by(text, "a"), None, "{text:?}");
        assert_eq!(ignored_by(text, ""), None, "{text:?}");
    }
}

#[test]
fn hostile_patterns_cost_little_and_fuel_ends() {
    let stars = "*a".repeat(500);
    let deep = "**/a/".repeat(200);
    let long = "a/".repeat(500);
    for pattern in [&stars, &deep] {
        let file = IgnoreFile::parse(pattern);
        for path in [&long, &long.replace('/', "")] {
            assert_ne!(file.verdict(path, &mut Fuel::default()), Verdict::Unsure);
            assert_eq!(file.verdict(path, &mut Fuel(1)), Verdict::Unsure);
        }
    }
    assert_eq!(ignored_by(&"x".repeat(2000), "a"), Some("unsure"));
    let many = "x\n".repeat(MAX_LINES + 1);
    assert_eq!(ignored_by(&many, "a"), Some("unsure"));
}
