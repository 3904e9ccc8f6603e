//! Races for certain: what goes wrong only while one step stands in a call-out of another is found in every run, and told like
//! anything else.

use std::{
    future::poll_fn,
    sync::{Mutex, MutexGuard, PoisonError},
};

use pool_conformance::{Budget, Failure, Outcome, Report, Suite, replay};
use pool_protocol::{PoolError, async_trait};

use crate::{
    explore::{length, panic_of},
    pools::{
        any::{Architecture, Blueprint},
        deviation::{Call, Deviation, Mistake},
        policy::Policy,
    },
    wrong::mutant,
};

/// A wrong pool, the rule that it breaks, and how many steps show it.
const CASES: [(&str, &str, usize); 6] = [
    ("handoff-place-free-before-end", "ACQ-02", 6),
    ("plain-place-free-before-end", "ACQ-02", 6),
    ("plain-return-between-look-and-queue", "ACQ-05", 3),
    ("plain-acquire-between-look-and-return", "ACQ-05", 3),
    ("plain-close-between-look-and-queue", "LIFE-10", 3),
    ("plain-release-checks-then-parks", "CONC-03", 3),
];

fn judge(pool: Blueprint) -> Report {
    let one_thread = Budget::default().samples(0).meetings(0).stress(0);
    Suite::new(pool).progress(false).budget(one_thread).run()
}

fn failure<'a>(report: &'a Report, rule: &str) -> &'a Failure {
    let result = report.results().iter().find(|result| result.rule().id() == rule).expect("the rule exists");
    result.outcome().failure().unwrap_or_else(|| panic!("{rule} was not found broken:\n{report}"))
}

#[test]
fn a_race_with_a_call_out_in_its_gap_is_found_the_same_every_time() {
    for (pool, rule, steps) in CASES {
        let reports = [judge(mutant(pool)), judge(mutant(pool))];
        let [first, second] = reports.each_ref().map(|report| failure(report, rule));
        let script = first.script().unwrap_or_else(|| panic!("{pool}: no exploration found it"));
        assert_eq!(first.script(), second.script(), "{pool}");
        assert_eq!(first.steps(), second.steps(), "{pool}");
        assert!(script.contains("at call-out") && length(script) <= steps, "{pool}: {script}");
        for again in [first.token(), first.script()].into_iter().flatten() {
            let text = panic_of(|| replay(mutant(pool), again));
            assert!(text.contains(&format!("{rule} · MUST · broken")), "{again}: {text}");
            let told = text.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(told.contains("'s thread is about to"), "{again}: {text}");
            let wide: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
            assert!(wide.is_empty(), "{again}: {wide:?}");
            replay(mutant(pool).mended(), again);
        }
    }
}

#[test]
fn each_world_with_a_preemption_is_complete_for_an_honest_pool() {
    for architecture in [Architecture::Semaphore, Architecture::Handoff, Architecture::Plain] {
        let report = judge(Blueprint::honest(architecture, Policy::USUAL));
        let worlds = report.explored().iter().filter(|scope| scope.world.contains("one preemption"));
        let (complete, left): (Vec<_>, Vec<_>) = worlds.partition(|scope| scope.complete);
        assert!(left.is_empty() && complete.iter().all(|scope| scope.schedules > 0), "{left:?} {complete:?}");
        assert!(!complete.is_empty());
    }
}

/// One lock around each poll of an acquire, then another; for a guard that is dropped the other way round.
#[derive(Default)]
struct TwoOrders {
    first: Mutex<()>,
    second: Mutex<()>,
}

fn locked(mutex: &Mutex<()>) -> MutexGuard<'_, ()> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[async_trait]
impl Deviation for TwoOrders {
    async fn acquire(&self, mut honest: Call<'_>) -> Result<(), PoolError> {
        poll_fn(|context| {
            let _first = locked(&self.first);
            let polled = honest.as_mut().poll(context);
            let _second = locked(&self.second);
            polled
        })
        .await
    }

    fn guard_dropped(&self, guard: Box<dyn std::any::Any + Send>, _orphaned: bool) {
        let _second = locked(&self.second);
        drop(guard);
        let _first = locked(&self.first);
    }
}

#[test]
fn two_locks_taken_in_two_orders_block_both_threads() {
    let pool = Blueprint::honest(Architecture::Plain, Policy::USUAL);
    let pool = Blueprint { mistake: Mistake::of::<TwoOrders>(), ..pool };
    let script = "max 1, min 0: A acquires; at call-out 1 of the next step, B acquires; A drops its guard";
    let text = panic_of(|| replay(pool, script));
    assert!(text.contains("CONC-02 · MUST · broken"), "{text}");
    assert!(text.contains("each waits in a lock"), "{text}");
}

/// Whoever stands in a call-out under the lock of the pool keeps the other waiting: that proves nothing.
#[test]
fn what_waits_in_a_lock_is_not_judged() {
    let script = "max 1, min 0: A acquires; at call-out 1 of the next step, A drops its guard; B acquires";
    let honest = Blueprint::honest(Architecture::Plain, Policy::USUAL);
    replay(honest, script);
    let wakes_under_lock = mutant("plain-wakes-under-lock");
    let script =
        "max 1, min 0: A acquires; B acquires; at call-out 2 of the next step, C acquires; A drops its guard";
    replay(wakes_under_lock, script);
    let report = judge(honest);
    assert!(report.results().iter().all(|result| !matches!(result.outcome(), Outcome::Fail(_))), "{report}");
}
