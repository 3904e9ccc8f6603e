//! The page: whole, small, and nothing of a pool's words gets out of where it is put. `.ci/page` looks at what this leaves
//! behind in a browser.

use std::{fs, path::Path};

use pool_conformance::{Budget, Suite, record::Record};

use super::broken_pool;

const EVIL: &str =
    "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\">'\"&";

fn budget() -> Budget {
    Budget::default().schedules_per_world(100).samples(100).meetings(20).stress(5)
}

fn keep(name: &str, page: &str) {
    fs::write(Path::new(env!("CARGO_TARGET_TMPDIR")).join(name), page).unwrap();
}

/// A record in which every foreign text is hostile and long.
fn hostile() -> Record {
    let mut record = Suite::new(broken_pool()).budget(budget()).progress(false).run().record();
    let evil = format!("{EVIL}{}", "x".repeat(10_000));
    record.subject.clone_from(&evil);
    for rule in &mut record.rules {
        rule.note = Some(evil.clone());
        for failure in &mut rule.failures {
            failure.seen = Some(evil.clone());
            failure.script = Some(evil.clone());
            failure.steps.iter_mut().for_each(|step| step.text.clone_from(&evil));
            let states = failure.steps.iter_mut().flat_map(|step| &mut step.after.clients);
            states.for_each(|client| client.name.clone_from(&evil));
        }
    }
    record
}

#[test]
fn a_page_tells_every_failure_and_fetches_nothing() {
    let record = Suite::new(broken_pool()).budget(budget()).progress(false).run().record();
    let page = record.to_html(None);
    for rule in record.rules.iter().filter(|rule| !rule.failures.is_empty()) {
        assert!(page.contains(&format!("<article id=\"{}\">", rule.id)), "{}", rule.id);
    }
    assert!(page.contains("<svg ") && page.contains("default-src 'none'"));
    assert!(!page.contains("http://") && !page.contains("https://") && !page.contains(" src="));
    keep("page.html", &page);
}

#[test]
fn a_page_with_twenty_failures_is_small() {
    let mut record = Suite::new(broken_pool()).budget(budget()).progress(false).run().record();
    let failures = record.rules.iter().filter_map(|rule| rule.failures.first());
    let longest = failures.max_by_key(|failure| failure.steps.len()).unwrap().clone();
    record.rules.iter_mut().take(20).for_each(|rule| rule.failures = vec![longest.clone()]);
    let page = record.to_html(None);
    assert!(page.matches("<article ").count() >= 20);
    assert!(page.len() <= 300_000, "{} bytes", page.len());
    keep("page-many.html", &page);
}

#[test]
fn no_word_of_a_pool_becomes_part_of_the_page() {
    let page = hostile().to_html(None);
    assert!(!page.contains("<script>document") && !page.contains("<img"));
    assert!(page.len() <= 1_000_000, "{} bytes", page.len());
    keep("page-hostile.html", &page);
}

#[test]
fn the_difference_from_an_earlier_run_is_shown() {
    let later = Suite::new(broken_pool()).budget(budget()).progress(false).run().record();
    let earlier = Suite::new(super::right_pool()).budget(budget()).progress(false).run().record();
    let page = later.to_html(Some(&earlier));
    assert!(page.contains("Since the earlier run") && page.contains("LIFE-04"));
    keep("page-since.html", &page);
}
