//! Signs of life for the watchdog.

use std::sync::{
    Arc, Mutex, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use super::ScriptLog;
use crate::probe::Shared;

/// What a watchdog may look at while the kit is in foreign code.
#[derive(Debug, Default)]
pub(crate) struct Heartbeat {
    beats: AtomicU64,
    schedule: AtomicU64,
    in_status: AtomicBool,
    shared: Mutex<Option<Arc<Shared>>>,
    /// Where the script that is under way is written down, if it is.
    pub(super) log: Option<ScriptLog>,
}

impl Heartbeat {
    /// One that has the script that is under way written down.
    pub(crate) fn logging(log: Option<ScriptLog>) -> Self {
        Self { log, ..Self::default() }
    }

    pub(crate) fn beats(&self) -> u64 {
        self.beats.load(Ordering::Relaxed)
    }

    /// The number of the schedule that is being run, where there are several.
    pub(crate) fn schedule(&self) -> u64 {
        self.schedule.load(Ordering::Relaxed)
    }

    /// Notes which schedule begins.
    pub(crate) fn begin_schedule(&self, number: u64) {
        self.schedule.store(number, Ordering::Relaxed);
    }

    /// Whether the pool is being asked for its status.
    pub(crate) fn in_status(&self) -> bool {
        self.in_status.load(Ordering::Relaxed)
    }

    /// Notes that the pool is being asked for its status, or has answered.
    pub(crate) fn ask_for_status(&self, asked: bool) {
        self.in_status.store(asked, Ordering::Relaxed);
    }

    pub(crate) fn shared(&self) -> Option<Arc<Shared>> {
        self.shared.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn beat(&self) {
        // Mostly one thread has a heartbeat; where two do, a beat that is lost is followed by others.
        self.beats.store(self.beats().wrapping_add(1), Ordering::Relaxed);
    }

    pub(crate) fn watch(&self, shared: &Arc<Shared>) {
        *self.shared.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(shared));
    }
}
