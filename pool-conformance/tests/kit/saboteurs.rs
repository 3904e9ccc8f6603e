//! Factories that do what no factory should: they are found out, and no pool is blamed.

use std::{
    future::{Ready, pending, ready},
    sync::{Arc, Mutex},
};

use pool_conformance::{Outcome, Probe, Report, Setup, Suite, Verdict};

use crate::doc_pool::DocPool;

fn pool(setup: Setup) -> DocPool<Probe> {
    DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
}

/// That nothing passes, nothing fails, and the report says why.
fn assert_errored(report: &Report, why: &str) {
    assert_eq!(report.verdict(), Verdict::Errored, "{report}");
    for result in report.results() {
        assert!(matches!(result.outcome(), Outcome::Errored(text) if text.contains(why)), "{report}");
    }
}

#[test]
fn a_factory_that_panics_is_errored() {
    fn panics(_: Setup) -> Ready<DocPool<Probe>> {
        panic!("no pool today")
    }
    assert_errored(&Suite::new(panics).progress(false).run(), "the factory panicked: no pool today");
}

#[test]
fn a_factory_that_hangs_is_errored() {
    let hangs = |_: Setup| pending::<DocPool<Probe>>();
    assert_errored(&Suite::new(hangs).progress(false).run(), "the factory did not finish");
}

#[test]
fn a_factory_that_gives_out_one_pool_again_and_again_is_errored() {
    let first: Mutex<Option<Arc<DocPool<Probe>>>> = Mutex::default();
    let same = move |setup: Setup| {
        let mut first = first.lock().unwrap();
        ready(Arc::clone(first.get_or_insert_with(|| Arc::new(pool(setup)))))
    };
    let report = Suite::new(same).progress(false).run();
    assert!(!report.verdict().is_conformant(), "{report}");
    let blamed = report.results().iter().filter(|result| matches!(result.outcome(), Outcome::Errored(_)));
    assert!(blamed.count() > 0, "{report}");
}

#[test]
fn a_factory_that_ignores_the_set_up_is_told_so_by_a_rule() {
    let deaf = |setup: Setup| ready(DocPool::new(setup.manager, 0, 2, None));
    let report = Suite::new(deaf).progress(false).run();
    let broken = |id| report.results().iter().any(|r| r.rule().id() == id && r.outcome().failure().is_some());
    assert!(broken("ACCT-06") && broken("PRE-01"), "{report}");
}

#[test]
fn a_pool_that_blocks_its_thread_does_not_hang_the_run() {
    let blocks = |setup: Setup| {
        if setup.max_size == 3 {
            loop {
                std::thread::park();
            }
        }
        ready(pool(setup))
    };
    let report = Suite::new(blocks).progress(false).select("LIFE-02").select("LIFE-01").run();
    assert_eq!(report.verdict(), Verdict::Errored, "{report}");
    assert!(report.to_string().contains("blocked"), "{report}");
}
