//! The controls of the CIS Docker Benchmark that are about images, containers and Swarm: which rules look after them.

use plimsoll_core::registry::Registry;
use plimsoll_core::rule::Preset;
use std::fmt::Write as _;

/// What keeps files from showing a control.
const HOST: &str = "the configuration of the engine on the host: no file of a project shows it";
const CLUSTER: &str = "the state of the cluster: no file of a project shows it";
const REGISTRY: &str = "needs the image from its registry";
const RUN_TIME: &str = "what somebody runs in a container later: no file shows it";
const NEED: &str = "only you know what is needed";

struct Section {
    title: &'static str,
    /// The id, what it asks for in our words, and why files cannot show it where they cannot.
    controls: &'static [(&'static str, &'static str, Option<&'static str>)],
}

const SECTIONS: [Section; 4] = [
    Section {
        title: "2 · The engine",
        controls: &[
            ("2.1", "Run the engine without root", Some(HOST)),
            ("2.2", "Keep containers on the default bridge apart", Some(HOST)),
            ("2.3", "Log at the level `info`", Some(HOST)),
            ("2.4", "Let the engine set the rules of the firewall", Some(HOST)),
            ("2.5", "Use no registries without TLS", Some(HOST)),
            ("2.6", "Do not store layers with aufs", Some(HOST)),
            ("2.7", "Offer the API over TCP only with TLS", Some(HOST)),
            ("2.8", "Set ulimits for all containers", Some(HOST)),
            ("2.9", "Map the users of containers to others of the host", Some(HOST)),
            ("2.10", "Leave the engine's cgroup as it is", Some(HOST)),
            ("2.11", "Leave the base size of devices as it is", Some(HOST)),
            ("2.12", "Authorize the commands of clients", Some(HOST)),
            ("2.13", "Collect logs in a central place", Some(HOST)),
            ("2.14", "Keep processes from gaining privileges by default", Some(HOST)),
            ("2.15", "Keep containers running while the engine restarts", Some(HOST)),
            ("2.16", "Do without the userland proxy", Some(HOST)),
            ("2.17", "Set a seccomp profile of your own where one is wanted", Some(HOST)),
            ("2.18", "Leave experimental features off", Some(HOST)),
        ],
    },
    Section {
        title: "4 · Images and their build files",
        controls: &[
            ("4.1", "Run as a user of its own", None),
            ("4.2", "Build upon images you trust", None),
            ("4.3", "Install nothing that is not needed", Some(NEED)),
            ("4.4", "Scan images, and rebuild them with the patches", Some(REGISTRY)),
            ("4.5", "Verify signatures of images", Some(HOST)),
            ("4.6", "Check the health of the container", None),
            ("4.7", "Update the index of packages together with the installation", None),
            ("4.8", "Take setuid and setgid off files that do not need them", Some(REGISTRY)),
            ("4.9", "Copy with COPY, not with ADD", None),
            ("4.10", "Keep secrets out of build files", None),
            ("4.11", "Install verified packages only", None),
            ("4.12", "Validate signed artefacts", Some(REGISTRY)),
        ],
    },
    Section {
        title: "5 · Containers",
        controls: &[
            ("5.1", "Leave Swarm off where it is not needed", Some(HOST)),
            ("5.2", "Run under a profile of AppArmor", None),
            ("5.3", "Run under SELinux", None),
            ("5.4", "Grant few capabilities", None),
            ("5.5", "Run nothing privileged", None),
            ("5.6", "Mount no sensitive folders of the host", None),
            ("5.7", "Run no SSH server in a container", None),
            ("5.8", "Publish no ports below 1024", None),
            ("5.9", "Publish only the ports that are needed", Some(NEED)),
            ("5.10", "Do not share the host's network", None),
            ("5.11", "Limit memory", None),
            ("5.12", "Limit or weigh CPU time", None),
            ("5.13", "Mount the root file system read-only", None),
            ("5.14", "Publish ports on an address of the host", None),
            ("5.15", "Restart at most five times after failures", None),
            ("5.16", "Do not share the host's processes", None),
            ("5.17", "Do not share the host's IPC", None),
            ("5.18", "Pass no devices of the host", None),
            ("5.19", "Overrule ulimits only where it is needed", Some(NEED)),
            ("5.20", "Do not share the propagation of mounts", None),
            ("5.21", "Do not share the host's UTS namespace", None),
            ("5.22", "Leave seccomp on", None),
            ("5.23", "Run no `docker exec` with `--privileged`", Some(RUN_TIME)),
            ("5.24", "Run no `docker exec` as root", Some(RUN_TIME)),
            ("5.25", "Leave the cgroup as it is", None),
            ("5.26", "Keep processes from gaining privileges", None),
            ("5.27", "Check health at run time", None),
            ("5.28", "Know which version of an image runs", None),
            ("5.29", "Limit the number of processes", None),
            ("5.30", "Do not use the default bridge", None),
            ("5.31", "Do not share the host's user namespace", None),
            ("5.32", "Mount no socket of the engine", None),
        ],
    },
    Section {
        title: "7 · Swarm",
        controls: &[
            ("7.1", "Have as few managers as are needed", Some(CLUSTER)),
            ("7.2", "Bind Swarm to one address of the host", Some(CLUSTER)),
            ("7.3", "Encrypt overlay networks", None),
            ("7.4", "Keep secrets in Swarm", None),
            ("7.5", "Lock managers", Some(CLUSTER)),
            ("7.6", "Rotate the key of that lock", Some(CLUSTER)),
            ("7.7", "Rotate the certificates of nodes", Some(CLUSTER)),
            ("7.8", "Rotate the certificates of the authority", Some(CLUSTER)),
            ("7.9", "Keep management and data apart", Some(CLUSTER)),
        ],
    },
];

