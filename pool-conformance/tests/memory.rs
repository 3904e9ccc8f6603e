//! What a run takes does not depend on how many schedules it runs.

#![expect(unsafe_code, reason = "an allocator that counts is one that is called in unsafe ways")]

use std::{
    alloc::{GlobalAlloc, Layout, System},
    future::ready,
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use pool_conformance::{Budget, Probe, Setup, Suite};

#[expect(unreachable_pub, reason = "a file that documentation shows, too")]
mod doc_pool {
    include!("../doc/pool.rs");
}
use doc_pool::DocPool;

/// The system's allocator, and how much it has given out.
struct Counting;

static NOW: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: it is the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let now = NOW.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(now, Relaxed);
        // SAFETY: the caller keeps the promises that this one asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        NOW.fetch_sub(layout.size(), Relaxed);
        // SAFETY: the caller keeps the promises that this one asks for.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How many bytes there were at most, and how many are left, beyond those that there were before.
fn taken_by(samples: u64) -> (usize, usize) {
    let pool = |setup: Setup| {
        ready(DocPool::<Probe>::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout))
    };
    let before = NOW.load(Relaxed);
    PEAK.store(before, Relaxed);
    let budget = Budget::scenarios_only().samples(samples);
    let report = Suite::new(pool).progress(false).select("CONC-02").budget(budget).run();
    assert_eq!(report.explored().iter().map(|scope| scope.schedules).sum::<u64>(), samples);
    drop(report);
    (PEAK.load(Relaxed) - before, NOW.load(Relaxed).saturating_sub(before))
}

#[test]
fn memory_does_not_grow_with_the_schedules() {
    const ALLOWANCE: usize = 64 << 10;
    taken_by(1_000);
    let (few, many) = (taken_by(2_000), taken_by(40_000));
    assert!(many.0 < few.0 * 3 / 2 + ALLOWANCE, "{few:?}, then {many:?}");
    assert!(many.1 < few.1 + ALLOWANCE, "{few:?}, then {many:?}");
}
