//! What a deviation is told, and what it answers.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering::SeqCst},
};

/// How far the use of a place had come when the place came free.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Stage {
    /// Given to a waiter, who has not fetched it.
    Offered,
    /// A connect is under way: it was cancelled, or it panicked.
    Connecting,
    /// The connect has failed.
    ConnectFailed,
    /// As [`Stage::Connecting`], for the prefill.
    Prefilling,
    /// The prefill has opened a connection, which is idle now.
    Prefilled,
    /// A disconnect is under way: it was cancelled.
    Ending,
    /// A check is under way: it was cancelled.
    Checking,
    /// A check has failed, and the acquire goes on with the place.
    CheckFailed,
    /// A health check was under way, and has failed.
    Unhealthy,
    /// Lent; the guard was dropped.
    Lent,
    /// As [`Stage::Lent`], by an explicit release.
    Released,
    /// As [`Stage::Lent`], and the connection has broken.
    Broken,
    /// As [`Stage::Lent`], and the holder had the connection ended.
    Discarded,
    /// As [`Stage::Lent`], and the holder has taken the connection away.
    Detached,
}

/// A place of `max_size` that comes free.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    pub(crate) stage: Stage,
    /// How many connections are idle, without this one.
    pub(crate) idle: usize,
    /// How many other places are taken by acquires and guards.
    pub(crate) others: usize,
}

/// What becomes of a place.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Fate {
    /// Free, and the next waiter is served.
    Free,
    /// As [`Fate::Free`], and freed a second time.
    Twice,
    /// Free, and the status goes on to count a connection.
    Counted,
    /// Free, and no waiter is told.
    Silent,
    /// Taken for ever.
    Lost,
}

/// A guard that comes back, and whether another pool has lent it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Stranger(pub(crate) bool);

/// What `release` does about a guard before anything else.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Met {
    AsUsual,
    /// Dropped, and all is well.
    Welcomed,
    /// Refused, and never dropped.
    Forgotten,
}

/// A waiter that was cancelled.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Cancelled {
    /// Still in the queue.
    Queued,
    /// Woken or served already.
    Chosen,
}

/// What an acquire that found nothing does not look at again, although it gave the lock back before it queued.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Overlooked {
    /// That a connection has come back.
    Return,
    /// That the pool has been closed.
    Close,
}

/// A part of an acquire.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Phase {
    /// All of it.
    Acquire,
    Queue,
    Check,
    Connect,
    /// A connect that a task makes, and that outlives its acquire.
    Task,
}

/// Foreign code, which may call the pool.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Foreign {
    HasBroken,
    Wake,
    Drop,
    /// The drop of what `close` finds idle, instead of being disconnected.
    DropAll,
}

/// A connection that could become idle.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Returned {
    /// From a guard.
    Lent,
    /// Opened for an acquire.
    Opened,
}

/// An `init` after one that has filled the pool, or beside one that does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Again {
    /// Waits for the other and does nothing.
    Waits,
    /// Fills the pool beside another that does, and does nothing after it.
    Beside,
    /// Fills the pool once more.
    Fills,
    /// Ends what is idle and fills the pool.
    StartsOver,
}

impl Again {
    /// Whether an `init` fills a pool that has been filled.
    pub(crate) fn repeats(self) -> bool {
        matches!(self, Self::Fills | Self::StartsOver)
    }
}

/// How far a prefill has come.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prefilling {
    /// Places taken, by connections and by those who are about to open one.
    pub(crate) taken: usize,
    pub(crate) idle: usize,
    /// Opened by this prefill.
    pub(crate) opened: usize,
    pub(crate) min_size: usize,
}

/// What `close` does after a `disconnect` that failed.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum AfterFailure {
    GoesOn,
    Stops,
    /// Goes on, and never ticks this one off.
    CountsOn,
}

/// What the manager could be asked to do again at once.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Attempt {
    ConnectFailed,
    /// The check of a connection that was just opened.
    CheckFailed,
}

/// How much is under way in a pool, counted from outside.
#[derive(Clone, Default, Debug)]
pub(crate) struct Traffic {
    acquiring: Count,
    connecting: Count,
}

type Count = Arc<AtomicUsize>;

/// Counts one more for as long as it exists.
pub(crate) struct Underway(Count);

impl Traffic {
    pub(crate) fn acquire(&self) -> Underway {
        Underway::new(&self.acquiring)
    }

    pub(crate) fn connect(&self) -> Underway {
        Underway::new(&self.connecting)
    }

    /// Connects that have begun and not ended.
    pub(crate) fn connecting(&self) -> usize {
        self.connecting.load(SeqCst)
    }

    /// Acquires that have begun and not ended, without those that connect.
    pub(crate) fn waiting(&self) -> usize {
        self.acquiring.load(SeqCst).saturating_sub(self.connecting())
    }
}

impl Underway {
    fn new(count: &Count) -> Self {
        count.fetch_add(1, SeqCst);
        Self(Arc::clone(count))
    }
}

impl Drop for Underway {
    fn drop(&mut self) {
        self.0.fetch_sub(1, SeqCst);
    }
}
