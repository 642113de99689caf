//! The `plimsoll` command with the rules of this repository.

use plimsoll_core::registry::Registry;
use std::process::ExitCode;

fn main() -> ExitCode {
    plimsoll::main_with(Registry::new().with(plimsoll_rules::ALL))
}
