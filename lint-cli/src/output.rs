//! Standard output and standard error, and pipes that close early.

use crate::Code;
use std::io::{self, Write as _};
use std::path::Path;

/// Where findings go.
pub(crate) struct Output<'a> {
    file: Option<&'a Path>,
}

impl<'a> Output<'a> {
    /// Standard output, or a file.
    pub(crate) fn new(file: Option<&'a Path>) -> Self {
        Self { file }
    }

    /// Writes all of it. A reader that has seen enough (`| head`) is no error.
    pub(crate) fn write(&self, text: &str) -> Code {
        self.write_bytes(text.as_bytes())
    }

    /// As [`Output::write`], for what need not be text.
    pub(crate) fn write_bytes(&self, bytes: &[u8]) -> Code {
        let written = if let Some(file) = self.file {
            std::fs::write(file, bytes)
        } else {
            let mut out = io::stdout().lock();
            out.write_all(bytes).and_then(|()| out.flush())
        };
        match written {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                let place = self.file.map_or("standard output".to_owned(), |file| file.display().to_string());
                complain(&format!("{place}: cannot be written: {}", crate::walk::reason(&error)));
                Code::Unreadable
            }
            _ => Code::Clean,
        }
    }
}

/// A line on standard error; never fails.
pub(crate) fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "plimsoll: {}", plimsoll_core::render::one_line(message));
}

/// Text on standard error; never fails.
pub(crate) fn aside(text: &str) {
    let _ = io::stderr().lock().write_all(text.as_bytes());
}
