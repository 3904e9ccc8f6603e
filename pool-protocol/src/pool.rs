use std::{ops::DerefMut, sync::Arc};

use crate::{PoolError, Status, async_trait};

/// A pool of connections.
#[async_trait]
pub trait Pool: Send + Sync {
    /// What a guard gives access to.
    type Connection: Send + 'static;
    /// RAII: owns one connection until it is released or dropped.
    type Guard: DerefMut<Target = Self::Connection> + Send + 'static;

    /// Gets the pool ready.
    async fn init(&self) -> Result<(), PoolError>;
    /// Hands out a connection.
    async fn acquire(&self) -> Result<Self::Guard, PoolError>;
    /// Takes a connection back.
    async fn release(&self, guard: Self::Guard) -> Result<(), PoolError>;
    /// Ends the pool.
    async fn close(&self) -> Result<(), PoolError>;
    /// Says whether the pool can serve.
    async fn health_check(&self) -> Result<(), PoolError>;
    /// The pool's numbers.
    fn status(&self) -> Status;
}

macro_rules! forward {
    ($($pointer:ty),*) => {$(
        #[async_trait]
        #[deny(clippy::missing_trait_methods)]
        impl<P: Pool + ?Sized> Pool for $pointer {
            type Connection = P::Connection;
            type Guard = P::Guard;

            async fn init(&self) -> Result<(), PoolError> {
                (**self).init().await
            }
            async fn acquire(&self) -> Result<Self::Guard, PoolError> {
                (**self).acquire().await
            }
            async fn release(&self, guard: Self::Guard) -> Result<(), PoolError> {
                (**self).release(guard).await
            }
            async fn close(&self) -> Result<(), PoolError> {
                (**self).close().await
            }
            async fn health_check(&self) -> Result<(), PoolError> {
                (**self).health_check().await
            }
            fn status(&self) -> Status {
                (**self).status()
            }
        }
    )*};
}

forward!(&P, Box<P>, Arc<P>);
