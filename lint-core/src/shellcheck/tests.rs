use super::*;
use crate::path::RelPath;
use crate::project::{File, Origin, Project};
use std::time::{Duration, Instant};

fn check<T>(text: &str, look: impl Fn(&str, &[Finding]) -> T) -> T {
    let mut project = Project::new();
    let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
    let linked = project.link();
    let cx = DockerfileCx::new(&linked, file).unwrap();
    look(text, &findings(&cx, Severity::Style, Weights::Dockerfile))
}

#[test]
fn the_weights_of_shellcheck_are_at_hand() {
    let text = "FROM acme/x\nRUN make -j$(nproc) && PREFIX= make install && rm -rf /var/{a,b}\n";
    let file_of = |weights| {
        let mut project = Project::new();
        let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.to_owned().into()), Origin::Given);
        let linked = project.link();
        let cx = DockerfileCx::new(&linked, file).unwrap();
        findings(&cx, Severity::Style, weights).iter().map(|finding| finding.severity).collect::<Vec<_>>()
    };
    assert_eq!(file_of(Weights::Dockerfile), [Severity::Info; 3]);
    assert_eq!(file_of(Weights::ShellCheck), [Severity::Warning; 3]);
}

/// Codes with the text they point to.
fn found(text: &str) -> Vec<(u16, String)> {
    check(text, |text, all| all.iter().map(|finding| (finding.code, finding.span.of(text).to_owned())).collect())
}

fn codes(text: &str) -> Vec<u16> {
    found(text).into_iter().map(|(code, _)| code).collect()
}

fn severity(text: &str, code: u16) -> Option<Severity> {
    check(text, |_, all| all.iter().find(|finding| finding.code == code).map(|finding| finding.severity))
}

fn has(code: u16, text: &str) -> (u16, String) {
    (code, text.to_owned())
}

#[test]
fn a_place_is_exact_through_continuations_and_comments() {
    let text = "FROM acme/x\nRUN set -eux; \\\n# why\n    cp $fi\\\nle /x; \\\r\n\n    cat $other\n";
    let places = found(text);
    assert!(places.contains(&has(2086, "$fi\\\nle")), "{places:?}");
    assert!(places.contains(&has(2086, "$other")), "{places:?}");
}

#[test]
fn names_that_the_build_sets_are_set() {
    let dockerfile = "ARG global=1\nFROM acme/x AS a\nARG one two=2\nENV three=3 four=4\nFROM a\nRUN echo $one $two $three $four $http_proxy\n";
    assert!(codes(dockerfile).is_empty(), "{:?}", found(dockerfile));
    assert_eq!(
        found("ARG global=1\nFROM acme/x\nRUN echo $global\nARG global\n"),
        [has(2154, "$global"), has(2086, "$global")]
    );
    assert!(codes("FROM acme/x\nARG n=1\nRUN echo $((n + 1))\n").is_empty());
}

#[test]
fn the_shell_is_the_active_one() {
    let script = "RUN [[ -n \"$A\" ]] && echo yes\n";
    let codes = |head: &str| codes(&format!("{head}\n{script}"));
    assert_eq!(codes("FROM acme/x"), [3010]);
    assert_eq!(codes("FROM debian:13"), [3010]);
    assert!(codes("FROM alpine:3.23").is_empty());
    assert!(codes("FROM fedora:43").is_empty());
    assert!(codes("FROM acme/x\nSHELL [\"/bin/bash\", \"-c\"]\nENV A=1").is_empty());
    assert!(codes("FROM acme/x AS a\nSHELL [\"/bin/bash\", \"-c\"]\nFROM a").is_empty());
    assert!(codes("# hadolint shell=/bin/bash\nFROM acme/x").is_empty());
    assert!(codes("FROM acme/x\n# hadolint shell=bash").is_empty());
    assert!(codes("FROM acme/x\n# hadolint shell=bash\nFROM acme/y").contains(&3010));
    assert!(codes("FROM acme/x\nSHELL [\"/bin/zsh\", \"-c\"]").is_empty());
    assert!(codes("FROM acme/x\nSHELL [\"/bin/ash\", \"-c\"]").is_empty());
    assert_eq!(codes("FROM acme/x\nSHELL [\"/bin/dash\", \"-c\"]"), [3010]);
}

