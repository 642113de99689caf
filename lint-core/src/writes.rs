//! Where the container of a service writes, as far as its image or its Dockerfile tells.

use crate::compose::CommandLine;
use crate::compose::writable::is_at_or_below;
use crate::cx::{Built, ComposeCx, ServiceAt};
use crate::diagnostic::FileId;
use crate::dockerfile::{InstructionView, Stage};
use crate::facts::ImageName;
use crate::facts::writable::handed;
use crate::images::Image;
use crate::know::Know;
use crate::sockets::normal;
use crate::span::Span;

/// A path that the container writes and that neither a mount nor a volume of the image covers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The path.
    pub path: String,
    /// The place in a Dockerfile that shows it; nothing for what is known of an image.
    pub place: Option<(FileId, Span)>,
    /// Whether memory can stand in for it.
    pub volatile: bool,
    /// Whether the program fails without it. Otherwise it may never write there.
    pub certain: bool,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Writes {
    /// The paths, in the order in which they were learned.
    pub paths: Vec<Written>,
    /// Whether these are all, so that a read-only root with a tmpfs on each of them works.
    pub complete: bool,
}

/// Where programs write that nobody knows more about.
pub const USUAL: [&str; 3] = ["/run", "/tmp", "/var/tmp"];

impl ServiceAt<'_> {
    /// Where its container writes outside of what is mounted.
    pub fn writes(&self, cx: &ComposeCx<'_>) -> Writes {
        let mut writes = match &self.built {
            Know::Known(built) => self.of_built(built),
            Know::Absent => self.of_image(),
            Know::Unknown(_) => Writes::default(),
        };
        let mut unsure = false;
        writes.paths.retain(|written| {
            let covered = self.service.covers(&written.path, cx.is_stack);
            unsure |= covered.is_unknown();
            covered == Know::Known(false)
        });
        writes.complete &= !unsure;
        writes
    }

    fn of_image(&self) -> Writes {
        let Some(image) = self.image_facts() else { return Writes::default() };
        let Some(name) = self.image().known() else { return Writes::default() };
        self.known(&image, &name, self.runs_the_image(short_name(&name.familiar)))
    }

    /// What the table says of an image. `as_it_is`: nobody gave it another program or configuration.
    fn known(&self, image: &Image, name: &ImageName, as_it_is: bool) -> Writes {
        let as_it_is = as_it_is && !self.is_reconfigured(short_name(&name.familiar));
        // The variant without a web server of its own.
        let is_fpm = name.tag.as_deref().is_some_and(|tag| tag.contains("fpm"));
        let volume = |path: &str| image.volumes.iter().any(|volume| is_at_or_below(path, volume));
        let paths =
            image.writable_paths.iter().filter(|path| !volume(path)).filter(|path| !is_fpm || !path.contains("apache"));
        let paths = paths.map(|&path| {
            let certain = as_it_is && is_vital(path);
            Written { path: normal(path), place: None, volatile: true, certain }
        });
        Writes { paths: paths.collect(), complete: image.writable_known && as_it_is }
    }

    fn of_built(&self, built: &Built<'_>) -> Writes {
        let (cx, stage) = (built.dockerfile, built.stage);
        let own_program = stage.entrypoint.is_some() || stage.cmd.is_some();
        let mut writes = Writes::default();
        if let (Some(image), Know::Known(name)) = (stage.image_facts(), &stage.image) {
            let short = short_name(&name.familiar);
            let as_it_is = !own_program && !copies_configuration(built, short) && self.runs_the_image(short);
            writes = self.known(&image, name, as_it_is);
            if own_program {
                writes.paths.clear();
            }
        }
        let runs_own = self.service.entrypoint.is_none();
        for handed in handed(cx.dockerfile, cx.facts, stage) {
            let place = Some((cx.file, handed.span));
            writes.paths.push(Written {
                path: handed.path,
                place,
                volatile: handed.volatile,
                certain: runs_own && handed.certain,
            });
        }
        // Who is not root writes only what is handed over or open to all.
        let user = self.service.user.is_none().then_some(stage.user.as_ref()).flatten();
        if own_program && user.is_some_and(|user| user.is_root() == Know::Known(false)) {
            let below = |path: &str| writes.paths.iter().any(|written| is_at_or_below(&written.path, path));
            let usual: Vec<&str> = USUAL.into_iter().filter(|path| !below(path)).collect();
            let usual = usual.into_iter().map(|path| Written {
                path: path.to_owned(),
                place: None,
                volatile: true,
                certain: false,
            });
            writes.paths.extend(usual);
            writes.complete = true;
        }
        writes
    }

    /// Whether the service leaves the image's own program running.
    fn runs_the_image(&self, name: &str) -> bool {
        let first = match &self.service.command {
            None | Some(CommandLine::Null(_)) => None,
            Some(CommandLine::List(words, _)) => words.first().map(|word| word.raw.to_owned()),
            Some(CommandLine::Text(text)) => text.raw.split_ascii_whitespace().next().map(str::to_owned),
        };
        let own = first.is_none_or(|word| word.starts_with('-') || word.contains(name));
        let moved = match &self.service.command {
            Some(CommandLine::List(words, _)) => words.iter().any(|word| word.raw.contains("/tmp")),
            Some(CommandLine::Text(text)) => text.raw.contains("/tmp"),
            _ => false,
        };
        own && !moved && self.service.entrypoint.is_none()
    }

    /// Whether the service mounts the image's main configuration, which may move what it writes.
    fn is_reconfigured(&self, name: &str) -> bool {
        let mounts = self.service.volumes.iter().filter_map(|mount| mount.target.as_ref());
        let configs = self.service.configs.iter().filter_map(|config| config.target.as_ref());
        mounts.chain(configs).any(|target| is_configuration(target.raw, name))
    }
}

