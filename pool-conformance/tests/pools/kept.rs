//! A connection as the pools here keep it: owned, unless a mistake has made two owners of it.
#![expect(unsafe_code, reason = "safe code cannot lend one connection twice, and some mistakes do just that")]

use std::{
    cell::UnsafeCell,
    mem::{self, ManuallyDrop},
    ops::{Deref, DerefMut},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use pool_protocol::ManageConnection;

/// How long a connection may take to say goodbye.
const GOODBYE: Duration = Duration::from_secs(5);

/// A connection and, after [`Kept::twin`], somebody else's as well.
pub(crate) struct Kept<C>(Body<C>);

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
        Self(Body::Sole(connection))
    }

    /// Makes a second owner of the same connection.
    pub(crate) fn twin(&mut self) -> Self {
        let common = match mem::replace(&mut self.0, Body::Empty) {
            Body::Twin(common) => common,
            Body::Sole(connection) => {
                let connection = UnsafeCell::new(ManuallyDrop::new(connection));
                Arc::new(Common { connection, ended: AtomicBool::new(false) })
            }
            Body::Empty => unreachable!("a connection that was taken has no owner"),
        };
        self.0 = Body::Twin(Arc::clone(&common));
        Self(Body::Twin(common))
    }

    pub(crate) fn is_twin_of(&self, other: &Self) -> bool {
        matches!((&self.0, &other.0), (Body::Twin(one), Body::Twin(other)) if Arc::ptr_eq(one, other))
    }

    pub(crate) fn has_twin(&self) -> bool {
        matches!(self.0, Body::Twin(_))
    }

    /// Ends the connection for every owner.
    pub(crate) fn bury(self) {
        drop(self.take());
    }

    /// The connection itself, unless another owner has taken it already.
    fn take(mut self) -> Option<C> {
        match mem::replace(&mut self.0, Body::Empty) {
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
        match &self.0 {
            Body::Sole(connection) => connection,
            // SAFETY: the memory is allocated as long as this owner exists.
            Body::Twin(common) => unsafe { &*common.connection.get() },
            Body::Empty => unreachable!("a connection that was taken has no owner"),
        }
    }
}

impl<C> DerefMut for Kept<C> {
    fn deref_mut(&mut self) -> &mut C {
        match &mut self.0 {
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
    let Some(connection) = connection.take() else { return Ok(()) };
    tokio::time::timeout(GOODBYE, manager.disconnect(connection)).await.unwrap_or(Ok(()))
}
