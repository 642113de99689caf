//! Tables: text → commands and words.

use super::*;

fn shell(text: &str) -> Script {
    parse(text, OffsetMap::shift(0), Continuations::Shell)
}

fn docker(text: &str) -> Script {
    parse(text, OffsetMap::shift(0), Continuations::Removed)
}

/// `a b | c`: commands with `|`, words with blanks.
fn show(script: &Script) -> String {
    let command = |command: Command<'_>| command.words().map(Word::raw).collect::<Vec<_>>().join(" ");
    script.commands().map(command).collect::<Vec<_>>().join(" | ")
}

fn first(script: &Script) -> Command<'_> {
    script.commands().next().unwrap()
}

#[test]
fn every_construct_gives_its_commands() {
    for (text, expected) in [
        ("", ""),
        ("  # nothing", ""),
        ("a b  c", "a b c"),
        ("a&&b||c;d&e\nf", "a | b | c | d | e | f"),
        ("a | b |& c", "a | b | c"),
        ("! a", "a"),
        ("(a; b) && { c; }", "a | b | c"),
        ("if a; then b; elif c; then d; else e; fi; f", "a | b | c | d | e | f"),
        ("for i in 1 2 `x`; do a $i; done > log; b", "x | a $i | b"),
        ("for i; do a; done", "a"),
        ("for ((i=0;i<3;i++)); do a; done", "a"),
        ("while read x; do a; done < f", "read x | a"),
        ("until a; do b; done", "a | b"),
        ("case $x in (a|b) c;; d) e ;& *) f; esac; g", "c | e | f | g"),
        ("case $x in a) ;; esac; g", "g"),
        ("f() { a; }; f", "a | f"),
        ("function f { a; }; f", "a | f"),
        ("function f() ( a ); f", "a | f"),
        ("a $(b $(c) \"$(d)\") e", "a $(b $(c) \"$(d)\") e | b $(c) \"$(d)\" | c | d"),
        ("a `b c` d", "a `b c` d | b c"),
        ("diff <(a) <(b)", "diff <(a) <(b) | a | b"),
        ("[[ -f a && ( b == c || $x =~ ^(a|b)$ ) ]] && d", "[[ -f a && ( b == c || $x =~ ^(a|b)$ ) ]] | d"),
        ("[ -f a ] || b", "[ -f a ] | b"),
        ("(( x = $(a) + 1 )) && b", "a | b"),
        ("((a); b)", "a | b"),
        ("x=$(( 1 + 2 )) a", "a"),
        ("a $((1+(2))) b", "a $((1+(2))) b"),
        ("X=1 Y=\"a b\" a", "a"),
        ("x=(a b) b", "b"),
        ("export x=(a b) y", "export x=(a b) y"),
        ("rm !(a|b) @(c)", "rm !(a|b) @(c)"),
        ("a >b 2>&1 c <d &>e {fd}>f", "a c"),
        ("cat <<E && b\nhi $(c)\nE\nd", "cat | b | c | d"),
        ("cat <<'E'\nhi $(c)\nE\nd", "cat | d"),
        ("cat <<-E\n\tx\n\tE\nd", "cat | d"),
        ("cat <<A <<B\n1\nA\n2\nB\nd", "cat | d"),
        ("a <<<\"x\" b", "a b"),
        ("a ${x:-$(b)} c", "a ${x:-$(b)} c | b"),
        ("a \"${x:-\"b c\"}\" d", "a \"${x:-\"b c\"}\" d"),
        ("a 'b c'\\''d' \"e \\\" f\" $'g\\'h' i\\ j", "a 'b c'\\''d' \"e \\\" f\" $'g\\'h' i\\ j"),
        ("a#b c #d\ne", "a#b c | e"),
        ("echo {a,b} if then", "echo {a,b} if then"),
        ("a \\\n  b", "a b"),
        ("find . -exec rm {} \\; && b", "find . -exec rm {} \\; | b"),
        ("time a", "time a"),
        ("if a\nthen b\nfi\n", "a | b"),
    ] {
        let script = shell(text);
        assert_eq!(show(&script), expected, "{text}");
        assert!(!script.is_opaque(), "{text}: {:?}", script.errors());
    }
}

