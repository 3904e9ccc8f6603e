//! A connection as the pools here keep it: owned, unless a mistake has made two owners of it.
#![expect(unsafe_code, reason = "safe code cannot lend one connection twice, and some mistakes do just that")]

use std::{
    cell::UnsafeCell,
    collections::VecDeque,
    mem::{self, ManuallyDrop},
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pool_protocol::ManageConnection;
use tokio::time::Instant;

use super::Config;

/// How long a connection may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);

/// A connection and, after [`Kept::twin`], somebody else's as well.
pub(crate) struct Kept<C> {
    body: Body<C>,
    dates: Dates,
}

/// When a connection was opened, and when it came back last.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates {
    pub(crate) opened: Instant,
    pub(crate) returned: Instant,
}

impl Dates {
    fn now() -> Self {
        let now = Instant::now();
        Self { opened: now, returned: now }
    }

    /// Whether the connection has lain idle for too long, or is too old.
    pub(crate) fn are_over(self, config: &Config) -> bool {
        let over =
            |limit: Option<Duration>, since: Instant| limit.is_some_and(|limit| since.elapsed() >= limit);
        over(config.idle_timeout, self.returned) || over(config.max_lifetime, self.opened)
    }

    /// The same by the clock of a sweeper, which may be fast; a connection that is spared is ended for its age alone.
    pub(crate) fn are_due(self, config: &Config, spared: bool, fast: Duration) -> bool {
        let over = |limit: Option<Duration>, since: Instant| {
            limit.is_some_and(|limit| since.elapsed() + fast >= limit)
        };
        (!spared && over(config.idle_timeout, self.returned)) || over(config.max_lifetime, self.opened)
    }

    /// When they will be.
    pub(crate) fn due(self, config: &Config, spared: bool) -> Option<Instant> {
        let after = |since: Instant, limit: Option<Duration>| since.checked_add(limit?);
        let idle = after(self.returned, config.idle_timeout.filter(|_| !spared));
        [idle, after(self.opened, config.max_lifetime)].into_iter().flatten().min()
    }
}

enum Body<C> {
    Sole(C),
    Twin(Arc<Common<C>>),
    Empty,
}

/// A connection with several owners, none of whom knows of the others.
struct Common<C> {
    connection: UnsafeCell<ManuallyDrop<C>>,
    ended: AtomicBool,
}

// SAFETY: not sound, and not meant to be: two owners can reach the same connection at the same time. It only ever
// happens in pools that are wrong on purpose; memory stays allocated until the last owner is gone, and the value is
// dropped once.
unsafe impl<C: Send> Send for Common<C> {}
// SAFETY: as above.
unsafe impl<C: Send> Sync for Common<C> {}

impl<C> Kept<C> {
    pub(crate) fn new(connection: C) -> Self {
        Self { body: Body::Sole(connection), dates: Dates::now() }
    }

    /// Makes a second owner of the same connection.
    pub(crate) fn twin(&mut self) -> Self {
        let common = match mem::replace(&mut self.body, Body::Empty) {
            Body::Twin(common) => common,
            Body::Sole(connection) => {
                let connection = UnsafeCell::new(ManuallyDrop::new(connection));
                Arc::new(Common { connection, ended: AtomicBool::new(false) })
            }
            Body::Empty => unreachable!("a connection that was taken has no owner"),
        };
        self.body = Body::Twin(Arc::clone(&common));
        Self { body: Body::Twin(common), dates: self.dates }
    }

    /// When it was opened, and when it came back last.
    pub(crate) fn dates(&self) -> Dates {
        self.dates
    }

    /// It comes back.
    pub(crate) fn returns(&mut self) {
        self.dates.returned = Instant::now();
    }

    fn is_twin_of(&self, other: &Self) -> bool {
        matches!((&self.body, &other.body), (Body::Twin(one), Body::Twin(other)) if Arc::ptr_eq(one, other))
    }

    /// Whether another owner has ended it.
    fn is_ended(&self) -> bool {
        matches!(&self.body, Body::Twin(common) if common.ended.load(Ordering::Acquire))
    }

    /// Ends the connection for every owner.
    pub(crate) fn bury(self) {
        drop(self.into_inner());
    }

    /// The connection itself, where there is one owner of it.
    pub(crate) fn into_sole(self) -> C {
        self.into_inner().expect("a guard's connection has not been ended")
    }

    /// The connection itself, unless another owner has taken it already.
    pub(crate) fn into_inner(mut self) -> Option<C> {
        match mem::replace(&mut self.body, Body::Empty) {
            Body::Sole(connection) => Some(connection),
            Body::Twin(common) if !common.ended.swap(true, Ordering::AcqRel) => {
                // SAFETY: whoever sets `ended` first is the only one that moves the value out, and `Common` does not
                // drop it then. Other owners may still look at its bits.
                Some(unsafe { ManuallyDrop::take(&mut *common.connection.get()) })
            }
            Body::Twin(_) | Body::Empty => None,
        }
    }
}

impl<C> Deref for Kept<C> {
    type Target = C;

    fn deref(&self) -> &C {
        match &self.body {
            Body::Sole(connection) => connection,
            // SAFETY: the memory is allocated as long as this owner exists.
            Body::Twin(common) => unsafe { &*common.connection.get() },
            Body::Empty => unreachable!("a connection that was taken has no owner"),
        }
    }
}

impl<C> DerefMut for Kept<C> {
    fn deref_mut(&mut self) -> &mut C {
        match &mut self.body {
            Body::Sole(connection) => connection,
            // SAFETY: as above; that nobody else uses it at this moment is what the wrong pools do not guarantee.
            Body::Twin(common) => unsafe { &mut *common.connection.get() },
            Body::Empty => unreachable!("a connection that was taken has no owner"),
        }
    }
}

impl<C> Drop for Common<C> {
    fn drop(&mut self) {
        if !*self.ended.get_mut() {
            // SAFETY: the last owner is gone, and nobody has moved the value out.
            unsafe { ManuallyDrop::drop(self.connection.get_mut()) }
        }
    }
}

/// Disconnects, and after a while no longer insists.
pub(crate) async fn end<M: ManageConnection>(
    manager: &M,
    connection: Kept<M::Connection>,
) -> Result<(), M::Error> {
    let Some(connection) = connection.into_inner() else { return Ok(()) };
    tokio::time::timeout(GOODBYE, manager.disconnect(connection)).await.unwrap_or(Ok(()))
}

/// A mistake: lends an idle connection and leaves it in the list.
pub(crate) fn lend_twice<C>(idle: &mut VecDeque<Kept<C>>, lent: &mut Option<Kept<C>>) {
    while lent.as_ref().is_some_and(Kept::is_ended) {
        *lent = idle.pop_back();
    }
    let Some(twin) = lent.as_mut().map(Kept::twin) else { return };
    idle.retain(|other| !other.is_twin_of(&twin) && !other.is_ended());
    idle.push_back(twin);
}

/// A way to end a connection that somebody else has.
pub(crate) trait Reachable {
    fn ending(&mut self) -> Box<dyn FnOnce() + Send>;
}

impl<C: Send + 'static> Reachable for Kept<C> {
    fn ending(&mut self) -> Box<dyn FnOnce() + Send> {
        let Body::Twin(common) = self.twin().body else { unreachable!("a twin has a twin") };
        let (common, dates) = (Arc::downgrade(&common), self.dates);
        Box::new(move || {
            if let Some(common) = common.upgrade() {
                Kept { body: Body::Twin(common), dates }.bury();
            }
        })
    }
}