#[test]
fn a_construct_weighs_what_is_known_of_the_shell() {
    let of = |image: &str| severity(&format!("FROM {image}\nRUN rm -rf /var/{{a,b}}\n"), 3009);
    assert_eq!(of("debian:13"), Some(Severity::Warning));
    assert_eq!(of("acme/x"), Some(Severity::Info));
    assert_eq!(of("rockylinux:9"), None);
    let of = |image: &str| severity(&format!("FROM {image}\nRUN echo 'a\\nb' > /x\n"), 2028);
    assert_eq!(of("debian:13"), Some(Severity::Style));
    assert_eq!(of("rockylinux:9"), Some(Severity::Warning));
    assert_eq!(of("acme/x"), Some(Severity::Info));
}

#[test]
fn scripts_of_windows_are_not_read() {
    for text in [
        "FROM acme/x\nSHELL [\"powershell\", \"-Command\"]\nENV A=1\nRUN if ($x) { Write-Host $x }\n",
        "# escape=`\nFROM mcr.microsoft.com/windows/servercore:ltsc2025\nRUN mkdir C:\\x && dir %x%\n",
        "# hadolint shell=powershell\nFROM acme/x\nRUN Write-Host $x\n",
        "FROM acme/x\nRUN mkdir C:\\test_dir && icacls $x\n",
        "FROM acme/x\nRUN if (1 -eq 2) { Write-Host 'x' }\n",
        "FROM acme/x\nRUN [\"cat\", \"$x\"]\n",
    ] {
        assert!(codes(text).is_empty(), "{text}");
    }
}

#[test]
fn heredocs_have_shells_of_their_own() {
    assert_eq!(found("FROM acme/x\nRUN <<EOF\ncp $x /y\nEOF\n"), [has(2154, "$x"), has(2086, "$x")]);
    assert_eq!(codes("FROM acme/x\nRUN <<EOF\n[[ -n \"$A\" ]]\nEOF\n"), [3010]);
    assert!(codes("FROM acme/x\nRUN <<EOF\n#!/usr/bin/env bash\n[[ -n \"$A\" ]]\nEOF\n").is_empty());
    assert!(codes("FROM acme/x\nRUN bash <<EOF\n[[ -n \"$A\" ]]\nEOF\n").is_empty());
    assert!(codes("FROM acme/x\nRUN <<EOF bash\n[[ -n \"$A\" ]]\nEOF\n").is_empty());
    assert!(codes("FROM acme/x\nRUN <<EOF\n#!/usr/bin/env python3\nprint($x)\nEOF\n").is_empty());
    assert!(codes("FROM acme/x\nRUN python3 <<EOF\nprint('a' if x else b)\nEOF\n").is_empty());
    // What the outer shell leaves to the inner one is not in the text.
    assert!(codes("FROM acme/x\nRUN bash <<EOF\nx=1\necho \\$x\nEOF\n").is_empty());
    assert_eq!(codes("FROM acme/x\nRUN bash <<'EOF'\necho $HOME\nEOF\n"), [2086]);
    assert!(codes("FROM acme/x\nRUN <<EOF\n# shellcheck disable=SC2086\necho $HOME\nEOF\n").is_empty());
}

#[test]
fn tabs_that_the_build_takes_off_are_no_part_of_the_script() {
    let text = "FROM acme/x\nRUN <<-EOF\n\tcat <<IN\n\ttext\n\tIN\n\tcp $HOME /y\n\tEOF\n";
    assert_eq!(found(text), [has(2086, "$HOME")]);
}

#[test]
fn a_heredoc_of_a_command_is_its_input() {
    let text = "FROM acme/x\nRUN cat <<EOF > $HOME/x\nit's $(date) and an unbalanced (\nEOF\nRUN true\n";
    assert_eq!(found(text), [has(2086, "$HOME")]);
    assert!(codes("FROM acme/x\nRUN cat 5<<A 6<<B\na\nA\nb\nB\n").is_empty());
}