#[test]
fn what_is_wrong_is_said_and_the_rest_is_read() {
    for (text, expected) in [
        ("a 'b", "a 'b"),
        ("a \"b", "a \"b"),
        ("a `b", "a `b | b"),
        ("a $(b", "a $(b | b"),
        ("a ${b", "a ${b"),
        ("fi; a", "a"),
        ("a; ) b", "a | b"),
        ("if a; then b", "a | b"),
        ("( a", "a"),
        ("a && ", "a"),
        (";; a", "a"),
        ("{ a; ) }; b", "a | b"),
        ("case x in a b", "b"),
        ("[[ a", "[[ a"),
        ("a >", "a"),
    ] {
        let script = shell(text);
        assert_eq!(show(&script), expected, "{text}");
        assert!(script.is_opaque() && !script.errors().is_empty(), "{text}");
    }
}

#[test]
fn continuations_are_nothing_where_the_build_joins_lines() {
    let text = "apt-get \\\n  inst\\\nall 'a\\\nb' # c \\\n && d";
    let script = docker(text);
    let words: Vec<_> = first(&script).words().map(|word| word.literal().unwrap().into_owned()).collect();
    assert_eq!(words, ["apt-get", "install", "ab"]);
    assert_eq!(script.commands().count(), 1);
    let install = first(&script).words().nth(1).unwrap();
    assert_eq!((install.raw(), install.joined()), ("inst\\\nall", "install"));
    assert_eq!(install.local_span().of(text), "inst\\\nall");
}

#[test]
fn a_shell_keeps_the_continuation_in_single_quotes() {
    let script = shell("a 'b\\\nc' d\\\ne # f \\\ng");
    let words: Vec<_> = script.commands().flat_map(Command::words).map(|word| word.literal().unwrap()).collect();
    assert_eq!(words, ["a", "b\\\nc", "de", "g"]);
}

#[test]
fn a_script_can_be_shared_between_threads() {
    fn shared<T: Send + Sync + 'static>(_: &T) {}
    shared(&shell("a"));
}

#[test]
fn spans_lead_to_the_file() {
    let script = parse("a && apt-get", OffsetMap::shift(100), Continuations::Shell);
    let command = script.commands().nth(1).unwrap();
    assert_eq!((command.span(), command.local_span()), (Span::new(105, 112), Span::new(5, 12)));
    assert_eq!(script.span(), Span::new(100, 112));
}

#[test]
fn wrappers_are_passed() {
    for (text, name, wrappers) in [
        ("sudo -E -u root apt-get update", Some("apt-get"), &["sudo"][..]),
        ("env A=b \"C=$d\" -u X x", Some("x"), &["env"]),
        ("exec gosu app /usr/bin/node x", Some("node"), &["exec", "gosu"]),
        ("nice -n 5 ionice -c2 a", Some("a"), &["nice", "ionice"]),
        ("timeout -k 5 10 a b", Some("a"), &["timeout"]),
        ("xargs -0 -n 1 rm -f", Some("rm"), &["xargs"]),
        ("tini -g -- a", Some("a"), &["tini"]),
        ("chroot /mnt a", Some("a"), &["chroot"]),
        ("time -p a", Some("a"), &["time"]),
        ("command -v a", Some("command"), &[]),
        ("sudo", Some("sudo"), &[]),
        ("$x a", None, &[]),
        ("sudo $x a", None, &["sudo"]),
        ("A=b /usr/bin/\"apt\"-get", Some("apt-get"), &[]),
    ] {
        let script = shell(text);
        let command = first(&script);
        assert_eq!(command.name().as_deref(), name, "{text}");
        assert_eq!(command.wrappers().collect::<Vec<_>>(), wrappers, "{text}");
    }
}

#[test]
fn options_are_read_as_getopt_does() {
    for (text, expected) in [
        ("useradd -u 5 x", Some("5")),
        ("useradd -u5 x", Some("5")),
        ("useradd --uid 5 x", Some("5")),
        ("useradd --uid=5 x", Some("5")),
        ("useradd --uid=\"5\" x", Some("5")),
        ("useradd -ru 5 x", Some("5")),
        ("useradd -r x", None),
        ("useradd -- -u 5", None),
    ] {
        let script = shell(text);
        let value = first(&script).option_value(Some('u'), "uid");
        assert_eq!(value.and_then(Word::literal).as_deref(), expected, "{text}");
    }
    let script = shell("useradd --uid=$ID");
    let value = first(&script).option_value(None, "--uid").unwrap();
    assert_eq!((value.raw(), value.literal()), ("$ID", None));
    let script = shell("apt-get -qy --no-install-recommends install -t sid a -- -b");
    let command = first(&script);
    assert!(command.has_flag(Some('y'), "yes") && command.has_flag(None, "no-install-recommends"));
    assert!(!command.has_flag(Some('b'), ""));
    let words: Vec<_> = command.positionals(&["-t"]).into_iter().map(Word::raw).collect();
    assert_eq!(words, ["install", "a", "-b"]);
}

