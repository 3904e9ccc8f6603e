//! A pool without its type.

use std::{
    any::{Any, TypeId},
    fmt,
    ops::{Deref, DerefMut},
};

use crate::{__pass_on, Pool, PoolError, Status, boxed::BoxFuture};

/// Any pool of connections `C`, without its type: what `dyn Pool<Connection = C, Guard = G>` cannot be, which has to
/// name the guard.
///
/// Every `Pool<Connection = C>` implements this trait, and `dyn ErasedPool<C>` is itself a [`Pool`]. Through the
/// pointers that pass a pool on, so are `Arc<dyn ErasedPool<C>>`, `Box<dyn ErasedPool<C>>` and
/// `&dyn ErasedPool<C>`: they go wherever a function asks for `P: Pool<Connection = C>`, and have the methods of
/// `Pool`. This trait has none of its own to call.
///
/// # Contract
///
/// The erased pool keeps every rule that the pool inside keeps. Its guard is a box around the pool's own guard. A
/// guard of a pool of another type is refused with [`PoolError::ForeignGuard`] ([REL-04](crate::contract#REL-04)).
///
/// # Cost
///
/// An acquire allocates twice more than that of the pool inside: once for the guard and once for the future.
/// Every other call passes the pool's own future on and allocates nothing.
///
/// # Extensions
///
/// An erased pool carries no extension, such as [`Discard`](crate::Discard): it would have to be one of every pool.
/// Where the pools of a program have an extension, an object-safe trait of the program's own carries it:
///
/// ```
/// use std::sync::Arc;
///
/// use pool_protocol::{Discard, ErasedGuard, ErasedPool, Pool, PoolError, async_trait};
///
/// /// A pool of connections `C` that can discard.
/// #[async_trait]
/// trait DiscardingPool<C: Send + 'static>: Send + Sync {
///     fn as_pool(&self) -> &dyn ErasedPool<C>;
///     async fn discard_erased(&self, guard: ErasedGuard<C>) -> Result<(), PoolError>;
/// }
///
/// #[async_trait]
/// impl<C: Send + 'static, P: Discard<Connection = C>> DiscardingPool<C> for P {
///     fn as_pool(&self) -> &dyn ErasedPool<C> {
///         self
///     }
///     async fn discard_erased(&self, guard: ErasedGuard<C>) -> Result<(), PoolError> {
///         match guard.downcast() {
///             Ok(guard) => self.discard(guard).await,
///             Err(_foreign) => Err(PoolError::ForeignGuard),
///         }
///     }
/// }
///
/// async fn replace<C: Send + 'static>(pool: Arc<dyn DiscardingPool<C>>) -> Result<(), PoolError> {
///     let suspect = pool.as_pool().acquire().await?;
///     pool.discard_erased(suspect).await
/// }
/// ```
///
/// # Examples
///
/// A pool that is chosen at run time:
///
/// ```
/// use std::sync::Arc;
///
/// use pool_protocol::{ErasedPool, Pool, PoolError};
///
/// fn choose<C>(
///     small: impl Pool<Connection = C> + 'static,
///     large: impl Pool<Connection = C> + 'static,
///     name: &str,
/// ) -> Arc<dyn ErasedPool<C>> {
///     if name == "small" { Arc::new(small) } else { Arc::new(large) }
/// }
///
/// async fn work(pool: Arc<dyn ErasedPool<String>>) -> Result<(), PoolError> {
///     let mut connection = pool.acquire().await?;
///     connection.push_str("hello");
///     pool.release(connection).await
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a connection pool of `{C}`",
    label = "does not implement `Pool<Connection = {C}>`",
    note = "`ErasedPool<C>` is implemented for every `Pool` whose `Connection` is `C`, and for nothing else"
)]
pub trait ErasedPool<C>: Send + Sync {
    #[doc(hidden)]
    fn erased_init(&self) -> BoxFuture<'_, Result<(), PoolError>>;
    #[doc(hidden)]
    fn erased_acquire(&self) -> BoxFuture<'_, Result<ErasedGuard<C>, PoolError>>;
    #[doc(hidden)]
    fn erased_release(&self, guard: ErasedGuard<C>) -> BoxFuture<'_, Result<(), PoolError>>;
    #[doc(hidden)]
    fn erased_close(&self) -> BoxFuture<'_, Result<(), PoolError>>;
    #[doc(hidden)]
    fn erased_health_check(&self) -> BoxFuture<'_, Result<(), PoolError>>;
    #[doc(hidden)]
    fn erased_status(&self) -> Status;
}

