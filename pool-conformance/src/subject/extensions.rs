//! Which extension traits of the protocol a subject's pool has, and how they are called.

use std::{fmt, pin::Pin, sync::Arc, time::Duration};

use pool_protocol::{
    AcquireTimeout, Counters, Detach, Discard, Observe, Pool, PoolError, Resize, TryAcquire,
};

use crate::model::{Extension, ExtensionSet};

pub(super) type Called<'a, T> = Pin<Box<dyn Future<Output = Result<T, PoolError>> + Send + 'a>>;
type Guard<P> = <P as Pool>::Guard;
type Connection<P> = <P as Pool>::Connection;
type Try<P> = fn(&P) -> Option<Guard<P>>;
type End<P> = for<'a> fn(&'a P, Guard<P>) -> Called<'a, ()>;
type AcquireWithin<P> = for<'a> fn(&'a P, Duration) -> Called<'a, Guard<P>>;
type Take<P> = fn(&P, Guard<P>) -> Connection<P>;

/// The extensions of a pool that are to be judged.
///
/// Each method needs the extension trait, adds the operation to what the kit does with the pool, and claims the
/// capability of that name. A subject made by [`declare`](crate::declare) has the same methods; this value is for those
/// who implement [`Subject`](crate::Subject) by hand.
///
/// # Examples
///
/// ```
/// use pool_conformance::Extensions;
/// use pool_protocol::{Discard, Pool, TryAcquire};
///
/// fn of_my_pool<P: Pool + Discard + TryAcquire>() -> Extensions<P> {
///     Extensions::none().discard().try_acquire()
/// }
/// ```
pub struct Extensions<P: Pool + ?Sized> {
    pub(super) try_acquire: Option<Try<P>>,
    pub(super) discard: Option<End<P>>,
    pub(super) detach: Option<Take<P>>,
    pub(super) resize: Option<for<'a> fn(&'a P, usize) -> Called<'a, ()>>,
    pub(super) observe: Option<fn(&P) -> Counters>,
    pub(super) acquire_timeout: Option<AcquireWithin<P>>,
    pub(super) clone: Option<fn(&P) -> Arc<P>>,
    pub(super) fingerprint: Option<fn(&P) -> u64>,
}

impl<P: Pool + ?Sized> Extensions<P> {
    /// None at all.
    #[must_use]
    pub fn none() -> Self {
        Self {
            try_acquire: None,
            discard: None,
            detach: None,
            resize: None,
            observe: None,
            acquire_timeout: None,
            clone: None,
            fingerprint: None,
        }
    }

    /// The pool lends an idle connection at once: claims [`Capability::TryAcquire`](crate::Capability::TryAcquire).
    #[must_use]
    pub fn try_acquire(mut self) -> Self
    where
        P: TryAcquire,
    {
        self.try_acquire = Some(P::try_acquire);
        self
    }

    /// The pool ends a connection when its holder asks for it: claims
    /// [`Capability::Discard`](crate::Capability::Discard).
    #[must_use]
    pub fn discard(mut self) -> Self
    where
        P: Discard,
    {
        self.discard = Some(|pool, guard| P::discard(pool, guard));
        self
    }

    /// The pool gives a connection away for good: claims [`Capability::Detach`](crate::Capability::Detach).
    #[must_use]
    pub fn detach(mut self) -> Self
    where
        P: Detach,
    {
        self.detach = Some(P::detach);
        self
    }

    /// The pool's bound can change while it runs: claims [`Capability::Resize`](crate::Capability::Resize).
    #[must_use]
    pub fn resize(mut self) -> Self
    where
        P: Resize,
    {
        self.resize = Some(|pool, max_size| P::resize(pool, max_size));
        self
    }

    /// The pool counts what it does: claims [`Capability::Observability`](crate::Capability::Observability).
    #[must_use]
    pub fn observe(mut self) -> Self
    where
        P: Observe,
    {
        self.observe = Some(P::counters);
        self
    }

    /// An acquire can have a limit of its own: claims [`Capability::Timeout`](crate::Capability::Timeout).
    #[must_use]
    pub fn acquire_timeout(mut self) -> Self
    where
        P: AcquireTimeout,
    {
        self.acquire_timeout = Some(|pool, limit| P::acquire_timeout(pool, limit));
        self
    }

    /// The pool can be cloned: whatever is done by another handle is done by a clone, which is then dropped.
    #[must_use]
    pub fn handles(mut self) -> Self
    where
        P: Clone,
    {
        self.clone = Some(|pool| Arc::new(pool.clone()));
        self
    }

    /// What the pool hides from the kit, as a number: moments at which it differs are explored apart, so that no world has to be
    /// gone through schedule by schedule for a state that cannot be seen. Two moments at which the pool goes on alike should
    /// have the same number: no addresses, and nothing that only counts up.
    #[must_use]
    pub fn fingerprint(mut self, fingerprint: fn(&P) -> u64) -> Self {
        self.fingerprint = Some(fingerprint);
        self
    }

    /// Whether an acquire can have a limit of its own.
    pub(crate) fn limits_calls(&self) -> bool {
        self.acquire_timeout.is_some()
    }

    /// Those that there are.
    pub(crate) fn set(&self) -> ExtensionSet {
        [
            (self.try_acquire.is_some(), Extension::TryAcquire),
            (self.discard.is_some(), Extension::Discard),
            (self.detach.is_some(), Extension::Detach),
            (self.resize.is_some(), Extension::Resize),
            (self.observe.is_some(), Extension::Observe),
        ]
        .into_iter()
        .filter_map(|(there, extension)| there.then_some(extension))
        .fold(ExtensionSet::default(), ExtensionSet::with)
    }
}

impl<P: Pool + ?Sized> Clone for Extensions<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: Pool + ?Sized> Copy for Extensions<P> {}

impl<P: Pool + ?Sized> Default for Extensions<P> {
    fn default() -> Self {
        Self::none()
    }
}

impl<P: Pool + ?Sized> fmt::Debug for Extensions<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.set().fmt(f)
    }
}
