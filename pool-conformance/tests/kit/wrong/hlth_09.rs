//! Wrong pools for HLTH-09.

use super::prelude::*;

pub(super) const RULE: &str = "HLTH-09";

pub(super) const WRONG: &[WrongPool] = &[
    WrongPool::new("health-check-panics", &[Semaphore, Plain], Mistake::of::<HealthCheckPanics>())
        .says("The health check was left for later: it panics."),
    WrongPool::new("health-check-hangs", &[Handoff, Actor], Mistake::of::<HealthCheckHangs>())
        .says("The health check waits for a heartbeat that nobody sends."),
    WrongPool::new("all-is-always-well", &[Semaphore, Handoff], Mistake::of::<AllIsAlwaysWell>())
        .says("The health check says that all is well, and asks nobody."),
    WrongPool::new("full-is-unhealthy", &[Semaphore, Actor], Mistake::of::<FullIsUnhealthy>())
        .says("The health check of a full pool waits for a connection until its limit, and fails."),
    WrongPool::new("unhealthy-keeps-place", &[Semaphore, Handoff], Mistake::of::<UnhealthyKeepsPlace>())
        .says("A connection that fails the health check is ended, and its place is not free again."),
];

#[derive(Default)]
struct HealthCheckPanics;

#[async_trait]
impl Deviation for HealthCheckPanics {
    async fn health_check(&self, _: Call<'_>) -> Result<(), PoolError> {
        panic!("the health check is not there yet")
    }
}

#[derive(Default)]
struct HealthCheckHangs;

#[async_trait]
impl Deviation for HealthCheckHangs {
    async fn health_check(&self, honest: Call<'_>) -> Result<(), PoolError> {
        honest.await?;
        std::future::pending().await
    }
}

#[derive(Default)]
struct AllIsAlwaysWell;

#[async_trait]
impl Deviation for AllIsAlwaysWell {
    async fn health_check(&self, _: Call<'_>) -> Result<(), PoolError> {
        Ok(())
    }
}

#[derive(Default)]
struct FullIsUnhealthy;

impl Deviation for FullIsUnhealthy {
    fn is_unhealthy_when_full(&self) -> bool {
        true
    }
}

#[derive(Default)]
struct UnhealthyKeepsPlace;

impl Deviation for UnhealthyKeepsPlace {
    fn place_freed(&self, place: &Place) -> Fate {
        if place.stage == Stage::Unhealthy { Fate::Lost } else { Fate::Free }
    }
}