#[test]
fn joiners_and_places_are_known() {
    let script = shell("a && b || c | d; (e) & if f; then g; fi; x() { h; }; $(i)");
    let of = |name: &str| script.commands().find(|command| command.name().as_deref() == Some(name)).unwrap();
    assert_eq!(
        ["a", "b", "c", "d", "e"].map(|name| of(name).joiner()),
        [Joiner::First, Joiner::And, Joiner::Or, Joiner::Pipe, Joiner::First]
    );
    let conditional: Vec<_> = script.commands().filter(|c| c.is_conditional()).filter_map(Command::name).collect();
    assert_eq!(conditional, ["c", "d", "g"]);
    assert!(of("e").in_subshell() && of("e").background() && !of("f").background());
    assert!(of("h").in_function() && of("i").in_substitution() && of("i").depth() == 1);
    assert_eq!(script.top_level().count(), 7);
    assert!(shell("a; b -c").last_command().is_some_and(|c| c.name().as_deref() == Some("b")));
    assert!(shell("a; b | c").last_command().is_none());
    assert!(shell("a b").single_command().is_some() && shell("a; b").single_command().is_none());
}

#[test]
fn nested_scripts_map_to_the_file() {
    let text = "sudo bash -eo pipefail -c \"a && apt-get \\\"x\\\"\"";
    let script = shell(text);
    let nested = first(&script).nested().unwrap();
    let command = nested.commands().nth(1).unwrap();
    assert_eq!(command.name().as_deref(), Some("apt-get"));
    assert_eq!(command.span().of(text), "apt-get \\\"x\\\"");
    for (text, expected) in [
        ("sh -c 'a b'", Some("a b")),
        ("su - user -c 'a'", Some("a")),
        ("eval 'a; b'", Some("a | b")),
        ("sh -c \"$x\"", None),
        ("sh a.sh -c 'a'", None),
    ] {
        assert_eq!(first(&shell(text)).nested().as_ref().map(show).as_deref(), expected, "{text}");
    }
}

#[test]
fn only_plain_commands_have_an_exec_form() {
    for (text, expected) in [
        ("node 'a b' c\\ d", Some(vec!["node", "a b", "c d"])),
        ("exec nginx -g \"daemon off;\"", Some(vec!["nginx", "-g", "daemon off;"])),
        ("a $x", None),
        ("a; b", None),
        ("a > b", None),
        ("A=b c", None),
        ("ls *", None),
        ("ls ~", None),
        ("ls {a,b}", None),
        ("cd x", None),
        ("echo 'a\\n'", None),
        ("echo a", Some(vec!["echo", "a"])),
        ("a &", None),
        ("! a", None),
    ] {
        assert_eq!(shell(text).as_exec_words(), expected.map(|w| w.into_iter().map(Into::into).collect()), "{text}");
    }
}

#[test]
fn of_a_check_only_the_failure_counts() {
    for (text, expected) in [
        ("/check.sh", Some(vec!["/check.sh"])),
        ("curl -f http://a/ || exit 1", Some(vec!["curl", "-f", "http://a/"])),
        ("curl -f http://a/ || false", Some(vec!["curl", "-f", "http://a/"])),
        ("a || exit 0", None),
        ("a || exit", None),
        ("a && exit 1", None),
        ("a > b || exit 1", None),
        ("a | b || exit 1", None),
        ("a $x || exit 1", None),
        ("test -e a || exit 1", None),
        ("a || b || exit 1", None),
    ] {
        assert_eq!(shell(text).as_check_words(), expected.map(|w| w.into_iter().map(Into::into).collect()), "{text}");
    }
}

#[test]
fn words_expand_what_is_known() {
    use crate::know::{Know, Why};
    let lookup = |name: &str| match name {
        "a" => Know::Known("1".to_owned()),
        "u" => Know::Unknown(Why::Variable("u".to_owned())),
        _ => Know::Absent,
    };
    for (text, expected) in [
        ("x-$a-${a}", Know::Known("x-1-1".to_owned())),
        ("\"${b:-c d}\"", Know::Known("c d".to_owned())),
        ("$b.", Know::Known(".".to_owned())),
        ("$u", Know::Unknown(Why::Variable("u".to_owned()))),
        ("$(a)", Know::Unknown(Why::Runtime)),
        ("${a#1}", Know::Unknown(Why::Runtime)),
    ] {
        assert_eq!(first(&shell(text)).words().next().unwrap().expand(&lookup), expected, "{text}");
    }
}

