//! Letting things run: the factory, what is ready, and time.

use std::{
    sync::Arc,
    task::{Context, Poll, Waker},
    time::Duration,
};

use tokio::time::Instant;

use super::{
    Clock, Pulse, World, guarded,
    slot::Slot,
    waker::{Flag, Hub},
};
use crate::{
    Setup,
    erased::{Factory, Handle},
    rule::Stop,
};

/// How many polls may follow each other with no time passing before the pool is held to be busy without end.
const POLLS_AT_ONE_MOMENT: usize = 10_000;

/// How much virtual time a factory may take to build a pool.
const BUILD_LIMIT: Duration = Duration::from_hours(1);

pub(super) fn construct(
    factory: &dyn Factory,
    setup: Setup,
    clock: &Clock,
    hub: &Arc<Hub>,
    pulse: &Pulse,
) -> Result<Box<dyn Handle>, Stop> {
    let panicked = |text: String| Stop::Factory(format!("the factory panicked: {text}"));
    let mut building = guarded(|| factory.build(setup)).map_err(panicked)?;
    let mut poll = |waker: &Waker| {
        pulse.beat();
        guarded(|| building.as_mut().poll(&mut Context::from_waker(waker))).map_err(panicked)
    };
    // Mostly that is all.
    if let Poll::Ready(handle) = poll(Waker::noop())? {
        return Ok(handle);
    }
    let waker = Waker::from(Flag::new(hub));
    let give_up = Instant::now() + BUILD_LIMIT;
    for _ in 0..POLLS_AT_ONE_MOMENT {
        let seen = hub.wakes();
        if let Poll::Ready(handle) = poll(&waker)? {
            return Ok(handle);
        }
        if Instant::now() >= give_up {
            break;
        }
        clock.run_until(give_up, hub, seen);
    }
    Err(Stop::Factory(format!("the factory did not finish within {BUILD_LIMIT:?} of virtual time")))
}

impl World<'_> {
    /// Runs all that is ready until nothing is; no time passes.
    pub(super) fn run_ready(&mut self) {
        for _ in 0..POLLS_AT_ONE_MOMENT {
            self.run_tasks();
            let Some(index) = self.next_woken() else { return };
            self.poll_slot(index);
        }
        self.busy = true;
    }

    /// Lets time pass, and all that it makes ready run in its order.
    pub(super) fn run_for(&mut self, time: Duration) {
        let zero = Instant::now() - self.now();
        let end = Instant::now() + time;
        self.waited |= self.slots.iter().any(Slot::is_pending);
        self.run_ready();
        while Instant::now() < end && !self.busy {
            let seen = self.hub.wakes();
            self.pulse.beat();
            self.state().inbox.start_the_clock(zero);
            self.probe.shared.polls.begin(None);
            self.clock.run_until(end, &self.hub, seen);
            let now = self.state().inbox.stop_the_clock();
            self.collect();
            self.ledger.set_now(now);
            self.note_wakes();
            self.run_ready();
        }
    }

    pub(super) fn run_tasks(&mut self) {
        if self.clock.has_ready_tasks() {
            self.pulse.beat();
            self.probe.shared.polls.begin(None);
            self.clock.run_tasks();
            self.collect();
        }
        self.note_wakes();
    }

    pub(super) fn next_woken(&self) -> Option<usize> {
        if !self.had_wakes() {
            return None;
        }
        let woken = |(index, slot): (usize, &Slot)| Some((slot.flag.woken()?, index));
        self.slots
            .iter()
            .enumerate()
            .filter(|(_, slot)| slot.is_pending())
            .filter_map(woken)
            .min()
            .map(|(_, i)| i)
    }
}
