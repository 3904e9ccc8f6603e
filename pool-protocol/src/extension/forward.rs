//! How a wrapper keeps the extensions of the pool inside.

/// Gives a wrapper an extension of the pool that it wraps, in one line.
///
/// The wrapper has the extension where the pool inside has it, and passes each call on. Its guard has to be that of
/// the pool inside. A wrapper that has something to add to an extension implements the trait itself.
///
/// # Examples
///
/// ```
/// use pool_protocol::{Pool, PoolError, Status, async_trait, forward_extension};
///
/// struct Named<P> {
///     inner: P,
///     name: &'static str,
/// }
///
/// #[async_trait]
/// impl<P: Pool> Pool for Named<P> {
///     type Connection = P::Connection;
///     type Guard = P::Guard;
///
///     // ... as the documentation of `Pool` shows
/// #   async fn init(&self) -> Result<(), PoolError> {
/// #       self.inner.init().await
/// #   }
/// #   async fn acquire(&self) -> Result<P::Guard, PoolError> {
/// #       self.inner.acquire().await
/// #   }
/// #   async fn release(&self, guard: P::Guard) -> Result<(), PoolError> {
/// #       self.inner.release(guard).await
/// #   }
/// #   async fn close(&self) -> Result<(), PoolError> {
/// #       self.inner.close().await
/// #   }
/// #   async fn health_check(&self) -> Result<(), PoolError> {
/// #       self.inner.health_check().await
/// #   }
/// #   fn status(&self) -> Status {
/// #       self.inner.status()
/// #   }
/// }
///
/// forward_extension!(impl<P> TryAcquire for Named<P> { inner: P });
/// forward_extension!(impl<P> AcquireTimeout for Named<P> { inner: P });
/// forward_extension!(impl<P> Discard for Named<P> { inner: P });
/// forward_extension!(impl<P> Detach for Named<P> { inner: P });
/// forward_extension!(impl<P> Resize for Named<P> { inner: P });
/// forward_extension!(impl<P> Observe for Named<P> { inner: P });
/// ```
///
/// The field is the one that holds the pool, and its type follows. Further parameters of the wrapper are named
/// as well, each with at most one bound: `impl<P, R: Recorder> Observe for Measured<P, R> { inner: P }`.
#[macro_export]
macro_rules! forward_extension {
    (impl<$($param:ident $(: $bound:path)?),+ $(,)?> $extension:ident for $wrapper:ty { $field:ident: $pool:ty $(,)? }) => {
        #[deny(clippy::missing_trait_methods)]
        impl<$($param $(: $bound)?),+> $crate::$extension for $wrapper
        where
            $pool: $crate::$extension,
        {
            $crate::forward_extension!(@ $extension this => this.$field);
        }
    };
    (@ TryAcquire $this:ident => $pool:expr) => {
        fn try_acquire(&self) -> ::core::option::Option<Self::Guard> {
            let $this = self;
            $crate::TryAcquire::try_acquire(&$pool)
        }
    };
    (@ AcquireTimeout $this:ident => $pool:expr) => {
        $crate::__pass_on! {
            fn acquire_timeout(limit: ::core::time::Duration) -> ::core::result::Result<Self::Guard, $crate::PoolError> =
                |$this| $crate::AcquireTimeout::acquire_timeout(&$pool, limit);
        }
    };
    (@ Discard $this:ident => $pool:expr) => {
        $crate::__pass_on! {
            fn discard(guard: Self::Guard) -> ::core::result::Result<(), $crate::PoolError> =
                |$this| $crate::Discard::discard(&$pool, guard);
        }
    };
    (@ Detach $this:ident => $pool:expr) => {
        fn detach(&self, guard: Self::Guard) -> Self::Connection {
            let $this = self;
            $crate::Detach::detach(&$pool, guard)
        }
    };
    (@ Resize $this:ident => $pool:expr) => {
        $crate::__pass_on! {
            fn resize(max_size: usize) -> ::core::result::Result<(), $crate::PoolError> =
                |$this| $crate::Resize::resize(&$pool, max_size);
        }
    };
    (@ Observe $this:ident => $pool:expr) => {
        fn counters(&self) -> $crate::Counters {
            let $this = self;
            $crate::Observe::counters(&$pool)
        }
    };
}
