//! Credentials: what they are called, what they look like, in which files they lie and which commands take them.
//!
//! Functions over names, texts and shell commands, so that Dockerfiles and Compose files can be judged alike.

pub mod commands;
pub mod files;
mod formats;
pub mod names;
mod scan;
mod urls;
pub mod values;

pub use scan::{Found, find};
pub use urls::{Password, Userinfo, passwords, userinfo};
