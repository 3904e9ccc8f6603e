//! Why a worker shows no sign of life: the pool blocks or spins, or the machine is busy.

use std::time::{Duration, Instant};

use crate::foreign::ProcessorTime;

/// For how long a worker that shows no sign of life is watched before it is said why.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often it has to be looked at meanwhile: a process that was stopped for a while has lost time, and nothing else.
const LOOKS: u32 = 20;
/// For how long, where nothing is known of the processor.
const MORE_PATIENCE: Duration = Duration::from_secs(20);
/// How much processor time without progress is spinning.
const SPINNING: Duration = Duration::from_millis(1_500);
/// How much of either a thread that sleeps all along may have, since somebody looks after it now and then.
const NEXT_TO_NOTHING: Duration = Duration::from_millis(100);
/// How often in a row a worker may be starved before it is given up.
const STARVED_AT_MOST: u32 = 10;

/// Why a worker shows no sign of life.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stall {
    /// It slept all along, and did not wait for a processor: what it is in does not come back.
    Blocked,
    /// It used processor time, and made no progress.
    Spinning,
    /// It waited for a processor.
    Starved,
    /// Nothing is known of the processor.
    Silent,
}

/// A worker that shows no sign of life.
#[derive(Clone, Copy, Debug)]
pub(super) struct Silence {
    since: Instant,
    looks: u32,
    before: Option<ProcessorTime>,
    starved: u32,
}

impl Silence {
    /// It begins now, for the threads of which the names begin like that.
    pub(super) fn begin(threads: &str) -> Self {
        Self { since: Instant::now(), looks: 0, before: ProcessorTime::of_threads(threads), starved: 0 }
    }

    /// Why it lasts, once that can be said.
    pub(super) fn reason(&mut self, threads: &str) -> Option<Stall> {
        let lasted = self.since.elapsed();
        self.looks += 1;
        if lasted < PATIENCE || self.looks < LOOKS {
            return None;
        }
        let now = ProcessorTime::of_threads(threads);
        let Some((before, now)) = self.before.zip(now) else {
            return (lasted >= MORE_PATIENCE).then_some(Stall::Silent);
        };
        let ran = now.ran.saturating_sub(before.ran);
        let waited = now.waited.saturating_sub(before.waited);
        if ran < NEXT_TO_NOTHING && waited < NEXT_TO_NOTHING && now.sleeps {
            return Some(Stall::Blocked);
        }
        if ran >= SPINNING {
            return Some(Stall::Spinning);
        }
        let starved = self.starved + 1;
        *self = Self { since: Instant::now(), looks: 0, before: Some(now), starved };
        (starved >= STARVED_AT_MOST).then_some(Stall::Starved)
    }
}
