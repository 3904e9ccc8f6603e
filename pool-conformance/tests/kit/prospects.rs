//! When failures were decided.

use pool_conformance::{Failure, Matters, Script, Suite, Ways, play};

use crate::{pools::any::Blueprint, recorded::recorded, wrong::mutant};

/// Wrong pools of which explorations find something.
const POOLS: [&str; 11] = [
    "handoff-chosen-waiter-keeps-offer",
    "semaphore-cancelled-connect-keeps-place",
    "semaphore-late-connect-is-parked",
    "handoff-failed-connect-wakes-nobody",
    "handoff-failed-connect-leaves-waiters-to-others",
    "handoff-broken-wakes-nobody",
    "handoff-failure-uncounts",
    "plain-woken-waiter-keeps-wake",
    "plain-cancelled-connect-keeps-place",
    "actor-chosen-waiter-keeps-offer",
    "handoff-dropped-ending-tells-nobody",
];

fn failures(pool: Blueprint) -> Vec<Failure> {
    let report = Suite::new(pool).progress(false).run();
    let of_rules = report.results().iter().flat_map(|result| result.outcome().failures());
    of_rules.filter(|failure| !failure.ways_on().is_empty()).cloned().collect()
}

fn steps(script: &str) -> Vec<&str> {
    script.split_once(": ").map_or("", |(_, steps)| steps).split("; ").collect()
}

/// That the steps lead where the failure says: the curve is that of the script, and the nearest script passes.
fn is_right(pool: Blueprint, failure: &Failure) {
    let script = failure.script().expect("there are prospects of scripts alone");
    let ways = failure.ways_on();
    assert_eq!(ways.len(), steps(script).len() + 1, "{script}");
    for pair in ways.windows(2) {
        if let [Some(before), Some(after)] = pair {
            assert!(before.broken >= u64::from(after.broken > 0), "{script}: {ways:?}");
        }
    }
    let whole = |ways: &Option<Ways>| ways.is_some_and(|ways| ways.broken == ways.all);
    if let Some(from) = failure.inevitable_after() {
        assert!(ways[from..].iter().all(whole), "{script}: what is inevitable stays so: {ways:?}");
    }
    for (matters, before) in failure.what_matters().into_iter().zip(ways) {
        assert_eq!(matters == Some(Matters::Nothing), whole(before), "{script}");
    }
    let Some((shared, nearest)) = failure.nearest_passing() else { return };
    assert_eq!(steps(&nearest)[..shared], steps(script)[..shared]);
    if let Some(from) = failure.inevitable_after() {
        assert!(shared < from, "{script}: nothing passes after {from} steps, and this does: {nearest}");
    }
    let played = play(pool, &nearest.parse::<Script>().expect("its text is a script"));
    assert!(played.failure().is_none(), "the nearest script passes: {nearest}\n{played}");
}

#[test]
fn what_is_said_of_twenty_failures_is_so() {
    let mut seen = 0;
    for pool in POOLS.map(mutant) {
        for failure in failures(pool) {
            is_right(pool, &failure);
            seen += usize::from(failure.inevitable_after().is_some());
        }
    }
    assert!(seen >= 20, "{seen}");
}

#[test]
fn a_report_says_when_it_was_decided() {
    let report = Suite::new(mutant("semaphore-cancelled-connect-keeps-place")).progress(false).run();
    let text = report.to_string();
    assert!(text.contains("when it was decided"), "{text}");
    assert!(text.contains("- it takes \"A is cancelled\""), "{text}");
}

/// Three failures as a report tells them, with what they were decided by.
const PAGE: &str = "doc/failures.md";
const SHOWN: [(&str, &str, &str); 3] = [
    (
        "handoff-chosen-waiter-keeps-offer",
        "CANC-05",
        "A waiter is chosen and goes away. Up to its last step the run could have passed, and only because somebody goes at that \
         moment does it not.",
    ),
    (
        "semaphore-late-connect-is-parked",
        "LIFE-12",
        "A pool is closed while a connection is being opened. The failure is seen when the connect finishes, and was decided \
         before that.",
    ),
    (
        "handoff-failed-connect-leaves-waiters-to-others",
        "ERR-05",
        "A connect fails, and the one who waits for its place is not told.",
    ),
];

fn page() -> String {
    let shown = SHOWN.map(|(pool, rule, about)| {
        let report = Suite::new(mutant(pool)).progress(false).run();
        let text = report.to_string();
        let line = "─".repeat(80);
        let block = text.split(line.as_str()).find(|block| block.trim_start().starts_with(rule));
        let block = block.unwrap_or_else(|| panic!("{rule} is not told of {pool}:\n{text}"));
        let block = block.split("  if this fails, look at").next().unwrap_or(block).trim();
        format!("## {rule}\n\n{about}\n\n```text\n{block}\n```\n")
    });
    format!(
        "# When a failure was decided\n\nOf every failure that exploration finds, the report says after which step nothing else \
         could have come of it, which\nsteps it took, and the nearest script that passes. It has gone every way on from each step, \
         in the world that has as\nmuch in it as the script (`Failure::ways_on`, `inevitable_after`, `what_matters`, \
         `nearest_passing`). Three wrong pools of\nthe kit's own tests, as reports tell of them:\n\n{}",
        shown.join("\n")
    )
}

#[test]
fn the_page_on_failures_is_what_reports_say() {
    let page = page();
    assert_eq!(recorded(PAGE, &page), page, "record {PAGE} anew");
}
