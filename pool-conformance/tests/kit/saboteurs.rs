//! Factories that do what no factory should: they are found out, and no pool is blamed.

use std::{
    future::{Ready, pending, ready},
    sync::{Arc, Mutex},
    time::Duration,
};

use pool_conformance::{
    Budget, Declaration, Outcome, Probe, ProbeConnection, Report, Rule, Setup, Suite, Verdict,
};
use pool_protocol::{Pool, PoolError, Status, async_trait};

use crate::doc_pool::DocPool;

fn pool(setup: Setup) -> DocPool<Probe> {
    DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout)
}

/// That nothing passes, nothing fails, and the report says why.
fn assert_errored(report: &Report, why: &str) {
    assert_eq!(report.verdict(), Verdict::Errored, "{report}");
    let claimed = |rule: &Rule| Declaration::new().claims(rule.capability());
    for result in report.results().iter().filter(|result| claimed(result.rule())) {
        assert!(matches!(result.outcome(), Outcome::Errored(text) if text.contains(why)), "{report}");
    }
}

#[test]
fn a_factory_that_panics_is_errored() {
    fn panics(_: Setup) -> Ready<DocPool<Probe>> {
        panic!("no pool today")
    }
    let place = "the factory panicked: no pool today (at pool-conformance/tests/kit/saboteurs.rs:";
    assert_errored(&Suite::new(panics).progress(false).run(), place);
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
    assert_errored(&Suite::new(same).progress(false).run(), "built for another set-up");
}

#[test]
fn a_factory_that_ignores_the_set_up_is_told_so_first() {
    let deaf = |setup: Setup| ready(DocPool::new(setup.manager, 0, 2, None));
    assert_errored(&Suite::new(deaf).progress(false).run(), "the factory ignores the set-up");
}

#[test]
fn a_factory_that_blocks_is_told_so_first() {
    fn blocks(_: Setup) -> Ready<DocPool<Probe>> {
        loop {
            std::thread::park();
        }
    }
    assert_errored(&Suite::new(blocks).progress(false).run(), "the factory blocked its thread");
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

#[test]
fn a_factory_that_leaks_a_guard_is_told_what_is_missing() {
    async fn leaks(setup: Setup) -> DocPool<Probe> {
        let pool = pool(setup);
        if let Ok(guard) = pool.acquire().await {
            std::mem::forget(guard);
        }
        pool
    }
    let report = Suite::new(leaks).progress(false).run();
    let failure =
        |id| report.results().iter().find(|r| r.rule().id() == id).and_then(|r| r.outcome().failure());
    assert!(failure("ACCT-01").is_some_and(|failure| failure.seen().contains("in_use 1")), "{report}");
}

/// A pool that opens its connections on a thread of its own, in a runtime with a clock of its own.
#[test]
fn a_pool_with_threads_of_its_own_is_not_judged_by_chance() {
    let runtime =
        tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_time().build().unwrap();
    let own = runtime.handle().clone();
    let elsewhere =
        move |setup: Setup| ready(Elsewhere { pool: Arc::new(pool(setup)), runtime: own.clone() });
    let report = Suite::new(elsewhere).progress(false).run();
    let about_threads = |outcome: &Outcome| {
        matches!(outcome, Outcome::Inconclusive(why) if why.contains("threads of its own"))
            || matches!(outcome, Outcome::NotApplicable(_))
    };
    assert!(report.results().iter().all(|result| about_threads(result.outcome())), "{report}");
    assert!(!report.verdict().is_conformant(), "{report}");
}

struct Elsewhere {
    pool: Arc<DocPool<Probe>>,
    runtime: tokio::runtime::Handle,
}

impl Elsewhere {
    async fn there<T: Send + 'static>(&self, work: impl Future<Output = T> + Send + 'static) -> T {
        self.runtime.spawn(work).await.expect("the work does not panic")
    }
}

#[async_trait]
impl Pool for Elsewhere {
    type Connection = ProbeConnection;
    type Guard = <DocPool<Probe> as Pool>::Guard;

    async fn init(&self) -> Result<(), PoolError> {
        let pool = Arc::clone(&self.pool);
        self.there(async move { pool.init().await }).await
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        let pool = Arc::clone(&self.pool);
        self.there(async move { pool.acquire().await }).await
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        self.pool.release(guard).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.pool.close().await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.pool.health_check().await
    }

    fn status(&self) -> Status {
        self.pool.status()
    }
}

/// A pool that takes real time to be built: the run ends, and says why it has not tried more.
#[test]
fn a_pool_that_is_slow_in_real_time_is_told_so() {
    let budget = Budget::default().real_time(Duration::from_millis(300));
    let slow = |setup: Setup| {
        std::thread::sleep(Duration::from_millis(30));
        ready(pool(setup))
    };
    let report = Suite::new(slow).progress(false).budget(budget).run();
    assert!(!report.verdict().is_conformant(), "{report}");
    let untried =
        |outcome: &Outcome| matches!(outcome, Outcome::Inconclusive(why) if why.contains("of real time"));
    assert!(report.results().iter().any(|result| untried(result.outcome())), "{report}");
    assert!(report.results().iter().all(|result| result.outcome().failure().is_none()), "{report}");
}
