use super::*;
use crate::cx::DockerfileCx;
use crate::facts::DockerfileFacts;
use crate::path::RelPath;
use crate::project::{File, Origin, Project};

/// Runs `check` on the facts of a Dockerfile.
fn with<T>(text: &str, check: impl FnOnce(&DockerfileFacts) -> T) -> T {
    let mut project = Project::new();
    let file = project.insert(File::parse(RelPath::new("Dockerfile"), text.as_bytes().to_vec()), Origin::Given);
    let linked = project.link();
    check(DockerfileCx::new(&linked, file).unwrap().facts)
}

/// The accounts of the last stage: `u name=id`, with `-` for no number and `?` for an unknown one.
fn made(text: &str) -> Vec<String> {
    with(text, |facts| {
        let show = |account: &&Account| {
            let kind = if account.kind == AccountKind::User { 'u' } else { 'g' };
            let id = match &account.id {
                Know::Known(id) => id.to_string(),
                Know::Absent => "-".to_owned(),
                Know::Unknown(_) => "?".to_owned(),
            };
            format!("{kind} {}={id}", account.name.clone().known().unwrap_or_else(|| "?".to_owned()))
        };
        facts.accounts(facts.stages().last().unwrap()).iter().map(show).collect()
    })
}

fn made_by(command: &str) -> Vec<String> {
    made(&format!("FROM scratch\nARG UID=7\nARG NONE\nRUN {command}\n"))
}

#[test]
fn useradd_is_read_with_its_options() {
    for (command, account) in [
        ("useradd app", "u app=-"),
        ("useradd -u 5 app", "u app=5"),
        ("useradd -u5 app", "u app=5"),
        ("useradd -rmu 5 app", "u app=5"),
        ("useradd --uid=5 app", "u app=5"),
        ("useradd --uid 5 app", "u app=5"),
        ("useradd app -u 5", "u app=5"),
        ("useradd -u $UID app", "u app=7"),
        ("useradd -u ${NONE} app", "u app=?"),
        ("useradd -u $(id -u) app", "u app=?"),
        ("useradd $NONE app", "u app=?"),
        ("useradd -c '-u 5' -d /u -s /bin/u -g users app", "u app=-"),
        ("useradd -gusers app", "u app=-"),
        ("sudo -E useradd -l app", "u app=-"),
        ("useradd -- app", "u app=-"),
    ] {
        assert_eq!(made_by(command), [account], "{command}");
    }
}

#[test]
fn adduser_is_read_in_each_form() {
    for (command, account) in [
        ("adduser -S -D -H -u 5 -G app app", "u app=5"),
        ("adduser -SDHu 5 app", "u app=5"),
        ("adduser -g 'x, -u 5' -h /srv app", "u app=-"),
        ("adduser --system --group --uid 5 app", "u app=5"),
        ("adduser --disabled-password --gecos '' app", "u app=-"),
        ("adduser --group app", "g app=-"),
        ("adduser --group --gid 5 app", "g app=5"),
        ("addgroup -S -g 5 app", "g app=5"),
        ("addgroup --gid 5 app", "g app=5"),
        ("addgroup app", "g app=-"),
        ("groupadd -rg 5 app", "g app=5"),
        ("groupadd -f app", "g app=-"),
    ] {
        assert_eq!(made_by(command), [account], "{command}");
    }
}

#[test]
fn what_makes_no_account_is_none() {
    for command in [
        "adduser app team",
        "addgroup app team",
        "useradd -D",
        "useradd --help",
        "adduser --version app",
        "useradd -R /mnt app",
        "usermod -aG team app",
        "chroot /mnt useradd app",
        "echo useradd app",
        "deluser app",
        "useradd",
    ] {
        assert_eq!(made_by(command), [""; 0], "{command}");
    }
}

