//! Building a pool.

use super::drive::POLLS_AT_ONE_MOMENT;
use std::{
    task::{Context, Poll, Waker},
    time::Duration,
};

use tokio::time::Instant;

use super::{Sim, raw_waker::waker_of, waker::Flag};
use crate::{
    foreign::catch_panic,
    model::{Event, Stop},
    subject::{Handle, Setup},
};

/// How much virtual time a factory may take to build a pool.
const BUILD_LIMIT: Duration = Duration::from_secs(60 * 60);

impl Sim<'_> {
    /// Builds a pool that has not been initialised; everything of the run before is torn down first.
    pub(crate) fn build(&mut self, min_size: usize, max_size: usize) -> Result<(), Stop> {
        self.build_with(min_size, max_size, |_| {})
    }

    /// The same, with a set-up of which more than the sizes is said.
    pub(crate) fn build_with(
        &mut self,
        min_size: usize,
        max_size: usize,
        adjust: impl FnOnce(&mut Setup),
    ) -> Result<(), Stop> {
        self.clear();
        self.pool.setup.reset(min_size, max_size);
        adjust(&mut self.pool.setup);
        self.pool.max_size = self.pool.setup.max_size;
        self.env.heartbeat.write_down(|log| log.pool_begins(&self.pool.setup));
        self.record(asked(&self.pool.setup));
        let built = construct(self);
        self.collect();
        self.pool.handle = Some(built?);
        Ok(())
    }
}

fn asked(setup: &Setup) -> Event {
    let Setup {
        min_size, max_size, acquire_timeout, idle_timeout, max_lifetime, validate_on_acquire, ..
    } = *setup;
    let zero_limit = acquire_timeout == Some(Duration::ZERO);
    let endless_limit = [acquire_timeout, idle_timeout, max_lifetime].contains(&Some(Duration::MAX));
    Event::Asked { min_size, max_size, validate_on_acquire, zero_limit, endless_limit }
}

/// Whether acquires are given their limits, since that is asked for, or since the pool has no other.
fn limits_calls(sim: &Sim<'_>) -> bool {
    let (by_call, by_pool) = sim.declaration().acquire_limits();
    by_call && (sim.pool.by_calls || !by_pool)
}

/// From the next pool on, whether the limit of acquires is given to each call, instead of to the pool.
pub(crate) fn limit_by_calls(sim: &mut Sim<'_>, by_calls: bool) {
    sim.pool.by_calls = by_calls;
}

/// Polls the factory's future until it yields the pool.
fn construct(sim: &Sim<'_>) -> Result<Box<dyn Handle>, Stop> {
    let panicked = |text: String| Stop::Factory(format!("the factory panicked: {text}"));
    let env = &sim.env;
    let mut setup = sim.pool.setup.clone();
    let limit = if limits_calls(sim) { setup.acquire_timeout.take() } else { None };
    let mut building = catch_panic(|| env.subject.build(setup, limit)).map_err(panicked)?;
    let mut poll = |waker: &Waker| {
        env.heartbeat.beat();
        catch_panic(|| building.as_mut().poll(&mut Context::from_waker(waker))).map_err(panicked)
    };
    // Mostly that is all.
    if let Poll::Ready(handle) = poll(Waker::noop())? {
        return Ok(handle);
    }
    let hub = &sim.tasks.hub;
    let waker = waker_of(Flag::new(hub));
    let give_up = Instant::now() + BUILD_LIMIT;
    for _ in 0..POLLS_AT_ONE_MOMENT {
        let seen = hub.wakes();
        if let Poll::Ready(handle) = poll(&waker)? {
            return Ok(handle);
        }
        if Instant::now() >= give_up {
            break;
        }
        env.clock.run_until(give_up, hub, seen);
    }
    Err(Stop::Factory(format!("the factory did not finish within {BUILD_LIMIT:?} of virtual time")))
}