#[test]
fn a_line_end_of_windows_is_no_text() {
    let text = "FROM acme/x\r\nRUN <<EOF\r\ncd /x\r\ncp $HOME /y\r\nEOF\r\n";
    assert_eq!(found(text), [has(2164, "cd"), has(2086, "$HOME")]);
}

#[test]
fn what_cannot_be_read_is_one_finding() {
    let text = "FROM acme/x\nRUN if true; then echo $HOME\n";
    assert_eq!(found(text), [has(1046, "if")]);
    assert_eq!(codes("FROM acme/x\nRUN (echo $HOME\n"), [1072]);
}

#[test]
fn our_own_checks() {
    assert_eq!(found("FROM acme/x\nRUN find -name x\n"), [has(2185, "find")]);
    assert!(codes("FROM acme/x\nRUN find . -name x && find \"$HOME\" -type f && find --help\n").is_empty());
    assert_eq!(found("FROM acme/x\nRUN set -e; ! grep x /y; ls\n"), [has(2251, "!")]);
    assert_eq!(codes("FROM acme/x\nSHELL [\"/bin/sh\", \"-ec\"]\nRUN ! grep x /y; ls\n"), [2251]);
    assert!(codes("FROM acme/x\nRUN ! grep x /y; ls\n").is_empty());
    assert_eq!(codes("FROM acme/x\nRUN ln -s /opt/x/y\n"), [2226]);
    assert!(codes("FROM acme/x\nRUN ln -s /opt/x /y && ln -t /z /opt/x\n").is_empty());
    assert_eq!(found("FROM acme/x\nRUN mkdir -p -m 0700 /run/user/1\n"), [has(2174, "0700")]);
    assert!(codes("FROM acme/x\nRUN mkdir -p -m 0700 /run && mkdir -m 0700 /a/b && mkdir -p /a/b\n").is_empty());
}

#[test]
fn output_that_may_be_several_words_is_a_note() {
    let of = |run: &str| severity(&format!("FROM acme/x\nRUN {run}\n"), 2046);
    assert_eq!(of("make -j$(nproc)"), Some(Severity::Info));
    assert_eq!(of("pip install $(cat list)"), Some(Severity::Info));
    assert_eq!(of("[ $(cat list) = x ]"), Some(Severity::Warning));
    assert_eq!(of("rm -rf $(cat list)"), Some(Severity::Warning));
    let fix = |run: &str| {
        check(&format!("FROM acme/x\nRUN {run}\n"), |_, all| all.iter().any(|finding| finding.fix.is_some()))
    };
    assert!(fix("make -j$(nproc)") && fix("[ $(cat list) = x ]") && !fix("pip install $(cat list)"));
}

#[test]
fn a_cd_that_ends_the_script_needs_no_check() {
    assert_eq!(severity("FROM acme/x\nRUN cd /srv\n", 2164), Some(Severity::Style));
    assert_eq!(severity("FROM acme/x\nRUN cd /srv; ls\n", 2164), Some(Severity::Warning));
}

/// The text after all fixes that may be applied.
fn fixed(text: &str) -> String {
    check(text, |text, all| {
        let edits: Vec<crate::fix::Edit> = all
            .iter()
            .filter_map(|finding| finding.fix.as_ref())
            .filter(|fix| fix.applicability > Applicability::DisplayOnly)
            .flat_map(|fix| &fix.edits)
            .map(|(span, text)| crate::fix::Edit {
                file: crate::diagnostic::FileId(0),
                span: *span,
                text: text.clone(),
            })
            .collect();
        crate::fixer::edited(text, &edits)
    })
}