#[test]
fn variables_are_found_everywhere_but_in_single_quotes() {
    let script = shell("a $b '$c' \"${d:-$e}\" x=$((f+$g)) $(h $i)\ncat <<E\n$j \\$k\nE\ncat <<'E'\n$l\nE");
    let names: Vec<_> = script.variables().map(Variable::name).collect();
    assert_eq!(names, ["b", "d", "e", "g", "i", "j"]);
    assert!(script.variables().nth(1).unwrap().has_default());
}

#[test]
fn redirects_and_assignments_are_kept() {
    let script = shell("A=1 B+=$x C= cmd 2>>log <<E\nbody\nE");
    let command = first(&script);
    let names: Vec<_> = command.assignments().map(|a| (a.name(), a.value().map(Word::raw))).collect();
    assert_eq!(names, [("A", Some("1")), ("B", Some("$x")), ("C", None)]);
    let redirects: Vec<_> = command.redirects().map(|r| (r.fd(), r.op(), r.heredoc_body())).collect();
    assert_eq!(redirects, [(2, RedirectOp::Append, None), (0, RedirectOp::Heredoc, Some("body\n"))]);
}

#[test]
fn package_managers_are_understood() {
    use packages::Verb::{self, Clean, Install, Other, Remove, UpdateIndex, Upgrade};
    let table: &[(&str, &str, Verb, &[&str])] = &[
        ("apt-get -y upgrade", "apt-get", Upgrade, &[]),
        ("apt-get -o X=y update", "apt-get", UpdateIndex, &[]),
        ("apt-get install -y -t sid a b=1", "apt-get", Install, &["a", "b=1"]),
        ("sudo apt full-upgrade", "apt", Upgrade, &[]),
        ("apk add -U --upgrade --virtual .d a", "apk", Install, &["a"]),
        ("apk upgrade", "apk", Upgrade, &[]),
        ("apk upgrade a", "apk", Install, &["a"]),
        ("dnf -y update", "dnf", Upgrade, &[]),
        ("dnf -y update a", "dnf", Install, &["a"]),
        ("yum clean all", "yum", Clean, &["all"]),
        ("yum makecache", "yum", UpdateIndex, &[]),
        ("zypper -n in a", "zypper", Install, &["a"]),
        ("zypper --non-interactive dup", "zypper", Upgrade, &[]),
        ("pacman -Syu --noconfirm", "pacman", Upgrade, &[]),
        ("pacman -Sy", "pacman", UpdateIndex, &[]),
        ("pacman -Sy a", "pacman", Install, &["a"]),
        ("pacman -Scc", "pacman", Clean, &[]),
        ("pip install -r x", "pip", Install, &[]),
        ("pip3.11 install a==1 -c y", "pip", Install, &["a==1"]),
        ("python3 -m pip install -U a", "pip", Install, &["a"]),
        ("uv pip install a", "uv", Install, &["a"]),
        ("npm install -g a", "npm", Install, &["a"]),
        ("yarn global add a", "yarn", Install, &["a"]),
        ("npm cache clean --force", "npm", Clean, &[]),
        ("npm run build", "npm", Other, &["build"]),
        ("gem install a -v 1", "gem", Install, &["a"]),
        ("go install -ldflags -s a@v1", "go", Install, &["a@v1"]),
        ("cargo install --git x a", "cargo", Install, &["a"]),
        ("composer global require a", "composer", Install, &["a"]),
        ("apt-get purge -y a", "apt-get", Remove, &["a"]),
    ];
    for &(text, manager, verb, names) in table {
        let script = shell(text);
        let action = packages::action(first(&script)).unwrap_or_else(|| panic!("{text}"));
        let packages: Vec<_> = action.packages.iter().copied().map(Word::raw).collect();
        assert_eq!((action.manager.name, action.verb, packages.as_slice()), (manager, verb, names), "{text}");
    }
    for (text, expected) in [
        ("apt-get -qy install a", true),
        ("apt-get install -qq a", true),
        ("apt-get --assume-yes install a", true),
        ("apt-get install --no-install-recommends a", false),
        ("apk add a", true),
        ("pacman -S --noconfirm a", true),
        ("pacman -S a", false),
    ] {
        let script = shell(text);
        let action = packages::action(first(&script)).unwrap();
        assert_eq!(action.manager.assumes_yes(first(&script)), expected, "{text}");
    }
    for text in ["ls", "python x.py install", "apt-get"] {
        assert!(packages::action(first(&shell(text))).is_none(), "{text}");
    }
}

