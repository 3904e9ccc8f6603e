//! Pools that end the process, each in its way.

use std::{
    hint::black_box,
    sync::{
        Mutex,
        atomic::{AtomicU32, Ordering},
    },
};

use pool_conformance::{Probe, ProbeConnection, Setup};
use pool_protocol::{Pool, PoolError, Status};

#[expect(unreachable_pub, reason = "a file that documentation shows, too")]
mod doc_pool {
    include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/pool.rs"));
}
use doc_pool::{DocGuard, DocPool};

/// What a pool does beside what it should.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Deed {
    Nothing,
    /// Aborts when the third pool of the process is built.
    AbortsInTheThird,
    /// Ends the process as if all were well when one of two waiters is cancelled.
    ExitsOnCancel,
    /// Calls itself without end when a pool of two is closed.
    OverflowsOnClose,
    /// Takes all the memory that there is, when two connections are lent.
    TakesMemory,
    /// Panics in a drop while it unwinds.
    PanicsWhileUnwinding,
    /// Never comes back from an acquire.
    Hangs,
    /// Says in which process it is built.
    Tells,
}

impl Deed {
    pub(crate) fn by_name(name: &str) -> Self {
        match name {
            "nothing" => Self::Nothing,
            "aborts" => Self::AbortsInTheThird,
            "exits" => Self::ExitsOnCancel,
            "overflows" => Self::OverflowsOnClose,
            "memory" => Self::TakesMemory,
            "hangs" => Self::Hangs,
            "tells" => Self::Tells,
            "unwinds" => Self::PanicsWhileUnwinding,
            _ => panic!("there is no pool `{name}`"),
        }
    }
}

/// A right pool but for its deed.
pub(crate) struct Doer {
    pool: DocPool<Probe>,
    deed: Deed,
    lent: AtomicU32,
    max: usize,
}

pub(crate) fn factory(deed: Deed) -> impl Fn(Setup) -> std::future::Ready<Doer> + Send + Sync + 'static {
    move |setup: Setup| {
        static BUILT: AtomicU32 = AtomicU32::new(0);
        if matches!(deed, Deed::AbortsInTheThird) && BUILT.fetch_add(1, Ordering::Relaxed) == 2 {
            std::process::abort();
        }
        if matches!(deed, Deed::Tells) && BUILT.fetch_add(1, Ordering::Relaxed) == 0 {
            let is_child = std::env::var_os("POOL_CONFORMANCE_CHILD").is_some();
            println!("built in {}", if is_child { "a child" } else { "the first process" });
        }
        let max = setup.max_size;
        let pool = DocPool::new(setup.manager, setup.min_size, setup.max_size, setup.acquire_timeout);
        std::future::ready(Doer { pool, deed, lent: AtomicU32::new(0), max })
    }
}

/// Notes that a future was dropped before it was done.
struct Waiting(Deed, bool);

impl Drop for Waiting {
    fn drop(&mut self) {
        match self.0 {
            Deed::ExitsOnCancel if !self.1 => std::process::exit(0),
            Deed::PanicsWhileUnwinding if !self.1 => {
                let _again = PanicsOnDrop;
                panic!("once");
            }
            _ => {}
        }
    }
}

struct PanicsOnDrop;

impl Drop for PanicsOnDrop {
    fn drop(&mut self) {
        panic!("twice");
    }
}

#[expect(unconditional_recursion, reason = "that is the deed")]
fn overflow(depth: usize) -> usize {
    let room = black_box([depth; 64]);
    overflow(depth + 1) + room[depth % 64]
}

fn take_memory() {
    static TAKEN: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());
    let mut taken = TAKEN.lock().unwrap();
    // Four gigabytes, each page of them touched.
    for _ in 0..512 {
        taken.push(black_box(vec![1; 8 << 20]));
    }
}

#[pool_protocol::async_trait]
impl Pool for Doer {
    type Connection = ProbeConnection;
    type Guard = DocGuard<Probe>;

    async fn init(&self) -> Result<(), PoolError> {
        self.pool.init().await
    }

    async fn acquire(&self) -> Result<Self::Guard, PoolError> {
        let mut waiting = Waiting(self.deed, false);
        let guard = self.pool.acquire().await;
        waiting.1 = true;
        if matches!(self.deed, Deed::Hangs) {
            loop {
                std::thread::park();
            }
        }
        if matches!(self.deed, Deed::TakesMemory) && self.lent.fetch_add(1, Ordering::Relaxed) == 1 {
            take_memory();
        }
        guard
    }

    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
        self.pool.release(guard).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        if matches!(self.deed, Deed::OverflowsOnClose) && self.max == 2 {
            black_box(overflow(0));
        }
        self.pool.close().await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.pool.health_check().await
    }

    fn status(&self) -> Status {
        self.pool.status()
    }
}
