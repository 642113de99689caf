//! The rules of Plimsoll.
//!
//! One rule is one file: its documentation, metadata, check and fix. `build.rs` lists the files; adding a rule touches
//! nothing else but its fixtures. See `docs/writing-rules.md`.

include!(concat!(env!("OUT_DIR"), "/rules.rs"));
