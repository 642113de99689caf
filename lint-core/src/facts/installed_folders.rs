//! Folders below the working directory that a build fills with what the program needs: `node_modules`, `vendor`.

use super::StageFacts;
use crate::compose::targets::clean;
use crate::cx::DockerfileCx;
use crate::dockerfile::{Instruction, InstructionView, Stage};
use crate::shell::Command;
use crate::span::Span;

/// A folder that a build fills.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InstalledFolder {
    /// Its path in the image.
    pub path: String,
    /// The command, or the destination of COPY.
    pub span: Span,
}

/// How many folders are told.
const MAX_FOLDERS: usize = 64;

impl DockerfileCx<'_> {
    /// The folders that a stage and those it is based on fill.
    pub fn installed_folders(&self, stage: &StageFacts) -> Vec<InstalledFolder> {
        let stages = stage.ancestors.iter().rev().chain([&stage.index]);
        let instructions = stages.filter_map(|&index| self.dockerfile.stage(index)).flat_map(Stage::instructions);
        let mut found: Vec<InstalledFolder> = Vec::new();
        for at in instructions.filter(|at| !at.is_onbuild_inner()) {
            found.extend(self.installed_by(at));
            if found.len() >= MAX_FOLDERS {
                break;
            }
        }
        found
    }

    fn installed_by(&self, at: Instruction<'_>) -> Option<InstalledFolder> {
        match at.view() {
            InstructionView::Run(_) => {
                let mut commands = self.facts.commands_in(at);
                let (folder, span) = commands.find_map(|at| Some((folder(at.command)?, at.command.span())))?;
                let moved =
                    self.facts.commands_in(at).any(|at| matches!(at.command.name().as_deref(), Some("cd" | "pushd")));
                let workdir = self.facts.in_force(at).workdir.and_then(|index| self.dockerfile.instruction(index))?;
                let base = workdir.as_workdir()?.value()?.expand(&|name| self.facts.variable(workdir, name)).known()?;
                let fits = base.starts_with('/') && !moved;
                fits.then(|| InstalledFolder { path: clean(&format!("{base}/{folder}")), span })
            }
            InstructionView::Copy(transfer) => {
                transfer.from_flag()?;
                let to = transfer.destination()?;
                let path = self.facts.path_of(at, to).known().filter(|path| path.starts_with('/'))?;
                let path = clean(&path);
                let is_one = path.ends_with("/node_modules") || path.ends_with("/vendor");
                is_one.then_some(InstalledFolder { path, span: to.span() })
            }
            _ => None,
        }
    }
}

/// What a command installs into the working directory.
fn folder(command: Command<'_>) -> Option<&'static str> {
    let args: Vec<String> = command.args().map(|word| word.lossy().into_owned()).collect();
    let has = |wanted: &[&str]| args.iter().any(|arg| wanted.contains(&arg.as_str()));
    let elsewhere =
        has(&["-g", "--global", "--prefix", "-C", "--cwd", "--dir", "--working-dir", "-d", "--modules-folder"])
            || args.iter().any(|arg| arg.starts_with("--prefix=") || arg.starts_with("--working-dir="));
    let first = args.iter().find(|arg| !arg.starts_with('-')).map(String::as_str);
    match command.name().as_deref()? {
        _ if elsewhere => None,
        "npm" => matches!(first, Some("install" | "i" | "ci" | "clean-install")).then_some("node_modules"),
        "pnpm" | "bun" => matches!(first, Some("install" | "i")).then_some("node_modules"),
        "yarn" => (matches!(first, Some("install")) || args.is_empty()).then_some("node_modules"),
        "composer" => matches!(first, Some("install" | "update")).then_some("vendor"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::facts::testing::with_stage;

    fn folders(lines: &str) -> Vec<String> {
        with_stage(&format!("FROM node:24\nWORKDIR /app\n{lines}\n"), |cx, stage| {
            let facts = cx.facts.stage(stage.index()).expect("facts");
            cx.installed_folders(facts).into_iter().map(|folder| folder.path).collect()
        })
    }

    #[test]
    fn package_managers_fill_a_folder_below_the_working_directory() {
        for run in
            ["npm ci", "npm install --omit=dev", "yarn", "yarn install --frozen-lockfile", "corepack enable && pnpm i"]
        {
            assert_eq!(folders(&format!("RUN {run}")), ["/app/node_modules"], "{run}");
        }
        assert_eq!(folders("RUN composer install --no-dev"), ["/app/vendor"]);
        assert_eq!(folders("COPY --from=x /x/node_modules /srv/node_modules"), ["/srv/node_modules"]);
    }

    #[test]
    fn what_goes_elsewhere_does_not() {
        for run in
            ["npm install -g typescript", "cd client && npm ci", "npm run build", "yarn build", "npm --prefix x ci"]
        {
            assert_eq!(folders(&format!("RUN {run}")), Vec::<String>::new(), "{run}");
        }
    }
}
