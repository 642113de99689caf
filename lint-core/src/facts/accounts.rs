//! The accounts that stages make, and where the file hands things to an account.

use super::account_commands::{self, Given, Said};
use super::{ScriptFacts, StageFacts, Variables};
use crate::dockerfile::{Arg, Dockerfile, Flag, Instruction, InstructionView, Keyword, Stage};
use crate::know::{Know, Why};
use crate::shell::{Command, Dialect, Redirect, Word};
use crate::span::Span;

/// User or group.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum AccountKind {
    /// A user.
    User,
    /// A group.
    Group,
}

/// What makes an account.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum AccountTool {
    /// Shadow's useradd.
    Useradd,
    /// Shadow's groupadd.
    Groupadd,
    /// Debian's or busybox' adduser (on Red Hat another name of useradd).
    Adduser,
    /// Debian's or busybox' addgroup.
    Addgroup,
    /// A change of an account that exists: usermod, groupmod.
    Change,
    /// A line written into `/etc/passwd` or `/etc/group`.
    File,
}

/// An account that a RUN or COPY makes, or whose number it sets.
#[derive(Clone, Debug)]
pub struct Account {
    /// User or group.
    pub kind: AccountKind,
    /// Its name.
    pub name: Know<String>,
    /// Its number: absent when the system takes whichever is free.
    pub id: Know<u32>,
    /// What makes it.
    pub tool: AccountTool,
    /// Whether it is made as a system account.
    pub system: bool,
    /// The stage.
    pub stage: u32,
    /// The instruction.
    pub instruction: u32,
    /// The command, from its name to its last argument.
    pub span: Span,
    /// The account's name as written.
    pub name_span: Span,
    /// Where an option may be inserted: behind the command's name.
    pub option_at: u32,
}

impl Account {
    /// Whether it is the account of that kind and name.
    pub fn is(&self, kind: AccountKind, name: &str) -> bool {
        self.kind == kind && matches!(&self.name, Know::Known(own) if own == name)
    }

    /// Whether it makes an account (and does not only change one).
    pub fn is_new(&self) -> bool {
        self.tool != AccountTool::Change
    }
}

/// A place where the file hands something to an account: USER, `--chown`, `chown`, `install -o`.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The user, a name or a number.
    pub user: Option<String>,
    /// The group, a name or a number.
    pub group: Option<String>,
    /// What it gets; empty for USER.
    pub paths: Vec<String>,
    /// Whether it is a USER instruction.
    pub is_user: bool,
    /// The stage.
    pub stage: u32,
    /// The account as written.
    pub span: Span,
}

/// The accounts and owners of a file.
#[derive(Debug, Default)]
pub(super) struct Accounts {
    made: Vec<Account>,
    owners: Vec<Owner>,
    /// A stage that copies another one's `/etc/passwd` or `/etc/group`, and that other one.
    lent: Vec<(u32, u32)>,
}

/// How many accounts and owners of a file are kept, and of how many stages: questions about them compare all with all.
/// No file that somebody wrote comes near.
const MOST: usize = 400;

impl Accounts {
    pub(super) fn read(
        dockerfile: &Dockerfile,
        variables: &Variables,
        stages: &[StageFacts],
        scripts: &[ScriptFacts],
    ) -> Self {
        let mut accounts = Self::default();
        if stages.len() > MOST {
            return accounts;
        }
        for instruction in dockerfile.instructions() {
            accounts.add_instruction(dockerfile, variables, stages, instruction);
        }
        for script in scripts.iter().filter(|script| script.keyword == Keyword::Run) {
            let Some(instruction) = dockerfile.instruction(script.instruction) else { continue };
            let Some(stage) = instruction.stage() else { continue };
            let lookup = |name: &str| variables.lookup(Some(stage.index()), instruction.index(), name);
            let at = Place { stage: stage.index(), instruction: instruction.index(), lookup: &lookup };
            for command in script.script.commands() {
                accounts.add_command(command, &at);
            }
        }
        accounts.made.sort_by_key(|account| (account.instruction, account.span));
        accounts.made.truncate(MOST);
        accounts.owners.truncate(MOST);
        accounts.lent.truncate(MOST);
        accounts
    }

