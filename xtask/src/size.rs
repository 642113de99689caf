//! What a visitor of the playground downloads, and the budget for it.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::pack;
use crate::tools::{self, Result};

/// Brotli bytes of the WebAssembly module.
const MODULE_BUDGET: usize = 620_000;
/// Brotli bytes of what comes before the first findings: HTML, style, scripts, worker and module.
const PAGE_BUDGET: usize = 732_000;

/// What the toolchain's own standard library adds where no source of it can be had: that is no fault of the page.
const LARGE_STD: usize = 45_000;
/// Brotli bytes of what comes after them: the rules' documentation.
const LATER_BUDGET: usize = 70_000;

/// Prints the sizes of every file of the page; an error above a budget.
pub(crate) fn print() -> Result {
    let dist = tools::web().join("dist");
    let mut files = Vec::new();
    collect(&dist, &mut files);
    if files.is_empty() {
        return Err("there is no page yet: run `cargo xtask web` first".to_owned());
    }
    let (mut page, mut later, mut module) = (Size::default(), Size::default(), 0);
    println!("{:<44} {:>10} {:>10} {:>10}", "file", "raw", "gzip", "brotli");
    for path in &files {
        let bytes = fs::read(path).map_err(|error| format!("{}: {error}", path.display()))?;
        let size = Size::of(&bytes).map_err(|error| format!("{}: {error}", path.display()))?;
        size.print(&path.strip_prefix(&dist).unwrap_or(path).display().to_string());
        let end = path.extension().unwrap_or_default();
        if end == "json" { &mut later } else { &mut page }.add(&size);
        if end == "wasm" {
            module += size.brotli;
        }
    }
    page.print("before the first findings");
    later.print("after them");
    let is_large = pack::large_std().exists();
    let more = if is_large { LARGE_STD } else { 0 };
    let (for_module, for_page) = (MODULE_BUDGET + more, PAGE_BUDGET + more);
    println!(
        "budgets (brotli): module {module} of {for_module}, page {} of {for_page}, later {} of {LATER_BUDGET}",
        page.brotli, later.brotli
    );
    if is_large {
        println!(
            "with the toolchain's own standard library; `rustup component add rust-src` lets a small one be built"
        );
    }
    if module > for_module || page.brotli > for_page || later.brotli > LATER_BUDGET {
        return Err("above the budget".to_owned());
    }
    Ok(())
}

#[derive(Default)]
struct Size {
    raw: usize,
    gzip: usize,
    brotli: usize,
}

impl Size {
    fn of(bytes: &[u8]) -> std::io::Result<Self> {
        let mut gzip = GzEncoder::new(Vec::new(), Compression::best());
        gzip.write_all(bytes)?;
        let mut small = Vec::new();
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        let brotli = brotli::BrotliCompress(&mut &*bytes, &mut small, &parameters)?;
        Ok(Self { raw: bytes.len(), gzip: gzip.finish()?.len(), brotli })
    }

    fn add(&mut self, other: &Self) {
        self.raw += other.raw;
        self.gzip += other.gzip;
        self.brotli += other.brotli;
    }

    fn print(&self, name: &str) {
        println!("{name:<44} {:>10} {:>10} {:>10}", self.raw, self.gzip, self.brotli);
    }
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            collect(&path, files);
        } else {
            files.push(path);
        }
    }
}
