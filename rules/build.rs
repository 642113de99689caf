//! The directory is the registry: lists `src/*/*.rs` and writes a module line and a table row for each.

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs, io};

/// Rules that need a feature of their name. Without it they are not in the registry: what does nothing is not listed.
const OPTIONAL: [&str; 1] = ["shellcheck"];

fn main() -> io::Result<()> {
    let root = env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?;
    let source = Path::new(&root).join("src");
    println!("cargo::rerun-if-changed=src");
    let mut rules = Vec::new();
    for family in sorted(&source)?.into_iter().filter(|entry| source.join(entry).is_dir()) {
        println!("cargo::rerun-if-changed=src/{family}");
        for file in sorted(&source.join(&family))? {
            if let Some(module) = file.strip_suffix(".rs").filter(|module| is_on(module)) {
                rules.push((family.clone(), module.to_owned()));
            }
        }
    }
    let mut out = String::new();
    let mut families: Vec<&String> = rules.iter().map(|(family, _)| family).collect();
    families.dedup();
    for family in families {
        let _ = writeln!(out, "/// Rules of the family `{family}`.\npub mod {family} {{");
        for (_, module) in rules.iter().filter(|(of, _)| of == family) {
            let path = source.join(family).join(format!("{module}.rs"));
            let _ = writeln!(out, "    #[path = \"{}\"]\n    pub mod {module};", path.display());
        }
        out.push_str("}\n");
    }
    out.push_str("/// All rules.\npub static ALL: &[&plimsoll_core::rule::Rule] = &[\n");
    for (family, module) in &rules {
        let _ = writeln!(out, "    &{family}::{module}::RULE,");
    }
    out.push_str("];\n/// The family and module of each rule of [`ALL`].\npub static MODULES: &[(&str, &str)] = &[\n");
    for (family, module) in &rules {
        let _ = writeln!(out, "    ({family:?}, {module:?}),");
    }
    out.push_str("];\n");
    let target = env::var("OUT_DIR").map_err(io::Error::other)?;
    fs::write(Path::new(&target).join("rules.rs"), out)
}

fn is_on(module: &str) -> bool {
    !OPTIONAL.contains(&module) || env::var_os(format!("CARGO_FEATURE_{}", module.to_uppercase())).is_some()
}

fn sorted(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        names.push(entry?.file_name().to_string_lossy().into_owned());
    }
    names.sort();
    Ok(names)
}
