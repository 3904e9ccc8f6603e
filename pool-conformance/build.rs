//! Lists folders in which every file registers itself, so that adding a file is all that adding to the list takes.

use std::{
    env,
    fmt::Write as _,
    fs, io,
    path::{Path, PathBuf},
};

fn main() -> io::Result<()> {
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR for build scripts"));
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    fs::write(out.join("wrong.rs"), wrong_pools(&root.join("tests/kit/wrong"))?)
}

/// One module for each file of wrong pools, and the list of what the modules hold.
fn wrong_pools(folder: &Path) -> io::Result<String> {
    let (mut modules, mut list) = (String::new(), String::new());
    for (module, path) in modules_in(folder)? {
        let _ = writeln!(modules, "#[path = {:?}]\nmod {module};", path.display().to_string());
        let _ = writeln!(list, "    (\"{module}\", {module}::RULE, {module}::WRONG),");
    }
    Ok(format!("{modules}\nconst FILES: &[(&str, &str, &[WrongPool])] = &[\n{list}];\n"))
}

/// The Rust files of a folder but its `mod.rs`, in the order of their names. A folder that a published package lacks has
/// none.
fn modules_in(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    println!("cargo:rerun-if-changed={}", folder.display());
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    let mut modules = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|name| name.to_str()) else { continue };
        if path.extension().is_some_and(|extension| extension == "rs") && name != "mod" {
            modules.push((name.to_owned(), path.clone()));
        }
    }
    modules.sort();
    Ok(modules)
}
