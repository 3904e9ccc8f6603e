//! Every rule has wrong pools that break it. That each is found is in the table.

use pool_conformance::{Level, rules};

use crate::{
    pools::odd::ODD,
    wrong::{MUTANTS, Mutant},
};

#[test]
fn every_rule_has_a_mutant_and_every_must_two_of_two_architectures() {
    for rule in rules() {
        let mutants: Vec<&Mutant> = MUTANTS.iter().filter(|mutant| mutant.breaks == rule.id()).collect();
        let first = mutants.first().unwrap_or_else(|| panic!("{} has no mutant", rule.id()));
        let another = mutants.iter().any(|mutant| mutant.architecture != first.architecture);
        assert!(
            another || rule.level() != Level::Must,
            "{} has mutants of one architecture alone",
            rule.id()
        );
    }
}

#[test]
fn every_mutant_breaks_a_rule_that_exists() {
    for mutant in MUTANTS.iter() {
        assert!(rules().iter().any(|rule| rule.id() == mutant.breaks), "{}", mutant.name);
    }
}

#[test]
fn the_readme_counts_them() {
    let readme = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).expect("the README lies beside the packages");
    for count in [format!("{} wrong pools", MUTANTS.len()), format!("{} odd but honest ones", ODD.len())] {
        assert!(readme.contains(&count), "the README does not say: {count}");
    }
}
