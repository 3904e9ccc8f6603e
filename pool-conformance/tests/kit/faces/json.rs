//! Records as JSON: the same every time, read back whole, and of the schema that is checked in.

use std::{fs, path::Path};

use pool_conformance::{Budget, Report, Suite, record::Record};

use super::broken_pool;

fn run() -> Report {
    let budget = Budget::default().schedules_per_world(200).samples(200).meetings(20).stress(5);
    Suite::new(broken_pool()).waive("LIFE-04", "known").budget(budget).progress(false).run()
}

#[test]
fn two_records_differ_in_what_was_measured_alone() {
    let without_measured = |mut record: Record| {
        record.measured = run().record().measured;
        record.measured.took_ms = 0;
        record.measured.worlds.clear();
        record.to_json()
    };
    let (first, second) = (run().record(), run().record());
    assert_eq!(without_measured(first), without_measured(second));
}

#[test]
fn a_record_is_read_back_whole() {
    let record = run().record();
    assert_eq!(Record::from_json(&record.to_json()).unwrap(), record);
}

#[test]
fn what_is_no_record_is_refused() {
    let error = Record::from_json("{\"version\": 7}").unwrap_err();
    assert_eq!(error.to_string(), "the report is of version 7, and this kit reads version 1");
    assert!(Record::from_json("[]").is_err());
    assert!(Record::from_json("nonsense").is_err());
}

/// `.ci/schema` and `.ci/junit` validate what this leaves behind by validators of other projects.
#[test]
fn a_record_names_rules_failures_and_worlds() {
    let record = run().record();
    let json = record.to_json();
    for field in ["\"LIFE-04\"", "\"found_by\"", "\"registry\"", "\"took_ms\""] {
        assert!(json.contains(field), "{field} is missing");
    }
    assert!(record.rules.iter().any(|rule| rule.failures.iter().any(|failure| failure.steps.len() > 1)));
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::write(folder.join("report.json"), json).unwrap();
    fs::write(folder.join("report.xml"), record.to_junit()).unwrap();
}
