//! The page of all rules is what the rules say.

use std::{env, fs, path::Path};

use pool_conformance::rules_page;

#[test]
fn the_page_of_all_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("doc/rules.md");
    let page = rules_page();
    if env::var_os("POOL_CONFORMANCE_RECORD").is_some() {
        fs::write(&path, &page).unwrap();
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        written == page,
        "doc/rules.md is not what the rules say; POOL_CONFORMANCE_RECORD=1 cargo test --test kit rules_page writes it"
    );
}
