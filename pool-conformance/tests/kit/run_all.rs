//! The kit as a pool author uses it: one line, in a plain test and within a runtime.

use pool_conformance::{self as conformance, Budget, Outcome, Probe, Setup, Suite, Verdict};

use pool_protocol::{Pool, PoolError};

use crate::{doc_pool::DocPool, pools::any::Blueprint, wrong::mutant};

async fn my_pool(setup: Setup) -> DocPool<Probe> {
    DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
}

#[test]
fn a_correct_pool_passes_in_a_plain_test() {
    conformance::run_all(my_pool);
}

#[tokio::test]
async fn a_correct_pool_passes_within_a_runtime() {
    conformance::run_all(my_pool);
}

#[test]
#[should_panic(expected = "LIFE-04 · MUST · broken")]
fn a_wrong_pool_fails_and_the_report_names_the_rule() {
    conformance::run_all(wrong());
}

fn wrong() -> Blueprint {
    mutant("semaphore-acquire-after-close-works")
}

#[test]
fn the_report_is_the_same_every_time_but_for_races() {
    let one_thread = Budget::default().meetings(0).stress(0);
    let suite = || Suite::new(wrong()).budget(one_thread.clone());
    let report = || suite().run().to_string();
    assert_eq!(report(), report());
}

#[test]
fn a_waiver_accepts_a_broken_rule_and_nothing_else() {
    let report = Suite::new(wrong()).waive("LIFE-04", "known").run();
    let waived = report.results().iter().find(|result| result.rule().id() == "LIFE-04").unwrap();
    assert!(matches!(waived.outcome(), Outcome::Waived { waiver, .. } if waiver.reason == "known"));
    let unexpected = Suite::new(my_pool).waive("LIFE-04", "known").run();
    assert_eq!(unexpected.verdict(), Verdict::NotConformant);
}

/// Threads are needed for these; they are run whichever rules are selected.
#[test]
fn a_rule_of_threads_is_found_broken_when_it_is_selected_alone() {
    for pool in ["semaphore-release-checks-then-parks", "semaphore-awaited-release-parks"] {
        let report = Suite::new(mutant(pool)).progress(false).select("CONC-03").run();
        let result = report.results().iter().find(|result| result.rule().id() == "CONC-03").unwrap();
        assert!(matches!(result.outcome(), Outcome::Fail(_)), "{report}");
        let test = || conformance::assert_rule(mutant(pool), "conc_03");
        assert!(std::panic::catch_unwind(test).is_err(), "{pool}");
    }
}

#[test]
fn wrong_usage_names_itself_and_what_would_be_right() {
    let report = Suite::new(my_pool).select("LIFE-99").waive("ACQ-03", "").waive("NONE-01", "x").run();
    assert_eq!(report.verdict(), Verdict::Misused);
    let text = report.to_string();
    for part in ["LIFE-99", "there are LIFE-01", "ACQ-03 needs a reason", "NONE-01"] {
        assert!(text.contains(part), "{part} is missing in: {text}");
    }
}

#[test]
fn a_selection_is_judged_and_is_no_verdict_on_the_whole() {
    let report = Suite::new(my_pool).select("LIFE-0*").run();
    assert_eq!(report.verdict(), Verdict::Partial);
    let judged = report.results().iter().filter(|result| matches!(result.outcome(), Outcome::Pass(_)));
    assert!(judged.count() > 5);
}

/// A factory that opens its first connections before it returns, or fails to.
async fn prefilled(setup: Setup) -> Result<DocPool<Probe>, PoolError> {
    let pool = my_pool(setup).await;
    pool.init().await?;
    Ok(pool)
}

#[test]
fn a_factory_that_can_fail_is_a_subject() {
    conformance::run_all(conformance::fallible(prefilled));
}

#[test]
fn a_factory_that_is_not_async_is_a_subject() {
    let plain =
        |setup: Setup| DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout);
    conformance::run_all(conformance::sync(plain));
}