fn short_name(familiar: &str) -> &str {
    familiar.rsplit('/').next().unwrap_or(familiar)
}

/// `/etc/nginx`, `/etc/nginx/nginx.conf`, `/usr/local/etc/haproxy/haproxy.cfg` for `nginx` and `haproxy`.
fn is_configuration(path: &str, name: &str) -> bool {
    let file = path.trim_end_matches('/').rsplit('/').next().unwrap_or("");
    let name = name.split('-').next().unwrap_or(name);
    let stem = file.split('.').next().unwrap_or(file);
    let is_place = path.contains("etc/") || path.contains("/conf") || file.contains('.');
    is_place
        && !name.is_empty()
        && (stem == name || (name == "mysql" && stem == "my") || (name == "mariadb" && stem == "my"))
}

fn copies_configuration(built: &Built<'_>, name: &str) -> bool {
    let dockerfile = built.dockerfile.dockerfile;
    let stages = built.stage.ancestors.iter().chain([&built.stage.index]).filter_map(|&index| dockerfile.stage(index));
    stages.flat_map(Stage::instructions).any(|instruction| match instruction.view() {
        InstructionView::Copy(transfer) | InstructionView::Add(transfer) => {
            transfer.sources().chain(transfer.destination()).any(|path| is_configuration(&path.cooked(), name))
        }
        // A configuration may as well be edited in place.
        InstructionView::Run(_) => {
            instruction.args_text().contains("sed ") || instruction.args_text().contains(&format!("{name}.conf"))
        }
        _ => false,
    })
}

/// Whether a program fails at its start when it cannot write this.
fn is_vital(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or("");
    ["/run", "/var/cache", "/var/lock"].iter().any(|base| is_at_or_below(path, base))
        || matches!(name, "logs" | "work" | "temp")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_main_configuration_is_known_by_its_name() {
        for path in ["/etc/nginx", "/etc/nginx/nginx.conf", "/etc/nginx/"] {
            assert!(is_configuration(path, "nginx"), "{path}");
        }
        assert!(is_configuration("/etc/nginx/nginx.conf", "nginx-unprivileged"));
        assert!(!is_configuration("/etc/nginx/conf.d/default.conf", "nginx"));
        assert!(!is_configuration("/usr/share/nginx/html", "nginx"));
        assert!(!is_configuration("/var/cache/nginx", "nginx"));
    }

    #[test]
    fn temporary_directories_are_not_vital() {
        assert!(is_vital("/var/run/mysqld") && is_vital("/var/cache/nginx") && is_vital("/run"));
        assert!(!is_vital("/tmp") && !is_vital("/var/log/grafana") && !is_vital("/etc/kafka"));
    }
}
