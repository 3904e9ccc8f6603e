//! How often a call allocates: a pointer adds nothing, an erased pool a box for the guard and one for the future.

#![expect(unsafe_code, reason = "an allocator that counts is one that is called in unsafe ways")]

mod common;

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
    sync::Arc,
};

use common::Recorder;
use pool_protocol::{ErasedPool, Pool};

/// The system's allocator, which counts for each thread.
struct Counting;

thread_local! {
    static ALLOCATIONS: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: it is the system's allocator.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.set(ALLOCATIONS.get() + 1);
        // SAFETY: the caller keeps the promises that this one asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the promises that this one asks for.
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static GLOBAL: Counting = Counting;

/// The allocations of each call, made once more after one that lets the log grow.
async fn allocations(pool: &impl Pool<Connection = u32>) -> [usize; 5] {
    let mut counts = [0; 5];
    for _ in 0..2 {
        let mut before = ALLOCATIONS.get();
        let mut since = || {
            let made = ALLOCATIONS.get() - before;
            before = ALLOCATIONS.get();
            made
        };
        let guard = pool.acquire().await.unwrap();
        counts[0] = since();
        pool.release(guard).await.unwrap();
        counts[1] = since();
        pool.init().await.unwrap();
        counts[2] = since();
        pool.close().await.unwrap();
        counts[3] = since();
        pool.health_check().await.unwrap();
        counts[4] = since();
    }
    counts
}

/// A recorder whose log has room.
fn recorder() -> Recorder {
    let recorder = Recorder::default();
    recorder.log.reserve(64);
    recorder
}

#[tokio::test]
async fn each_call_allocates_what_it_has_to() {
    let direct = allocations(&recorder()).await;
    assert_eq!(direct, [1, 1, 1, 1, 1]);
    assert_eq!(allocations(&Arc::new(Box::new(recorder()))).await, direct);

    let erased: Arc<dyn ErasedPool<u32>> = Arc::new(recorder());
    assert_eq!(allocations(&erased).await, [3, 1, 1, 1, 1]);
}