#[test]
fn fixes_are_edits_of_the_file() {
    for (before, after) in [
        ("RUN cp \\\n    $HOME/x \\\n # why\n    /y", "RUN cp \\\n    \"$HOME\"/x \\\n # why\n    /y"),
        ("RUN echo `date +%s` > /x", "RUN echo $(date +%s) > /x"),
        ("RUN PREFIX= make", "RUN PREFIX='' make"),
        ("RUN make $MY_FLAGS", "RUN make $MY_FLAGS"),
        // A join of two lines in the middle: other bytes stand there.
        ("RUN cp $HO\\\nME /y", "RUN cp \"$HO\\\nME\" /y"),
        ("RUN echo `date \\\n+%s` > /x", "RUN echo $(date \\\n+%s) > /x"),
        ("RUN echo `a \\`b\\`` > /x", "RUN echo `a \\`b\\`` > /x"),
    ] {
        let now = fixed(&format!("FROM acme/x\n{before}\n"));
        let now = now.strip_prefix("FROM acme/x\n").unwrap().trim_end();
        assert!(now == after || now.replace('"', "") == after.replace('"', ""), "{now:?} {after:?}");
    }
}

#[test]
fn hostile_scripts_take_no_time() {
    let bodies = [
        "if a; then ".repeat(20_000),
        "$(".repeat(30_000),
        "(".repeat(60_000),
        "`".repeat(60_000),
        "{ ".repeat(30_000),
        "\"$(".repeat(20_000),
        "case a in b) ".repeat(5_000),
        "echo $x; ".repeat(7_000),
        "[ $a = b ]; ".repeat(5_000),
        "eval $x; ".repeat(7_000),
        "a=$a$b; ".repeat(8_000),
        "a && ".repeat(12_000),
        "<<E ".repeat(16_000),
        "${a:-".repeat(13_000),
        "$((".repeat(21_000),
        "\\".repeat(60_000),
        "'\"".repeat(30_000),
        "é".repeat(30_000),
        "x".repeat(70_000),
        format!("f() {{ {}", "g() { ".repeat(10_000)),
        // What nests without brackets, and what is within all limits.
        "a() ".repeat(700) + "b",
        "! ".repeat(30_000) + "a",
        "time ".repeat(12_000) + "a",
        "exec ".repeat(12_000) + "a",
        "function a ".repeat(5_000) + "{ b; }",
        format!("echo $(({}1))", "- ".repeat(30_000)),
        format!("echo $(({}1))", "1?1:".repeat(1_400)),
        format!("echo $(({}1))", "1+".repeat(30_000)),
        format!("echo $(({}1))", "a=".repeat(30_000)),
        format!("[[ {}a ]]", "! ".repeat(30_000)),
        format!("[ {}a ]", "! ".repeat(30_000)),
        format!("case x in {}a) b;; esac", "a|".repeat(1_400)),
        format!("a={}1", "b[".repeat(1_400)),
        format!("echo {}", "{a,".repeat(700)),
        format!("echo {}", "@(a|".repeat(400)),
        format!("{}a{}", "(".repeat(39), ")".repeat(39)),
        format!("echo {}a{}", "$(b ".repeat(39), ")".repeat(39)),
        format!("{}b;{}", "if a; then ".repeat(39), " fi;".repeat(39)),
        format!("echo {}a{}", "${a:-".repeat(39), "}".repeat(39)),
        "a b ".repeat(16_000),
        "a=b ".repeat(16_000),
        format!("echo {}", "-x ".repeat(20_000)),
        format!("echo '{}'", "$a ".repeat(480)),
        format!("[ {}x ]", "a -a ".repeat(12_000)),
    ];
    for body in &bodies {
        let begun = Instant::now();
        codes(&format!("FROM acme/x\nRUN {body}\nRUN <<EOF\n{body}\nEOF\n"));
        assert!(begun.elapsed() < Duration::from_secs(20), "{} {:?}", body.get(..12).unwrap_or(""), begun.elapsed());
    }
    let many = format!("FROM acme/x\n{}", "RUN eval $x; [ $a = b ]; eval $y\n".repeat(20_000));
    let begun = Instant::now();
    codes(&many);
    assert!(begun.elapsed() < Duration::from_secs(20), "{:?}", begun.elapsed());
}
