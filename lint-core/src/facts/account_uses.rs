//! Questions about accounts: which number one has, who uses it, which packages make one.

use super::{Account, AccountKind, AccountTool, DockerfileFacts, Owner, StageFacts};
use crate::dockerfile::Keyword;
use crate::images::{self, accounts_created_by};
use crate::know::{Know, Why};
use crate::shell::packages::{Verb, action};
use crate::span::Span;

/// An account that the installation of a package makes, with whatever number is free.
#[derive(Clone, Debug)]
pub struct PackageAccount {
    /// The package, as written.
    pub package: String,
    /// Its place.
    pub span: Span,
    /// The instruction that installs it.
    pub instruction: u32,
    /// The account.
    pub account: images::Account,
}

impl PackageAccount {
    /// Whether a mount or volume at `path` holds the account's data, or part of it, or all that it is part of.
    pub fn keeps_data_at(&self, path: &str) -> bool {
        self.account.data_path.is_some_and(|data| is_below(path, data) || is_below(data, path))
    }
}

/// Whether `path` is `folder` or lies in it.
fn is_below(path: &str, folder: &str) -> bool {
    let folder = folder.trim_end_matches('/');
    !folder.is_empty() && path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

impl DockerfileFacts {
    /// The accounts that a stage has of this file, the oldest first: those of the stages it is based on, of stages whose
    /// `/etc/passwd` or `/etc/group` it copies, and its own.
    pub fn accounts(&self, stage: &StageFacts) -> Vec<&Account> {
        self.accounts.of(stage, &self.stages)
    }

    /// The places of a stage, and of those it is based on, where something is handed to an account.
    pub fn owners(&self, stage: &StageFacts) -> Vec<&Owner> {
        self.accounts.owners_of(stage)
    }

    /// The number of an account in a stage, by what this file makes and what is known of the image at the root. Absent
    /// when the file makes it without a number.
    pub fn account_id(&self, stage: &StageFacts, kind: AccountKind, name: &str) -> Know<u32> {
        if name == "root" {
            return Know::Known(0);
        }
        let accounts = self.accounts(stage);
        let mut own = accounts.iter().filter(|account| account.is(kind, name)).map(|account| &account.id);
        let Some(first) = own.next() else {
            return match &stage.image {
                Know::Known(image) => of_image(stage, kind, name)
                    .ok_or(image)
                    .map_or_else(|image| Know::Unknown(Why::ExternalImage(image.text.clone())), Know::Known),
                _ => Know::Unknown(Why::ExternalImage(String::new())),
            };
        };
        own.fold(first, |before, id| if id.is_absent() { before } else { id }).clone()
    }

    /// Whether the accounts that a stage makes end up in a shipped image: see [`DockerfileFacts::ships`], or a shipped
    /// stage copies its account files.
    pub fn accounts_ship(&self, stage: u32) -> bool {
        self.ships(stage) || self.accounts.lends(stage, &|borrower| self.ships(borrower), &self.stages)
    }

    /// The accounts that a stage makes with whatever number is free, and that nothing gives a number later or elsewhere:
    /// one for each name.
    pub fn accounts_without_id(&self, stage: &StageFacts) -> Vec<&Account> {
        let mut found: Vec<&Account> = Vec::new();
        let own = |account: &&Account| account.stage == stage.index && account.is_new() && account.id.is_absent();
        for account in self.accounts(stage).into_iter().filter(own) {
            let Know::Known(name) = &account.name else {
                found.push(account);
                continue;
            };
            let fixed_later =
                self.descendants(stage).any(|later| !self.account_id(later, account.kind, name).is_absent());
            let of_base = of_image(stage, account.kind, name).is_some();
            if !fixed_later && !of_base && !found.iter().any(|earlier| earlier.is(account.kind, name)) {
                found.push(account);
            }
        }
        found
    }

    /// The stage itself, those based on it, and those that copy its account files.
    fn descendants(&self, stage: &StageFacts) -> impl Iterator<Item = &StageFacts> {
        let index = stage.index;
        let borrowers: Vec<u32> = self.accounts.borrowers(index).collect();
        self.stages.iter().filter(move |later| {
            later.index == index || later.ancestors.contains(&index) || borrowers.contains(&later.index)
        })
    }

    /// Where an account is used: the container runs as it, or files are handed to it. USER first.
    pub fn use_of(&self, stage: &StageFacts, account: &Account) -> Option<&Owner> {
        let Know::Known(name) = &account.name else { return None };
        let is_it = |owner: &&Owner| match account.kind {
            AccountKind::User => owner.user.as_ref() == Some(name),
            AccountKind::Group => owner.group.as_ref() == Some(name),
        };
        let uses: Vec<&Owner> = self.descendants(stage).flat_map(|later| self.owners(later)).filter(is_it).collect();
        uses.iter().find(|owner| owner.is_user).or(uses.first()).copied()
    }

    /// The number that the file itself suggests for an account: another stage makes it with that number, or it is the
    /// only account without a number, and the only number that things are handed to and that no account has.
    pub fn suggested_id(&self, stage: &StageFacts, account: &Account) -> Option<u32> {
        let name = account.name.as_ref().known()?;
        let all = || self.stages.iter().flat_map(|other| self.accounts(other));
        let elsewhere = all().filter(|other| other.is(account.kind, name)).find_map(|other| other.id.clone().known());
        if elsewhere.is_some() {
            return elsewhere;
        }
        let same_kind = |other: &&Account| other.kind == account.kind;
        if self.accounts(stage).into_iter().filter(same_kind).count() != 1 {
            return None;
        }
        let mut used: Vec<u32> = self
            .descendants(stage)
            .flat_map(|later| self.owners(later))
            .filter_map(|owner| match account.kind {
                AccountKind::User => owner.user.as_ref()?.parse().ok(),
                AccountKind::Group => owner.group.as_ref()?.parse().ok(),
            })
            .filter(|&id| id != 0)
            .collect();
        used.sort_unstable();
        used.dedup();
        let of_base = |id: u32| {
            matches!(&stage.image, Know::Known(image)
            if images::known_accounts(&image.familiar, image.tag.as_deref()).iter().any(|&(_, known)| known == id))
        };
        match used.as_slice() {
            [id] if !of_base(*id) => Some(*id),
            _ => None,
        }
    }

    /// An account of the stage that is fit to run as: one that the file makes with a number, or the one that a known base
    /// image brings besides those of the distribution.
    pub fn own_account(&self, stage: &StageFacts) -> Option<(String, u32)> {
        let made = self.accounts(stage).into_iter().filter(|account| account.kind == AccountKind::User);
        let mut made = made.filter_map(|account| Some((account.name.clone().known()?, account.id.clone().known()?)));
        made.next().or_else(|| {
            let Know::Known(image) = &stage.image else { return None };
            if let Some(images::User::Name { name, uid: Some(uid) }) = stage.image_facts().map(|image| image.user) {
                return Some((name.to_owned(), uid));
            }
            let known = images::known_accounts(&image.familiar, image.tag.as_deref());
            let brought =
                |account: &&(&str, u32)| matches!(account.0, "node" | "app" | "nonroot" | "jenkins" | "gradle");
            known.iter().find(brought).map(|&(name, id)| (name.to_owned(), id))
        })
    }

    /// The last USER before the one that the stage ends with that is certainly not root, as written.
    pub fn user_before(&self, stage: &StageFacts) -> Option<&Owner> {
        let users = self.owners(stage).into_iter().filter(|owner| owner.is_user);
        let is_root =
            |owner: &&Owner| owner.user.as_deref().is_none_or(|user| user == "root" || user.parse() == Ok(0_u32));
        users.rev().find(|owner| !is_root(owner))
    }

    /// The accounts that the packages of a stage make, without those that exist before with a number of their own, and
    /// those whose number is set afterwards.
    pub fn package_accounts(&self, stage: &StageFacts) -> Vec<PackageAccount> {
        let mut found: Vec<PackageAccount> = Vec::new();
        let accounts = self.accounts(stage);
        for script in self.scripts.iter().filter(|script| script.keyword == Keyword::Run) {
            if !self.is_in(stage, script.instruction) {
                continue;
            }
            for command in script.script.commands() {
                let Some(action) = action(command).filter(|action| action.verb == Verb::Install) else { continue };
                for word in action.packages {
                    let Some(package) = word.literal() else { continue };
                    for &account in accounts_created_by(&package).unwrap_or_default() {
                        let exists = accounts.iter().any(|made| {
                            made.is(AccountKind::User, account.user)
                                && (made.tool == AccountTool::Change || made.instruction <= script.instruction)
                        });
                        let is_known = of_image(stage, AccountKind::User, account.user).is_some();
                        let twice = found.iter().any(|earlier| earlier.account.user == account.user);
                        let free =
                            account.data && account.fixed_uid.is_none() && account.manager.is(action.manager.name);
                        if free && !exists && !is_known && !twice {
                            let package = package.clone().into_owned();
                            found.push(PackageAccount {
                                package,
                                span: word.span(),
                                instruction: script.instruction,
                                account,
                            });
                        }
                    }
                }
            }
        }
        found
    }

    fn is_in(&self, stage: &StageFacts, instruction: u32) -> bool {
        self.instruction_stages
            .get(instruction as usize)
            .is_some_and(|&of| of.is_some_and(|of| of == stage.index || stage.ancestors.contains(&of)))
    }
}

/// The number of an account in the image at the root of a stage.
fn of_image(stage: &StageFacts, kind: AccountKind, name: &str) -> Option<u32> {
    let Know::Known(image) = &stage.image else { return None };
    if kind == AccountKind::Group {
        return None;
    }
    let known = images::known_accounts(&image.familiar, image.tag.as_deref());
    known.iter().find(|(known, _)| *known == name).map(|&(_, id)| id)
}
