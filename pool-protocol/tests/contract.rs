//! Documents name rules that exist, and every rule is named by the trait or method that it binds.

use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

const RULES: &str = include_str!("../src/contract/rules.md");
const LINKS: &str = include_str!("../src/contract/links.md");

/// The text between each `before` and the `after` that follows it, where it has the form of an id.
fn ids_between<'a>(text: &'a str, before: &str, after: &str) -> BTreeSet<&'a str> {
    let candidates = text.split(before).skip(1).filter_map(|rest| rest.split_once(after));
    candidates.map(|(id, _)| id).filter(|id| is_id(id)).collect()
}

fn is_id(text: &str) -> bool {
    text.split_once('-').is_some_and(|(area, number)| {
        area.len() >= 3
            && area.bytes().all(|byte| byte.is_ascii_uppercase())
            && number.len() == 2
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    files.into_iter().chain(folders.iter().flat_map(|folder| sources(folder))).collect()
}

fn rules() -> BTreeSet<&'static str> {
    ids_between(RULES, "<a id=\"", "\"></a>")
}

#[test]
fn every_rule_has_a_link() {
    assert_eq!(ids_between(LINKS, "\n[", "]: "), rules());
    for id in rules() {
        assert!(LINKS.contains(&format!("\n[{id}]: crate::contract#{id}\n")), "{id}");
    }
}

#[test]
fn documents_name_every_rule_and_no_other() {
    let mut named = BTreeSet::new();
    for path in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        if path.ends_with("contract/rules.md") || path.ends_with("contract/links.md") {
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let here = ids_between(&text, "[", "]");
        assert!(here.iter().all(|id| rules().contains(id)), "{}: {here:?}", path.display());
        named.extend(here.into_iter().map(str::to_owned));
    }
    assert_eq!(named, rules().into_iter().map(str::to_owned).collect());
}