const INTRO: &str = "\
# The CIS Docker Benchmark

Which rules look after which control of sections 2, 4, 5 and 7. Sections 1, 3 and 6 are about the host and how it is run: no \
file of a project shows them. A control's number works wherever a rule is named: `--select cis/5.4`, `plimsoll explain cis/5.32`. \
The controls are in our words; the benchmark itself has them in full, and says how to audit the rest.

Where it says *in part*, the rules see some of it, and behind the dash stands what keeps them from the rest. \
A rule in *italics* is not in `recommended`: see its page for the preset that has it.
";

/// `docs/compat/cis-docker.md`
pub(crate) fn page(registry: &Registry) -> String {
    let mut out = format!("{}{INTRO}", crate::generate::MARK);
    for section in &SECTIONS {
        let _ = write!(out, "\n## {}\n\n| control | what it asks for | rules |\n|---|---|---|\n", section.title);
        for (id, what, why) in section.controls {
            let alias = format!("cis/{id}");
            let rules =
                registry.rules().iter().map(|rule| &rule.meta).filter(|meta| meta.aliases.contains(&alias.as_str()));
            let rules: Vec<String> = rules
                .map(|meta| {
                    let mark = if Preset::Recommended.contains(meta) { "" } else { "*" };
                    format!("{mark}[`{id}`](../rules/{id}.md){mark}", id = meta.id)
                })
                .collect();
            let shown = match (rules.is_empty(), why) {
                (true, why) => format!("– {}", why.unwrap_or("not covered")),
                (false, None) => rules.join(", "),
                (false, Some(why)) => format!("in part: {} – {why}", rules.join(", ")),
            };
            let _ = writeln!(out, "| {id} | {what} | {shown} |");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> impl Iterator<Item = &'static str> {
        SECTIONS.iter().flat_map(|section| section.controls).map(|(id, _, _)| *id)
    }

    #[test]
    fn every_alias_is_a_control_and_every_section_is_whole() {
        let mut rules = plimsoll_rules::ALL.iter().flat_map(|rule| rule.meta.aliases);
        let unknown = rules.find(|alias| alias.strip_prefix("cis/").is_some_and(|id| ids().all(|known| known != id)));
        assert_eq!(unknown, None);
        for (section, count) in [("2", 18), ("4", 12), ("5", 32), ("7", 9)] {
            let wanted: Vec<String> = (1..=count).map(|number| format!("{section}.{number}")).collect();
            let listed: Vec<&str> = ids().filter(|id| id.split('.').next() == Some(section)).collect();
            assert_eq!(listed, wanted);
        }
    }

    #[test]
    fn every_control_that_files_can_show_has_a_rule() {
        let page = page(&Registry::new().with(plimsoll_rules::ALL));
        let missing: Vec<&str> = page.lines().filter(|line| line.contains("not covered")).collect();
        assert_eq!(missing, Vec::<&str>::new());
    }
}
