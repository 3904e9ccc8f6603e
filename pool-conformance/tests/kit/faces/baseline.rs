//! A baseline from a file: what is known passes, what is new fails, and what is mended has to be taken out.

use std::{fs, path::PathBuf};

use pool_conformance::{Budget, Outcome, Report, Suite, Verdict};

use super::{broken_pool, right_pool};

/// A file of its own for each test.
fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, text).unwrap();
    path
}

fn entry(rule: &str) -> String {
    format!("[[waive]]\nrule = \"{rule}\"\nreason = \"known\"\n")
}

fn run(suite: Suite) -> Report {
    suite.budget(Budget::scenarios_only()).progress(false).run()
}

fn broken_rules(report: &Report) -> Vec<&str> {
    let fails = |outcome: &Outcome| matches!(outcome, Outcome::Fail(_));
    report.results().iter().filter(|it| fails(it.outcome())).map(|it| it.rule().id()).collect()
}

#[test]
fn a_pool_of_which_all_that_is_broken_is_listed_is_conformant_with_waivers() {
    let broken = run(Suite::new(broken_pool()));
    let entries: Vec<String> = broken_rules(&broken).into_iter().map(entry).collect();
    let path = file("all-listed.toml", &entries.concat());
    let report = run(Suite::new(broken_pool()).baseline(path));
    assert_eq!(report.verdict(), Verdict::ConformantWithWaivers, "{report}");
    report.assert_conformant();
}

#[test]
fn a_broken_rule_that_is_not_listed_fails() {
    let path = file("none-listed.toml", "# nothing yet\n");
    assert_eq!(run(Suite::new(broken_pool()).baseline(path)).verdict(), Verdict::NotConformant);
}

#[test]
fn a_listed_rule_that_is_kept_fails_with_the_lines_to_remove() {
    let path = file("mended.toml", &format!("\n{}", entry("LIFE-04")));
    let report = run(Suite::new(right_pool()).baseline(&path));
    assert_eq!(report.verdict(), Verdict::NotConformant);
    let expected = format!("{}:2: LIFE-04 is kept now: remove the lines 2 to 4", path.display());
    assert_eq!(report.stale_waivers(), [expected.as_str()]);
    assert!(report.to_string().contains(&expected));
}

#[test]
fn a_glob_is_needed_while_one_of_its_rules_is_and_stale_when_none_is() {
    let needed = file("glob.toml", &entry("*"));
    assert_eq!(run(Suite::new(broken_pool()).baseline(&needed)).verdict(), Verdict::ConformantWithWaivers);
    let report = run(Suite::new(right_pool()).baseline(&needed));
    assert_eq!((report.verdict(), report.stale_waivers().len()), (Verdict::NotConformant, 1));
}

#[test]
fn an_entry_for_what_is_seen_by_chance_is_not_stale_where_it_is_not_seen() {
    let path = file("sometimes.toml", &format!("{}seen = \"sometimes\"\n", entry("LIFE-04")));
    assert_eq!(run(Suite::new(right_pool()).baseline(&path)).verdict(), Verdict::Conformant);
    let waived = run(Suite::new(broken_pool()).baseline(path));
    assert!(!broken_rules(&waived).contains(&"LIFE-04"));
}

#[test]
fn an_entry_past_its_day_accepts_nothing_and_says_so() {
    let path = file("expired.toml", &format!("{}until = \"2020-02-29\"\n", entry("*")));
    let report = run(Suite::new(broken_pool()).baseline(path));
    assert_eq!(report.verdict(), Verdict::NotConformant);
    assert!(!broken_rules(&report).is_empty());
    assert!(
        report.stale_waivers()[0].contains("ended on 2020-02-29: mend the pool and remove the lines 1 to 4")
    );
}

#[test]
fn an_entry_of_another_pool_or_of_a_rule_that_was_left_out_is_nobodys_business() {
    let path = file("other.toml", &format!("{}pool = \"another_pool\"\n", entry("LIFE-04")));
    assert!(run(Suite::new(right_pool()).baseline(path)).stale_waivers().is_empty());
    let path = file("left-out.toml", &entry("LIFE-04"));
    assert!(run(Suite::new(right_pool()).baseline(path).select("ACQ-*")).stale_waivers().is_empty());
}

#[test]
fn what_cannot_be_read_and_what_does_not_exist_is_wrong_usage() {
    for (name, text, fault) in [
        ("faulty.toml", "[[waive]]\nrule: x\n", ":2: `rule: x` is not read"),
        ("unknown.toml", &*entry("LIFE-99"), ":1: a waiver is for nothing: no rule is called `LIFE-99`"),
        ("twice.toml", &*(entry("LIFE-04") + &entry("LIFE-*")), ":4: LIFE-* is waived twice"),
    ] {
        let report = run(Suite::new(right_pool()).baseline(file(name, text)));
        assert_eq!(report.verdict(), Verdict::Misused);
        assert!(report.usage_errors().iter().any(|error| error.contains(fault)), "{report}");
    }
    let report = run(Suite::new(right_pool()).baseline("no/such/file.toml"));
    assert!(report.usage_errors()[0].starts_with("no/such/file.toml: the baseline cannot be read"));
}

#[test]
fn an_updated_baseline_accepts_what_it_was_written_for() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("updated.toml");
    let _ = fs::remove_file(&path);
    let report = run(Suite::new(broken_pool()).update_baseline(&path));
    assert_eq!(report.verdict(), Verdict::ConformantWithWaivers, "{report}");
    assert_eq!(run(Suite::new(broken_pool()).baseline(&path)).verdict(), Verdict::ConformantWithWaivers);
    assert_eq!(run(Suite::new(right_pool()).update_baseline(&path)).verdict(), Verdict::Conformant);
}
