//! The page of all rules is what the rules say.

use pool_conformance::rules_page;

use crate::recorded::recorded;

#[test]
fn the_page_of_all_rules_is_up_to_date() {
    let page = rules_page();
    let written = recorded("doc/rules.md", &page);
    assert!(
        written == page,
        "doc/rules.md is not what the rules say; POOL_CONFORMANCE_RECORD=1 cargo test --test kit rules_page writes it"
    );
}
