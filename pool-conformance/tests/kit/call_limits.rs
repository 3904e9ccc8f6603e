//! Limits of single acquires.

use std::time::Duration;

use pool_conformance::{
    Budget, Capability, Declaration, Probe, ProbeConnection, Setup, Suite, declare, sync,
};
use pool_protocol::{AcquireTimeout, Pool, PoolError, Status, async_trait};

use crate::{
    doc_pool::{DocGuard, DocPool},
    honest::accused,
};

/// A pool whose acquires can have limits of their own, and which limit it makes of that of a call.
struct Limited {
    pool: DocPool<Probe>,
    takes: fn(Duration) -> Option<Duration>,
}

#[async_trait]
impl Pool for Limited {
    type Connection = ProbeConnection;
    type Guard = DocGuard<Probe>;

    async fn init(&self) -> Result<(), PoolError> {
        self.pool.init().await
    }

    async fn acquire(&self) -> Result<DocGuard<Probe>, PoolError> {
        self.pool.acquire().await
    }

    async fn release(&self, guard: DocGuard<Probe>) -> Result<(), PoolError> {
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

#[async_trait]
impl AcquireTimeout for Limited {
    async fn acquire_timeout(&self, limit: Duration) -> Result<DocGuard<Probe>, PoolError> {
        let Some(limit) = (self.takes)(limit) else { return self.acquire().await };
        tokio::time::timeout(limit, self.acquire()).await.unwrap_or(Err(PoolError::Timeout))
    }
}

fn accused_of_limits(takes: fn(Duration) -> Option<Duration>, declaration: Declaration) -> Vec<String> {
    let limited = move |setup: Setup| {
        let Setup { manager, min_size, max_size, acquire_timeout, .. } = setup;
        Limited { pool: DocPool::new(manager, min_size, max_size, acquire_timeout), takes }
    };
    let few = Budget::default().schedules_per_world(200).samples(100).meetings(0).stress(0);
    let suite = Suite::new(declare(sync(limited), declaration).acquire_timeout()).budget(few);
    // Not TIME-08: the pool waits for a `disconnect` without any limit.
    let rules = ["TIME-01", "TIME-02", "TIME-03", "TIME-04", "TIME-05", "TIME-06"];
    accused(&rules.into_iter().fold(suite, Suite::select).progress(false).run())
}

#[test]
fn a_limit_of_the_call_is_judged_as_one_of_the_pool() {
    for claims in [Declaration::new(), Declaration::new().claim(Capability::Timeout)] {
        let accused = accused_of_limits(Some, claims);
        assert!(accused.is_empty(), "{accused:#?}");
    }
}

#[test]
fn a_limit_of_the_call_that_is_not_kept_is_found() {
    let claims = || Declaration::new().claim(Capability::Timeout);
    let ignored = accused_of_limits(|_| None, claims());
    assert!(ignored.iter().any(|accusation| accusation.starts_with("TIME-01")), "{ignored:#?}");
    let twice = accused_of_limits(|limit| Some(limit.saturating_mul(2)), Declaration::new());
    assert!(twice.iter().any(|accusation| accusation.starts_with("TIME-01")), "{twice:#?}");
}
