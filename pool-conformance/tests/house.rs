//! That the house is as its plan says: no arrow between folders that the architecture page does not have, small files and
//! functions, a sentence at the head of every file, and signposts that lead somewhere.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

const PLAN: &str = include_str!("../doc/architecture.md");

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

/// Every Rust file of the kit, by its path from `src`, with its text.
fn files() -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![source()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the kit can be read") {
            let path = entry.expect("an entry can be read").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(source()).expect("it is in src").display().to_string();
                found.push((name, fs::read_to_string(&path).expect("a file can be read")));
            }
        }
    }
    found.sort();
    found
}

/// The rows of the table of folders: which folder may call which.
fn plan() -> BTreeMap<String, BTreeSet<String>> {
    let mut plan = BTreeMap::new();
    let section = PLAN.split("## The folders").nth(1).and_then(|rest| rest.split("\n## ").next());
    for row in section.unwrap_or_default().lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('|').map(str::trim).collect();
        let folder = cells[1].trim_matches('`').to_owned();
        let allowed = match cells[3] {
            "–" => BTreeSet::new(),
            "all of the above" => plan.keys().cloned().collect(),
            names => names.split(", ").map(str::to_owned).collect(),
        };
        plan.insert(folder, allowed);
    }
    plan
}

/// The code of a file without comments and without its unit tests.
fn code(text: &str) -> String {
    let own = text.split("#[cfg(test)]").next().unwrap_or_default();
    own.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The folders that a file names behind `crate::`.
fn called(text: &str, folders: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<String> {
    let mut called = BTreeSet::new();
    for rest in code(text).split("crate::").skip(1) {
        let heads = match rest.strip_prefix('{') {
            None => vec![rest],
            Some(tree) => heads_of_tree(tree),
        };
        let word = |head: &str| {
            head.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect::<String>()
        };
        called.extend(heads.into_iter().map(word).filter(|word| folders.contains_key(word)));
    }
    called
}

/// The parts of a tree of imports, up to its closing brace.
fn heads_of_tree(tree: &str) -> Vec<&str> {
    let (mut heads, mut depth, mut start) = (Vec::new(), 0_usize, 0);
    for (at, c) in tree.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth == 0 => {
                heads.push(&tree[start..at]);
                break;
            }
            '}' => depth -= 1,
            ',' if depth == 0 => {
                heads.push(&tree[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    heads
}

#[test]
fn folders_call_only_what_the_plan_allows() {
    let plan = plan();
    assert!(plan.len() > 10, "the table of folders can be read: {plan:?}");
    let mut above = BTreeSet::new();
    for (folder, calls) in &plan {
        above.extend(calls.iter().filter(|callee| plan[*callee].contains(folder)).cloned());
    }
    assert!(above.is_empty(), "the plan itself has a circle: {above:?}");
    for (file, text) in files() {
        let Some((folder, _)) = file.split_once('/').filter(|(folder, _)| *folder != "bin") else { continue };
        let allowed = plan.get(folder).unwrap_or_else(|| panic!("{folder} is not in the plan"));
        for callee in called(&text, &plan) {
            assert!(callee == folder || allowed.contains(&callee), "{file} calls {callee}");
        }
    }
}

#[test]
fn files_are_small_and_say_what_they_are() {
    const MOST: usize = 300;
    for (file, text) in files() {
        assert!(text.starts_with("//!"), "{file} does not say what it is");
        let lines = text.lines().count();
        assert!(lines <= MOST, "{file} has {lines} lines");
    }
}

#[test]
fn functions_are_small() {
    const MOST: usize = 40;
    for (file, text) in files() {
        let mut open: Option<(usize, usize, String)> = None;
        for (number, line) in text.lines().enumerate() {
            let indent = line.len() - line.trim_start().len();
            let head = line.trim_start();
            let begins = ["fn ", "pub fn ", "pub(crate) fn ", "pub(super) fn ", "async fn "];
            if open.is_none() && begins.iter().any(|begin| head.starts_with(begin)) {
                open = Some((number, indent, head.to_owned()));
            }
            if let Some((first, depth, name)) = &open {
                if head.starts_with('}') && indent == *depth {
                    assert!(number - first < MOST, "{file}: {name} has {} lines", number - first + 1);
                    open = None;
                } else if number == *first && (head.ends_with('}') || head.ends_with(';')) {
                    open = None;
                }
            }
        }
    }
}

#[test]
fn signposts_lead_somewhere() {
    let section = PLAN.split("## Where is it decided").nth(1).expect("the page has signposts");
    let rows: Vec<&str> =
        section.lines().filter(|line| line.starts_with("| ") && line.contains(".rs")).collect();
    assert!(rows.len() >= 5, "the table of signposts can be read");
    for row in rows {
        let cells: Vec<&str> = row.split('|').map(|cell| cell.trim().trim_matches('`')).collect();
        let text =
            fs::read_to_string(source().join(cells[2])).unwrap_or_else(|_| panic!("no file {}", cells[2]));
        let defines = ["fn ", "struct ", "const ", "enum "]
            .iter()
            .any(|kind| text.contains(&format!("{kind}{}", cells[3])));
        assert!(defines, "{} has no item {}", cells[2], cells[3]);
    }
}

/// The types that hold a whole simulation stay small enough to be read.
#[test]
fn no_type_knows_everything() {
    const FIELDS: usize = 12;
    const METHODS: usize = 40;
    let files = files();
    for name in ["Sim", "Trace", "Scenario", "ActorTasks", "Summary"] {
        let fields = files.iter().find_map(|(_, text)| {
            let body = text.split(&format!("struct {name}")).nth(1)?;
            body.starts_with([' ', '<']).then(|| body.split("\n}").next().unwrap_or_default().to_owned())
        });
        let fields = fields.unwrap_or_else(|| panic!("there is a type {name}"));
        let count =
            fields.lines().filter(|line| !line.trim_start().starts_with("//") && line.contains(": ")).count();
        assert!(count <= FIELDS || name == "Summary", "{name} has {count} fields");
        let methods: usize = files.iter().map(|(_, text)| methods_of(name, &code(text))).sum();
        assert!(methods <= METHODS, "{name} has {methods} methods");
    }
}

fn methods_of(name: &str, code: &str) -> usize {
    let of_type = |block: &&str| {
        let head = block.lines().next().unwrap_or_default();
        head.split_whitespace().any(|word| word == name || word.starts_with(&format!("{name}<")))
            && !head.contains(" for ")
    };
    let blocks = code.split("\nimpl").skip(1).filter(of_type);
    blocks.map(|block| block.split("\n}").next().unwrap_or_default().matches("fn ").count()).sum()
}