#[test]
fn changes_and_lines_of_account_files_give_numbers() {
    assert_eq!(made_by("useradd app && usermod -u 5 app"), ["u app=-", "u app=5"]);
    assert_eq!(made_by("groupmod -g 5 app"), ["g app=5"]);
    assert_eq!(made_by("usermod -l app -u 5 node"), ["u app=5"]);
    assert_eq!(made_by("echo 'app:x:5:6::/:/bin/sh' >> /etc/passwd"), ["u app=5"]);
    assert_eq!(made_by("printf 'a:x:5:\\nb:x:6:\\n' | tee -a /etc/group"), ["g a=5", "g b=6"]);
    assert_eq!(made("FROM scratch\nCOPY <<E /etc/passwd\nroot:x:0:0::/:\napp:x:5:6::/:\nE\n"), ["u root=0", "u app=5"]);
}

#[test]
fn accounts_come_through_stages_and_copied_files() {
    let text = "FROM debian AS a\nRUN useradd -u 5 one\nFROM a AS b\nRUN useradd two\n\
                FROM scratch\nCOPY --from=b /etc/passwd /etc/\n";
    assert_eq!(made(text), ["u one=5", "u two=-"]);
    with(text, |facts| {
        assert!(facts.accounts_ship(0) && facts.accounts_ship(1));
        assert!(!facts.ships(0));
    });
    with(&text.replace("/etc/passwd", "/srv"), |facts| assert!(!facts.accounts_ship(0)));
}

#[test]
fn a_number_set_anywhere_in_the_stages_above_counts() {
    let free = |text: &str| with(text, |facts| facts.accounts_without_id(facts.stage(0).unwrap()).len());
    assert_eq!(free("FROM debian\nRUN useradd app || useradd app\n"), 1, "one for each name");
    assert_eq!(free("FROM debian\nRUN useradd -u 5 app || useradd app\n"), 0);
    assert_eq!(free("FROM debian AS a\nRUN useradd app\nFROM a\nRUN usermod -u 5 app\n"), 0);
    assert_eq!(free("FROM node:24\nRUN id node || useradd node\n"), 0, "the base image has it");
}

#[test]
fn a_number_is_suggested_only_by_the_file_itself() {
    let suggested = |text: &str| {
        with(text, |facts| {
            let stage = facts.stages().last().unwrap();
            let account = facts.accounts_without_id(stage).first().copied().cloned().unwrap();
            facts.suggested_id(stage, &account)
        })
    };
    assert_eq!(suggested("FROM debian\nRUN useradd app\nUSER 1005\n"), Some(1005));
    assert_eq!(suggested("FROM debian\nRUN useradd app && chown -R 1005:1006 /srv\n"), Some(1005));
    assert_eq!(suggested("FROM debian\nRUN groupadd app\nCOPY --chown=1005:1006 . /srv\n"), Some(1006));
    assert_eq!(suggested("FROM debian\nRUN useradd app\nUSER 1005\nRUN chown 1006 /srv\n"), None, "two numbers");
    assert_eq!(suggested("FROM debian\nRUN useradd app && useradd web\nUSER 1005\n"), None, "two accounts");
    assert_eq!(suggested("FROM node:24\nRUN useradd app\nUSER 1000\n"), None, "another account's number");
    assert_eq!(suggested("FROM debian\nRUN useradd app\nUSER 0\n"), None);
    assert_eq!(suggested("FROM a AS a\nRUN useradd -u 1005 app\nFROM b\nRUN useradd app\n"), Some(1005));
}

#[test]
fn packages_make_accounts_that_are_not_there_before() {
    let packages = |text: &str| {
        with(text, |facts| {
            let found = facts.package_accounts(facts.stages().last().unwrap());
            found.into_iter().map(|found| found.account.user).collect::<Vec<_>>()
        })
    };
    assert_eq!(packages("FROM debian\nRUN apt-get install -y redis-server curl mongodb-org=8\n"), ["redis", "mongodb"]);
    assert_eq!(packages("FROM debian\nRUN useradd -u 5 redis && apt-get install redis-server\n"), [""; 0]);
    assert_eq!(packages("FROM debian\nRUN apt-get install redis-server\nRUN usermod -u 5 redis\n"), [""; 0]);
    assert_eq!(packages("FROM debian\nRUN apt-get remove redis-server\n"), [""; 0]);
    assert_eq!(
        packages("FROM debian\nRUN dnf install -y redis-server postgresql-server\n"),
        [""; 0],
        "another manager"
    );
    assert_eq!(packages("FROM a AS a\nRUN apk add redis\nFROM b\n"), [""; 0]);
}
