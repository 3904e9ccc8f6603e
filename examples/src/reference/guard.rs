use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use pool_protocol::ManageConnection;

use super::{lease::Lease, place::Place};

/// A connection on loan from a [`ReferencePool`](super::ReferencePool).
///
/// Dropping it gives the connection back at once. One that is broken, too old, or comes back to a closed pool is
/// ended instead: by a task of its own, or, outside a runtime, by its `Drop` alone.
#[must_use = "dropping a guard gives its connection back"]
pub struct Guard<M: ManageConnection>(pub(super) Lease<M>);

impl<M: ManageConnection> Deref for Guard<M> {
    type Target = M::Connection;

    fn deref(&self) -> &M::Connection {
        match &self.0.place {
            Place::Held(live) => &live.connection,
            _ => unreachable!("a guard holds a connection"),
        }
    }
}

impl<M: ManageConnection> DerefMut for Guard<M> {
    fn deref_mut(&mut self) -> &mut M::Connection {
        match &mut self.0.place {
            Place::Held(live) => &mut live.connection,
            _ => unreachable!("a guard holds a connection"),
        }
    }
}

impl<M: ManageConnection<Connection: fmt::Debug>> fmt::Debug for Guard<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Guard").field(&**self).finish()
    }
}
