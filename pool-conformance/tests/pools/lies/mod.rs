//! An honest pool that lies once: at the n-th event of one kind in its life.

mod manager;
mod pool;

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst},
};

use pool_conformance::{Declaration, Probe, Setup, Subject};

use self::{manager::LyingManager, pool::LyingPool};
use super::{Config, any::Blueprint};

/// What is lied about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Lie {
    /// A status counts one more in use.
    OneMoreInUse,
    /// A status counts one less open.
    OneLessOpen,
    /// A status counts one more idle.
    OneMoreIdle,
    /// An acquire that was served says that it was not.
    AcquireDenied,
    /// An acquire that was served does not come back.
    AcquireSwallowed,
    /// An acquire takes two connections and gives one back.
    AcquireDoubled,
    /// An acquire takes its turn ten virtual seconds late.
    AcquireDelayed,
    /// A guard that is dropped does not come back.
    ReturnDropped,
    /// A guard that is dropped comes back ten virtual seconds late.
    ReturnDelayed,
    /// A release that was done says that it failed.
    ReleaseDenied,
    /// A release says that it was done and is not.
    ReleaseDropped,
    /// A `close` says that it was done and is not.
    CloseDropped,
    /// An `init` says that it was done and is not.
    InitDropped,
    /// A health check that found a fault says that it did not.
    HealthInvented,
    /// A health check that found no fault says that it did.
    HealthDenied,
    /// A connection is opened twice, and the first is dropped.
    ConnectDoubled,
    /// A connection is opened twice, and the first is never ended.
    ConnectLeaked,
    /// A connect that was done says that it failed.
    ConnectDenied,
    /// A check that fails is said to have passed.
    CheckInvented,
    /// A check that passes is said to have failed.
    CheckDenied,
    /// A connection that has broken is said to be sound.
    BreakHidden,
    /// A sound connection is said to have broken.
    BreakInvented,
    /// A connection that is to be ended is kept open by nobody.
    EndingDropped,
}

impl Lie {
    pub(crate) const ALL: [Self; 23] = [
        Self::OneMoreInUse,
        Self::OneLessOpen,
        Self::OneMoreIdle,
        Self::AcquireDenied,
        Self::AcquireSwallowed,
        Self::AcquireDoubled,
        Self::AcquireDelayed,
        Self::ReturnDropped,
        Self::ReturnDelayed,
        Self::ReleaseDenied,
        Self::ReleaseDropped,
        Self::CloseDropped,
        Self::InitDropped,
        Self::HealthInvented,
        Self::HealthDenied,
        Self::ConnectDoubled,
        Self::ConnectLeaked,
        Self::ConnectDenied,
        Self::CheckInvented,
        Self::CheckDenied,
        Self::BreakHidden,
        Self::BreakInvented,
        Self::EndingDropped,
    ];
}

/// When a pool lies, and whether any pool of the subject has.
#[derive(Clone, Debug)]
pub(super) struct Occasion {
    lie: Lie,
    /// At the event of that number, from 1.
    at: usize,
    events: Arc<AtomicUsize>,
    told: Arc<AtomicBool>,
}

impl Occasion {
    /// Whether this event is the one to lie about.
    pub(super) fn is(&self, lie: Lie) -> bool {
        let now = lie == self.lie && self.events.fetch_add(1, SeqCst) + 1 == self.at;
        if now {
            self.told.store(true, SeqCst);
        }
        now
    }

    /// The same for an event that could be lied about only if something is so.
    pub(super) fn is_if(&self, lie: Lie, possible: bool) -> bool {
        possible && self.is(lie)
    }
}

/// Builds pools that lie on the same occasion each.
#[derive(Clone, Debug)]
pub(crate) struct Liar {
    pub(crate) honest: Blueprint,
    lie: Lie,
    at: usize,
    told: Arc<AtomicBool>,
}

impl Liar {
    pub(crate) fn new(honest: Blueprint, lie: Lie, at: usize) -> Self {
        Self { honest, lie, at, told: Arc::default() }
    }

    /// Whether any pool has lied.
    pub(crate) fn has_lied(&self) -> bool {
        self.told.load(SeqCst)
    }
}

impl Subject for Liar {
    type Pool = LyingPool;

    async fn build(&self, setup: Setup) -> LyingPool {
        let config = Config::from(&setup);
        let (lie, at, told) = (self.lie, self.at, Arc::clone(&self.told));
        let occasion = Occasion { lie, at, events: Arc::default(), told };
        let manager: LyingManager<Probe> = LyingManager::new(setup.manager, occasion.clone());
        LyingPool::new(self.honest.build(manager, config), occasion)
    }

    fn declaration(&self) -> Declaration {
        self.honest.declaration()
    }
}
