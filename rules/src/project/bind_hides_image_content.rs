//! Bind mounts over what the image installs.

use plimsoll_core::compose::MountKind;
use plimsoll_core::compose::targets::clean;
use plimsoll_core::compose::writable::is_at_or_below;
use plimsoll_core::prelude::*;

declare_rule! {
    /// A folder of the host is mounted over the place where the image that is built here installs what the program needs
    /// (`node_modules`, `vendor`): the container sees the host's, or none.
    ///
    /// A volume of its own on that folder keeps the image's: `- /app/node_modules`. Services whose command installs anew
    /// are fine.
    ///
    /// ```project,expect
    /// ==> compose.yaml
    /// services:
    ///   site:
    ///     build: .
    ///     volumes:
    ///       - .:/app
    /// ==> Dockerfile
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// CMD ["node", "server.js"]
    /// ```
    ///
    /// ```project
    /// ==> compose.yaml
    /// services:
    ///   site:
    ///     build: .
    ///     volumes:
    ///       - .:/app
    ///       - /app/node_modules
    /// ==> Dockerfile
    /// FROM node:24-slim
    /// WORKDIR /app
    /// COPY package.json package-lock.json ./
    /// RUN npm ci
    /// CMD ["node", "server.js"]
    /// ```
    pub static RULE = {
        id: "bind-hides-image-content", summary: "Do not mount over what the image installs", category: Reliability, severity: Info,
        since: "0.3.0", presets: [Strict], aliases: [],
    }
    Check::Build(check)
}

fn check(cx: &BuildCx<'_>, sink: &mut Sink<'_>) {
    let service = cx.service;
    let is_bind = |kind: &Know<MountKind>| *kind == Know::Known(MountKind::Bind);
    let installs = [&service.command, &service.entrypoint]
        .into_iter()
        .flatten()
        .any(|line| ["install", "ci", "yarn", "pnpm", "composer", "bun"].iter().any(|word| line.says(word)));
    if !service.volumes.iter().any(|mount| is_bind(&mount.kind)) || installs || !service.volumes_from.is_empty() {
        return;
    }
    let mut targets = Vec::new();
    for mount in &service.volumes {
        let Some(Know::Known(target)) = mount.target.as_ref().map(|target| target.text_with_defaults()) else { return };
        targets.push((clean(&target), mount));
    }
    let mut told: Vec<String> = Vec::new();
    for folder in cx.built.dockerfile.installed_folders(cx.built.stage) {
        // The mount that is nearest above decides.
        let above = targets.iter().filter(|(target, _)| is_at_or_below(&folder.path, target));
        let Some((target, mount)) = above.max_by_key(|(target, _)| target.len()) else { continue };
        if !is_bind(&mount.kind) || *target == folder.path || told.contains(&folder.path) {
            continue;
        }
        told.push(folder.path.clone());
        sink.report(
            service.place(mount.span, mount.origin),
            format!("`{}` hides `{}`, which the image installs", mount.text(), folder.path),
        )
        .label_in(cx.built.dockerfile.file, folder.span, "installed here")
        .help(format!("add the volume `{}`, which keeps what the image has there", folder.path));
    }
}
