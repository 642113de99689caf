//! Compares our shell parser with shuck-parser on a folder of scripts, one body per file:
//!
//! ```text
//! cargo run --release -p plimsoll-core --example shell_agree -- FOLDER [shown differences]
//! ```
//!
//! Prints the share of bodies with the same simple commands and words, the first differences, and our time per body.
//! Bodies that the oracle refuses are counted apart.

#[path = "../tests/shuck/mod.rs"]
mod shuck;

use std::time::Instant;

use plimsoll_core::shell::{Continuations, parse};
use plimsoll_core::span::OffsetMap;

fn main() {
    let mut args = std::env::args().skip(1);
    let Some(folder) = args.next() else {
        eprintln!("usage: shell_agree FOLDER [shown differences]");
        std::process::exit(2);
    };
    let mut show: usize = args.next().and_then(|text| text.parse().ok()).unwrap_or(20);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    let bodies: Vec<_> =
        paths.iter().filter_map(|path| Some((path.display(), std::fs::read_to_string(path).ok()?))).collect();
    let (mut equal, mut refused, mut opaque) = (0_usize, 0_usize, 0_usize);
    for (path, text) in &bodies {
        let ours = shuck::ours(text);
        let script = parse(text.as_str(), OffsetMap::shift(0), Continuations::Shell);
        let theirs = shuck::theirs(text);
        if script.is_opaque() {
            opaque += 1;
            if theirs.is_some() && show > 0 {
                println!("{path}: opaque to us alone: {:?}", script.errors().first());
            }
        }
        match theirs {
            None => refused += 1,
            Some(theirs) if theirs == ours => equal += 1,
            Some(theirs) if show > 0 => {
                show -= 1;
                let at = ours.iter().zip(&theirs).position(|(a, b)| a != b).unwrap_or(ours.len().min(theirs.len()));
                println!("{path}\n  ours   {:?}\n  theirs {:?}", ours.get(at), theirs.get(at));
            }
            Some(_) => {}
        }
    }
    let compared = bodies.len() - refused;
    let started = Instant::now();
    let bytes: usize = bodies.iter().map(|(_, text)| text.len()).sum();
    for (_, text) in &bodies {
        std::hint::black_box(parse(text.as_str(), OffsetMap::shift(0), Continuations::Shell));
    }
    let spent = started.elapsed();
    println!("{equal} of {compared} bodies equal; the oracle refuses {refused}; opaque to us {opaque}");
    println!("{bytes} bytes in {spent:?}: {:?} per body", spent / u32::try_from(bodies.len().max(1)).unwrap_or(1));
}
