//! Lists the two folders in which every file registers itself, so that adding a file is all that adding to the list takes:
//! the rules, `src/rules/<area>/<prefix>_<number>.rs`, and the wrong pools of the tests, `tests/kit/wrong/<rule>.rs`.
//! And tells the kit how it is optimised.

use std::{
    env,
    error::Error,
    fmt::Write,
    fs,
    path::{Path, PathBuf},
};

#[path = "src/model/areas.rs"]
mod areas;

use areas::AREAS;

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?);
    println!("cargo::rustc-env=POOL_CONFORMANCE_OPT_LEVEL={}", env::var("OPT_LEVEL")?);
    fs::write(out.join("rules.rs"), registry(&rule_files(&root.join("src/rules"))?)?)?;
    fs::write(out.join("wrong.rs"), wrong_pools(&root.join("tests/kit/wrong"))?)?;
    Ok(())
}

/// The files of rules, in the order of the catalogue.
fn rule_files(rules: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = Vec::new();
    for area in entries(rules)? {
        files.extend(entries(&area)?.into_iter().filter(|file| place(&stem(file)).is_some()));
    }
    files.sort_by_key(|file| place(&stem(file)));
    Ok(files)
}

/// What is in a folder, by name; nothing where there is no such folder, as in a published package.
fn entries(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    if !folder.is_dir() {
        return Ok(Vec::new());
    }
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths =
        fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, Box<dyn Error>>>()?;
    paths.sort();
    Ok(paths)
}

fn stem(file: &Path) -> String {
    file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

/// The place of a rule in the catalogue, if the name is one of a rule: `life_04`.
fn place(name: &str) -> Option<(usize, u32)> {
    let (prefix, number) = name.split_once('_')?;
    let area = AREAS.iter().position(|(known, _)| known.eq_ignore_ascii_case(prefix))?;
    Some((area, number.parse().ok()?))
}

/// One module for each file of wrong pools, and the list of what the modules hold.
fn wrong_pools(folder: &Path) -> Result<String, Box<dyn Error>> {
    let (mut modules, mut list) = (String::new(), String::new());
    for file in entries(folder)?.iter().filter(|file| place(&stem(file)).is_some()) {
        let module = stem(file);
        writeln!(modules, "#[path = {:?}]\nmod {module};", file.display().to_string())?;
        writeln!(list, "    (\"{module}\", {module}::RULE, {module}::WRONG),")?;
    }
    Ok(format!("{modules}\nconst FILES: &[(&str, &str, &[WrongPool])] = &[\n{list}];\n"))
}

/// The modules, the list of the rules, and the macro with a test for each.
fn registry(files: &[PathBuf]) -> Result<String, Box<dyn Error>> {
    let (mut modules, mut list, mut tests) = (String::new(), String::new(), String::new());
    for file in files {
        let name = stem(file);
        writeln!(modules, "#[path = {:?}]\npub(crate) mod {name};", file.display().to_string())?;
        writeln!(list, "    &{name}::RULE,")?;
        writeln!(
            tests,
            "        #[test]\n        fn {name}() {{ $crate::assert_rule($subject, stringify!({name})); }}"
        )?;
    }
    Ok(format!(
        "{modules}\n/// Every rule, in the order of the catalogue.\n\
         pub(crate) static DEFINITIONS: &[&Definition] = &[\n{list}];\n\n\
         {TESTS_DOC}#[macro_export]\nmacro_rules! tests {{\n    ($subject:expr) => {{\n{tests}    }};\n}}\n"
    ))
}

const TESTS_DOC: &str = r#"/// Makes one `#[test]` for each rule, named after its id: `life_04` for LIFE-04.
///
/// A rule that does not apply to the pool passes as a test, since a test cannot say more, and so does a SHOULD from which
/// the pool deviates; an inconclusive one fails. What is explored is explored once for all tests of a process.
///
/// The tests obey [`REPLAY_VARIABLE`](crate::REPLAY_VARIABLE): the script that it names is run, and the test of the rule that
/// it breaks fails. They obey [`BASELINE_VARIABLE`](crate::BASELINE_VARIABLE) and
/// [`REPORT_VARIABLE`](crate::REPORT_VARIABLE), too; each writes a part of the report.
///
/// # Examples
///
/// ```
/// use pool_conformance::{self as conformance, Probe, Setup};
/// # mod doc { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs")); }
/// # use doc::DocPool;
///
/// async fn my_pool(setup: Setup) -> DocPool<Probe> {
///     DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
/// }
///
/// conformance::tests!(my_pool);
/// # fn main() {}
/// ```
"#;