impl<C, P: Pool<Connection = C>> ErasedPool<C> for P {
    fn erased_init(&self) -> BoxFuture<'_, Result<(), PoolError>> {
        self.init()
    }

    fn erased_acquire(&self) -> BoxFuture<'_, Result<ErasedGuard<C>, PoolError>> {
        Box::pin(async move { Ok(ErasedGuard(Box::new(self.acquire().await?))) })
    }

    fn erased_release(&self, guard: ErasedGuard<C>) -> BoxFuture<'_, Result<(), PoolError>> {
        match guard.downcast() {
            Ok(guard) => self.release(guard),
            Err(_foreign) => Box::pin(async { Err(PoolError::ForeignGuard) }),
        }
    }

    fn erased_close(&self) -> BoxFuture<'_, Result<(), PoolError>> {
        self.close()
    }

    fn erased_health_check(&self) -> BoxFuture<'_, Result<(), PoolError>> {
        self.health_check()
    }

    fn erased_status(&self) -> Status {
        self.status()
    }
}

#[deny(clippy::missing_trait_methods)]
impl<C: Send + 'static> Pool for dyn ErasedPool<C> + '_ {
    type Connection = C;
    type Guard = ErasedGuard<C>;

    __pass_on! {
        fn init() -> Result<(), PoolError> = |this| this.erased_init();
        fn acquire() -> Result<ErasedGuard<C>, PoolError> = |this| this.erased_acquire();
        fn release(guard: ErasedGuard<C>) -> Result<(), PoolError> = |this| this.erased_release(guard);
        fn close() -> Result<(), PoolError> = |this| this.erased_close();
        fn health_check() -> Result<(), PoolError> = |this| this.erased_health_check();
    }
    fn status(&self) -> Status {
        self.erased_status()
    }
}

/// The guard of an [`ErasedPool`]: a box around the guard of the pool inside.
///
/// Dropping it drops the pool's own guard.
pub struct ErasedGuard<C>(Box<dyn AnyGuard<C>>);

impl<C> ErasedGuard<C> {
    /// Returns the guard of the pool inside, if its type is `G`.
    ///
    /// Traits that extend an erased pool need it; [`ErasedPool`] shows one.
    ///
    /// # Errors
    ///
    /// The erased guard itself, if the guard inside is of another type.
    #[expect(clippy::missing_panics_doc, reason = "the type is compared before it is taken")]
    pub fn downcast<G: 'static>(self) -> Result<G, Self> {
        if self.0.type_id_of_guard() != TypeId::of::<G>() {
            return Err(self);
        }
        let guard = self.0.into_any().downcast();
        Ok(*guard.expect("a guard of this type"))
    }
}

impl<C> Deref for ErasedGuard<C> {
    type Target = C;

    fn deref(&self) -> &C {
        &self.0
    }
}

impl<C> DerefMut for ErasedGuard<C> {
    fn deref_mut(&mut self) -> &mut C {
        &mut self.0
    }
}

impl<C: fmt::Debug> fmt::Debug for ErasedGuard<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ErasedGuard").field(&**self).finish()
    }
}

/// A guard of any pool, which can become its own type again.
trait AnyGuard<C>: DerefMut<Target = C> + Send {
    fn type_id_of_guard(&self) -> TypeId;
    fn into_any(self: Box<Self>) -> Box<dyn Any + Send>;
}

impl<C, G: DerefMut<Target = C> + Send + 'static> AnyGuard<C> for G {
    fn type_id_of_guard(&self) -> TypeId {
        TypeId::of::<G>()
    }

    fn into_any(self: Box<Self>) -> Box<dyn Any + Send> {
        self
    }
}