#[test]
fn hostile_nesting_is_cut_off_in_linear_time() {
    let started = std::time::Instant::now();
    for unit in [
        "(",
        "$(",
        "$((",
        "((",
        "`",
        "{ ",
        "if ",
        "if a; then ",
        "\"$(",
        "${x:-",
        "\"${x:-",
        "case x in a) ",
        "f() ",
        "function f ",
        "while ",
        "x=(",
        "@(",
        "<(",
        "[[ ",
        "! ",
        "a | ",
        "a && ",
        "<<E ",
        "cat <<E $(",
        "'",
        "\\",
        "$",
        ")",
        "for x in ",
        "\n<<a",
        "\\`",
        "`\\",
        "sudo ",
        "a;",
        "fi;",
        "&",
        "]",
        "x[",
        "1",
        "{a",
        "$'",
        "\u{e9}",
        "\0",
        "\r",
        "#",
    ] {
        let script = shell(&unit.repeat(100_000));
        assert!(script.commands().all(|command| command.depth() <= 101), "{unit}");
        docker(&unit.repeat(10_000));
    }
    assert!(started.elapsed().as_secs() < 60, "{:?}", started.elapsed());
}

#[test]
fn every_prefix_of_a_script_is_read() {
    for text in SCRIPTS {
        for end in (0..=text.len()).filter(|&end| text.is_char_boundary(end)) {
            let prefix = &text[..end];
            for script in [shell(prefix), docker(prefix)] {
                for command in script.commands() {
                    assert!(command.local_span().end as usize <= prefix.len());
                    assert!(command.words().all(|word| command.local_span().covers(word.local_span())), "{prefix}");
                }
            }
        }
    }
}

const SCRIPTS: &[&str] = &[
    include_str!("../../../fixtures/parser/apt.sh"),
    include_str!("../../../fixtures/parser/build.sh"),
    include_str!("../../../fixtures/parser/case.sh"),
    include_str!("../../../fixtures/parser/download.sh"),
    include_str!("../../../fixtures/parser/entrypoint.sh"),
    include_str!("../../../fixtures/parser/expansions.sh"),
    include_str!("../../../fixtures/parser/functions.sh"),
    include_str!("../../../fixtures/parser/heredocs.sh"),
    include_str!("../../../fixtures/parser/loops.sh"),
    include_str!("../../../fixtures/parser/quotes.sh"),
    include_str!("../../../fixtures/parser/substitutions.sh"),
    include_str!("../../../fixtures/parser/users.sh"),
];

#[test]
fn a_negation_that_nothing_looks_at_is_lost() {
    let lost = |text: &str| {
        let script = parse(text, OffsetMap::shift(0), Continuations::Shell);
        script.lost_negations().map(|span| span.start).collect::<Vec<_>>()
    };
    for text in ["! a; b", "! a\nb", "! a | b; c", "! { a | b; }; c"] {
        assert_eq!(lost(text), [0], "{text}");
    }
    assert_eq!(lost("if a; then ! b; fi; c"), [11]);
    assert_eq!(lost("if a; ! b; c; then d; fi; e"), [6]);
    assert_eq!(lost("for a in b; do ! c; done"), [15]);
    assert_eq!(lost("(! a; b); c"), [1]);
    assert_eq!(lost("f() { ! a; b; }; f"), [6]);
    assert_eq!(lost("{ ! a; }; b"), [2]);
    assert_eq!(lost("case a in b) ! c;; esac; d"), [13]);
    for text in [
        "! a",
        "! a && b; c",
        "! a || b; c",
        "a && ! b; c",
        "if ! a; then b; fi; c",
        "while b; ! a; do c; done; d",
        "(! a); b",
        "f() { ! a; }; f",
        "{ ! a; b; } || c; d",
        "if { ! a; b; }; then c; fi; d",
        "! a & b",
        "x=$(! a; b); c",
        "a; if b; then ! c; fi",
        "a; { ! b; }",
        "! ! a; b",
    ] {
        assert!(lost(text).is_empty(), "{text}");
    }
}