    fn add_instruction(
        &mut self,
        dockerfile: &Dockerfile,
        variables: &Variables,
        stages: &[StageFacts],
        instruction: Instruction<'_>,
    ) {
        let Some(stage) = instruction.stage() else { return };
        let lookup = |name: &str| variables.lookup(Some(stage.index()), instruction.index(), name);
        let transfer = match instruction.view() {
            InstructionView::User(user) => {
                let Some(value) = user.value() else { return };
                if let Know::Known(text) = value.expand(&lookup) {
                    self.owners.push(owner(&text, Vec::new(), true, stage.index(), value.span()));
                }
                return;
            }
            InstructionView::Copy(transfer) | InstructionView::Add(transfer) => transfer,
            _ => return,
        };
        let destination = transfer.destination().map(|destination| destination.cooked().into_owned());
        if let Some(value) = transfer.chown().and_then(Flag::value)
            && let Know::Known(text) = value.expand(&lookup)
        {
            self.owners.push(owner(
                &text,
                destination.clone().into_iter().collect(),
                false,
                stage.index(),
                value.span(),
            ));
        }
        for heredoc in transfer.sources().filter_map(Arg::as_heredoc) {
            if let Some(kind) = destination.as_deref().and_then(account_file) {
                let at = Place { stage: stage.index(), instruction: instruction.index(), lookup: &lookup };
                self.add_lines(heredoc.body(), kind, heredoc.marker_span(), &at);
            }
        }
        let Some(from) = transfer.from_flag().and_then(Flag::value) else { return };
        let Know::Known(from) = from.expand(&lookup) else { return };
        let lender = dockerfile.stage_by_name(&from, stage.index()).map(Stage::index).or_else(|| from.parse().ok());
        let Some(lender) = lender.filter(|&lender| lender < stage.index() && (lender as usize) < stages.len()) else {
            return;
        };
        if transfer.sources().any(|source| holds_accounts(&source.cooked())) {
            self.lent.push((stage.index(), lender));
        }
    }

    fn add_command(&mut self, command: Command<'_>, at: &Place<'_>) {
        self.add_written(command, at);
        if let Some(said) = account_commands::read(command) {
            self.made.extend(at.account(command, said));
            return;
        }
        let owner_word = match command.name().as_deref() {
            Some("chown") => command.positionals(&["--from", "--reference"]).first().copied(),
            Some("install") => command.option_value(Some('o'), "owner"),
            _ => None,
        };
        let Some(word) = owner_word else { return };
        let Know::Known(text) = word.expand(at.lookup) else { return };
        let paths = command.args().filter_map(|arg| arg.expand(at.lookup).known()).filter(|path| path.starts_with('/'));
        self.owners.push(owner(&text, paths.collect(), false, at.stage, word.span()));
    }

    /// `echo 'app:x:1000:1000::/:/bin/sh' >> /etc/passwd`, also through `tee` or a heredoc.
    fn add_written(&mut self, command: Command<'_>, at: &Place<'_>) {
        let tee = command.name().is_some_and(|name| name == "tee");
        let through_tee = command.args().filter(|_| tee);
        let mut targets = command.redirects().filter_map(Redirect::target).chain(through_tee);
        let Some(kind) = targets.find_map(|target| account_file(&target.literal()?)) else {
            return;
        };
        let mut commands = vec![command];
        if tee && let Some(before) = command.index().checked_sub(1) {
            commands.extend(command.script().commands().nth(before as usize));
        }
        for writer in commands {
            for word in writer.args() {
                self.add_lines(&word.lossy(), kind, word.span(), at);
            }
            for redirect in writer.redirects() {
                if let Some(body) = redirect.heredoc_body() {
                    self.add_lines(body, kind, redirect.span(), at);
                }
            }
        }
    }

    fn add_lines(&mut self, text: &str, kind: AccountKind, span: Span, at: &Place<'_>) {
        for line in text.lines().flat_map(|line| line.split("\\n")) {
            let mut fields = line.trim().split(':');
            let (Some(name), Some(_), Some(id)) = (fields.next(), fields.next(), fields.next()) else { continue };
            let name = if name.contains('$') { Know::Unknown(Why::Runtime) } else { Know::Known(name.to_owned()) };
            self.made.push(Account {
                kind,
                name,
                id: id.trim().parse().map_or(Know::Unknown(Why::Runtime), Know::Known),
                tool: AccountTool::File,
                system: false,
                stage: at.stage,
                instruction: at.instruction,
                span,
                name_span: span,
                option_at: span.end,
            });
        }
    }

    /// The accounts that a stage has of this file, the oldest first: those of the stages it is based on, of stages
    /// whose `/etc/passwd` it copies, and its own.
    pub(super) fn of<'a>(&'a self, stage: &StageFacts, stages: &'a [StageFacts]) -> Vec<&'a Account> {
        let chain = self.chain(stage, stages);
        self.made.iter().filter(|account| chain.contains(&account.stage)).collect()
    }

