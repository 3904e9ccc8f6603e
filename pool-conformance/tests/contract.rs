//! The contract in `pool-protocol` and the rules of the kit say the same: ids, levels, capabilities, and what is not yet
//! judged. With `POOL_CONFORMANCE_RECORD=1` the marks are written anew.

use std::{collections::BTreeSet, fs, path::PathBuf};

use pool_conformance::{Rule, rules};

const MARK: &str = " *not yet judged*";

fn path() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../pool-protocol/src/contract/rules.md")
}

fn contract() -> String {
    fs::read_to_string(path()).expect("the contract lies beside the kit")
}

/// The head of a rule in the contract: `* <a id="LIFE-04"></a>**LIFE-04** (MUST, core)`, perhaps with a mark.
struct Promise<'a> {
    id: &'a str,
    level: &'a str,
    capabilities: Vec<&'a str>,
    marked: bool,
}

impl<'a> Promise<'a> {
    fn read(line: &'a str) -> Option<Self> {
        let (id, rest) = line.strip_prefix("* <a id=\"")?.split_once("\"></a>**")?;
        let rest = rest.strip_prefix(id).and_then(|rest| rest.strip_prefix("** ("));
        let (inside, mark) = rest.and_then(|rest| rest.split_once(')')).unwrap_or_else(|| panic!("{line}"));
        let (level, capabilities) = inside.split_once(", ").unwrap_or_else(|| panic!("{line}"));
        assert!(mark.is_empty() || mark == MARK, "{line}");
        assert!(["MUST", "SHOULD", "MAY"].contains(&level), "{line}");
        Some(Self { id, level, capabilities: capabilities.split(" or ").collect(), marked: !mark.is_empty() })
    }
}

fn rule(id: &str) -> Option<&'static Rule> {
    rules().iter().find(|rule| rule.id() == id).copied()
}

/// A line of the contract, with the mark if and only if the kit has no rule for it.
fn marked_anew(line: &str) -> String {
    match Promise::read(line) {
        None => line.to_owned(),
        Some(promise) => {
            let plain = line.trim_end_matches(MARK);
            let mark = if rule(promise.id).is_some() { "" } else { MARK };
            format!("{plain}{mark}")
        }
    }
}

#[test]
fn the_contract_has_every_rule_with_its_level_and_capability() {
    let text = contract();
    let promises: Vec<_> = text.lines().filter_map(Promise::read).collect();
    for rule in rules() {
        let promise = promises.iter().find(|promise| promise.id == rule.id());
        let promise = promise.unwrap_or_else(|| panic!("{} is not in the contract", rule.id()));
        assert_eq!(promise.level, rule.level().to_string(), "{}", rule.id());
        let capability = rule.capability().name();
        assert!(promise.capabilities.contains(&capability), "{} needs {capability}", rule.id());
    }
}

#[test]
fn an_id_stands_in_the_contract_once() {
    let text = contract();
    let mut ids = BTreeSet::new();
    for promise in text.lines().filter_map(Promise::read) {
        assert!(ids.insert(promise.id), "{} stands there twice", promise.id);
    }
    assert!(ids.len() >= rules().len());
}

#[test]
fn what_has_no_rule_is_marked() {
    if std::env::var_os("POOL_CONFORMANCE_RECORD").is_some() {
        let lines: Vec<_> = contract().lines().map(marked_anew).collect();
        fs::write(path(), lines.join("\n") + "\n").expect("the contract can be written");
    }
    let text = contract();
    for promise in text.lines().filter_map(Promise::read) {
        assert_eq!(
            promise.marked,
            rule(promise.id).is_none(),
            "the mark of {} is wrong; POOL_CONFORMANCE_RECORD=1 writes it anew",
            promise.id,
        );
    }
}
