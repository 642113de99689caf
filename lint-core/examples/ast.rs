//! Prints the instructions of Dockerfiles, one JSON object for each file: `ast FILE...`.

use plimsoll_core::dockerfile::{ast_json, parse};

fn main() {
    for path in std::env::args().skip(1).filter(|word| !matches!(word.as_str(), "ast" | "--format" | "json")) {
        match std::fs::read(&path) {
            Ok(bytes) => println!("{}", ast_json(&path, &parse(String::from_utf8_lossy(&bytes).into()))),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}