    /// The places of a stage and those it is based on where something is handed to an account.
    pub(super) fn owners_of<'a>(&'a self, stage: &StageFacts) -> Vec<&'a Owner> {
        let is_in = |owner: &&Owner| owner.stage == stage.index || stage.ancestors.contains(&owner.stage);
        self.owners.iter().filter(is_in).collect()
    }

    /// The stages that have the accounts of `lender` by copying its account files.
    pub(super) fn borrowers(&self, lender: u32) -> impl Iterator<Item = u32> {
        self.lent.iter().filter(move |(_, of)| *of == lender).map(|&(borrower, _)| borrower)
    }

    /// Whether a stage of `shipped` has the accounts of `stage` by copying its account files.
    pub(super) fn lends(&self, stage: u32, shipped: &dyn Fn(u32) -> bool, stages: &[StageFacts]) -> bool {
        self.lent.iter().any(|&(borrower, lender)| {
            let based = |of: u32| stages.get(of as usize).is_some_and(|facts| facts.ancestors.contains(&stage));
            shipped(borrower) && (lender == stage || based(lender))
        })
    }

    fn chain(&self, stage: &StageFacts, stages: &[StageFacts]) -> Vec<u32> {
        let mut chain = vec![stage.index];
        chain.extend(&stage.ancestors);
        let borrowed: Vec<u32> =
            self.lent.iter().filter(|(borrower, _)| chain.contains(borrower)).map(|&(_, lender)| lender).collect();
        for lender in borrowed {
            chain.push(lender);
            chain.extend(stages.get(lender as usize).into_iter().flat_map(|facts| &facts.ancestors));
        }
        chain
    }
}

/// Where a command stands, and what variables hold there.
struct Place<'a> {
    stage: u32,
    instruction: u32,
    lookup: &'a dyn Fn(&str) -> Know<String>,
}

impl Place<'_> {
    fn account(&self, command: Command<'_>, said: Said<'_>) -> Option<Account> {
        let program = command.name_word()?;
        let last = command.args().next_back().unwrap_or(program);
        Some(Account {
            kind: said.kind,
            name: self.text(said.name),
            id: match said.id {
                Given::No => Know::Absent,
                Given::Opaque => Know::Unknown(Why::Runtime),
                Given::Word(word) => {
                    self.text(word).and_then(|text| text.parse().map_or(Know::Unknown(Why::Runtime), Know::Known))
                }
            },
            tool: said.tool,
            system: said.system,
            stage: self.stage,
            instruction: self.instruction,
            span: program.span().to(last.span()),
            name_span: said.name.span(),
            option_at: program.span().end,
        })
    }

    /// A word's value; an empty one is as good as unknown.
    fn text(&self, word: Word<'_>) -> Know<String> {
        match word.expand(self.lookup) {
            Know::Known(text) if !text.is_empty() => Know::Known(text),
            Know::Unknown(why) => Know::Unknown(why),
            _ => Know::Unknown(Why::Runtime),
        }
    }
}

fn owner(text: &str, paths: Vec<String>, is_user: bool, stage: u32, span: Span) -> Owner {
    let mut parts = text.splitn(2, ':').map(|part| Some(part.trim().to_owned()).filter(|part| !part.is_empty()));
    Owner { user: parts.next().flatten(), group: parts.next().flatten(), paths, is_user, stage, span }
}

/// Which kind of account a file of the system lists.
fn account_file(path: &str) -> Option<AccountKind> {
    match path {
        _ if path.ends_with("/etc/passwd") => Some(AccountKind::User),
        _ if path.ends_with("/etc/group") => Some(AccountKind::Group),
        _ => None,
    }
}

/// Whether a source of COPY holds the account files of a stage.
fn holds_accounts(source: &str) -> bool {
    account_file(source).is_some() || matches!(source.trim_end_matches(['/', '*']), "" | "/etc")
}

/// Which programs a distribution has for accounts.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum AccountPrograms {
    /// busybox' adduser and addgroup (Alpine).
    Busybox,
    /// Debian's adduser, and shadow.
    Debian,
    /// Shadow alone.
    Shadow,
    /// Not known.
    Unknown,
}

impl AccountPrograms {
    /// The programs of the image at the root of a stage.
    pub fn of(stage: &StageFacts) -> Self {
        const RED_HAT: [&str; 9] = [
            "centos",
            "fedora",
            "rockylinux",
            "rockylinux/rockylinux",
            "almalinux",
            "amazonlinux",
            "oraclelinux",
            "opensuse/leap",
            "archlinux",
        ];
        let Know::Known(image) = &stage.image else { return Self::Unknown };
        let name = image.familiar.rsplit('/').next().unwrap_or("");
        let alpine = image.tag.as_deref().is_some_and(|tag| tag.contains("alpine"));
        let shell = image.facts().map(|facts| facts.shell);
        match shell {
            _ if alpine || matches!(name, "alpine" | "busybox") || stage.dialect() == Dialect::Cmd => Self::Busybox,
            _ if RED_HAT.contains(&image.familiar.as_str()) || name.starts_with("ubi") => Self::Shadow,
            Some(crate::images::Shell::Ash) => Self::Busybox,
            Some(crate::images::Shell::Bash | crate::images::Shell::Dash) => Self::Debian,
            _ => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests;
