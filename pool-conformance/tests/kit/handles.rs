//! Pools that can be cloned, and that tell what they hide.

use std::sync::{
    Arc,
    atomic::{AtomicU64, Ordering::Relaxed},
};

use pool_conformance::{Budget, Declaration, Probe, ProbeConnection, Setup, Suite, declare, sync};
use pool_protocol::{Pool, PoolError, Status, async_trait};

use crate::{
    doc_pool::{DocGuard, DocPool},
    honest::accused,
};

fn shared(setup: Setup) -> Arc<DocPool<Probe>> {
    let Setup { manager, min_size, max_size, acquire_timeout, .. } = setup;
    Arc::new(DocPool::new(manager, min_size, max_size, acquire_timeout))
}

/// A handle that closes the pool when it goes, whether it is the last or not.
#[derive(Clone)]
struct Closing(Arc<DocPool<Probe>>);

#[async_trait]
impl Pool for Closing {
    type Connection = ProbeConnection;
    type Guard = DocGuard<Probe>;

    async fn init(&self) -> Result<(), PoolError> {
        self.0.init().await
    }

    async fn acquire(&self) -> Result<DocGuard<Probe>, PoolError> {
        self.0.acquire().await
    }

    async fn release(&self, guard: DocGuard<Probe>) -> Result<(), PoolError> {
        self.0.release(guard).await
    }

    async fn close(&self) -> Result<(), PoolError> {
        self.0.close().await
    }

    async fn health_check(&self) -> Result<(), PoolError> {
        self.0.health_check().await
    }

    fn status(&self) -> Status {
        self.0.status()
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        let pool = Arc::clone(&self.0);
        tokio::spawn(async move { pool.close().await });
    }
}

fn few() -> Budget {
    Budget::default().schedules_per_world(200).samples(100).meetings(10).stress(10)
}

#[test]
fn whoever_closes_the_pool_with_any_handle_is_found() {
    let report = Suite::new(declare(sync(|setup| Closing(shared(setup))), Declaration::new()).handles())
        .budget(few())
        .run();
    let accused = accused(&report);
    assert!(accused.iter().any(|accusation| accusation.starts_with("CONC-01")), "{accused:#?}");
}

#[test]
fn handles_that_share_one_pool_are_not_accused() {
    let report = Suite::new(declare(sync(shared), Declaration::new()).handles()).budget(few()).run();
    assert!(accused(&report).is_empty(), "{report}");
}

#[test]
fn what_a_pool_tells_of_itself_changes_no_verdict() {
    static ASKED: AtomicU64 = AtomicU64::new(0);
    let subject = declare(sync(shared), Declaration::new()).fingerprint(|pool| {
        ASKED.fetch_add(1, Relaxed);
        pool.status().idle as u64
    });
    let report = Suite::new(subject).budget(few()).run();
    assert!(accused(&report).is_empty(), "{report}");
    assert!(ASKED.load(Relaxed) > 0, "worlds are told apart by it");
}
