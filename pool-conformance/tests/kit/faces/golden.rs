//! Every face of one record, word for word. `POOL_CONFORMANCE_RECORD=1` writes them anew.

use std::{
    fs,
    path::{Path, PathBuf},
};

use pool_conformance::{
    Comparison,
    record::{MergeError, OutcomeKind, Record},
};

use crate::recorded::recorded;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/kit/faces/golden")
}

/// A run with a rule of each kind: kept, broken, waived, inconclusive, not applicable.
fn record() -> Record {
    Record::from_json(&fs::read_to_string(folder().join("report.json")).unwrap()).unwrap()
}

/// The run before it, in which another rule was broken.
fn earlier() -> Record {
    let mut earlier = record();
    "partial".clone_into(&mut earlier.verdict);
    for rule in &mut earlier.rules {
        rule.outcome = match rule.outcome {
            OutcomeKind::Fail => OutcomeKind::Pass,
            OutcomeKind::Pass => OutcomeKind::Inconclusive,
            other => other,
        };
    }
    earlier
}

fn assert_golden(name: &str, text: &str) {
    let golden = recorded(&format!("tests/kit/faces/golden/{name}"), text);
    assert!(golden == text, "{name} differs from what is recorded:\n{text}");
}

#[test]
fn json_is_written_as_it_was_read() {
    assert_golden("report.json", &record().to_json());
}

#[test]
fn markdown_is_as_recorded() {
    assert_golden("report.md", &record().to_markdown());
}

#[test]
fn junit_is_as_recorded() {
    assert_golden("report.xml", &record().to_junit());
}

#[test]
fn badges_are_as_recorded() {
    assert_golden("badge.json", &record().to_badge_json());
    assert_golden("badge.svg", &record().to_badge_svg());
}

#[test]
fn the_page_is_as_recorded() {
    assert_golden("report.html", &record().to_html(Some(&earlier())));
}

#[test]
fn the_comparison_is_as_recorded() {
    let comparison = Comparison::of(&earlier(), &record());
    assert!(!comparison.is_no_worse());
    assert_golden("compare.txt", &comparison.to_string());
    assert_golden("compare.md", &comparison.to_markdown());
}

#[test]
fn the_baseline_is_as_recorded() {
    assert_golden("conformance.toml", &record().to_baseline());
}

/// The record, cut into a part for each rule.
fn parts() -> Vec<Record> {
    let whole = record();
    let part = |kept: usize| {
        let mut part = whole.clone();
        part.measured.run = Some("run 1, attempt 1".to_owned());
        for (index, rule) in part.rules.iter_mut().enumerate() {
            if index != kept {
                rule.outcome = OutcomeKind::NotSelected;
                rule.failures.clear();
                (rule.note, rule.waiver, rule.strength) = (None, None, None);
            }
        }
        part
    };
    (0..whole.rules.len()).map(part).collect()
}

#[test]
fn parts_of_one_run_are_the_whole_again() {
    let mut merged = Record::merged(&parts()).unwrap();
    merged.measured = record().measured;
    assert_eq!(merged, record());
}

#[test]
fn parts_that_are_mixed_or_missing_or_there_twice_are_refused() {
    let mut mixed = parts();
    mixed[1].budget.seed = 7;
    assert!(matches!(Record::merged(&mixed), Err(MergeError::Mixed { what: "the budget", .. })));
    let mut other_run = parts();
    other_run[1].measured.run = Some("run 2, attempt 1".to_owned());
    assert!(matches!(Record::merged(&other_run), Err(MergeError::Mixed { what: "the run", .. })));
    let parts = parts();
    let id = parts[0].rules[0].id.clone();
    assert_eq!(Record::merged(&parts[1..]), Err(MergeError::Gap(id.clone())));
    let twice = [&parts[..], &parts[..1]].concat();
    assert_eq!(Record::merged(&twice), Err(MergeError::Double(id)));
    assert_eq!(Record::merged(&[]), Err(MergeError::Nothing));
}
